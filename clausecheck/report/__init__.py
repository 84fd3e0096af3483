"""Reports for the terminal and in JSON; one output a file."""

"""Commands of the terminal: parse, call, print."""

"""From rules and documents to candidates."""

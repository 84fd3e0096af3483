"""Reports kept in SQLite."""

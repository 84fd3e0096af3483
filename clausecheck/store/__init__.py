"""Checked tenders in one SQLite file: written with their counts in one transaction, resumed, asked, shown again, exported."""

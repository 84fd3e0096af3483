"""Many tenders into the store."""

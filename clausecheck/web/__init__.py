"""A local page to drop a draft on."""

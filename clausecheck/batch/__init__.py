"""Many tenders into a store: on this machine's cores or on an existing cluster; killed at any moment, it goes on where it was."""

"""Pages of peer pairs."""

"""Pages of pairs."""

"""Pages of flash meetings."""

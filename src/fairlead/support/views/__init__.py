"""Pages of on-going support."""

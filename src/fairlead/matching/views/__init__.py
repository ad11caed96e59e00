"""Pages of matching: runs, pairs, offers."""

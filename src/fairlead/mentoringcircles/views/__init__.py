"""Pages of mentoring circles."""

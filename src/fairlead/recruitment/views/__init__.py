"""Pages that look for mentors."""

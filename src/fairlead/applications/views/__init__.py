"""Pages of applicants, of their supervisors, and of those who review."""

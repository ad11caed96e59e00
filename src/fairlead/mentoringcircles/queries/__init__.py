"""What is read of mentoring circles."""

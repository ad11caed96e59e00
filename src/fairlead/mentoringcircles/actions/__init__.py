"""What is done for mentoring circles."""

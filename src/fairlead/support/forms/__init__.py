"""What is asked on the pages of on-going support."""

"""What others ask of on-going support."""

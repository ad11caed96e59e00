"""What is done for flash meetings."""

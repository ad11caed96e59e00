"""What is read of flash meetings."""

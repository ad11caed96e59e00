"""What is done for pairs."""

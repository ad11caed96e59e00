"""What is read of peer pairs."""

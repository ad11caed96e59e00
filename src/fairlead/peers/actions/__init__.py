"""What is done for peer pairs."""

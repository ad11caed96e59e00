"""What goes when."""

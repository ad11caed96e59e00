"""What the home page and the health page show."""

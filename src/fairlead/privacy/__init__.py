"""What is kept how long, and what people can ask of what is kept of them."""

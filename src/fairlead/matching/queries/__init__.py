"""What runs, proposals and offers look like to whoever may see them."""

"""Ask people for their wishes, and say them."""

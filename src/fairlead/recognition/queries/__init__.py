"""What is read: who has earned what, how it is worded, and what the public may check."""

"""Bring in the answers that an online form tool exports as a file."""

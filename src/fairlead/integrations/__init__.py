"""Doors to other systems, one folder per kind."""

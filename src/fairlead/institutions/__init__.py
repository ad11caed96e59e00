"""Institutions and their units."""

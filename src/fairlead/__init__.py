"""Fairlead: mentoring programmes with exact, explained matching."""

__version__ = "0.1.0"

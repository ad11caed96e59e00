"""Partnerships: institutions that run a programme together, and what they have arranged in writing."""

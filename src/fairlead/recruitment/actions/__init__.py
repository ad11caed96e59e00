"""Invite mentors, follow what becomes of it, call for those who are missing."""

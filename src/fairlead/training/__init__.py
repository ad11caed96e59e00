"""Modules that mentors and mentees learn by, and who has completed what."""

"""Mentoring circles: one or two mentors and several mentees around a topic and at a time that all share."""

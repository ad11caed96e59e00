"""Applications of mentors and mentees, and supervisor approvals."""

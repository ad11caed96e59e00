"""Finding mentors: invitations, mentors of past rounds, coverage of areas and languages, calls."""

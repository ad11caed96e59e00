"""Pages about programmes: the public ones, the team's, and those of a round."""

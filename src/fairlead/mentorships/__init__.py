"""Running and ended mentorships."""

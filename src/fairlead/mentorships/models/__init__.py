"""What is stored of mentorships."""

from fairlead.mentorships.models.pairs import Mentorship

__all__ = ["Mentorship"]

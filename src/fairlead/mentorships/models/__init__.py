"""What is stored of mentorships."""

from fairlead.mentorships.models.pairs import Mentorship
from fairlead.mentorships.models.plans import Goal, Plan, Step

__all__ = ["Goal", "Mentorship", "Plan", "Step"]

"""What is stored of mentorships."""

from fairlead.mentorships.models.agreements import Agreement, AgreementTemplate, Signature
from fairlead.mentorships.models.pairs import Mentorship
from fairlead.mentorships.models.plans import Goal, Plan, Step

__all__ = ["Agreement", "AgreementTemplate", "Goal", "Mentorship", "Plan", "Signature", "Step"]

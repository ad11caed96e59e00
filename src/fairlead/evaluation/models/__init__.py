"""What evaluation keeps."""

from fairlead.evaluation.models.assessments import (
    AgreedAction,
    Aim,
    Assessment,
    AssessmentSignature,
    Statement,
)
from fairlead.evaluation.models.inclusion import OutcomeMark, OutcomeTally
from fairlead.evaluation.models.indicators import OwnIndicator, OwnNumber, Target
from fairlead.evaluation.models.ledger import EffortEntry, Rate, Reckoning, Recurring

__all__ = [
    "AgreedAction",
    "Aim",
    "Assessment",
    "AssessmentSignature",
    "EffortEntry",
    "OutcomeMark",
    "OutcomeTally",
    "OwnIndicator",
    "OwnNumber",
    "Rate",
    "Reckoning",
    "Recurring",
    "Statement",
    "Target",
]

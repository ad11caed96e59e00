"""What evaluation keeps."""

from fairlead.evaluation.models.assessments import (
    AgreedAction,
    Aim,
    Assessment,
    AssessmentSignature,
    Statement,
)
from fairlead.evaluation.models.ledger import EffortEntry, Rate, Reckoning, Recurring

__all__ = [
    "AgreedAction",
    "Aim",
    "Assessment",
    "AssessmentSignature",
    "EffortEntry",
    "Rate",
    "Reckoning",
    "Recurring",
    "Statement",
]

"""What evaluation keeps."""

from fairlead.evaluation.models.ledger import EffortEntry, Rate, Reckoning, Recurring

__all__ = ["EffortEntry", "Rate", "Reckoning", "Recurring"]

"""What time asks of evaluation."""

from datetime import datetime

from fairlead.evaluation.actions import recurring


def sweep(at: datetime) -> int:
    """Write the entries of the ledger that have come again."""
    return recurring.write_due(at=at)

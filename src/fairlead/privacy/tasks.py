"""What time asks of privacy."""

from datetime import datetime

from fairlead.privacy.actions import pruning


def sweep(*, at: datetime) -> int:
    """Let go what has been kept long enough; how many records went."""
    return pruning.prune_due(at=at)

"""What time asks of training."""

from datetime import datetime

import structlog

from fairlead.training.actions import sessions
from fairlead.training.queries import sharing

log = structlog.get_logger(__name__)


def sweep(*, at: datetime) -> int:
    """Give reserved places that nobody took to those who wait, so many days before a session; how many.

    One that fails is logged and does not stop the others; the next sweep tries again.
    """
    moved = 0
    for session in sharing.to_release(at=at):
        try:
            moved += sessions.release(session, at=at)
        except Exception:
            log.exception("places not released", session=str(session.pk))
    return moved

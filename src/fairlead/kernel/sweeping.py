"""The sweep: what time itself asks for (expired leases, reminders, deadlines)."""

from datetime import datetime

import structlog
from django.conf import settings
from django.utils.module_loading import import_string

log = structlog.get_logger(__name__)


def sweep(at: datetime) -> int:
    """Run every function named in the SWEEPS setting with the time `at`; the number of things they moved.

    One that fails is logged and does not stop the others; each is idempotent, so the next sweep tries again.
    """
    moved = 0
    for path in settings.SWEEPS:
        try:
            moved += import_string(path)(at=at)
        except Exception:
            log.exception("sweep failed", sweep=path)
    return moved

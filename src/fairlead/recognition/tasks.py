"""What time asks of recognition: certificates for whoever has earned one."""

from datetime import datetime

import structlog

from fairlead.kernel.actors import NOBODY
from fairlead.kernel.errors import Refused
from fairlead.recognition.actions import issuing
from fairlead.recognition.queries import parts

log = structlog.get_logger(__name__)


def sweep(*, at: datetime) -> int:
    """Issue every certificate that was earned and never handed out; how many.

    One that fails is logged and does not stop the others.
    """
    done = 0
    for half in parts.due():
        try:
            issuing.issue(half.pair, half.side, by=NOBODY, at=at)
            done += 1
        except Refused:
            continue
        except Exception:
            log.exception("certificate not issued", pair=str(half.pair.pk))
    return done

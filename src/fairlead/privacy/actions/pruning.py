"""Every day, what has been kept long enough goes: in portions, each whole or not at all."""

from collections import Counter
from datetime import datetime

import structlog
from django.db import transaction
from django.db.models import Exists, OuterRef

from fairlead.audit.actions import gathered, record
from fairlead.kernel.actors import NOBODY
from fairlead.kernel.times import day_of
from fairlead.privacy.models import Keeping
from fairlead.privacy.queries import outlook
from fairlead.programmes import keeping
from fairlead.programmes.models import Programme

log = structlog.get_logger(__name__)
PORTION = 200
PORTIONS = 5


def prune_due(*, at: datetime) -> int:
    """Let go what is due in every programme, so many portions at once; how many records went.

    What is left, or was being done when the process died, is taken up by the next sweep. A programme that
    fails is logged and does not stop the others.
    """
    gone, left = 0, PORTIONS
    for programme in to_look_through(at=at):
        try:
            while left and (done := portion(programme, at=at)):
                gone, left = gone + done.total(), left - 1
        except Exception:
            log.exception("data could not go", programme=str(programme.pk))
    return gone


def prune_now(programme: Programme, *, at: datetime) -> Counter[str]:
    """Let all go that is due in a programme, also what came due after today’s sweep; how many by kind."""
    Keeping.objects.filter(programme=programme).update(swept_on=None)
    gone: Counter[str] = Counter()
    while done := portion(programme, at=at):
        gone += done
    return gone


def to_look_through(*, at: datetime) -> list[Programme]:
    """Programmes whose data were not looked through today; one query."""
    today = Keeping.objects.filter(programme=OuterRef("pk"), swept_on__gte=day_of(at))
    return list(Programme.objects.exclude(Exists(today)).order_by("pk"))


@transaction.atomic
def portion(programme: Programme, *, at: datetime) -> Counter[str] | None:
    """Let one portion of what is due go; how many by kind, None when nothing is left for today.

    The programme's row is held, so that two workers never do the same portion.
    """
    Keeping.objects.get_or_create(programme=programme)
    held = Keeping.objects.select_for_update().get(programme=programme)
    today = day_of(at)
    if held.swept_on is not None and held.swept_on >= today:
        return None
    due = outlook.due(programme, today=today)
    done: Counter[str] = Counter()
    with gathered():
        for keeper in keeping.keepers() if due else ():
            done += keeper.prune([key for key, _counts in due[:PORTION]], at=at)
        if not done or len(due) <= PORTION:
            Keeping.objects.filter(pk=held.pk).update(swept_on=today)
        if done:
            record("erased by rule", programme, by=NOBODY, at=at, label=programme.name, details=dict(done))
    return done or None

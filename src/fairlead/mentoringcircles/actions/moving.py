"""Change proposed circles by hand: who sits where, and where a circle meets."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.revisions import advance
from fairlead.mentoringcircles.actions.asking import held
from fairlead.mentoringcircles.enums import CirclesState
from fairlead.mentoringcircles.models import CircleSeat, CircleSession, MentoringCircle
from fairlead.mentoringcircles.queries import circles
from fairlead.programmes.models import Participation


class NotPossible(Refused):
    """Somebody cannot sit there; one sentence for every cause."""


@transaction.atomic
def seat(
    session: CircleSession,
    who: Participation,
    circle: MentoringCircle | None,
    *,
    seen: int,
    by: Actor,
    at: datetime,
) -> None:
    """Move a mentee to a circle, or out of all (None).

    Raises `NotPossible`, with the same words whether the time, the topic, the size or a rule is against it:
    they must not tell who has been ruled out. Raises `Told`, `AlreadyMoved`.
    """
    standing = held(session, seen=seen)
    if standing.state != CirclesState.FORMED:
        raise AlreadyMoved(_("This has already changed; the page now shows how it stands."))
    if circle is not None and not circles.fits(standing, who, circle, at=at):
        raise NotPossible(
            _("This is not possible: time, topic, size or something between people is against it.")
        )
    CircleSeat.objects.filter(session=standing, participation=who, leads=False).delete()
    if circle is not None:
        CircleSeat.objects.create(session=standing, circle=circle, time_id=circle.time_id, participation=who)
    advance(standing, by_hand=True)
    record("moved somebody between mentoring circles", standing, by=by, at=at, label=standing.title)


@transaction.atomic
def place(
    session: CircleSession,
    circle: MentoringCircle,
    where: str,
    link: str,
    *,
    seen: int,
    by: Actor,
    at: datetime,
) -> None:
    """Settle where one circle meets; empty: where all do. Raises `Told`, `AlreadyMoved`."""
    standing = held(session, seen=seen)
    MentoringCircle.objects.filter(pk=circle.pk, session=standing).update(place=where, link=link)
    advance(standing)
    record("settled where a mentoring circle meets", standing, by=by, at=at, label=standing.title)

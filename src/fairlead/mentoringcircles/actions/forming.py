"""Form the circles: at once where few are asked, by the worker where more are."""

from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.jobs import enqueue
from fairlead.kernel.revisions import advance
from fairlead.kernel.states import move
from fairlead.matching.queries import circling
from fairlead.matching.queries.computing import CannotMatch
from fairlead.mentoringcircles.actions.asking import held, locked
from fairlead.mentoringcircles.enums import ANSWERED_IN, CIRCLES_MOVES, CirclesState
from fairlead.mentoringcircles.models import CircleSeat, CircleSession, MentoringCircle
from fairlead.mentoringcircles.queries import asked

log = structlog.get_logger(__name__)
JOB = "fairlead.mentoringcircles.tasks.form"
LOST_AFTER = timedelta(minutes=12)
SMALLEST = 2


def form(session: CircleSession, *, seen: int, by: Actor, at: datetime) -> None:
    """Form the best circles of all answers so far, anew if there are some; nobody is told.

    The same answers give the same circles. Where there are many possible ones, the worker forms them. It is
    worked out before anything is locked. Raises `CannotMatch`, `Told`, `AlreadyMoved`.
    """
    people, sizes = asked.said(asked.answers(session)), _sizes(session)
    at_once = circling.work(session.round, people, sizes, at=at) <= circling.AT_ONCE
    found = circling.form(session.round, people, sizes, at=at) if at_once else None
    smaller = _smaller(session, found, at=at) if found else None
    with transaction.atomic():
        standing = held(session, seen=seen)
        if standing.state not in ANSWERED_IN or standing.state == CirclesState.FORMING:
            raise AlreadyMoved(_("This has already changed; the page now shows how it stands."))
        if found is None:
            move(standing, CirclesState.FORMING, moves=CIRCLES_MOVES, forming_at=at, failed=False)
            enqueue(JOB, standing.pk)
        else:
            _store(standing, found, smaller)
        advance(standing)
        record("formed mentoring circles", standing, by=by, at=at, label=standing.title)


def carry_out(pk: UUID, *, at: datetime) -> bool:
    """Form circles that wait for the worker; whether it was done. Done twice, it holds once.

    What was changed meanwhile counts: they are formed once more.
    """
    session = CircleSession.objects.select_related("round__programme").filter(pk=pk).first()
    if session is None or session.state != CirclesState.FORMING:
        return False
    people = asked.said(asked.answers(session))
    try:
        found = circling.form(session.round, people, _sizes(session), at=at)
    except CannotMatch as problem:
        log.warning("no mentoring circles", session=str(pk), reason=str(problem.sentence))
        found = None
    except Exception:
        log.exception("mentoring circles not formed", session=str(pk))
        found = None
    with transaction.atomic():
        standing = locked(session)
        if standing.state != CirclesState.FORMING:
            return False
        if standing.revision != session.revision:
            enqueue(JOB, pk)
            return False
        if found is None:
            move(standing, CirclesState.ASKING, moves=CIRCLES_MOVES, failed=True)
        else:
            _store(standing, found)
        advance(standing)
        record("formed mentoring circles", standing, by=NOBODY, at=at, label=standing.title)
    return True


def take_up(*, at: datetime) -> int:
    """Start the forming again whose worker was lost; how many."""
    lost = CircleSession.objects.filter(state=CirclesState.FORMING, forming_at__lt=at - LOST_AFTER)
    done = 0
    for one in lost.order_by("forming_at", "pk"):
        with transaction.atomic():
            if lost.filter(pk=one.pk).update(forming_at=at):
                enqueue(JOB, one.pk)
                done += 1
    return done


def _sizes(session: CircleSession) -> tuple[int, int, int, int]:
    return session.least, session.most, session.mentors_least, session.mentors_most


def _smaller(session: CircleSession, found: circling.Formed, *, at: datetime) -> tuple[int, int] | None:
    """A size of one mentee less with which more would be seated, and how many: formed to know it."""
    people, sizes = asked.said(asked.answers(session)), _sizes(session)
    least, tried = sizes[0] - 1, (sizes[0] - 1, *sizes[1:])
    try:
        if least < SMALLEST or circling.work(session.round, people, tried, at=at) > 2 * circling.AT_ONCE:
            return None
        seated = circling.form(session.round, people, tried, at=at).tiers["seated"][0]
    except CannotMatch:
        return None
    return (least, seated) if seated > found.tiers["seated"][0] else None


def _store(standing: CircleSession, found: circling.Formed, smaller: tuple[int, int] | None = None) -> None:
    """Put the circles in place of those before, numbered by time and topic."""
    standing.circles.all().delete()
    when = {one.pk: one.starts_at for one in asked.times(standing)}
    in_order = sorted(found.circles, key=lambda one: (when[one.time], one.topic))
    made = [
        MentoringCircle(session=standing, number=number, topic=one.topic, time_id=one.time)
        for number, one in enumerate(in_order, start=1)
    ]
    MentoringCircle.objects.bulk_create(made)
    CircleSeat.objects.bulk_create(
        CircleSeat(session=standing, circle=circle, time_id=one.time, participation_id=who, leads=leads)
        for circle, one in zip(made, in_order, strict=True)
        for people, leads in ((one.mentors, True), (one.mentees, False))
        for who in people
    )
    if standing.state != CirclesState.FORMED:
        move(standing, CirclesState.FORMED, moves=CIRCLES_MOVES)
    tiers: dict[str, object] = {name: found.tiers[name] for name in ("seated", "points")}
    tiers |= {"smaller": smaller} if smaller else {}
    standing.tiers, standing.by_hand, standing.failed = tiers, False, False
    standing.save(update_fields=["tiers", "by_hand", "failed"])

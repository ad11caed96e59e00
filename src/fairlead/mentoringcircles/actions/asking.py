"""Prepare mentoring circles, ask people for their times, and take their answers."""

from collections.abc import Collection, Iterable, Mapping
from datetime import datetime, timedelta
from itertools import pairwise
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.revisions import advance, check_seen
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of, end_of_day, said
from fairlead.kernel.words import one_line
from fairlead.mentoringcircles.enums import ANSWERED_IN, CIRCLES_MOVES, UNTOLD, CirclesState
from fairlead.mentoringcircles.models import MOST_LED, CircleAnswer, CircleSession, CircleTime
from fairlead.mentoringcircles.queries import asked, wording
from fairlead.notifications.actions import write
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Round

FIELDS = (
    "title",
    "least",
    "most",
    "mentors_least",
    "mentors_most",
    "minutes",
    "rhythm",
    "place",
    "link",
    "answer_by",
)
TWICE = _("The round has mentoring circles of this title already.")
LONGEST = timedelta(days=731)


class NotThen(Refused):
    """Something cannot be at this time, or not any more."""


class Told(Refused):
    """Everybody has been told, so nothing of it is changed any more."""


@transaction.atomic
def plan(
    round: Round, given: Mapping[str, Any], times: Collection[datetime], *, by: Actor, at: datetime
) -> CircleSession:
    """Prepare circles of the round; entered twice, it is one. Nobody hears of it.

    Raises `NotThen`, `Refused` for a title that other circles of the round have.
    """
    _must_be_to_come(given, times, at=at)
    Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    known = CircleSession.objects.filter(round=round, title=given["title"])
    standing = known.exclude(state=CirclesState.CANCELLED).first()
    if standing is not None:
        same = all(getattr(standing, name) == given[name] for name in FIELDS)
        if not same or asked.starts(standing) != sorted(set(times)):
            raise Refused(TWICE)
        return standing
    made = CircleSession.objects.create(round=round, made_at=at, **{name: given[name] for name in FIELDS})
    _put_times(made, times)
    record("planned mentoring circles", made, by=by, at=at, label=made.title)
    return made


@transaction.atomic
def change(
    session: CircleSession,
    given: Mapping[str, Any],
    times: Collection[datetime],
    *,
    seen: int,
    by: Actor,
    at: datetime,
) -> None:
    """Change sizes, place and day for answers; the times too, while nobody has been asked.

    Raises `NotThen`, `Told`, `AlreadyMoved`, `Refused` for a title that the round has already.
    """
    standing = held(session, seen=seen)
    draft = standing.state == CirclesState.DRAFT
    _must_be_to_come(given, times if draft else asked.starts(standing), at=at)
    try:
        with transaction.atomic():
            advance(standing, **{name: given[name] for name in FIELDS})
    except IntegrityError as twice:
        raise Refused(TWICE) from twice
    if draft:
        standing.times.all().delete()
        _put_times(standing, times)
    record("changed mentoring circles", standing, by=by, at=at, label=standing.title)


@transaction.atomic
def ask(session: CircleSession, *, seen: int, by: Actor, at: datetime) -> int:
    """Ask everybody who takes part in the round when they could; how many. Raises as `change`."""
    standing = held(session, seen=seen)
    if standing.state not in (CirclesState.DRAFT, *ANSWERED_IN):
        raise AlreadyMoved(_("This has already changed; the page now shows how it stands."))
    if end_of_day(standing.answer_by) <= at:
        raise NotThen(_("The last day for answers has passed. Change it first."))
    if standing.state == CirclesState.DRAFT:
        move(standing, CirclesState.ASKING, moves=CIRCLES_MOVES)
    new = [CircleAnswer(session=standing, participation=one) for one in asked.not_asked(standing)]
    CircleAnswer.objects.bulk_create(new)
    for one in new:
        _write(one, at=at)
    advance(standing)
    record("asked for times of mentoring circles", standing, by=by, at=at, label=standing.title)
    return len(new)


@transaction.atomic
def answer(mine: CircleAnswer, times: Iterable[CircleTime], circles: int, *, by: Actor, at: datetime) -> None:
    """Say at which times one could, and as a mentor how many circles one would lead; the last word counts.

    No time at all is an answer too. Raises `NotThen` after the last day or once circles are told.
    """
    standing = CircleSession.objects.select_for_update(no_key=True).get(pk=mine.session_id)
    if standing.state not in ANSWERED_IN or end_of_day(standing.answer_by) <= at:
        raise NotThen(_("Answers are not taken any more."))
    mentor = mine.participation.side == Side.MENTOR
    mine.circles = max(0, min(MOST_LED, circles)) if mentor else 1
    mine.answered_at = at
    mine.save(update_fields=["circles", "answered_at"])
    mine.times.set([one for one in times if one.session_id == standing.pk])
    record("answered for mentoring circles", standing, by=by, at=at, label=standing.title)


def held(session: CircleSession, *, seen: int) -> CircleSession:
    """The circles, locked, as somebody saw them and untold. Raises `Told`, `AlreadyMoved`."""
    standing = locked(session)
    if standing.state not in UNTOLD:
        raise Told(_("This has been told to everybody, or called off, and is not changed any more."))
    check_seen(standing, seen)
    return standing


def locked(session: CircleSession) -> CircleSession:
    """The circles as they stand, locked."""
    found = CircleSession.objects.select_for_update(no_key=True, of=("self",))
    return found.select_related("round__programme").get(pk=session.pk)


def _put_times(session: CircleSession, times: Collection[datetime]) -> None:
    CircleTime.objects.bulk_create(CircleTime(session=session, starts_at=one) for one in sorted(set(times)))


def _must_be_to_come(given: Mapping[str, Any], times: Collection[datetime], *, at: datetime) -> None:
    if not times:
        raise NotThen(_("Give at least one time."))
    if min(times) <= at:
        raise NotThen(_("A time has passed. Choose times that are still to come."))
    if max(times) > at + LONGEST or given["answer_by"] > day_of(at + LONGEST):
        raise NotThen(_("Choose days within two years."))
    if min(times) <= end_of_day(given["answer_by"]):
        raise NotThen(_("Answers must be in before the day of the first time."))
    long, in_order = timedelta(minutes=given["minutes"]), sorted(set(times))
    if any(later - one < long for one, later in pairwise(in_order)):
        raise NotThen(_("Two of the times overlap: somebody would be in two circles at once."))


def _write(one: CircleAnswer, *, at: datetime) -> None:
    session, person = one.session, one.participation.person
    write(
        key=f"mentoringcircles:{one.pk}:asked",
        kind="mentoringcircles-asked",
        to_email=person.email,
        to_name=one_line(person.name),
        template="mentoringcircles/letters/asked.txt",
        context={
            "title": one_line(session.title),
            "until": said(session.answer_by, "l j F"),
            "leads": one.participation.side == Side.MENTOR,
            "sizes": wording.sizes_in_a_letter(session),
            "programme": session.round.programme,
            "url": settings.BASE_URL + reverse("mentoringcircles:mine", args=[one.pk]),
        },
        at=at,
        language=person.language,
    )

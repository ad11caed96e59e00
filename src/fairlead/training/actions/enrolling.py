"""Come to a session, wait for a place, stay away after all; say who was there."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of
from fairlead.training.actions import session_letters as letters
from fairlead.training.actions.places import fill, hold
from fairlead.training.actions.sessions import must_come
from fairlead.training.enums import ENROLMENT_MOVES, WITH_PLACE, EnrolmentState, How, SessionState
from fairlead.training.models import Completion, Enrolment, Session
from fairlead.training.queries.sharing import institution_of

DOORS_OPEN = timedelta(hours=1)


class TooEarly(Refused):
    """The session is not about to begin, or does not take place."""


@transaction.atomic
def enrol(session: Session, *, by: Actor, at: datetime) -> Enrolment:
    """Give the actor a place, or put them on the waiting list where none is for them; twice does no more.

    A place that is reserved for the actor’s institution is theirs first, then a free one.

    Raises `SessionOver`.
    """
    assert by.person_id is not None
    standing = hold(session)
    must_come(standing, at=at)
    one = _of(standing, by)
    if one is not None and one.state != EnrolmentState.LEFT:
        return one
    works_at = institution_of(by.person_id)
    if one is None:
        one = Enrolment(session=standing, person_id=by.person_id, state=EnrolmentState.WAITING, since=at)
        one.institution_id = works_at
        one.save(force_insert=True)
    else:
        move(one, EnrolmentState.WAITING, moves=ENROLMENT_MOVES, since=at, institution_id=works_at)
    fill(standing, at=at, newcomer=one)
    one = _of(standing, by) or one
    record("enrolled", one, by=by, at=at, label=standing.module.title, details={"state": one.state})
    return one


@transaction.atomic
def leave(session: Session, *, by: Actor, at: datetime) -> bool:
    """The actor does not come; who waits longest has the place. False when they were not coming.

    Raises `SessionOver`.
    """
    standing = hold(session)
    must_come(standing, at=at)
    one = _of(standing, by)
    if one is None or one.state == EnrolmentState.LEFT:
        return False
    had_place = one.place is not None
    move(one, EnrolmentState.LEFT, moves=ENROLMENT_MOVES, place=None)
    if had_place:
        letters.take_out(one, at=at)
    fill(standing, at=at)
    record("left session", one, by=by, at=at, label=standing.module.title)
    return True


@transaction.atomic
def tick(session: Session, present: Iterable[UUID], *, shown: Iterable[UUID], by: Actor, at: datetime) -> int:
    """Say who was there, as enrolments; who was has completed the module. How many were.

    `shown` are the enrolments the page listed: somebody else who came in meanwhile is left as they are.
    Ticked again, the last word holds. Raises `TooEarly`.
    """
    standing = hold(session)
    if standing.state != SessionState.PLANNED or at < standing.starts_at - DOORS_OPEN:
        raise TooEarly(_("Attendance is noted from an hour before the session begins."))
    there, listed = set(present), set(shown)
    everybody = standing.enrolments.filter(state__in=WITH_PLACE, pk__in=listed)
    for one in everybody.order_by("pk"):
        wanted = EnrolmentState.ATTENDED if one.pk in there else EnrolmentState.MISSED
        if one.state != wanted:
            move(one, wanted, moves=ENROLMENT_MOVES)
            _complete(standing, one, at=at)
    count = standing.enrolments.filter(state=EnrolmentState.ATTENDED).count()
    record("noted attendance", standing, by=by, at=at, label=standing.module.title, details={"there": count})
    return count


def _complete(session: Session, one: Enrolment, *, at: datetime) -> None:
    if one.state != EnrolmentState.ATTENDED:
        Completion.objects.filter(session=session, person=one.person_id).delete()
        return
    Completion.objects.get_or_create(
        module=session.module,
        person_id=one.person_id,
        on=day_of(session.starts_at),
        defaults={"how": How.ATTENDED, "noted_at": at, "session": session},
    )


def _of(session: Session, by: Actor) -> Enrolment | None:
    one = session.enrolments.filter(person=by.person_id).select_related("person").first()
    if one is not None:
        one.session = session
    return one

"""Give out the places of a session, one at a time, in the order in which people came."""

from datetime import datetime

from fairlead.kernel.states import move
from fairlead.training.actions import session_letters as letters
from fairlead.training.enums import ENROLMENT_MOVES, EnrolmentState
from fairlead.training.models import Enrolment, Session


def hold(session: Session) -> Session:
    """The session as it is stored, held until all is written, so that places are given one after another."""
    locked = Session.objects.select_for_update(no_key=True, of=("self",))
    return locked.select_related("module__programme").get(pk=session.pk)


def free_place(session: Session) -> int | None:
    """The lowest free number of a session that is held; None when it is full."""
    taken = set(session.enrolments.filter(place__isnull=False).values_list("place", flat=True))
    return next((number for number in range(1, session.places + 1) if number not in taken), None)


def fill(session: Session, *, at: datetime) -> int:
    """Let those who wait longest move up while there are places; each is invited. How many moved."""
    waiting = session.enrolments.filter(state=EnrolmentState.WAITING).select_related("person")
    moved = 0
    for one in waiting.order_by("since", "pk"):
        place = free_place(session)
        if place is None:
            break
        one.session = session
        give(one, place, at=at, moved_up=True)
        moved += 1
    return moved


def give(one: Enrolment, place: int, *, at: datetime, moved_up: bool = False) -> None:
    """Give somebody a place and put the session into their calendar."""
    move(one, EnrolmentState.ENROLLED, moves=ENROLMENT_MOVES, place=place)
    letters.invite(one, at=at, moved_up=moved_up)

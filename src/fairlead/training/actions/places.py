"""Give out the places of a session, one at a time, in the order in which people came.

Whose institution has reserved places has those first, then the free ones, like everybody.
"""

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from fairlead.kernel.states import move
from fairlead.training.actions import session_letters as letters
from fairlead.training.enums import ENROLMENT_MOVES, EnrolmentState
from fairlead.training.models import Enrolment, Session


def hold(session: Session) -> Session:
    """The session as it is stored, held until all is written, so that places are given one after another."""
    locked = Session.objects.select_for_update(no_key=True, of=("self",))
    return locked.select_related("module__programme").get(pk=session.pk)


def released(session: Session, *, at: datetime) -> bool:
    """Whether reserved places that nobody has taken are everybody’s by now."""
    return at >= session.starts_at - timedelta(days=session.release_days)


def fill(session: Session, *, at: datetime, newcomer: Enrolment | None = None) -> int:
    """Let those who wait longest move up while there is a place for them; each is invited. How many moved.

    The session is held. Who cannot have a place because those left are kept for other institutions is
    passed over, and keeps their turn. `newcomer` has only just come and is not told that they moved up.
    """
    waiting = session.enrolments.filter(state=EnrolmentState.WAITING).select_related("person")
    listed = list(waiting.order_by("since", "pk"))
    if not listed:
        return 0
    room = _Room(session, at=at)
    moved = 0
    for one in listed:
        place = room.take(one.institution_id)
        if place is None:
            continue
        one.session = session
        give(one, place, at=at, moved_up=newcomer is None or one.pk != newcomer.pk)
        moved += 1
    return moved


class _Room:
    """What is free in a session that is held: the numbers, and for whom the places are kept."""

    def __init__(self, session: Session, *, at: datetime) -> None:
        kept = [] if released(session, at=at) else session.shares.values_list("institution", "places")
        taken = list(session.enrolments.filter(place__isnull=False).values_list("place", "institution"))
        numbers = {place for place, _institution in taken}
        self.free = [number for number in range(1, session.places + 1) if number not in numbers]
        of = Counter(institution for _place, institution in taken)
        self.kept: dict[UUID | None, int] = {one: max(0, places - of[one]) for one, places in kept}

    def take(self, institution: UUID | None) -> int | None:
        """The lowest free number for somebody of the institution; None when none is for them."""
        own = self.kept.get(institution, 0)
        if not self.free or (not own and len(self.free) <= sum(self.kept.values())):
            return None
        if own:
            self.kept[institution] = own - 1
        return self.free.pop(0)


def give(one: Enrolment, place: int, *, at: datetime, moved_up: bool = False) -> None:
    """Give somebody a place and put the session into their calendar."""
    move(one, EnrolmentState.ENROLLED, moves=ENROLMENT_MOVES, place=place)
    letters.invite(one, at=at, moved_up=moved_up)

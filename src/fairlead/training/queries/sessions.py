"""Sessions, and who comes to them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from fairlead.kernel.actors import Actor
from fairlead.programmes.models import Programme
from fairlead.training.enums import WITH_PLACE, EnrolmentState, SessionState
from fairlead.training.models import Enrolment, Module, Session


@dataclass(frozen=True)
class Offered:
    """A session with how full it is, and how the actor stands with it."""

    session: Session
    taken: int
    waiting: int
    mine: Enrolment | None = None
    ahead: int = 0

    @property
    def free(self) -> int:
        """Places that nobody has."""
        return max(0, self.session.places - self.taken)

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.session.starts_at + timedelta(minutes=self.session.minutes)

    @property
    def cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.session.state == SessionState.CANCELLED


def _counted(sessions: QuerySet[Session]) -> list[Offered]:
    counted = sessions.annotate(
        taken=Count("enrolments", filter=Q(enrolments__state__in=WITH_PLACE)),
        waiting=Count("enrolments", filter=Q(enrolments__state=EnrolmentState.WAITING)),
    )
    return [Offered(one, one.taken, one.waiting) for one in counted.order_by("starts_at", "pk")]


def offered(module: UUID, actor: Actor, *, at: datetime) -> list[Offered]:
    """The module's sessions that are still to come, and those the actor has a place in; three queries."""
    mine = {
        one.session_id: one
        for one in Enrolment.objects.filter(person=actor.person_id, session__module=module)
    }
    kept = [pk for pk, one in mine.items() if one.state in WITH_PLACE]
    shown = Q(state=SessionState.PLANNED, starts_at__gt=at) | Q(pk__in=kept)
    found, ahead = _counted(Session.objects.filter(shown, module=module)), _ahead(module, actor)
    return [
        Offered(one.session, one.taken, one.waiting, mine.get(one.session.pk), ahead.get(one.session.pk, 0))
        for one in found
    ]


def _ahead(module: UUID, actor: Actor) -> dict[UUID, int]:
    """How many wait longer than the actor, by session."""
    waiting = Enrolment.objects.filter(session__module=module, state=EnrolmentState.WAITING)
    people: dict[UUID, list[UUID]] = {}
    for session, person in waiting.order_by("since", "pk").values_list("session", "person"):
        people.setdefault(session, []).append(person)
    return {
        session: listed.index(actor.person_id)
        for session, listed in people.items()
        if actor.person_id is not None and actor.person_id in listed
    }


def sessions_of(programme: Programme) -> list[Offered]:
    """Every session of the programme's own modules, by date; one query."""
    return _counted(Session.objects.filter(module__programme=programme).select_related("module"))


def expected(people: Iterable[UUID], *, at: datetime) -> set[tuple[UUID, UUID]]:
    """Who has a place, or waits for one, in a session to come of which module; one query."""
    on_the_way = (EnrolmentState.ENROLLED, EnrolmentState.WAITING)
    found = Enrolment.objects.filter(
        person__in=list(people),
        state__in=on_the_way,
        session__state=SessionState.PLANNED,
        session__starts_at__gt=at,
    )
    return set(found.values_list("person", "session__module"))


def counted(session: Session) -> Offered:
    """One session with how full it is."""
    return _counted(Session.objects.filter(pk=session.pk).select_related("module__programme"))[0]


def coming(session: Session) -> list[Enrolment]:
    """Who has a place, by name; one query."""
    found = session.enrolments.filter(state__in=WITH_PLACE).select_related("person")
    return list(found.order_by("person__name", "pk"))


def unwritten_session(module: Module) -> Session:
    """A session that nobody has planned yet, as long as the module says; not stored."""
    return Session(module=module, minutes=module.minutes)

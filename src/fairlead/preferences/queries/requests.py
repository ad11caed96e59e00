"""Questions of mentees to mentors, as the two of them see them."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Exists, OuterRef, QuerySet

from fairlead.applications.models import Application
from fairlead.kernel.times import day_of
from fairlead.mentorships.models import Mentorship
from fairlead.preferences.enums import Cards, Mode, RequestState
from fairlead.preferences.models import Request, Terms
from fairlead.preferences.queries.cards import label
from fairlead.preferences.queries.terms import is_open
from fairlead.programmes.enums import ParticipationState, RoundState, Side
from fairlead.programmes.models import Participation


@dataclass(frozen=True)
class Asked:
    """A question, and what the other is called by whoever reads it."""

    request: Request
    other: str


def can_ask(terms: Terms, side: str, *, at: datetime) -> bool:
    """Whether people of this side may ask somebody now: mentees, until the last day."""
    return terms.mode == Mode.CHOSEN and side == Side.MENTEE and is_open(terms, at=at)


def called(terms: Terms, who: Participation) -> str:
    """What the other reads of somebody before they are a pair: the name, or the label of the card."""
    return who.person.name if terms.cards == Cards.NAMED else label(who.side, who.pk)


def of_mentee(application: Application, terms: Terms) -> Asked | None:
    """What she has asked last, unless she took it back or the two became a pair; one query."""
    pair = Mentorship.objects.filter(mentee=OuterRef("mentee"), mentor=OuterRef("mentor"))
    found = _loaded().filter(mentee=application.participation_id).annotate(paired=Exists(pair))
    last = found.exclude(state=RequestState.TAKEN_BACK).order_by("-asked_at", "pk").first()
    return Asked(last, called(terms, last.mentor)) if last and not last.paired else None


def to_mentor(application: Application, terms: Terms, *, at: datetime) -> list[Asked]:
    """The questions that wait for a mentor's answer, oldest first; one query."""
    return [Asked(one, called(terms, one.mentee)) for one in answerable(application, at=at)]


def answerable(application: Application, *, at: datetime) -> QuerySet[Request]:
    """The questions a mentor can answer now."""
    return waiting(at=at).filter(mentor=application.participation_id)


def waiting(*, at: datetime) -> QuerySet[Request]:
    """Questions that can be answered: in time, of mentees who take part in a round that goes on."""
    found = _loaded().filter(
        state=RequestState.WAITING, answer_by__gte=day_of(at), mentee__state=ParticipationState.ACTIVE
    )
    return found.exclude(mentee__round__state=RoundState.FINISHED)


def late(*, at: datetime) -> QuerySet[Request]:
    """Questions whose time to answer is over."""
    return _loaded().filter(state=RequestState.WAITING, answer_by__lt=day_of(at))


def _loaded() -> QuerySet[Request]:
    return Request.objects.select_related("mentee__person", "mentor__person", "mentee__round__programme")

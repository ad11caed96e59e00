"""Who of a pair leaves, and which pairs that concerns."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import F, OuterRef, Q, QuerySet, Subquery

from fairlead.kernel.actors import Actor
from fairlead.kernel.times import end_of_day
from fairlead.mentorships import policies
from fairlead.mentorships.enums import LIVE_STATES, MeetingState
from fairlead.mentorships.models import Farewell, Meeting, Mentorship
from fairlead.people import queries as people
from fairlead.people.models import Affiliation, Person
from fairlead.programmes.enums import Side

PEOPLE = ("round__programme", "mentor__person", "mentee__person")


@dataclass(frozen=True)
class Leaver:
    """One half of a pair who leaves, and the last day."""

    pair: Mentorship
    side: Side
    on: date

    @property
    def person(self) -> Person:
        """Who leaves."""
        return (self.pair.mentor if self.side == Side.MENTOR else self.pair.mentee).person


def person_of(pair: Mentorship, side: str) -> Person:
    """The person on this side of the pair."""
    return (pair.mentor if side == Side.MENTOR else pair.mentee).person


def known(pair: Mentorship) -> dict[str, date]:
    """The last day of each half of whom it is known that they leave, by side; one query."""
    return dict(Farewell.objects.filter(mentorship=pair).values_list("side", "leaves_on"))


def as_seen(actor: Actor, pair: Mentorship) -> dict[str, date]:
    """The last days by side, with those that the other half has not been told of yet; two queries.

    Whoever leaves sees their own day at once, and so does the team; the other half once it has its letter.
    """
    days, said = known(pair), people.leaving(person_of(pair, side).pk for side in Side)
    for side in Side:
        person = person_of(pair, side).pk
        if person in said and (actor.person_id == person or not policies.is_half(actor, pair)):
            days[side] = said[person]
    return days


def shown(actor: Actor, pair: Mentorship) -> list[dict[str, object]]:
    """Who of the pair leaves and when, for its page; two queries."""
    return [{"name": person_of(pair, side).name, "on": on} for side, on in as_seen(actor, pair).items()]


def to_tell() -> list[Leaver]:
    """Live pairs of which somebody leaves and the other was not told of that day; one query for each side."""
    return [leaver for side in Side for leaver in _of_side(side)]


def _of_side(side: Side) -> Iterable[Leaver]:
    here = Affiliation.objects.filter(person=OuterRef(f"{side}__person"), ended_on=None)
    told = Farewell.objects.filter(mentorship=OuterRef("pk"), side=side)
    pairs = Mentorship.objects.filter(state__in=LIVE_STATES).annotate(
        leaves_on=Subquery(here.values("leaves_on")[:1]), told_for=Subquery(told.values("leaves_on")[:1])
    )
    new = pairs.filter(leaves_on__isnull=False).filter(~Q(told_for=F("leaves_on")) | Q(told_for=None))
    loaded = new.select_related(*PEOPLE).order_by("leaves_on", "pk")
    return [Leaver(pair, side, pair.leaves_on) for pair in loaded]


def to_forget() -> list[Farewell]:
    """Farewells of live pairs whose person stays after all; two queries."""
    live = Farewell.objects.filter(mentorship__state__in=LIVE_STATES)
    rows = list(live.select_related(*(f"mentorship__{name}" for name in PEOPLE)))
    people = {person_of(one.mentorship, one.side).pk for one in rows}
    stays = Affiliation.objects.filter(person__in=people, ended_on=None, leaves_on=None)
    staying = set(stays.values_list("person", flat=True))
    return [one for one in rows if person_of(one.mentorship, one.side).pk in staying]


def to_end(*, today: date) -> QuerySet[Mentorship]:
    """Live pairs one of whom has had their last day, as said before or as HR knows by now; one query."""
    said = Farewell.objects.filter(leaves_on__lt=today).values("mentorship")
    worked = Affiliation.objects.filter(ended_on__lt=today).values("person")
    works = Affiliation.objects.filter(Q(ended_on=None) | Q(ended_on__gte=today)).values("person")
    gone = Q(pk__in=said)
    for side in Side:
        person = f"{side}__person__in"
        gone |= Q(**{person: worked}) & ~Q(**{person: works})
    live = Mentorship.objects.filter(gone, state__in=LIVE_STATES)
    return live.select_related(*PEOPLE).order_by("pk")


def running_pairs(actor: Actor, person: UUID) -> list[Mentorship]:
    """Every live pair of somebody, as far as the actor may see it; one query."""
    theirs = Q(mentor__person=person) | Q(mentee__person=person)
    live = policies.visible(actor, policies.LIVE & theirs)
    return list(live.select_related(*PEOPLE).order_by("ends_on", "pk"))


def planned_after(pair: Mentorship, *, on: date) -> list[Meeting]:
    """Meetings of the pair that are planned for a day on which somebody is gone already; one query."""
    planned = Meeting.objects.filter(mentorship=pair, state=MeetingState.PLANNED)
    return list(planned.filter(starts_at__gte=end_of_day(on)).order_by("starts_at", "pk"))


def planned_before(pair: Mentorship, *, on: date, at: datetime) -> list[Meeting]:
    """Meetings of the pair that are still to come while both are there; one query."""
    planned = Meeting.objects.filter(mentorship=pair, state=MeetingState.PLANNED, starts_at__gt=at)
    return list(planned.filter(starts_at__lt=end_of_day(on)).order_by("starts_at", "pk"))

"""How the pairs of a programme fare, those first who need help first."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Max, Min, Q, QuerySet

from fairlead.kernel.actors import Actor
from fairlead.kernel.times import day_of
from fairlead.mentorships import policies as mentorships
from fairlead.mentorships.enums import LIVE_STATES, MeetingState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import ParticipationState
from fairlead.programmes.patience import patience_of
from fairlead.support import policies
from fairlead.support.enums import Health
from fairlead.support.judging import Signs, Verdict, judge
from fairlead.support.queries import cases, pulses

ORDER = list(Health)


@dataclass(frozen=True)
class Standing:
    """A live pair and how it fares."""

    pair: Mentorship
    signs: Signs
    verdict: Verdict


@dataclass(frozen=True)
class Tally:
    """How many live pairs of a programme fare how."""

    counts: dict[str, int]

    @property
    def total(self) -> int:
        """All of them."""
        return sum(self.counts.values())

    @property
    def well(self) -> int:
        """Those that start or are on track."""
        return self.counts[Health.ON_TRACK] + self.counts[Health.STARTING]


def standings(actor: Actor, of: Iterable[UUID], *, at: datetime) -> list[Standing]:
    """The live pairs of these programmes that the actor sees, who needs help first at the top.

    Pairs that the actor is half of are left out: others look after those. That somebody is unsure counts only
    for whom they have told.
    """
    mine = Q(pk__in=mentorships.held_by(actor.person_id))
    seen = mentorships.visible(actor, mentorships.LIVE).order_by().values("pk")
    pairs = list(with_dates(Mentorship.objects.filter(round__programme__in=list(of), pk__in=seen), at=at))
    own = set(Mentorship.objects.filter(mine, state__in=LIVE_STATES).values_list("pk", flat=True))
    ids = [pair.pk for pair in pairs]
    low, unsure = pulses.low_days(ids, at=at), cases.unsure_pairs(actor, ids)
    found = [
        _standing(pair, low.get(pair.pk), unsure=pair.pk in unsure, at=at)
        for pair in pairs
        if pair.pk not in own
    ]
    return sorted(found, key=_by_need)


def with_dates(pairs: QuerySet[Mentorship], *, at: datetime) -> QuerySet[Mentorship]:
    """Live pairs with `last_met`, `next_at` and `choosing`, their people loaded; one query."""
    coming = Q(meetings__state=MeetingState.PLANNED, meetings__starts_at__gt=at)
    dated = pairs.filter(state__in=LIVE_STATES).annotate(
        last_met=Max("meetings__starts_at", filter=Q(meetings__state=MeetingState.HELD)),
        next_at=Min("meetings__starts_at", filter=coming),
        choosing=Count("meetings", filter=Q(meetings__state=MeetingState.PROPOSED), distinct=True),
    )
    return dated.select_related("round__programme", "mentor__person", "mentee__person").order_by("pk")


def signs_of(pair: Mentorship) -> Signs:
    """What is known of a pair that `with_dates` has loaded; no query."""
    last, coming = getattr(pair, "last_met", None), getattr(pair, "next_at", None)
    return Signs(
        state=pair.state,
        starts_on=pair.starts_on,
        ends_on=pair.ends_on,
        last_met=day_of(last) if last else None,
        next_on=day_of(coming) if coming else None,
        choosing=bool(getattr(pair, "choosing", 0)),
        left=ParticipationState.LEFT in (pair.mentor.state, pair.mentee.state),
    )


def tallies(actor: Actor, *, at: datetime) -> dict[UUID, Tally]:
    """For each programme of which the actor looks after pairs, how those fare; as many queries for many."""
    led = policies.looks_at(actor)
    if not led:
        return {}
    counted: dict[UUID, Counter[str]] = {pk: Counter() for pk in led}
    for one in standings(actor, led, at=at):
        counted[one.pair.round.programme_id][one.verdict.health] += 1
    return {pk: tally(counts) for pk, counts in counted.items() if counts}


def tally(counts: Counter[str]) -> Tally:
    """The counts, every level named."""
    return Tally({level.value: counts[level] for level in Health})


def count(found: Iterable[Standing]) -> Tally:
    """How these pairs fare; no query."""
    return tally(Counter(one.verdict.health for one in found))


def _standing(pair: Mentorship, low_pulse_on: date | None, *, unsure: bool, at: datetime) -> Standing:
    signs = replace(signs_of(pair), low_pulse_on=low_pulse_on, unsure=unsure)
    verdict = judge(signs, patience=patience_of(pair.round.programme), today=day_of(at))
    return Standing(pair, signs, verdict)


def _by_need(one: Standing) -> tuple[int, int, str]:
    return ORDER.index(one.verdict.health), -one.verdict.days, one.pair.mentee.person.name

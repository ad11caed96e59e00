"""What publishing a scenario would take over, and who has changed since its people were frozen."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fairlead.matching.enums import Crossing, ProposalState, RunState
from fairlead.matching.models import Exchange, PlaceQuota, Proposal, Restraint, Run, Scenario
from fairlead.matching.queries import quotas
from fairlead.matching.queries.pool import freeze
from fairlead.matching.queries.runs import newest_done
from fairlead.matching.queries.scenarios import named
from fairlead.matching.queries.trying import ENDS
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import ParticipationState, Side
from fairlead.programmes.models import Participation

NO_LIMIT: dict[str, int | None] = {"least": 0, "most": None}
# As many as the database takes; several scenarios may each give more.
MOST_OFFERED = 20
# What a frozen person has besides their answers; it changes by itself.
DERIVED = ("since", "tried", "new", "wished")


@dataclass(frozen=True)
class Places:
    """A mentor whose places change: how many the round's runs may use now and then, of how many offered."""

    participation: UUID
    name: str
    now: int
    then: int
    offered: int

    @property
    def raised(self) -> bool:
        """Whether the mentor would have more than they offer."""
        return self.then > self.offered


@dataclass(frozen=True)
class Since:
    """Who is among the people now and was not, who was and is not, and whose answers or places differ."""

    joined: tuple[str, ...]
    left: tuple[str, ...]
    differ: tuple[str, ...]

    @property
    def anybody(self) -> bool:
        """Whether anybody has changed."""
        return bool(self.joined or self.left or self.differ)


@dataclass(frozen=True)
class Outlook:
    """All that is said before a scenario is published."""

    places: list[Places]
    since: Since
    offers: int
    newer: Run | None
    before: Run | None

    @property
    def raised(self) -> list[Places]:
        """Mentors who would have more places than they offer."""
        return [one for one in self.places if one.raised]


def outlook(scenario: Scenario, *, at: datetime) -> Outlook:
    """What publishing would take over and who has changed, in constant queries."""
    newest = newest_done(scenario.round)
    offers = Proposal.objects.filter(run__round=scenario.round, state=ProposalState.OFFERED).count()
    newer = newest if newest and scenario.run and newest.number > scenario.run.number else None
    return Outlook(places(scenario), _since(scenario, at=at), offers, newer, newest)


def published(scenario: Scenario) -> Run | None:
    """The run that the scenario became, unless that came to nothing."""
    run = scenario.published
    return None if run is None or run.state in (RunState.FAILED, RunState.CANCELLED) else run


def places(scenario: Scenario) -> list[Places]:
    """The mentors who are still there and whose places change, by name; two queries.

    What the scenario gave or took away counts from what holds now, so whatever has been settled since stays.
    Nothing changes where it has been taken over before, by a run that came to nothing.
    """
    if scenario.published_id is not None:
        return []
    changed = {UUID(pk): after - before for pk, (before, after) in scenario.places.get("changed", {}).items()}
    there = Participation.objects.filter(
        pk__in=list(changed), round=scenario.round_id, side=Side.MENTOR, state=ParticipationState.ACTIVE
    )
    less = dict(Restraint.objects.filter(participation__in=there).values_list("participation", "places"))
    found = []
    for one in there.select_related("person").order_by("person__name", "pk"):
        now = min(one.places, less.get(one.pk, one.places))
        then = max(0, min(MOST_OFFERED, now + changed[one.pk]))
        found.append(Places(one.pk, one.person.name, now, then, one.places))
    return found


def limits(scenario: Scenario) -> tuple[dict[UUID, dict[str, int | None]], dict[str, Any]] | None:
    """The limits that the round has once the scenario is published, as they are settled; None: as they are.

    For each institution that still takes part, and what is asked of pairs across; three queries.
    """
    if scenario.unlimited:
        return {}, {"crossing": Crossing.FREE.value, "percent": 0, "pairs": 0}
    changed = scenario.places.get("limits", [])
    if not changed:
        return None
    ends = [(f"{side}_{end}", NO_LIMIT[end]) for side in quotas.SIDES for end in ENDS]
    there = {one.pk for one in programmes.institutions(scenario.round.programme)}
    found: dict[UUID, dict[str, int | None]] = {pk: dict(ends) for pk in there}
    for one in PlaceQuota.objects.filter(round=scenario.round_id, institution__in=there):
        found[one.institution_id] = {name: getattr(one, name) for name, _none in ends}
    for change in changed:
        side, end, institution = change["key"].split(":")
        if UUID(institution) in found:
            found[UUID(institution)][f"{side}_{end}"] = change["after"]
    asked = quotas.exchange_of(scenario.round) or Exchange(crossing=Crossing.FREE.value)
    return found, {"crossing": str(asked.crossing), "percent": asked.percent, "pairs": asked.pairs}


def _since(scenario: Scenario, *, at: datetime) -> Since:
    then, now = _people(scenario.frozen), _people(freeze(scenario.round, base=scenario.run, at=at))
    changed = {} if scenario.published_id is not None else scenario.places.get("changed", {})
    for pk, (before, _after) in changed.items():
        then[pk] = (before, then[pk][1]) if pk in then else (before, now.get(pk, (0, {}))[1])
    names = named({*then, *now})
    told = [
        now.keys() - then.keys(),
        then.keys() - now.keys(),
        {pk for pk in then.keys() & now.keys() if then[pk] != now[pk]},
    ]
    return Since(*(tuple(_listed(names, some)) for some in told))


def _people(frozen: Mapping[str, Any]) -> dict[str, tuple[int, dict[str, Any]]]:
    """By id the places and answers of everybody frozen."""
    return {
        one["id"]: (one["places"], {key: said for key, said in one["values"].items() if key not in DERIVED})
        for side in ("mentees", "mentors")
        for one in frozen[side]
    }


def _listed(names: Mapping[str, str], some: Iterable[str]) -> list[str]:
    return sorted(names[one] for one in some if one in names)

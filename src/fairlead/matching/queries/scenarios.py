"""Scenarios of a round, and runs and scenarios side by side: figures, and everybody who changes."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.matching import policies
from fairlead.matching.enums import RunState, ScenarioState
from fairlead.matching.models import Run, Scenario
from fairlead.matching.queries.board import current
from fairlead.matching.queries.runs import Who, known
from fairlead.matching.queries.wording import scenarios as wording
from fairlead.matching.queries.wording.policies import differences
from fairlead.programmes.models import Participation, Round

MOST = 3
INSTITUTIONS_SHOWN = 12
LOSES, GETS, MOVES, SAME, ABSENT = "loses", "gets", "moves", "same", "absent"
RANKS = {LOSES: 0, GETS: 1, MOVES: 2, SAME: 3, ABSENT: 3}


@dataclass(frozen=True)
class Way:
    """A run or a scenario as far as it is compared: its people, and by mentee the mentor and the points.

    `of` is None for what was decided. `mentees` and `mentors`: by id the institution's id; `yard` is the run
    by whose policy points count.
    """

    of: Run | Scenario | None
    title: str
    pairs: dict[str, tuple[str, int]]
    mentees: dict[str, str | None]
    mentors: dict[str, str | None]
    places: int
    yard: UUID | None

    @property
    def tried(self) -> bool:
        """Whether it is a scenario."""
        return isinstance(self.of, Scenario)

    @property
    def total(self) -> int:
        """Points of all pairs."""
        return sum(points for _mentor, points in self.pairs.values())

    @property
    def worst(self) -> int | None:
        """Points of the weakest pair."""
        return min((points for _mentor, points in self.pairs.values()), default=None)


@dataclass(frozen=True)
class Cell:
    """What a mentee has in one way, and how that differs from the first."""

    mentor: Who | None
    points: int | None
    kind: str


@dataclass(frozen=True)
class Listed:
    """A scenario in the list of its round: what it does otherwise, and how many mentees have a mentor."""

    scenario: Scenario
    otherwise: list[str]
    headline: str


def of_round(actor: Actor, round: Round) -> QuerySet[Scenario]:
    """The round's scenarios that the actor may see, newest first, without their people."""
    found = policies.visible_scenarios(actor).filter(round=round, dry=False)
    return found.defer("frozen", "pairs", "run__frozen", "run__result", "published__frozen")


def listed(scenarios: Iterable[Scenario]) -> list[Listed]:
    """Scenarios as a list shows them; one query for the names of single mentors."""
    shown = list(scenarios)
    names = named(pk for one in shown for pk in one.places.get("people", {}))
    return [
        Listed(
            one,
            wording.otherwise(one, names, one.run.policy if one.run else None),
            wording.headline(one.result) if one.state == ScenarioState.DONE else "",
        )
        for one in shown
    ]


def named(ids: Iterable[str]) -> dict[str, str]:
    """The names of these participations by id; one query."""
    found = Participation.objects.filter(pk__in=set(ids)).values_list("pk", "person__name")
    return {str(pk): name for pk, name in found}


def chosen(actor: Actor, round: Round, keys: Iterable[UUID]) -> list[Run | Scenario]:
    """The round's finished runs, oldest first, and scenarios of these ids that the actor may see.

    Two queries, whatever was asked; runs whose people have gone, or of several mentors each, are left out.
    """
    ids = list(keys)
    runs = policies.visible(actor).filter(round=round, pk__in=ids, state=RunState.DONE, pruned_at=None)
    tried = policies.visible_scenarios(actor).filter(
        round=round, pk__in=ids, state=ScenarioState.DONE, dry=False
    )
    whole = [one for one in runs.order_by("number") if "counts" not in one.frozen and comparable(one)]
    return [*whole, *tried.order_by("asked_at", "pk")]


def ways(chosen: Sequence[Run | Scenario]) -> tuple[list[Way], str]:
    """Them as they are compared, and a sentence on how points count; a query for each run.

    Points of all count by the policy of the run they have in common; without one, each by its own.
    """
    yards = {one.pk if isinstance(one, Run) else one.run_id for one in chosen}
    common = len(yards) == 1 and None not in yards
    found = [_way(one, common=common) for one in chosen]
    if common:
        first = next(one if isinstance(one, Run) else one.run for one in chosen)
        told = _("Points count by the policy of run %(n)d for all of them, so that they can be compared.")
        return found, told % {"n": first.number if first else 0}
    return found, _("Each counts points by its own policy; points of different policies are not the same.")


def _way(one: Run | Scenario, *, common: bool) -> Way:
    if isinstance(one, Run):
        rows = current(one).order_by("mentee").values_list("mentee", "mentor", "score")
        pairs = {str(mentee): (str(mentor), points) for mentee, mentor, points in rows}
    else:
        pairs = {mentee: (mentor, by_run if common else own) for mentee, mentor, own, by_run in one.pairs}
    yard = one.pk if isinstance(one, Run) else one.run_id
    return way(one, wording.title(one), pairs, one.frozen, yard)


def way(
    of: Run | Scenario | None,
    title: str,
    pairs: dict[str, tuple[str, int]],
    frozen: Mapping[str, Any],
    yard: UUID | None,
) -> Way:
    """Pairs of frozen people as they are compared."""
    mentees, mentors = (
        {one["id"]: one["values"]["institution"] for one in frozen[side]} for side in ("mentees", "mentors")
    )
    return Way(of, title, pairs, mentees, mentors, sum(one["places"] for one in frozen["mentors"]), yard)


def figures(given: Sequence[Way]) -> list[dict[str, Any]]:
    """Row by row the figures of each: `label`, `values`, and whether they `differ`."""
    columns = [_column(one) for one in given]
    return [_row(label, [column[label] for column in columns]) for label in columns[0]]


def _row(label: str, values: list[str]) -> dict[str, Any]:
    return {"label": label, "values": values, "differs": len({*values}) > 1}


def _column(way: Way) -> dict[str, str]:
    loads = Counter(mentor for mentor, _points in way.pairs.values())
    crossing = sum(
        bool(way.mentees.get(mentee) and way.mentors.get(mentor))
        and way.mentees.get(mentee) != way.mentors.get(mentor)
        for mentee, (mentor, _points) in way.pairs.items()
    )
    pairs = len(way.pairs)
    return {
        _("Mentees with a mentor"): _of(pairs, len(way.mentees)),
        _("Points in all"): str(way.total),
        _("Points of a pair, on average"): str(round(way.total / pairs)) if pairs else "–",
        _("Points of the weakest pair"): "–" if way.worst is None else str(way.worst),
        _("Places used"): _of(pairs, way.places),
        _("Mentors with a mentee"): _of(len(loads), len(way.mentors)),
        _("Most mentees of one mentor"): str(max(loads.values(), default=0)),
        _("Pairs across institutions"): _of(crossing, pairs),
    }


def _of(number: int, whole: int) -> str:
    return _("%(n)d of %(all)d") % {"n": number, "all": whole}


def by_institution(given: Sequence[Way]) -> tuple[list[dict[str, Any]], int]:
    """For the institutions with most mentees how many have a mentor in each; and how many are not shown."""
    sizes = Counter(place for way in given for place in way.mentees.values() if place)
    shown = [place for place, _count in sizes.most_common(INSTITUTIONS_SHOWN)]
    rows = []
    for pk, name in Institution.objects.filter(pk__in=shown).order_by("name", "pk").values_list("pk", "name"):
        values = []
        for way in given:
            theirs = {mentee for mentee, place in way.mentees.items() if place == str(pk)}
            values.append(_of(len(theirs & way.pairs.keys()), len(theirs)))
        rows.append(_row(name, values))
    return rows, len(sizes) - len(shown)


def kind(first: Way, other: Way, mentee: str) -> str:
    """How what a mentee has in another way differs from the first."""
    before, after = first.pairs.get(mentee), other.pairs.get(mentee)
    if before is None and after is None:
        return SAME if mentee in other.mentees else ABSENT
    if before is None:
        return GETS
    if after is None:
        return LOSES if mentee in other.mentees else ABSENT
    return SAME if before[0] == after[0] else MOVES


def changing(given: Sequence[Way]) -> list[str]:
    """The mentees whose mentor differs: who loses one first, then who gets one, then by name; one query."""
    first, others = given[0], given[1:]
    ranks = {}
    for mentee in {one for way in given for one in way.pairs}:
        found = {kind(first, other, mentee) for other in others}
        if found - {SAME}:
            ranks[mentee] = min(RANKS[one] for one in found)
    names = named(ranks)
    return sorted(ranks, key=lambda one: (ranks[one], names.get(one, ""), one))


def rows(given: Sequence[Way], mentees: Sequence[str]) -> list[tuple[Who, list[tuple[str, Cell]]]]:
    """These mentees with what they have in each way, under its title; two queries."""
    met = {way.pairs[one][0] for way in given for one in mentees if one in way.pairs}
    people = known(UUID(one) for one in {*mentees, *met})
    found = []
    for mentee in mentees:
        cells = []
        for way in given:
            mentor, points = way.pairs.get(mentee, (None, None))
            said = kind(given[0], way, mentee) if mentee in way.mentees else ABSENT
            cells.append((way.title, Cell(people[UUID(mentor)] if mentor else None, points, said)))
        found.append((people[UUID(mentee)], cells))
    return found


def gains(given: Sequence[Way]) -> list[tuple[Way, list[str], list[str]]]:
    """What each does otherwise than the run it starts from, and what that gains against the first; one query.

    A run that stands first says nothing.
    """
    tried = [way.of for way in given if isinstance(way.of, Scenario)]
    names = named(pk for one in tried for pk in one.places.get("people", {}))
    first = given[0]
    return [
        (way, _otherwise(way.of, first.of, names), [] if way is first else _gained(first, way))
        for way in given
        if way is not first or way.tried
    ]


def _gained(first: Way, way: Way) -> list[str]:
    kinds = Counter(kind(first, way, one) for one in {*first.pairs, *way.pairs})
    alike = way.yard == first.yard
    return wording.gained(
        matched=len(way.pairs) - len(first.pairs),
        total=way.total - first.total if alike else 0,
        worst=_more(first.worst, way.worst) if alike else None,
        gets=kinds[GETS],
        loses=kinds[LOSES],
        moves=kinds[MOVES],
    )


def _otherwise(
    one: Run | Scenario | None, first: Run | Scenario | None, names: Mapping[str, str]
) -> list[str]:
    if isinstance(one, Scenario):
        return wording.otherwise(one, names, one.run.policy if one.run else None)
    return differences(one.policy, first.policy) if one and first else []


def policy_taken_over(scenario: Scenario, before: Run | None) -> list[str]:
    """What a run by the scenario's policy would do otherwise than the newest one, a phrase each."""
    return wording.policy_differs(scenario.policy, before.policy) if before else []


def limits_taken_over(scenario: Scenario) -> list[str]:
    """The limits of institutions that the scenario changes, a phrase each."""
    return [wording.limit(one) for one in scenario.places.get("limits", [])]


def that_became(run: Run) -> Scenario | None:
    """The scenario that became this run, without its people; one query."""
    return Scenario.objects.filter(published=run).only("pk", "name").first()


def _more(before: int | None, after: int | None) -> int | None:
    return None if before is None or after is None else after - before


def comparable(run: Run) -> bool:
    """Whether a run of a list can be compared, as far as its list tells: it gave each mentee one mentor."""
    return finished(run) and run.pruned_at is None and run.policy.get("each", 1) == 1


def finished(run: Run) -> bool:
    """Whether a run has come to an end with pairs."""
    return run.state == RunState.DONE


def as_id(given: str) -> UUID | None:
    """The id that an address names; None where it names none."""
    try:
        return UUID(given)
    except ValueError:
        return None

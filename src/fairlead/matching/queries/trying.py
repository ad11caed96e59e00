"""What a scenario is made of: the frozen people of a run or of now, and the places it gives their mentors."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from fairlead.institutions.models import Institution
from fairlead.matching.models import Run
from fairlead.matching.queries.board import current
from fairlead.matching.queries.pool import among, freeze, ruled
from fairlead.matching.queries.runs import known, newest_done
from fairlead.mentorships.enums import MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.models import Round

MOST_PLACES = 10
ENDS = ("least", "most")
PAIRS = ("locked", "forbidden", "refused", "earlier", "base")
ALL, INSTITUTION, AREA = "all", "institution", "area"


@dataclass(frozen=True)
class Start:
    """From where a scenario starts: frozen people, since when, and the run it is compared with."""

    frozen: dict[str, Any]
    at: datetime
    run: Run | None


def of_run(run: Run) -> Start:
    """The people of a run as it saw them, with what stands now about pairs of them; six queries.

    Among equally good pairings that which keeps most of the run's pairs as they stand is wanted, so that
    whoever changes does so for a reason.
    """
    present = {one["id"] for side in ("mentees", "mentors") for one in run.frozen[side]}
    pairs = current(run).order_by("mentee", "mentor").values_list("mentee", "mentor")
    base = {"base": among(pairs, present)}
    return Start({**run.frozen, **ruled(run.round, run.frozen), **base}, run.asked_at, run)


def of_now(round: Round, *, at: datetime) -> Start:
    """The pool as a run would freeze it now."""
    newest = newest_done(round)
    return Start(freeze(round, base=newest, at=at), at, newest)


def of_then(run: Run) -> Start:
    """The people of a run of an earlier round as it saw them, and what was `decided` then; one query.

    Pairs that somebody had locked are free, so that the policy alone speaks; who had said no stays so.
    `decided`: the pairs that were made, [mentee id, mentor id, whether it ended early], one for each mentee.
    """
    ids = [[UUID(one["id"]) for one in run.frozen[side]] for side in ("mentees", "mentors")]
    made = Mentorship.objects.filter(round=run.round_id, mentee__in=ids[0], mentor__in=ids[1])
    decided: dict[str, list[Any]] = {}
    for mentee, mentor, state in made.order_by("agreed_at", "pk").values_list("mentee", "mentor", "state"):
        decided.setdefault(
            str(mentee), [str(mentee), str(mentor), state == MentorshipState.ENDED_EARLY.value]
        )
    frozen = {**run.frozen, "locked": [], "base": [], "decided": list(decided.values())}
    return Start(frozen, run.asked_at, run)


@dataclass(frozen=True)
class Group:
    """Mentors who can get other places together: all, or those of an institution or with an area."""

    kind: str
    key: str
    name: str
    mentors: int

    @property
    def value(self) -> str:
        """The group in one word, as a form sends it."""
        return f"{self.kind}:{self.key}"

    def has(self, mentor: Mapping[str, Any]) -> bool:
        """Whether a frozen mentor belongs to it."""
        values = mentor["values"]
        if self.kind == ALL:
            return True
        return self.key == values["institution"] if self.kind == INSTITUTION else self.key in values["areas"]


def groups(frozen: Mapping[str, Any]) -> list[Group]:
    """All mentors, those of each institution and those with each area, by name; one query."""
    values = [one["values"] for one in frozen["mentors"]]
    at = Counter(one["institution"] for one in values if one["institution"])
    areas = Counter(area for one in values for area in one["areas"])
    named = Institution.objects.filter(pk__in=list(at)).order_by("name", "pk").values_list("pk", "name")
    return [
        Group(ALL, "", "", len(values)),
        *(Group(INSTITUTION, str(pk), name, at[str(pk)]) for pk, name in named),
        *(Group(AREA, area, area, areas[area]) for area in sorted(areas)),
    ]


def spoken(frozen: Mapping[str, Any]) -> dict[str, tuple[str, int]]:
    """By what each frozen mentor is called, their id and free places, by name; two queries.

    Two of the same name are called with unit and institution.
    """
    people = known(UUID(one["id"]) for one in frozen["mentors"])
    twice = {name for name, count in Counter(one.name for one in people.values()).items() if count > 1}
    found = {}
    for one in frozen["mentors"]:
        who = people[UUID(one["id"])]
        called = f"{who.name}, {who.detail}" if who.name in twice else who.name
        found[called] = one["id"], one["places"]
    return dict(sorted(found.items()))


def placed(
    frozen: Mapping[str, Any], more: Iterable[tuple[Group, int]], people: Mapping[str, int]
) -> tuple[dict[str, Any], dict[str, list[int]]]:
    """The frozen people with other places, and [before, after] of every mentor who has others now.

    `more`: groups with how many places each of their mentors gets more, or fewer; `people`: places of single
    mentors by id, which hold in any case. Who has none left is not there, nor is any pair of theirs.
    """
    given, changed, mentors = list(more), {}, []
    for one in frozen["mentors"]:
        before = one["places"]
        by = sum(number for group, number in given if group.has(one))
        after = people.get(one["id"], max(0, min(max(MOST_PLACES, before), before + by)))
        if after != before:
            changed[one["id"]] = [before, after]
        if after:
            mentors.append({**one, "places": after})
    present = {one["id"] for one in (*frozen["mentees"], *mentors)}
    pairs = {
        key: [pair for pair in frozen.get(key, []) if pair[0] in present and pair[1] in present]
        for key in PAIRS
    }
    return {**frozen, "mentors": mentors, **pairs}, changed


def limits_of(frozen: Mapping[str, Any]) -> list[tuple[str, str, str, int | None]]:
    """The limits of institutions as they are frozen: key, side, name, and the number; each end for itself.

    A key is "side:end:institution"; least 0 and most None are no limit.
    """
    quotas = frozen.get("quotas", {})
    return [
        (
            f"{one['side']}:{end}:{one['institution']}",
            one["side"],
            quotas["names"][one["institution"]],
            one[end],
        )
        for one in quotas.get("places", [])
        for end in ENDS
    ]


def limited(
    frozen: Mapping[str, Any], given: Mapping[str, int | None]
) -> tuple[dict[str, Any], list[dict[str, Any]]]:
    """The frozen people with these limits by key, and each that differs: key, side, name, before, after."""
    known = limits_of(frozen)
    changed = [
        {"key": key, "side": side, "name": name, "before": before, "after": given[key]}
        for key, side, name, before in known
        if key in given and given[key] != before
    ]
    if not changed:
        return dict(frozen), []
    places = [
        {**one, **{end: given.get(f"{one['side']}:{end}:{one['institution']}", one[end]) for end in ENDS}}
        for one in frozen["quotas"]["places"]
    ]
    return {**frozen, "quotas": {**frozen["quotas"], "places": places}}, changed


def unlimited(frozen: Mapping[str, Any]) -> dict[str, Any]:
    """The frozen people without limits of institutions."""
    return {key: value for key, value in frozen.items() if key != "quotas"}

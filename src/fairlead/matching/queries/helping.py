"""What a mentee without a mentor could say besides, so that there is one: each solved again, not guessed."""

from collections import Counter
from collections.abc import Iterator, Mapping
from copy import deepcopy
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fairlead.engine.compile import compile_problem
from fairlead.engine.model import Refusal, Solution
from fairlead.engine.policy import Policy
from fairlead.engine.solvers import solve
from fairlead.engine.watching import Watch
from fairlead.matching.queries.priority import First
from fairlead.matching.queries.weighing import as_candidates

TRIED_OF_A_KIND = 3
COMPARED_UP_TO = 30_000_000


class Help(StrEnum):
    """What kind of change helps."""

    LANGUAGE = "language"
    AREA = "area"
    MEETING = "meeting"


@dataclass(frozen=True)
class Change:
    """One thing more that a mentee would say: a language code, the name of an area, or a way to meet."""

    kind: Help
    value: str

    @property
    def as_json(self) -> dict[str, str]:
        """As a run keeps it."""
        return {"kind": self.kind.value, "value": self.value}


def changes(mentee: Mapping[str, Any], mentors: list[dict[str, Any]]) -> list[list[Change]]:
    """For each kind the changes worth trying, what most mentors say first."""
    own = mentee["values"]
    tried = []
    for kind, key in ((Help.LANGUAGE, "languages"), (Help.AREA, "areas"), (Help.MEETING, "modes")):
        said = Counter(word for mentor in mentors for word in mentor["values"][key])
        new = sorted(((-count, word) for word, count in said.items() if word not in own[key]))
        tried.append([Change(kind, word) for _count, word in new[:TRIED_OF_A_KIND]])
    return tried


def saying(mentee: Mapping[str, Any], change: Change) -> dict[str, Any]:
    """The mentee as they would be with the change."""
    said = deepcopy(dict(mentee))
    values = said["values"]
    key = {Help.LANGUAGE: "languages", Help.AREA: "areas", Help.MEETING: "modes"}[change.kind]
    values[key] = [*values[key], change.value]
    if change.kind == Help.AREA:
        values["importance"] = {**values["importance"], change.value: 1}
    return said


def helps(
    frozen: Mapping[str, Any],
    policy: Policy,
    solution: Solution,
    mentee: str,
    *,
    first: First,
    watch: Watch,
) -> Iterator[dict[str, str]]:
    """At most one change of each kind with which the mentee has a mentor and more mentees have one in all."""
    own = next(one for one in frozen["mentees"] if one["id"] == mentee)
    before = {solution.problem.ends(pair)[0] for pair in solution.pairs}
    for tried in changes(own, frozen["mentors"]):
        for change in tried:
            watch.check()
            matched = _matched(frozen, policy, saying(own, change), first)
            if mentee in matched and len(matched) > len(before):
                yield change.as_json
                break


def affordable(frozen: Mapping[str, Any], people: int) -> bool:
    """Whether trying for so many people is quickly done."""
    tries = people * len(Help) * TRIED_OF_A_KIND
    return tries * len(frozen["mentees"]) * len(frozen["mentors"]) <= COMPARED_UP_TO


def _matched(frozen: Mapping[str, Any], policy: Policy, changed: Mapping[str, Any], first: First) -> set[str]:
    mentees = [changed if one["id"] == changed["id"] else one for one in frozen["mentees"]]
    try:
        problem = compile_problem(
            as_candidates(mentees, first),
            as_candidates(frozen["mentors"]),
            policy,
            locked=[(mentee, mentor) for mentee, mentor in frozen["locked"]],
            forbidden=[
                (a, b)
                for a, b in [*frozen["forbidden"], *frozen.get("refused", []), *frozen.get("earlier", [])]
            ],
        ).problem
        found = solve(problem, policy.objective)
    except Refusal:
        return set()
    return {found.problem.named(pair)["mentee"] for pair in found.pairs}

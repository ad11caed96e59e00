"""The proof of a run, looked at anew: its own pairs against the prices, by code apart from the solver."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from fairlead.engine.compile import Compiled
from fairlead.engine.filed import certificate_as_data, problem_as_data
from fairlead.engine.results import Certificate
from fairlead.engine.slackness import Walked, walk
from fairlead.matching.models import Run
from fairlead.matching.queries.alternatives import explainer_kept
from fairlead.matching.queries.board import current


@dataclass(frozen=True, kw_only=True)
class Proof:
    """What looking at every pair and place of a run found, and the two files with which anybody can again."""

    walked: Walked
    limit: int
    files: Mapping[str, dict[str, Any]]

    @property
    def holds(self) -> bool:
        """Whether nothing is better than the run's pairs."""
        return not self.walked.faults


def proof(run: Run) -> Proof | None:
    """The proof of a run's stored pairs; None where it needs cases or the pairs were not proven the best.

    One query, and the run's optimum, which is kept from one question to the next.
    """
    explainer = explainer_kept(run.pk)
    if explainer is None or not isinstance(explainer.solution.certificate, Certificate):
        return None
    problem, solution = explainer.problem, explainer.solution
    places = made(run, explainer.compiled)
    if None in places:
        return None
    pairs = tuple(sorted(one for one in places if one is not None))
    stages = explainer.solution.certificate.stages
    walked = walk(problem, solution.objective.tiers, pairs, stages)
    if any(fault.kind == "tiers" for fault in walked.faults):
        return None
    certificate = certificate_as_data(problem, solution.objective, pairs, stages, version=solution.version)
    return Proof(
        walked=walked,
        limit=int(problem.points(sum(tier.bound for tier in solution.tiers if tier.name == "score"))),
        files={"problem": problem_as_data(problem), "certificate": certificate},
    )


def made(run: Run, compiled: Compiled) -> list[int | None]:
    """The positions of the run's stored pairs; None for two it may not pair or does not know."""
    mentees, mentors = compiled.places["mentee"], compiled.places["mentor"]
    pairs = [(str(mentee), str(mentor)) for mentee, mentor in current(run).values_list("mentee", "mentor")]
    return [compiled.pair(*two) if two[0] in mentees and two[1] in mentors else None for two in pairs]

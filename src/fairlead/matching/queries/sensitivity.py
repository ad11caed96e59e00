"""Which weights of a run matter: for each the range in which the same pairs stay the best, proven."""

from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import asdict
from typing import Any

import numpy as np

from fairlead.engine.compile import Compiled
from fairlead.engine.model import Ints
from fairlead.engine.policy import Criterion
from fairlead.engine.refusals import Cancelled
from fairlead.engine.results import Status
from fairlead.engine.scoring import CRITERIA
from fairlead.engine.sensitivity import span
from fairlead.engine.watching import Watch
from fairlead.matching.models import Run, Sensitivity
from fairlead.matching.queries import wishes
from fairlead.matching.queries.changes import changed
from fairlead.matching.queries.computing import compiled_from
from fairlead.matching.queries.effects import MOST_WORKED_OUT
from fairlead.matching.queries.own import PREFIX
from fairlead.matching.queries.pruned import why_not
from fairlead.matching.queries.weighing import WEIGHTS, as_policy

MOST_PAIRS = MOST_WORKED_OUT
MOST_SOLVES = 120


def hindrance(run: Run) -> str:
    """Why there are no ranges: "erased", "unproven", "floor", "many", "changed"; empty where there are."""
    if why_not(run):
        return "erased"
    if run.result["status"] != Status.OPTIMAL:
        return "unproven"
    if run.policy.get("floor"):
        return "floor"
    if run.result["mentees"] * run.result["mentors"] > MOST_PAIRS:
        return "many"
    return "changed" if changed(run) else ""


def of_run(run: Run) -> Sensitivity | None:
    """What has been worked out of a run's ranges, if anybody has asked."""
    return Sensitivity.objects.filter(run=run).first()


def work_out(run: Run, *, watch: Watch) -> Iterator[dict[str, Any]]:
    """The range of each weight as JSON, one after the other; called off, it ends with what is known."""
    compiled = compiled_from(run, most_cells=MOST_PAIRS)
    pairs = [
        compiled.pair(str(mentee), str(mentor))
        for mentee, mentor in run.proposals.values_list("mentee", "mentor")
    ]
    made = tuple(sorted(pair for pair in pairs if pair is not None))
    for key, label, now in weights_of(run):
        try:
            found = span(
                compiled.problem,
                compiled.policy.objective,
                _scores(run, compiled, key),
                made,
                now=now,
                most_solves=MOST_SOLVES,
                watch=watch,
            )
        except Cancelled:
            return
        yield {"key": key, "label": label, "now": now, **asdict(found)}


def weights_of(run: Run) -> Iterator[tuple[str, str, int]]:
    """Each weight of a run: its key, the question's name if it is the programme's own, its points."""
    for key in WEIGHTS:
        if key != wishes.KEY or key in run.policy["weights"]:
            yield key, "", run.policy["weights"].get(key, 0)
    for key, one in run.policy.get("own", {}).items():
        yield f"{PREFIX}{key}", one["label"], one["weight"]


def _scores(run: Run, compiled: Compiled, key: str) -> Callable[[int], Ints]:
    """The scores of the problem's pairs at each weight of this key, all other weights as they are."""
    problem = compiled.problem
    rows, cols = np.arange(len(problem.mentees)), np.arange(len(problem.mentors))

    def part(weight: int | None) -> Ints:
        criterion = _criterion(run, key, weight)
        if criterion is None:
            return np.zeros(len(problem.score), dtype=np.int64)
        points = CRITERIA[criterion.kind](criterion, compiled.people, compiled.digits)(rows, cols)
        return np.asarray(points[problem.pair_mentee, problem.pair_mentor], dtype=np.int64)

    others = problem.score - part(None)
    return lambda weight: others + part(weight)


def _criterion(run: Run, key: str, weight: int | None) -> Criterion | None:
    """The engine's criterion of this key with another weight (None: its own); none at 0."""
    weights = deepcopy(run.policy)
    if weight is not None and key in WEIGHTS:
        weights["weights"][key] = weight
    elif weight is not None:
        weights["own"][key.removeprefix(PREFIX)]["weight"] = weight
    return next((one for one in as_policy(weights, seed=0).criteria if one.key == key), None)

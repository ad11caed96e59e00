"""What it costs to raise the worst-off pair of a run: every step worth choosing, each proven."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from functools import lru_cache
from uuid import UUID

from fairlead.engine.compile import CELLS_LISTED
from fairlead.engine.fairness import frontier
from fairlead.engine.model import Objective, Problem
from fairlead.engine.results import Method
from fairlead.engine.solvers import solve
from fairlead.engine.watching import NOBODY, Watch
from fairlead.matching.enums import ReckoningState
from fairlead.matching.models import Run
from fairlead.matching.queries import reckoning
from fairlead.matching.queries.board import current
from fairlead.matching.queries.computing import compiled_from
from fairlead.matching.queries.runs import PEOPLE, Who, known

AT_ONCE_UP_TO = 60_000
KEPT_AT_ONCE = 32
WORST_SHOWN = 3


@dataclass(frozen=True, kw_only=True)
class Step:
    """The best pairs with no pair under `floor`: the worst pair's points, mentees with a mentor, all points.

    Locked pairs stay whatever they have, so they are not counted in `worst`; None where there is no other.
    """

    floor: str
    worst: int | None
    matched: int
    total: int


@dataclass(frozen=True)
class Steps:
    """The steps, lowest worst pair first; `complete`: none is left out; `proven`: each is certified."""

    steps: tuple[Step, ...]
    complete: bool
    proven: bool


@dataclass(frozen=True, kw_only=True)
class Priced:
    """A step beside the run: what it takes from the run's mentees and points; `here`: it is the run."""

    step: Step
    mentees_less: int
    points_less: int
    here: bool
    better: bool


@dataclass(frozen=True, kw_only=True)
class WorstOff:
    """A pair with the fewest points of a run."""

    mentee: Who
    mentor: Who
    points: int


def at_once(run: Run) -> bool:
    """Whether the steps are quickly worked out: few enough pairs, and no limit that needs trying of cases."""
    pairs = run.result["mentees"] * run.result["mentors"]
    return bool(pairs <= AT_ONCE_UP_TO and not limited(run))


def limited(run: Run) -> bool:
    """Whether a limit of the run needs trying of cases."""
    return bool(run.result["method"] == Method.BRANCHING)


def steps_of(run: Run) -> Steps | None:
    """The steps of a finished run, worked out from its frozen input; None where that takes long.

    Those that a worker has worked out are told as well; one query where there are many pairs.
    """
    return _kept(run.pk) if at_once(run) else reckoned(run)


def reckoned(run: Run) -> Steps | None:
    """The steps that a worker has worked out for a large run; None where it has not."""
    found = reckoning.of_steps(run)
    if found is None or found.state != ReckoningState.DONE:
        return None
    told = found.result
    return Steps(tuple(Step(**one) for one in told["steps"]), told["complete"], told["proven"])


@lru_cache(maxsize=KEPT_AT_ONCE)
def _kept(run_id: UUID) -> Steps:
    """A finished run never changes, so its steps are kept for the next question."""
    return work_out(Run.objects.get(pk=run_id))


def work_out(run: Run, *, watch: Watch = NOBODY, most_cells: int = CELLS_LISTED) -> Steps:
    """Every step worth choosing on the run's frozen input, by what the run holds best before keeping pairs.

    Raises `CannotMatch`, and the engine's `Cancelled`.
    """
    compiled = compiled_from(run, floored=False, most_cells=most_cells)
    problem, given = compiled.problem, compiled.policy.objective
    order = tuple(tier for tier in given.tiers if tier != "kept")
    quiet = Watch(is_cancelled=watch.cancelled) if watch.can_cancel else NOBODY
    found = frontier(
        problem,
        Objective(seed=given.seed, order=order),
        watch=watch,
        solver=lambda one, objective: solve(one, objective, watch=quiet),
    )
    steps = [
        Step(
            floor=str(problem.points(one.floor)),
            worst=None if one.worst is None else int(problem.points(one.worst)),
            matched=one.mentees,
            total=total(problem, one.pairs),
        )
        for one in found.points
    ]
    return Steps(steps=tuple(steps), complete=found.complete, proven=found.proven)


def floor_of(step: Step) -> Decimal:
    """The points under which a run makes no pair when the step is taken."""
    return Decimal(step.floor)


def total(problem: Problem, pairs: Sequence[int]) -> int:
    """All points of these pairs, as a run tells them."""
    return sum(int(problem.points(int(problem.score[one]))) for one in pairs)


def own_step(run: Run) -> Step:
    """What the run's pairs reach as they stand now; two queries at most."""
    made = list(current(run).values_list("score", "locked"))
    matched = set(current(run).values_list("mentee", flat=True)) if run.policy.get("each") else made
    return Step(
        floor=str(run.policy.get("floor") or ""),
        worst=min((score for score, locked in made if not locked), default=None),
        matched=len(matched),
        total=sum(score for score, _locked in made),
    )


def priced(steps: Steps, own: Step) -> list[Priced]:
    """Each step with what it takes from the run, and whether it is the run or raises its worst pair."""
    return [
        Priced(
            step=one,
            mentees_less=own.matched - one.matched,
            points_less=own.total - one.total,
            here=(one.worst, one.matched, one.total) == (own.worst, own.matched, own.total),
            better=one.worst is not None and own.worst is not None and one.worst > own.worst,
        )
        for one in steps.steps
    ]


def worst_off(run: Run, own: Step) -> tuple[list[WorstOff], int]:
    """A few of the pairs with the fewest points that are not locked, and how many there are; two queries."""
    if own.worst is None:
        return [], 0
    rows = current(run).filter(locked=False, score=own.worst).select_related(*PEOPLE)
    found = list(rows.order_by("mentee__person__name", "pk"))
    shown = found[:WORST_SHOWN]
    people = known([pk for one in shown for pk in (one.mentee_id, one.mentor_id)])
    told = [
        WorstOff(mentee=people[one.mentee_id], mentor=people[one.mentor_id], points=one.score)
        for one in shown
    ]
    return told, len(found)

"""Two people of a run who would both rather have each other, and what making them a pair does."""

from collections import defaultdict
from dataclasses import dataclass
from uuid import UUID

from fairlead.engine.explain import Explainer
from fairlead.engine.metrics import blocking
from fairlead.engine.model import Problem
from fairlead.matching.models import Run
from fairlead.matching.queries import wording
from fairlead.matching.queries.alternatives import explainer_kept
from fairlead.matching.queries.computing import alternative_as_json
from fairlead.matching.queries.runs import Who, known

SHOWN = 8


@dataclass(frozen=True, kw_only=True)
class Swap:
    """A pair both would rather have: its points, what each has now (None: nobody), what making it does."""

    mentee: Who
    mentor: Who
    points: int
    mentee_has: int | None
    mentor_has: int | None
    cost: str
    chain: str


@dataclass(frozen=True, kw_only=True)
class Swaps:
    """How many there are, how many people they name, and the first of them, most points first."""

    count: int
    people: int
    shown: list[Swap]


def swaps(run: Run, problem: Problem, pairs: tuple[int, ...]) -> Swaps:
    """The pairs of a run who would both rather have each other; one query and the run's optimum."""
    found = blocking(problem, pairs).tolist()
    found.sort(key=lambda pair: (-int(problem.score[pair]), *problem.named(pair).values()))
    ends = [problem.ends(pair) for pair in found]
    explainer = explainer_kept(run.pk) if found else None
    people = (
        known(UUID(one["id"]) for side in ("mentees", "mentors") for one in run.frozen[side]) if found else {}
    )
    has: dict[tuple[str, int], list[int]] = defaultdict(list)
    for pair in pairs:
        mentee, mentor = problem.ends(pair)
        for end in (("mentee", mentee), ("mentor", mentor)):
            has[end].append(int(problem.points(int(problem.score[pair]))))
    return Swaps(
        count=len(found),
        people=len({mentee for mentee, _ in ends}) + len({mentor for _, mentor in ends}),
        shown=[_swap(problem, explainer, pair, has, people) for pair in found[:SHOWN]],
    )


def _swap(
    problem: Problem,
    explainer: Explainer | None,
    pair: int,
    has: dict[tuple[str, int], list[int]],
    people: dict[UUID, Who],
) -> Swap:
    names, (mentee, mentor) = problem.named(pair), problem.ends(pair)
    cost, chain = "", ""
    if explainer is not None:
        ranked = explainer.alternatives(names["mentee"])
        one = next(one for one in ranked if one.mentor == names["mentor"])
        if one.possible:
            told = alternative_as_json(explainer.problem, one)
            cost, chain = wording.cost(told), wording.chain(told, people, of=UUID(names["mentee"]))
        else:
            cost = wording.why_not(one.why_not)
    full = len(has["mentor", mentor]) >= int(problem.mentor_most[mentor])
    return Swap(
        mentee=people[UUID(names["mentee"])],
        mentor=people[UUID(names["mentor"])],
        points=int(problem.points(int(problem.score[pair]))),
        mentee_has=min(has["mentee", mentee], default=None),
        mentor_has=min(has["mentor", mentor]) if full else None,
        cost=cost,
        chain=chain,
    )

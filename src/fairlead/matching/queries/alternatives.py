"""Every mentor for one mentee of a run, computed from the run's frozen input when somebody asks."""

from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from fairlead.engine.explain import Alternative, Explainer
from fairlead.matching.enums import RunState
from fairlead.matching.models import Run, Unmatched
from fairlead.matching.queries import wording
from fairlead.matching.queries.computing import (
    alternative_as_json,
    block_as_json,
    explainer_of,
    parts_as_json,
)
from fairlead.matching.queries.runs import Who, known

KEPT_AT_ONCE = 8


@dataclass(frozen=True)
class Choice:
    """A mentor for the mentee: score in parts, what choosing costs, who moves, or the broken rules."""

    mentee: Who
    mentor: Who
    score: int = 0
    most: int = 0
    parts: list[dict[str, Any]] = field(default_factory=list)
    sentence: str = ""
    cost: str = ""
    chain: str = ""
    blocks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Choices:
    """All mentors for one mentee: the chosen one, the other possible ones by cost, the impossible ones."""

    mentee: Who
    current: Choice | None
    possible: list[Choice]
    impossible: list[Choice]
    why_nobody: list[str]
    proven: bool


@lru_cache(maxsize=KEPT_AT_ONCE)
def explainer_kept(run_id: UUID) -> Explainer | None:
    """The run's optimum, if proven; a finished run never changes, so it is kept for the next question."""
    return explainer_of(Run.objects.get(pk=run_id))


def of_mentee(run: Run, mentee: UUID) -> Choices | None:
    """All mentors of the run for this mentee; None when they were not in it or it has not finished."""
    if run.state != RunState.DONE or str(mentee) not in {one["id"] for one in run.frozen["mentees"]}:
        return None
    explainer = explainer_kept(run.pk)
    people = known(UUID(one["id"]) for side in ("mentees", "mentors") for one in run.frozen[side])
    ranked = explainer.alternatives(str(mentee)) if explainer else ()
    choices = [(one, _choice(explainer, str(mentee), one, people)) for one in ranked if explainer]
    current = [choice for one, choice in choices if one.paired]
    reason = Unmatched.objects.filter(run=run, participation=mentee).first()
    return Choices(
        mentee=people[mentee],
        current=current[0] if current else None,
        possible=[choice for one, choice in choices if one.possible and not one.paired],
        impossible=[choice for one, choice in choices if not one.possible],
        why_nobody=wording.unmatched(reason.reason, people) if reason else [],
        proven=explainer is not None,
    )


def _choice(explainer: Explainer, mentee: str, one: Alternative, people: dict[UUID, Who]) -> Choice:
    pair = (people[UUID(mentee)], people[UUID(one.mentor)])
    if not one.possible:
        told = [wording.block(block_as_json(block)) for block in one.blocks]
        return Choice(*pair, blocks=told or [wording.why_not(one.why_not)])
    (parts,) = parts_as_json(explainer.compiled, [(mentee, one.mentor)])
    found = alternative_as_json(explainer.problem, one)
    return Choice(
        *pair,
        score=found["score"],
        most=wording.most(parts),
        parts=wording.legend(parts),
        sentence=wording.one_sentence(parts),
        cost="" if one.paired else wording.cost(found),
        chain="" if one.paired else wording.chain(found, people, of=UUID(mentee)),
    )

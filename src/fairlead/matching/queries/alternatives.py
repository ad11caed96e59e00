"""Everybody of the other side for one person of a run, computed from its frozen input when somebody asks."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator

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
from fairlead.programmes.enums import Side

KEPT_AT_ONCE = 8
ROWS = 15
SHUT_ROWS = 40


@dataclass(frozen=True)
class Choice:
    """Two who could be a pair: score in parts, what choosing costs, who moves, or the broken rules.

    `other` is the one of the two who was not asked about.
    """

    mentee: Who
    mentor: Who
    other: Who
    score: int = 0
    most: int = 0
    parts: list[dict[str, Any]] = field(default_factory=list)
    sentence: str = ""
    cost: str = ""
    chain: str = ""
    blocks: list[str] = field(default_factory=list)


@dataclass(frozen=True)
class Choices:
    """Everybody for one person: whom they have; a page of who is possible, by cost, and of who is not."""

    person: Who
    side: str
    current: list[Choice]
    possible: list[Choice]
    impossible: list[Choice]
    pages: tuple[Page[Alternative], Page[Alternative]]
    why_nobody: list[str]
    proven: bool

    @property
    def mentee(self) -> Who:
        """The person asked about."""
        return self.person


@lru_cache(maxsize=KEPT_AT_ONCE)
def explainer_kept(run_id: UUID) -> Explainer | None:
    """The run's optimum, if proven; a finished run never changes, so it is kept for the next question."""
    return explainer_of(Run.objects.get(pk=run_id))


def takes_part(run: Run, side: str, pk: UUID) -> bool:
    """Whether the run has finished and this person was in it on this side."""
    return run.state == RunState.DONE and str(pk) in {one["id"] for one in run.frozen.get(f"{side}s", ())}


def of_mentee(run: Run, mentee: UUID, *, page: Any = 1, shut: Any = 1) -> Choices | None:
    """All mentors of the run for this mentee; None when they were not in it or it has not finished."""
    return _of(run, Side.MENTEE, mentee, page, shut)


def of_mentor(run: Run, mentor: UUID, *, page: Any = 1, shut: Any = 1) -> Choices | None:
    """All mentees of the run for this mentor; None when they were not in it or it has not finished."""
    return _of(run, Side.MENTOR, mentor, page, shut)


def _of(run: Run, side: Side, pk: UUID, page: Any, shut: Any) -> Choices | None:
    if not takes_part(run, side, pk):
        return None
    explainer = explainer_kept(run.pk)
    ranked: Sequence[Alternative] = ()
    if explainer is not None:
        ask = explainer.alternatives if side == Side.MENTEE else explainer.alternatives_of_mentor
        ranked = ask(str(pk))
    made = [one for one in ranked if one.paired]
    possible = Paginator([one for one in ranked if one.possible and not one.paired], ROWS).get_page(page)
    impossible = Paginator([one for one in ranked if not one.possible], SHUT_ROWS).get_page(shut)
    reason = Unmatched.objects.filter(run=run, participation=pk).first()
    people = known(_named(pk, [*made, *possible, *impossible], reason))
    current, others, shut_out = (
        _choices(explainer, side, some, people) for some in (made, possible, impossible)
    )
    return Choices(
        person=people[pk],
        side=side,
        current=current,
        possible=others,
        impossible=shut_out,
        pages=(possible, impossible),
        why_nobody=_told_of(reason, people, proven=explainer is not None),
        proven=explainer is not None,
    )


def _told_of(reason: Unmatched | None, people: dict[UUID, Who], *, proven: bool) -> list[str]:
    """Why nobody; what would help is worked out anew where it can be."""
    if reason is None:
        return []
    return wording.unmatched({**reason.reason, "relaxations": []} if proven else reason.reason, people)


def _named(pk: UUID, shown: list[Alternative], reason: Unmatched | None) -> set[UUID]:
    """Everybody whom the page names."""
    names = {end for one in shown for end in (one.mentee, one.mentor)}
    names |= {
        end
        for one in shown
        for move in one.moves
        for end in (move.mentee, move.leaves, move.joins)
        if end is not None
    }
    return {pk, *(UUID(one) for one in names | set(reason.reason.get("people", ()) if reason else ()))}


def _choices(
    explainer: Explainer | None, side: Side, some: Sequence[Alternative], people: dict[UUID, Who]
) -> list[Choice]:
    if explainer is None or not some:
        return []
    parts = parts_as_json(explainer.compiled, [(one.mentee, one.mentor) for one in some])
    return [_choice(explainer, side, one, own, people) for one, own in zip(some, parts, strict=True)]


def _choice(
    explainer: Explainer, side: Side, one: Alternative, parts: list[dict[str, Any]], people: dict[UUID, Who]
) -> Choice:
    mentee, mentor = people[UUID(one.mentee)], people[UUID(one.mentor)]
    ends = (mentee, mentor, mentor if side == Side.MENTEE else mentee)
    if not one.possible:
        told = [wording.block(block_as_json(block)) for block in one.blocks]
        return Choice(*ends, blocks=told or [wording.why_not(one.why_not)])
    found = alternative_as_json(explainer.problem, one)
    return Choice(
        *ends,
        score=found["score"],
        most=wording.most(parts),
        parts=wording.legend(parts),
        sentence=wording.one_sentence(parts),
        cost="" if one.paired else wording.cost(found),
        chain="" if one.paired else wording.chain(found, people, of=mentee.participation),
    )

"""Why two people are a pair of a run, or what making them one would cost everybody else, with names."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from fairlead.engine.explain import Alternative, Explainer, Move
from fairlead.matching.models import Run
from fairlead.matching.queries import wording
from fairlead.matching.queries.alternatives import explainer_kept, takes_part
from fairlead.matching.queries.computing import alternative_as_json, block_as_json, parts_as_json
from fairlead.matching.queries.runs import Who, known
from fairlead.programmes.enums import Side

NEVER_LIFTED = frozenset({"line_manager", "avoid", "same_person", "consent", "forbidden_pair"})


@dataclass(frozen=True)
class Mover:
    """A mentee whose mentor changes, with the points of the pair before and after (None: no pair)."""

    who: Who
    before: Who | None
    after: Who | None
    points_before: int | None
    points_after: int | None

    @property
    def change(self) -> int:
        """How many points this mentee's pair gains; below 0: loses."""
        return (self.points_after or 0) - (self.points_before or 0)

    @property
    def signed(self) -> str:
        """The change with its sign, as it is set in print."""
        return f"{self.change:+d}".replace("-", "−") if self.change else "0"


@dataclass(frozen=True)
class Trade:
    """Another choice forced: what it costs in all, who moves, and which mentors then have nobody."""

    mentee: Who
    mentor: Who
    cost: str
    points: int
    mentees_lost: int
    movers: list[Mover] = field(default_factory=list)
    idle: list[Who] = field(default_factory=list)
    at_most: bool = False
    as_good: bool = False


@dataclass(frozen=True)
class Why:
    """Two people of a run. Of a pair: the next best of both; of no pair: the trade, or what is in the way.

    `changes`: what would have to change where rules are in the way; `trade` is then with these rules lifted
    for the two alone, and None where they are never lifted.
    """

    mentee: Who
    mentor: Who
    made: bool
    locked: bool
    score: int
    most: int
    parts: list[dict[str, Any]]
    plain_parts: list[dict[str, Any]]
    next_mentor: Trade | None = None
    next_mentee: Trade | None = None
    trade: Trade | None = None
    blocks: list[str] = field(default_factory=list)
    changes: list[str] = field(default_factory=list)
    why_not: str = ""
    tried: bool = True

    @property
    def reasons(self) -> list[tuple[str, str]]:
        """Each broken rule with what would have to change."""
        return list(zip(self.blocks, self.changes, strict=True))


def of_two(run: Run, mentee: UUID, mentor: UUID) -> Why | None:
    """Why the two are a pair, or are none; None where one was not in the run or it proves nothing."""
    there = takes_part(run, Side.MENTEE, mentee) and takes_part(run, Side.MENTOR, mentor)
    explainer = explainer_kept(run.pk) if there else None
    if explainer is None:
        return None
    ends = str(mentee), str(mentor)
    one = explainer.trade(*ends)
    seconds: list[Alternative | None] = [None, None]
    if one.paired and explainer.by_chains:
        seconds = [explainer.runner_up(ends[0]), explainer.runner_up_of_mentor(ends[1])]
    forced = _forced(explainer, one)
    people = known({mentee, mentor, *_named([forced, *seconds])})
    (parts,) = parts_as_json(explainer.compiled, [ends])
    told = [None if other is None else _trade(explainer, other, people) for other in (*seconds, forced)]
    return Why(
        people[mentee],
        people[mentor],
        made=one.paired,
        locked=list(ends) in run.frozen["locked"],
        score=int(explainer.problem.points(one.score)),
        most=wording.most(parts),
        parts=wording.legend(parts),
        plain_parts=parts,
        next_mentor=told[0],
        next_mentee=told[1],
        trade=told[2],
        blocks=[wording.block(block_as_json(block)) for block in one.blocks],
        changes=[wording.would_have_to(block_as_json(block)) for block in one.blocks],
        why_not="" if one.possible or one.blocks else wording.why_not(one.why_not),
        tried=explainer.by_chains,
    )


def _forced(explainer: Explainer, one: Alternative) -> Alternative | None:
    """What making the pair would cost, the rules in its way lifted where they may be."""
    if one.paired or any(block.rule in NEVER_LIFTED for block in one.blocks):
        return None
    found = explainer.lifted(one.mentee, one.mentor) if one.blocks else one
    return found if found.possible else None


def _named(some: Iterable[Alternative | None]) -> set[UUID]:
    found = [one for one in some if one is not None]
    names = {end for one in found for end in (one.mentee, one.mentor)}
    for one in found:
        names |= {end for move in one.moves for end in (move.mentee, move.leaves, move.joins) if end}
    return {UUID(one) for one in names}


def _trade(explainer: Explainer, one: Alternative, people: dict[UUID, Who]) -> Trade:
    found = alternative_as_json(explainer.problem, one)
    left = {move.leaves for move in one.moves if move.leaves} - {move.joins for move in one.moves}
    held = {name: len(explainer.mentees_of.get(explainer.compiled.mentor_at(name), ())) for name in left}
    for move in one.moves:
        if move.leaves in held:
            held[move.leaves] -= 1
    return Trade(
        people[UUID(one.mentee)],
        people[UUID(one.mentor)],
        wording.cost(found),
        points=found["cost"],
        mentees_lost=one.mentees_lost,
        movers=[_mover(explainer, move, people) for move in one.moves],
        idle=sorted((people[UUID(name)] for name, n in held.items() if n == 0), key=lambda who: who.name),
        at_most=one.proof == "at_most",
        as_good=not any(amount for _tier, amount in one.lost),
    )


def _mover(explainer: Explainer, move: Move, people: dict[UUID, Who]) -> Mover:
    before, after = (None if end is None else people[UUID(end)] for end in (move.leaves, move.joins))
    return Mover(
        people[UUID(move.mentee)],
        before,
        after,
        _points(explainer, move.mentee, move.leaves),
        _points(explainer, move.mentee, move.joins),
    )


def _points(explainer: Explainer, mentee: str, mentor: str | None) -> int | None:
    if mentor is None:
        return None
    return int(explainer.problem.points(explainer.compiled.score(mentee, mentor)))

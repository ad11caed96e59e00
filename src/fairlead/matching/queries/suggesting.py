"""What a coordinator reads of who could come next: who is fitted in, what that comes to, what is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.matching.enums import ENDED, ProposalState
from fairlead.matching.models import Proposal, Run
from fairlead.matching.queries import nextbest, wording
from fairlead.matching.queries.board import Board, load
from fairlead.matching.queries.nextbest import Suggestion
from fairlead.matching.queries.runs import Who, known
from fairlead.matching.queries.wording import boards as words
from fairlead.matching.queries.wording import costs

MOST = 20


@dataclass(frozen=True)
class Fit:
    """One person fitted in: with whom, at how many points, why, and what came to nothing before."""

    mentee: Who
    mentor: Who
    points: int
    sentence: str
    before: str


@dataclass(frozen=True)
class Told:
    """A suggestion in words, and what its two forms send: `moves` to take it, `pairs` to pass it over."""

    fits: list[Fit]
    others: list[str]
    figures: list[tuple[str, int | None, int | None]]
    broken: list[str]
    worse: bool
    moves: str
    pairs: str


@dataclass(frozen=True)
class Passed:
    """A pair that is not suggested any more, and who said so."""

    mentee: Who
    mentor: Who
    by: str
    pair: str


@dataclass(frozen=True)
class Page:
    """Everything about who could come next on a board."""

    number: int
    told: list[Told] = field(default_factory=list)
    more: int = 0
    without: list[tuple[Who, str]] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    problem: str = ""


def page(run: Run, *, at: datetime) -> Page:
    """The suggestions for a run's board as it stands, by name; constant queries."""
    board = load(run)
    found = nextbest.of_board(board, nextbest.room(run.round, at=at))
    passed = nextbest.passed_over(run)
    named = {who for one in found.suggestions for pair in one.moves.items() for who in pair if who}
    ids = {UUID(one) for one in {*named, *found.without, *board.pairs.values()}}
    people = known(ids | {end for one in passed for end in (one.mentee_id, one.mentor_id)})
    before = _before(run, [*found.without, *(one for each in found.suggestions for one in each.fitted)])
    shown = sorted(found.suggestions, key=lambda one: people[UUID(one.fitted[0])].name)
    return Page(
        number=board.number,
        told=[_told(board, one, people, before) for one in shown[:MOST]],
        more=max(0, len(shown) - MOST),
        without=[(people[UUID(one)], before.get(one, "")) for one in found.without],
        passed=[
            Passed(
                people[one.mentee_id],
                people[one.mentor_id],
                one.said_by.name if one.said_by else "",
                f"{one.mentee_id}:{one.mentor_id}",
            )
            for one in passed
        ],
        problem=found.problem,
    )


def _told(board: Board, one: Suggestion, people: Mapping[UUID, Who], before: Mapping[str, str]) -> Told:
    pairs = [(mentee, mentor) for mentee in one.fitted if (mentor := one.moves[mentee])]
    parts = board.parts(pairs)
    fits = [
        Fit(
            people[UUID(mentee)],
            people[UUID(mentor)],
            board.points(mentee, mentor),
            wording.one_sentence(some),
            before.get(mentee, ""),
        )
        for (mentee, mentor), some in zip(pairs, parts, strict=True)
    ]
    moves = [
        {"mentee": mentee, "leaves": board.pairs.get(mentee), "joins": mentor}
        for mentee, mentor in one.moves.items()
        if mentee not in one.fitted
    ]
    return Told(
        fits=fits,
        others=[costs.moves_to(move, people) for move in moves],
        figures=words.compared(one.effect),
        broken=one.effect.broken,
        worse=one.effect.worse,
        moves=" ".join(f"{mentee}:{mentor or ''}" for mentee, mentor in sorted(one.moves.items())),
        pairs=" ".join(f"{mentee}:{mentor}" for mentee, mentor in pairs),
    )


def _before(run: Run, mentees: Iterable[str]) -> dict[str, str]:
    """For each of these mentees whose offer came to nothing, with whom, how and when; one query."""
    rows = Proposal.objects.filter(
        run=run, mentee__in=[UUID(one) for one in mentees], state__in=ENDED
    ).select_related("mentor__person")
    found = {}
    for one in rows.order_by("settled_at", "pk"):
        names = {
            "name": one.mentor.person.name,
            "day": date_format(one.settled_at, "j F") if one.settled_at else "",
        }
        text = (
            _("The offer with %(name)s was refused on %(day)s.")
            if one.state == ProposalState.REFUSED
            else _("The offer with %(name)s ended on %(day)s without a pair.")
        )
        found[str(one.mentee_id)] = text % names
    return found

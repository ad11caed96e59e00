"""What a coordinator reads of who could come next: who is fitted in, what that comes to, what is left out."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.matching.enums import ENDED, ProposalState
from fairlead.matching.models import Proposal, Run
from fairlead.matching.queries import changes, joining, nextbest, wording
from fairlead.matching.queries.board import Board, load
from fairlead.matching.queries.joining import Preview, Since
from fairlead.matching.queries.nextbest import Suggestion
from fairlead.matching.queries.pool import freeze
from fairlead.matching.queries.runs import Who, known
from fairlead.matching.queries.seats import id_of, mentee_of, seat
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
    seat: str = ""


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
class Joined:
    """Who has come since the run, in names, and what a new run around the proposed pairs comes to.

    `figures`: none where that is not known; `without`: who would still have nobody; `untrained`: who of the
    pairs that are proposed would be left out for want of training.
    """

    mentees: list[Who]
    again: list[Who]
    mentors: list[Who]
    places: list[Who]
    fits: list[Fit] = field(default_factory=list)
    others: list[str] = field(default_factory=list)
    without: list[Who] = field(default_factory=list)
    untrained: list[Who] = field(default_factory=list)
    figures: list[tuple[str, int | None, int | None]] = field(default_factory=list)
    free_alone: bool = False


@dataclass(frozen=True)
class Page:
    """Everything about who could come next on a board."""

    number: int
    told: list[Told] = field(default_factory=list)
    more: int = 0
    without: list[tuple[Who, str]] = field(default_factory=list)
    passed: list[Passed] = field(default_factory=list)
    problem: str = ""
    free_alone: bool = False
    joined: Joined | None = None


def page(run: Run, *, at: datetime) -> Page:
    """The suggestions for a run's board as it stands, by name; constant queries."""
    board = load(run)
    frozen = freeze(run.round, base=run, at=at)
    now = nextbest.room(frozen)
    found, new = nextbest.of_board(board, now), joining.since(board, now)
    passed = nextbest.passed_over(run)
    named = {who for one in found.suggestions for pair in one.moves.items() for who in pair if who}
    ids = {id_of(one) for one in {*named, *found.without, *board.pairs.values()}}
    people = known(ids | {end for one in passed for end in (one.mentee_id, one.mentor_id)})
    before = _before(run, [*found.without, *(one for each in found.suggestions for one in each.fitted)])
    shown = sorted(found.suggestions, key=lambda one: people[id_of(one.fitted[0])].name)
    return Page(
        number=board.number,
        told=[_told(board, one, people, before) for one in shown[:MOST]],
        more=max(0, len(shown) - MOST),
        without=[
            (people[id_of(one)], _had(board, one, people) or before.get(one, "")) for one in found.without
        ],
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
        free_alone=found.free_alone,
        joined=_joined(new, joining.preview(board, frozen, at=at)) if new else None,
    )


def _joined(new: Since, told: Preview | None) -> Joined:
    """What there is to say of those who came since; two queries."""
    moves = told.moves if told else {}
    ends = {who for pair in moves.items() for who in pair if who} | {*(told.untrained if told else ())}
    people = known(id_of(one) for one in {*ends, *new.mentees, *new.again, *new.mentors, *new.places})

    def who(some: Iterable[str]) -> list[Who]:
        return sorted((people[id_of(one)] for one in some), key=lambda one: one.name)

    came = Joined(who(new.mentees), who(new.again), who(new.mentors), who(new.places))
    if told is None:
        return came
    fitted = {one: mentor for one, mentor in moves.items() if mentor and one not in told.before}
    fits = [
        Fit(people[id_of(one)], people[UUID(mentor)], told.points[mentee_of(one), mentor], "", "")
        for one, mentor in fitted.items()
    ]
    others = [
        {
            "mentee": one,
            "leaves": told.before.get(one),
            "joins": mentor,
            "several": mentee_of(one) in told.with_one,
        }
        for one, mentor in sorted(moves.items())
        if one not in fitted
    ]
    return replace(
        came,
        fits=sorted(fits, key=lambda one: one.mentee.name),
        others=[costs.moves_to(one, people) for one in others],
        without=who(one for one in (*new.mentees, *new.again) if one not in map(mentee_of, told.after)),
        untrained=who(told.untrained),
        free_alone=told.free_alone,
        figures=[
            (_("mentees with a mentor"), told.matched(told.before), told.matched(told.after)),
            (_("points in all"), told.total(told.before), told.total(told.after)),
        ],
    )


def _told(board: Board, one: Suggestion, people: Mapping[UUID, Who], before: Mapping[str, str]) -> Told:
    pairs = [(mentee, mentor) for mentee in one.fitted if (mentor := one.moves[mentee])]
    parts = board.parts(pairs)
    fits = [
        Fit(
            people[id_of(mentee)],
            people[UUID(mentor)],
            board.points(mentee, mentor),
            wording.one_sentence(some),
            _had(board, mentee, people) or before.get(mentee, ""),
            mentee,
        )
        for (mentee, mentor), some in zip(pairs, parts, strict=True)
    ]
    moves = [move for move in changes.moves_told(board, one.moves) if move["mentee"] not in one.fitted]
    return Told(
        fits=fits,
        others=[costs.moves_to(move, people) for move in moves],
        figures=words.compared(one.effect),
        broken=one.effect.broken,
        worse=one.effect.worse,
        moves=" ".join(f"{mentee}:{mentor or ''}" for mentee, mentor in sorted(one.moves.items())),
        pairs=" ".join(f"{mentee}:{mentor}" for mentee, mentor in pairs),
    )


def _had(board: Board, mentee: str, people: Mapping[UUID, Who]) -> str:
    """What is said of a pair that stands on the board and cannot be offered as it does."""
    if mentee not in board.pairs:
        return ""
    text = _("The pair with %(name)s cannot be offered as it stands.")
    return text % {"name": people[UUID(board.pairs[mentee])].name}


def _before(run: Run, mentees: Iterable[str]) -> dict[str, str]:
    """For each of these mentees whose offer came to nothing, with whom, how and when; one query."""
    rows = Proposal.objects.filter(
        run=run, mentee__in={id_of(one) for one in mentees}, state__in=ENDED
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
        found[seat(one.mentee_id, one.mentee_place)] = text % names
    return found

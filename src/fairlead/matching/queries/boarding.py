"""What the pages of a board show: its figures, its open questions, mentors to choose from."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

import numpy as np
from django.db.models import Count, Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.applications.models import Application
from fairlead.matching.enums import ENDED, STANDING, ApprovalState, ProposalState, RulingKind
from fairlead.matching.models import Approval, Proposal, Ruling, Run
from fairlead.matching.queries import wording
from fairlead.matching.queries.board import Board, current
from fairlead.matching.queries.limits import outcome
from fairlead.matching.queries.runs import PEOPLE, Who, known
from fairlead.matching.queries.seats import id_of, mentee_of, of_frozen, place_of, seat
from fairlead.matching.queries.several import having
from fairlead.matching.queries.ways import newly_broken
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Participation

WEAK = 0.5
MOST_PLACES = 40
# Where there are more mentors than the first number, only so many are looked at for one mentee.
MANY_MENTORS, LOOKED_AT = 2_000, 200


@dataclass(frozen=True)
class Question:
    """Something open that a coordinator should look at, and where it is answered."""

    text: str
    url: str


@dataclass(frozen=True)
class Sums:
    """The pairs as they stand: mentees with a mentor, places used, points in all and of the weakest.

    `several`: how many mentees have two mentors, and three, where the round gives them.
    """

    matched: int
    pairs: int
    total: int
    worst: int | None
    limit: int
    several: tuple[int, ...] = ()


def sums(run: Run) -> Sums:
    """What the run's standing pairs come to, and below how many points a pair is weak; one query."""
    rows = list(run.proposals.filter(state__in=STANDING).values_list("mentee", "score"))
    first = run.proposals.first()
    most = wording.most(first.parts) if first else 0
    before = {one["id"]: len(one.get("taken", [])) for one in run.frozen.get("mentees", [])}
    held = Counter({one: taken for one, taken in before.items() if taken})
    held.update(str(mentee) for mentee, _score in rows)
    counts = Counter(held.values())
    points = [score for _mentee, score in rows]
    several = tuple(counts[number] for number in range(2, run.policy.get("each", 1) + 1))
    return Sums(
        len(held), len(rows), sum(points), min(points, default=None), int(most * WEAK), several=several
    )


def questions(run: Run, found: Sums, *, unmatched: int) -> list[Question]:
    """What is open on the board, what matters most first; constant queries."""
    declined = Approval.objects.filter(proposal__run=run, state=ApprovalState.DECLINED)
    count = declined.values("proposal").distinct().count()
    refused = current(run).filter(state__in=ENDED).count()
    weak = run.proposals.filter(state=ProposalState.PROPOSED, score__lt=found.limit).count()
    told = [
        (
            unmatched,
            ngettext("%(n)d mentee has no mentor", "%(n)d mentees have no mentor", unmatched),
            "#unmatched",
        ),
        (
            count,
            ngettext("%(n)d pair was declined", "%(n)d pairs were declined", count),
            "?show=declined#pairs",
        ),
        (
            refused,
            ngettext("%(n)d offer came to nothing", "%(n)d offers came to nothing", refused),
            "#next",
        ),
        (
            weak,
            ngettext(
                "%(n)d pair has less than half of the points",
                "%(n)d pairs have less than half of the points",
                weak,
            ),
            "?show=weak#pairs",
        ),
    ]
    open_ones = [Question(text % {"n": n}, url) for n, text, url in told if n]
    return [*_broken(run), *open_ones]


def _broken(run: Run) -> list[Question]:
    """The limits of institutions that the pairs do not keep as they stand."""
    if not run.frozen.get("quotas"):
        return []
    rows = run.proposals.filter(state__in=STANDING).values_list("mentee", "mentor")
    now = outcome(run.frozen, [(str(mentee), str(mentor)) for mentee, mentor in rows])
    kept = {**now, "places": [{**one, "count": one["least"]} for one in now["places"]]}
    return [Question(text, "#record") for text in newly_broken(kept, now)]


FILTERS: dict[str, Callable[[], str]] = {
    "strong": lambda: _("Strongest first"),
    "weak": lambda: _("Less than half of the points"),
    "locked": lambda: _("Locked"),
    "changed": lambda: _("Changed by hand"),
    "open": lambda: _("Offered"),
    "refused": lambda: _("Refused or expired"),
    "declined": lambda: _("Declined by an institution"),
}


def on_seats(seats: Iterable[str]) -> Q:
    """Pairs on these seats."""
    by_place: dict[int, list[UUID]] = {}
    for one in seats:
        by_place.setdefault(place_of(one), []).append(id_of(one))
    found = Q(pk__in=())
    for place, mentees in by_place.items():
        found |= Q(mentee_place=place, mentee__in=mentees)
    return found


def filters() -> list[tuple[str, str]]:
    """What the list of pairs can be narrowed to: key and name."""
    return [(key, told()) for key, told in FILTERS.items()]


def proposals_of(
    run: Run,
    *,
    search: str = "",
    show: str = "",
    where: str = "",
    changed: Sequence[str] = (),
    limit: int = 0,
) -> QuerySet[Proposal]:
    """The run's pairs, the weakest first; `search` in both names, `show` one of `filters`, `where` a place.

    `changed`: the seats that do not stand as the engine chose; `limit`: below it a pair is weak.
    """
    rows = run.proposals.all() if show == "refused" else current(run)
    found = rows.select_related("run__round__programme", *PEOPLE).defer(
        "run__frozen", "run__policy", "run__result"
    )
    found = found.prefetch_related("answers", "approvals__institution")
    if search:
        names = Q(mentee__person__name__icontains=search) | Q(mentor__person__name__icontains=search)
        found = found.filter(names)
    if where:
        found = found.filter(at_place(run, where))
    if show in SHOWN:
        found = found.filter(SHOWN[show])
    elif show == "changed":
        found = found.filter(on_seats(changed))
    elif show == "weak":
        found = found.filter(score__lt=limit)
    return found.order_by("-score" if show == "strong" else "score", "mentee__person__name", "pk")


SHOWN: dict[str, Any] = {
    "locked": Exists(
        Ruling.objects.filter(mentee=OuterRef("mentee"), mentor=OuterRef("mentor"), kind=RulingKind.LOCK)
    ),
    "open": Q(state=ProposalState.OFFERED),
    "refused": Q(state__in=ENDED),
    "declined": Exists(Approval.objects.filter(proposal=OuterRef("pk"), state=ApprovalState.DECLINED)),
}


WHERE = {"i": "institution", "u": "unit"}


def at_place(run: Run, where: str) -> Q:
    """Pairs of the run with somebody who works at this place, as `places` names it; a campus asks once."""
    kind, _colon, value = where.partition(":")
    try:
        wanted = _on(run, value) if kind == "c" else Q(**{WHERE.get(kind, "pk"): UUID(value)})
    except ValueError:
        return Q(pk=None)
    there = Application.objects.filter(wanted, round=run.round_id, participation__isnull=False)
    ids = there.values("participation")
    return Q(mentee__in=ids) | Q(mentor__in=ids)


def _on(run: Run, campus: str) -> Q:
    """A campus in all its spellings, compared here: not every database knows each letter in both cases."""
    spelt = Application.objects.filter(round=run.round_id).order_by().values_list("campus", flat=True)
    return Q(campus__in=[one for one in spelt.distinct() if one.strip().casefold() == campus])


@dataclass
class Places:
    """Where people of a round work, to choose from: value and name."""

    institutions: list[tuple[str, str]] = field(default_factory=list)
    units: list[tuple[str, str]] = field(default_factory=list)
    campuses: list[tuple[str, str]] = field(default_factory=list)


def places(run: Run) -> Places:
    """The institutions, units and campuses of those who take part in the run's round; one query.

    Of each the `MOST_PLACES` with the most people, by name: a choice of hundreds is none.
    """
    rows = Application.objects.filter(round=run.round_id, participation__isnull=False).values_list(
        "institution", "institution__name", "unit", "unit__name", "campus"
    )
    names: dict[str, dict[str, str]] = {"i": {}, "u": {}, "c": {}}
    people = Counter[str]()
    for institution, its_name, unit, unit_name, campus, count in rows.order_by().annotate(n=Count("pk")):
        shown = campus.strip()
        for kind, key, name in (("i", institution, its_name), ("u", unit, unit_name), ("c", shown, shown)):
            if key:
                place = f"{kind}:{shown.casefold() if kind == 'c' else key}"
                names[kind].setdefault(place, name)
                people[place] += count
    return Places(*(_most(some, people) for some in names.values()))


def _most(names: dict[str, str], people: Counter[str]) -> list[tuple[str, str]]:
    chosen = sorted(names.items(), key=lambda one: (-people[one[0]], one[1]))[:MOST_PLACES]
    return sorted(chosen, key=lambda one: one[1])


@dataclass(frozen=True)
class Mentor:
    """A mentor whom a mentee could get: points, who is there now, and what the simplest way comes to."""

    who: Who
    points: int = 0
    free: int = 0
    holders: list[Who] = field(default_factory=list)
    told: str = ""
    obstacles: list[str] = field(default_factory=list)


def mentors_for(board: Board, mentee: str, *, search: str = "") -> tuple[list[Mentor], list[Mentor]]:
    """The mentors a mentee could get, what costs least first, and those they cannot, by name.

    Of very many only those with the most points are looked at, or the first whom the search finds. At most
    three queries.
    """
    wanted = _wanted(board, mentee, search)
    people = known(
        id_of(one) for one in {*wanted, *(held for one in wanted for held in board.mentees_of(one))}
    )
    can = [one for one in wanted if board.possible(mentee, one)]
    cannot = sorted(set(wanted) - set(can), key=lambda one: people[UUID(one)].name)
    simplest = {one: _simplest(board, mentee, one) for one in can}
    can.sort(key=lambda one: (simplest[one] is None, -(simplest[one] or (0, ""))[0], one))
    return (
        [_mentor(board, mentee, one, simplest[one], people) for one in can],
        [Mentor(people[UUID(one)], obstacles=board.obstacles(mentee, one)) for one in cannot],
    )


def mentors_besides(board: Board, seat: str) -> list[Who]:
    """The mentors whom the mentee of a seat has on this board besides; one query where there are any."""
    theirs = [
        board.pairs[one] for one in board.seats_of(mentee_of(seat)) if one != seat and one in board.pairs
    ]
    return sorted(known(UUID(one) for one in theirs).values(), key=lambda who: who.name) if theirs else []


@dataclass(frozen=True)
class Seat:
    """A place of a mentee, as a page names it."""

    key: str
    place: int


def with_room(run: Run) -> list[tuple[Who, Seat]]:
    """The mentees who have a mentor, from before too, and a place for another; by name, two queries."""
    pairs = run.proposals.filter(state__in=STANDING).values_list("mentee", "mentee_place")
    filled = {seat(mentee, place) for mentee, place in pairs}
    has = having(run.frozen) | {mentee_of(one) for one in filled}
    empty = {
        one: left[0]
        for one, seats in of_frozen(run.frozen.get("mentees", [])).items()
        if one in has and (left := [each for each in seats if each not in filled])
    }
    people = known(UUID(one) for one in empty)
    found = [(people[UUID(one)], Seat(left, place_of(left))) for one, left in empty.items()]
    return sorted(found, key=lambda row: row[0].name)


def is_narrowed(board: Board) -> bool:
    """Whether there are so many mentors that not all of them are looked at for one mentee."""
    return len(board.places) > MANY_MENTORS


def _wanted(board: Board, mentee: str, search: str) -> list[str]:
    theirs = {board.pairs.get(one) for one in board.seats_of(mentee_of(mentee))}
    everybody = [one for one in board.places if one not in theirs]
    if search:
        named = Participation.objects.filter(round=board.run.round_id, side=Side.MENTOR)
        names = {str(one): name.casefold() for one, name in named.values_list("pk", "person__name")}
        found = [one for one in everybody if search.casefold() in names.get(one, "")]
        return found[:LOOKED_AT] if is_narrowed(board) else found
    if not is_narrowed(board):
        return everybody
    compiled, mentors = board.compiled, board.compiled.problem.mentors
    allowed = np.ones(len(mentors), dtype=bool)
    one = mentee_of(mentee)
    for broken in compiled.broken_rules(one).values():
        allowed &= ~broken
    scores = np.where(allowed, np.array(compiled.all_scores(one)), -1)
    best = np.argsort(-scores, kind="stable")[: LOOKED_AT + 1]
    left = set(everybody)
    return [mentors[col] for col in best.tolist() if allowed[col] and mentors[col] in left]


def _simplest(board: Board, mentee: str, mentor: str) -> tuple[int, str] | None:
    """Points gained by the simplest way, and with whom one swaps; None where more people have to move."""
    here = board.pairs.get(mentee)
    gain = board.points(mentee, mentor) - (board.scores[mentee] if here else 0)
    if board.free(mentor) > 0:
        return gain, ""
    found = [
        (gain + board.points(other, here) - board.scores[other], other)
        for other in board.mentees_of(mentor)
        if here and not board.fixed(other) and board.possible(other, here)
    ]
    return max(found, default=None)


def _mentor(
    board: Board, mentee: str, mentor: str, simplest: tuple[int, str] | None, people: dict[UUID, Who]
) -> Mentor:
    told = _("No free place; somebody else would have to move")
    if simplest is not None:
        gain, other = simplest
        text = (
            _("Swap with %(name)s: %(gain)s points in all")
            if other
            else _("Free place: %(gain)s points in all")
        )
        told = text % {
            "gain": f"{gain:+d}".replace("-", "−"),
            "name": people[id_of(other)].name if other else "",
        }
    holders = [people[id_of(one)] for one in board.mentees_of(mentor)]
    points = board.points(mentee, mentor)
    return Mentor(people[UUID(mentor)], points, max(0, board.free(mentor)), holders, told)

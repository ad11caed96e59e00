"""What the pages of a board show, put together from the queries."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.core.paginator import Paginator
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.http import ActorRequest, asked
from fairlead.matching import policies
from fairlead.matching.queries import beside, boarding, changes, pruned, runs, ways, wording
from fairlead.matching.queries import board as boards
from fairlead.matching.queries.seats import id_of, mentee_of, seat
from fairlead.programmes.enums import Side

if TYPE_CHECKING:
    from fairlead.matching.models import Run

ROWS = 10
UNPAIRED = 6
ENTRIES = 3
SEVERAL = (_("mentees with two mentors"), _("mentees with three mentors"))


def board_context(request: ActorRequest, found: "Run") -> dict[str, Any]:
    """The board's figures, open questions and one page of its pairs, as far as the address narrows them."""
    search, show, where = (asked(request, name) for name in ("q", "show", "where"))
    log = list(changes.of_run(found))
    by_hand = changes.by_hand(log)
    sums = boarding.sums(found)
    proposals = boarding.proposals_of(
        found, search=search, show=show, where=where, changed=list(by_hand), limit=sums.limit
    )
    page = Paginator(proposals, ROWS).get_page(request.GET.get("page"))
    hands = changes.named(by_hand, [seat(one.mentee_id, one.mentee_place) for one in page.object_list])
    unmatched = runs.unmatched_rows(found, side=Side.MENTEE)
    newest, can_decide = runs.newest_done(found.round) == found, policies.can_decide(request.actor, found)
    erased = pruned.why_not(found)
    return {
        "run": found,
        "round": found.round,
        "page": page,
        "rows": [(row, hands.get(row.seat)) for row in runs.rows(found, page.object_list)],
        "changed": len(by_hand),
        "search": search,
        "show": show,
        "where": where,
        "filters": boarding.filters(),
        "places": boarding.places(found),
        "sums": sums,
        **_of_several(found, sums),
        "questions": boarding.questions(found, sums, unmatched=len(unmatched)),
        "unmatched_mentees": Paginator(unmatched, UNPAIRED).get_page(request.GET.get("without")),
        "number": log[-1].number if log else 0,
        "log": changes.entries(log[: -ENTRIES - 1 : -1]),
        "to_undo": changes.to_undo(log, request.actor),
        "to_redo": changes.to_redo(log, request.actor),
        "newest": newest,
        "can_decide": can_decide,
        "erased": erased,
        "can_change": can_decide and newest and not erased,
        "restraints": boards.restraints_of(found.round),
        "back": f"{reverse('matching:run', args=[found.pk])}?{request.GET.urlencode()}",
    }


def _of_several(found: "Run", sums: boarding.Sums) -> dict[str, Any]:
    """Where the round gives several mentors: how many mentees have two or three, who has room for another."""
    if not found.policy.get("each"):
        return {}
    told = list(zip(sums.several, SEVERAL, strict=False))
    return {"several": told, "with_room": boarding.with_room(found)}


def seat_asked(request: ActorRequest, board: boards.Board, mentee: UUID) -> str:
    """The seat of a mentee that the address names, else the first that is free."""
    place = request.GET.get("place", "")
    wanted = seat(mentee, int(place)) if place in ("1", "2", "3") else ""
    return wanted if wanted in board.seats_of(str(mentee)) else board.free_seat(str(mentee))


def pair_context(
    request: ActorRequest, found: "Run", mentee: UUID, mentor: UUID, *, seat: str = ""
) -> dict[str, Any]:
    """Two people side by side and every way of pairing them, or what taking them apart comes to.

    `seat`: which of the mentee's places it is for, where the address does not say so.
    """
    board = boards.load(found)
    other = str(mentor)
    wanted = seat if seat in board.seats_of(str(mentee)) else seat_asked(request, board, mentee)
    one = board.seat_with(str(mentee), other) or wanted
    paired = board.pairs.get(one) == other
    can_change = policies.can_decide(request.actor, found) and runs.newest_done(found.round) == found
    apart = ways.apart(board, one) if paired else None
    open_ways = [apart] if apart else ways.of_pair(board, one, other)
    named = {id_of(who) for way in open_ways for pair in way.moves.items() for who in pair if who}
    people = runs.known({mentee, mentor, *named, *(UUID(mentor) for mentor in board.pairs.values())})
    (parts,) = board.parts([(one, other)])
    return {
        "run": found,
        "round": found.round,
        "mentee": people[mentee],
        "mentor": people[mentor],
        "seat": one,
        **_beside(board, one, people, paired=paired),
        "paired": paired,
        "held": one in board.held,
        "locked": board.locks.get(one) == other,
        "lifts": one in board.locks and board.locks[one] != other,
        "parts": wording.legend(parts),
        "points": board.points(one, other),
        "most": wording.most(parts),
        "lines": beside.side_by_side(mentee, mentor, actor=request.actor),
        "obstacles": [] if paired else board.obstacles(one, other),
        "ways": [changes.told_way(board, way, people) for way in open_ways],
        "can_change": can_change,
        "number": board.number,
        "reason": "",
    }


def _beside(board: boards.Board, one: str, people: dict[UUID, runs.Who], *, paired: bool) -> dict[str, Any]:
    """Of a mentee with several places: whom the chosen mentor replaces, or that they come as another one."""
    mentee = mentee_of(one)
    theirs = [each for each in board.seats_of(mentee) if each in board.pairs]
    if paired or not (mentee in board.has or len(board.seats_of(mentee)) > 1):
        return {}
    if one in board.pairs:
        return {"instead": people[UUID(board.pairs[one])]}
    return {"another": bool(theirs) or mentee in board.has}


def person_context(request: ActorRequest, found: "Run", participation: UUID) -> dict[str, Any] | None:
    """Somebody of the run, or left out: their pairs, what leaving them out comes to, their places."""
    board = boards.load(found)
    who = str(participation)
    restraint = next(
        (one for one in boards.restraints_of(found.round) if str(one.participation_id) == who), None
    )
    side = boards.sides_of(found, [who]).get(who)
    if side is None and restraint is None:
        return None
    moves = ways.leaving(board, who)
    theirs = board.mentees_of(who)
    people = runs.known([participation, *(id_of(one) for one in theirs)])
    return {
        "run": found,
        "round": found.round,
        "who": people[participation],
        "is_mentor": (side or (restraint and restraint.participation.side)) == Side.MENTOR,
        "in_run": side is not None,
        "restraint": restraint,
        "effect": ways.effect(board, moves) if moves else None,
        "places": board.places.get(who, 0),
        "theirs": [people[id_of(one)] for one in theirs],
        "can_change": policies.can_decide(request.actor, found) and runs.newest_done(found.round) == found,
        "number": board.number,
    }

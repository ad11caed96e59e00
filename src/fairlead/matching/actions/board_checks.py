"""Whether a change of a board can be made: who may move, which rules hold, who was faster."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.errors import Refused
from fairlead.matching.enums import BoardKind, RunState
from fairlead.matching.models import Restraint, Ruling, Run
from fairlead.matching.queries import changes
from fairlead.matching.queries.board import Board, Moves, places_with, sides_of
from fairlead.matching.queries.runs import known
from fairlead.matching.queries.seats import id_of, mentee_of
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import ParticipationState, RoundState, Side
from fairlead.programmes.models import Participation, Round


class CannotChange(Refused):
    """The board cannot be changed like that."""


class ReasonMissing(CannotChange):
    """It gets worse, and nobody has said why."""


class Meanwhile(CannotChange):
    """Somebody else has changed the same people since the page was shown; `changes` says how."""

    def __init__(self, others: list[str]) -> None:
        super().__init__(
            _("Meanwhile the same people were changed. %(said)s Look again, then decide.")
            % {"said": " ".join(others)}
        )
        self.others = others


WORDS = frozenset({BoardKind.LOCK, BoardKind.FORBID, BoardKind.LIFT})


@dataclass(frozen=True)
class Plan:
    """What is to be changed: who moves to whom, and what is said about a pair or a person.

    `mentee` (a seat) and `mentor` are the two it is about. `moves`: seat to new mentor, None for nobody.
    `places`: how many of a person's places the round's runs may use, None as many as they offer.
    """

    kind: BoardKind
    mentee: str = ""
    mentor: str = ""
    moves: Moves = field(default_factory=dict)
    places: int | None = None

    @property
    def told(self) -> dict[str, Any]:
        """The plan as the log would tell it, but for where people come from."""
        moves = [{"mentee": one, "before": None, "after": to} for one, to in sorted(self.moves.items())]
        return {"mentee": self.mentee, "mentor": self.mentor, "moves": moves, "places": self.places}

    @property
    def named(self) -> set[str]:
        """Everybody that the plan itself names."""
        ends = {one for pair in self.moves.items() for one in pair if one}
        return ends | {one for one in (self.mentee, self.mentor) if one}

    @property
    def people(self) -> set[str]:
        """Whose seats and places these are."""
        return {mentee_of(one) for one in self.named}


def check_open(run: Run) -> None:
    """Lock the round; only the newest run of a round that goes on has a board that can be changed."""
    round = Round.objects.select_for_update(no_key=True).get(pk=run.round_id)
    if round.state == RoundState.FINISHED:
        raise CannotChange(_("This round is finished; nobody is matched in it any more."))
    newest = Run.objects.filter(round=round).exclude(state__in=[RunState.FAILED, RunState.CANCELLED])
    found = newest.order_by("-number").values_list("pk", "state").first()
    if found != (run.pk, RunState.DONE):
        raise CannotChange(
            _("There is a newer run of this round, or one under way; change its pairs instead.")
        )


def check_meanwhile(run: Run, people: set[str], number: int) -> None:
    """Nobody has changed these people since change `number`. Raises `Meanwhile`."""
    since = changes.touching(run, people, since=number)
    if since:
        raise Meanwhile(changes.sentences(since))


def check_people(run: Run, board: Board, plan: Plan, standing: dict[UUID, Participation]) -> None:
    """Everybody is in the run on the right side, takes part, and may move like that."""
    if plan.kind == BoardKind.LET_IN:
        _check_let_in(run, plan)
    else:
        _check_moving(run, board, plan, standing)


def _check_moving(run: Run, board: Board, plan: Plan, standing: dict[UUID, Participation]) -> None:
    sides = sides_of(run, plan.people)
    moved = {*plan.moves, plan.mentee} - {""}
    joined = {one for one in (*plan.moves.values(), plan.mentor) if one}
    known_ones = all(one in board.seats_of(mentee_of(one)) for one in plan.moves)
    if any(sides.get(mentee_of(one)) != Side.MENTEE for one in moved) or any(
        sides.get(one) != Side.MENTOR for one in joined
    ):
        known_ones = False
    if not known_ones:
        raise CannotChange(_("Somebody of these is not in this run."))
    ends = {one for pair in plan.moves.items() if pair[1] for one in pair if one}
    if any(standing[id_of(one)].state != ParticipationState.ACTIVE for one in ends):
        raise CannotChange(_("One of the two no longer takes part."))
    if moved & board.held and plan.kind not in WORDS:
        raise CannotChange(
            _("This pair has been offered or answered already; it is not changed here any more.")
        )
    locked = {one for one in plan.moves if one in board.locks} - {plan.mentee}
    if locked:
        names = ", ".join(one.name for one in known(id_of(one) for one in locked).values())
        raise CannotChange(_t("Locked pairs stay: lift the lock of %(names)s first.") % {"names": names})
    CHECKS.get(plan.kind, _check_moves)(board, plan)


def _check_moves(board: Board, plan: Plan) -> None:
    """No hard rule is broken, and no mentor gets more than their places."""
    if plan.kind in (BoardKind.PAIR, BoardKind.FIT) and plan.moves.get(plan.mentee) != plan.mentor:
        raise CannotChange(_("Choose a mentor for this mentee."))
    for mentee, mentor in plan.moves.items():
        broken = board.obstacles(mentee, mentor, others_move=True) if mentor else []
        if broken:
            raise CannotChange(" ".join(broken))
    after = board.after(plan.moves)
    if board.twice(after):
        raise CannotChange(_("The two are a pair of this board already."))
    if after == board.pairs and plan.kind in (BoardKind.PAIR, BoardKind.APART):
        raise CannotChange(_("Nothing would change; they stand like that already."))
    counts = {one: list(after.values()).count(one) for one in {*after.values()}}
    full = [
        one
        for one, count in counts.items()
        if count > max(board.places[one], list(board.pairs.values()).count(one))
    ]
    if full:
        raise CannotChange(_("No place of this mentor is free any more; look again."))
    _check_live(board, {one: to for one, to in plan.moves.items() if to}, after)


def _check_live(board: Board, moves: Mapping[str, str], after: Mapping[str, str]) -> None:
    """Nobody gets more mentors than the round gives, nor the one whom they have: pairs made since count."""
    each = board.run.round.mentors_each
    mentees = {id_of(one) for one in moves}
    live = Mentorship.objects.filter(mentee__in=mentees, state__in=LIVE_STATES)
    there = {(str(mentee), str(mentor)) for mentee, mentor in live.values_list("mentee", "mentor")}
    wanted = {(mentee_of(one), mentor) for one, mentor in after.items()}
    counts = Counter(mentee for mentee, _mentor in there | wanted)
    again = any((mentee_of(one), mentor) in there for one, mentor in moves.items())
    if again or (there and any(counts[str(one)] > each for one in mentees)):
        raise CannotChange(_("The mentee has a mentor already."))


def _check_ruling(board: Board, plan: Plan) -> None:
    """A lock needs an allowed pair and a place that no other lock, offer or answer has taken."""
    pair = mentee_of(plan.mentee), plan.mentor
    locked = {(mentee_of(one), mentor) for one, mentor in board.locks.items()}
    if plan.kind == BoardKind.LIFT:
        if not Ruling.objects.filter(mentee=id_of(plan.mentee), mentor=UUID(plan.mentor)).exists():
            raise CannotChange(_("Nothing has been said about this pair, so there is nothing to lift."))
        return
    if pair in board.forbidden if plan.kind == BoardKind.FORBID else pair in locked:
        raise CannotChange(_("This has been said about the pair already."))
    if plan.kind == BoardKind.FORBID:
        return
    broken = board.obstacles(plan.mentee, plan.mentor)
    if broken:
        raise CannotChange(" ".join(broken))
    taken = board.locks | {one: to for one, to in board.pairs.items() if one in board.held}
    others = [one for one, to in taken.items() if to == plan.mentor and one != plan.mentee]
    if len(others) >= board.places[plan.mentor]:
        raise CannotChange(_("All places of this mentor are locked or taken; lift another lock first."))


def _check_let_in(run: Run, plan: Plan) -> None:
    """There is something to lift; who was left out need not be in this run."""
    person = id_of(plan.mentee or plan.mentor)
    if not Restraint.objects.filter(round=run.round_id, participation=person).exists():
        raise CannotChange(_("This round’s runs use them as they said already."))


def _check_restraint(board: Board, plan: Plan) -> None:
    """Whoever is left out has no pair that was offered; a mentor keeps places for the pairs there are."""
    if plan.kind == BoardKind.LEAVE_OUT:
        own = set(board.seats_of(mentee_of(plan.mentee))) if plan.mentee else set()
        theirs = own & board.pairs.keys() | set(board.mentees_of(plan.mentor) if plan.mentor else ())
        if theirs & board.held:
            raise CannotChange(_("An offer to this person is open or answered; call it off first."))
        if theirs - plan.moves.keys():
            raise CannotChange(_("Their pairs have changed meanwhile; look again."))
    if plan.kind == BoardKind.PLACES:
        if not plan.mentor or plan.places is None or plan.places < 1:
            raise CannotChange(_("Choose at least one place, or leave the person out."))
        left = places_with(board.run, plan.mentor, plan.places)
        if left < len(board.mentees_of(plan.mentor)):
            raise CannotChange(_("This mentor has more pairs than that; take one apart first."))


CHECKS = {
    **dict.fromkeys(WORDS, _check_ruling),
    BoardKind.LEAVE_OUT: _check_restraint,
    BoardKind.PLACES: _check_restraint,
}

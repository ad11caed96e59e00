"""Change a run's board by hand: pair, take apart, lock, forbid, leave out; undo and redo."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.matching.actions.board_checks import (
    WORDS,
    CannotChange,
    Meanwhile,
    Plan,
    ReasonMissing,
    check_meanwhile,
    check_open,
    check_people,
)
from fairlead.matching.actions.board_rows import Rows, restore, snapshot
from fairlead.matching.enums import STANDING, BoardKind, ProposalState, RulingKind
from fairlead.matching.models import BoardChange, Proposal, Restraint, Ruling, Run, Unmatched
from fairlead.matching.queries import board as boards
from fairlead.matching.queries import changes, ways
from fairlead.matching.queries.board import Board
from fairlead.matching.queries.rulings import free_lock
from fairlead.matching.queries.seats import id_of, mentee_of, place_of
from fairlead.preferences.actions.asking import release
from fairlead.programmes.actions import lock_participations
from fairlead.programmes.enums import Side


@transaction.atomic
def change(run: Run, plan: Plan, *, number: int, reason: str = "", by: Actor, at: datetime) -> BoardChange:
    """Carry a plan out, if nobody has touched its people since change `number`, and keep it in the log.

    The chosen pairs are locked for later runs, pairs taken apart are forbidden for them, and approvals of
    pairs that are changed are no longer asked. What was suggested is taken without a lock.

    Raises `CannotChange`, `ReasonMissing` and `Meanwhile`.
    """
    reason = " ".join(reason.split())[:300]
    check_open(run)
    people = _touched(run, plan)
    check_meanwhile(run, people, number)
    standing = lock_participations(UUID(one) for one in people)
    board = boards.load(run)
    plan = _seated(board, plan)
    check_people(run, board, plan, standing)
    effect = ways.effect(board, plan.moves)
    if plan.moves and effect.worse and not reason:
        raise ReasonMissing(_("This makes it worse; say in a few words why, so that others understand it."))
    before = snapshot(run, people)
    _carry_out(board, plan, reason=reason, by=by, at=at)
    made = BoardChange.objects.create(
        run=run,
        number=boards.number_of(run) + 1,
        kind=plan.kind,
        people=sorted(people),
        told=_told(board, plan, effect),
        before=before,
        after=snapshot(run, people),
        reason=reason,
        made_by_id=by.person_id,
        made_at=at,
    )
    record("changed board", run, by=by, at=at, label=str(run.number), details={"kind": str(plan.kind)})
    return made


def _seated(board: Board, plan: Plan) -> Plan:
    """A word on a pair is said of the seat where the two stand, else of the one they would get."""
    if plan.kind not in WORDS:
        return plan
    mentee = mentee_of(plan.mentee)
    return replace(plan, mentee=board.seat_with(mentee, plan.mentor) or board.free_seat(mentee))


def _touched(run: Run, plan: Plan) -> set[str]:
    """Everybody whose pairs or rulings the plan changes: also the mentors whom somebody leaves."""
    mentees = {id_of(one) for one in plan.moves}
    there = Proposal.objects.filter(run=run, mentee__in=mentees, state__in=STANDING)
    return plan.people | {str(mentor) for mentor in there.values_list("mentor", flat=True)}


def _carry_out(board: Board, plan: Plan, *, reason: str, by: Actor, at: datetime) -> None:
    said = {"reason": reason, "made_by_id": by.person_id, "made_at": at}
    if plan.moves:
        _move(board, plan)
    if plan.kind in (BoardKind.PAIR, BoardKind.LOCK):
        chosen = {plan.mentee: plan.mentor}
        if plan.kind == BoardKind.PAIR:
            chosen |= _swapped(board, plan)
        for mentee, mentor in chosen.items():
            _rule(board, mentee, mentor, RulingKind.LOCK, said)
            if board.run.round.mentors_each == 1:
                release(id_of(mentee), but=UUID(mentor), at=at)
    elif plan.kind in (BoardKind.APART, BoardKind.FORBID):
        mentor = plan.mentor if plan.kind == BoardKind.FORBID else board.pairs[plan.mentee]
        _rule(board, plan.mentee, mentor, RulingKind.FORBID, said)
        release(id_of(plan.mentee), only=UUID(mentor), at=at)
    elif plan.kind == BoardKind.LIFT:
        Ruling.objects.filter(
            round=board.run.round_id, mentee=id_of(plan.mentee), mentor=UUID(plan.mentor)
        ).delete()
        release(id_of(plan.mentee), only=UUID(plan.mentor), at=at)
    elif plan.kind != BoardKind.FIT:
        _restrain(board, plan, said)


def _swapped(board: Board, plan: Plan) -> dict[str, str]:
    """The other pair of a plain swap, which a person chose as well."""
    if len(plan.moves) != 2:
        return {}
    left = board.pairs.get(plan.mentee)
    return {one: to for one, to in plan.moves.items() if one != plan.mentee and to is not None and to == left}


def _rule(board: Board, mentee: str, mentor: str, kind: RulingKind, said: dict[str, Any]) -> None:
    """Say it of the pair; a lock takes the place of the one that its seat had."""
    found = Ruling.objects.filter(round=board.run.round_id, mentee=id_of(mentee))
    found.filter(mentor=UUID(mentor)).delete()
    place = 1
    if kind == RulingKind.LOCK:
        if before := board.locks.get(mentee):
            found.filter(kind=RulingKind.LOCK, mentor=UUID(before)).delete()
        place = free_lock(found.filter(kind=RulingKind.LOCK))
    Ruling.objects.create(
        round_id=board.run.round_id,
        mentee_id=mentee_of(mentee),
        mentor_id=mentor,
        kind=kind,
        mentee_place=place,
        **said,
    )


def _restrain(board: Board, plan: Plan, said: dict[str, Any]) -> None:
    person = mentee_of(plan.mentee) or plan.mentor
    Restraint.objects.filter(round=board.run.round_id, participation=UUID(person)).delete()
    if plan.kind != BoardKind.LET_IN:
        places = 0 if plan.kind == BoardKind.LEAVE_OUT else plan.places
        Restraint.objects.create(
            round_id=board.run.round_id, participation_id=person, places=places or 0, **said
        )


def _move(board: Board, plan: Plan) -> None:
    """New rows for the new pairs, so that nothing said about an old pair is taken for the new one."""
    run, after = board.run, board.after(plan.moves)
    for one in plan.moves:
        stood = Proposal.objects.filter(run=run, mentee=id_of(one), mentee_place=place_of(one))
        stood.filter(state=ProposalState.PROPOSED).delete()
    made = [(mentee, mentor) for mentee, mentor in plan.moves.items() if mentor]
    Proposal.objects.bulk_create(
        Proposal(
            run=run,
            mentee_id=id_of(mentee),
            mentor_id=UUID(mentor),
            mentee_place=place_of(mentee),
            score=board.points(mentee, mentor),
            parts=parts,
            locked=False,
        )
        for (mentee, mentor), parts in zip(made, board.parts(made), strict=True)
    )
    paired = {mentee_of(one) for one in after} | board.has
    _left_over(run, Side.MENTEE, {mentee_of(one) for one in plan.moves}, paired)
    mentors = {one for one in plan.moves.values() if one} | {
        board.pairs[one] for one in plan.moves if one in board.pairs
    }
    _left_over(run, Side.MENTOR, mentors, set(after.values()))


def _left_over(run: Run, side: Side, people: Iterable[str], paired: set[str]) -> None:
    """Note of these people who has nobody now; what a run found out about somebody stays where it is."""
    ids, without = {UUID(one) for one in people if one in paired}, set(people) - paired
    Unmatched.objects.filter(run=run, participation__in=ids).delete()
    there = Unmatched.objects.filter(run=run, participation__in=[UUID(one) for one in without])
    known_of = {str(pk) for pk in there.values_list("participation", flat=True)}
    Unmatched.objects.bulk_create(
        Unmatched(run=run, participation_id=UUID(one), side=side, reason={"kind": "by_hand", "people": []})
        for one in sorted(without - known_of)
    )


def _told(board: Board, plan: Plan, effect: ways.Effect) -> dict[str, Any]:
    """What the log says: the two, who moved from whom to whom, and the figures before and after."""
    moves = [
        {
            "mentee": one["mentee"],
            "before": one["leaves"],
            "after": one["joins"],
            **({"keeps": True} if "several" in one else {}),
        }
        for one in changes.moves_told(board, dict(sorted(plan.moves.items())))
    ]
    told: dict[str, Any] = {
        "mentee": plan.mentee,
        "mentor": plan.mentor,
        "moves": moves,
        "places": plan.places,
    }
    if plan.moves:
        for name in ("matched", "total", "worst"):
            told[name] = [getattr(effect.before, name), getattr(effect.after, name)]
    return told


@transaction.atomic
def undo(chosen: BoardChange, *, by: Actor, at: datetime) -> BoardChange:
    """Put everything a change did back exactly, if nothing else has touched its people since.

    Raises `CannotChange`.
    """
    return _turn(chosen, BoardKind.UNDO, by=by, at=at)


@transaction.atomic
def redo(chosen: BoardChange, *, by: Actor, at: datetime) -> BoardChange:
    """Do again what was undone, if nothing else has touched its people since. Raises `CannotChange`."""
    return _turn(chosen, BoardKind.REDO, by=by, at=at)


def _turn(chosen: BoardChange, kind: BoardKind, *, by: Actor, at: datetime) -> BoardChange:
    run = chosen.run
    check_open(run)
    standing = BoardChange.objects.select_related("made_by").get(pk=chosen.pk)
    undoing = kind == BoardKind.UNDO
    if standing.of_id or standing.undone == undoing:
        raise CannotChange(_("This has been undone already.") if undoing else _("This is not undone."))
    _check_order(run, standing)
    lock_participations(UUID(one) for one in standing.people)
    found, wanted = (standing.after, standing.before) if undoing else (standing.before, standing.after)
    _check_same(snapshot(run, standing.people), found)
    restore(run, standing.people, wanted)
    BoardChange.objects.filter(pk=standing.pk).update(undone=undoing)
    made = BoardChange.objects.create(
        run=run,
        number=boards.number_of(run) + 1,
        kind=kind,
        people=standing.people,
        told=standing.told,
        of=standing,
        made_by_id=by.person_id,
        made_at=at,
    )
    record(f"{kind.value} change of board", run, by=by, at=at, label=str(run.number))
    return made


def _check_order(run: Run, chosen: BoardChange) -> None:
    """Of the changes of the same people those after it are undone, and those before it stand as they did."""
    same = changes.touching(run, set(chosen.people), since=0)
    later = [one for one in same if one.number > chosen.number and not (one.of_id or one.undone)]
    if later:
        said = " ".join(changes.sentences(later))
        raise CannotChange(
            _t("The same people were changed after it: %(said)s Undo that first.") % {"said": said}
        )
    turns = Counter(one.of_id for one in same if one.number > chosen.number)
    turned = [one for one in same if one.number < chosen.number and turns[one.pk] % 2]
    if turned:
        said = " ".join(changes.sentences(turned))
        raise CannotChange(
            _t("What was changed before it does not stand as it did then: %(said)s Turn that back first.")
            % {"said": said}
        )


def _check_same(now: Rows, then: Rows) -> None:
    if now != then:
        raise CannotChange(
            _(
                "Since then an offer, an approval or a ruling has said something else about these people; "
                "it cannot be turned back from here."
            )
        )


__all__ = ["CannotChange", "Meanwhile", "Plan", "ReasonMissing", "change", "redo", "undo"]

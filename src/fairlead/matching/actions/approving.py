"""Ask institutions for their approval of proposed pairs, take their answers, and give them more time."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate
from django.utils.translation import gettext as _t
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.matching.actions.approval_letters import tell_approvers, tell_coordinators
from fairlead.matching.enums import APPROVAL_MOVES, ApprovalState, ProposalState, RulingKind, RunState
from fairlead.matching.models import Approval, Ruling, Run
from fairlead.matching.queries import approvals as queries
from fairlead.matching.queries import deciders
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round

LONGEST = 60
OPEN = (ApprovalState.WAITING, ApprovalState.EXPIRED)


class CannotAsk(Refused):
    """Nothing of the run can be sent for approval now."""


class CannotDecide(Refused):
    """The approval is not asked any more, or a reason is missing."""


@transaction.atomic
def ask(run: Run, *, deadline: date, by: Actor, at: datetime) -> int:
    """Send the run's pairs with people of institutions that decide to these; how many pairs were sent.

    Sending them is the programme's own approval for its lead institution. What an institution has approved
    before in this round stays approved; what was asked of an older run is asked no more. Raises `CannotAsk`.
    """
    round = Round.objects.select_for_update(no_key=True).select_related("programme").get(pk=run.round_id)
    _check(run, round, deadline, today=localdate(at))
    table = deciders.load([round.programme_id], today=localdate(at))
    people = table.partners.get(round.programme_id, {})
    chosen = queries.unasked(run, asked=people)
    if not chosen:
        raise CannotAsk(_("Every pair that needs an approval has been sent already."))
    older = Approval.objects.filter(proposal__run__round=round, state__in=OPEN).exclude(proposal__run=run)
    older.update(state=ApprovalState.CALLED_OFF)
    at_institutions, before = queries.institutions_of(chosen), _approved_before(round)
    rows = []
    for proposal in chosen:
        for institution in {
            one if one in people else round.programme.lead_id for one in at_institutions[proposal.pk]
        }:
            row = Approval(proposal=proposal, institution_id=institution, asked_at=at, deadline=deadline)
            earlier = before.get((proposal.mentee_id, proposal.mentor_id, institution))
            _settle_beforehand(row, earlier, own=institution not in people, by=by, at=at)
            rows.append(row)
    Approval.objects.bulk_create(rows)
    waiting = [one for one in rows if one.state == ApprovalState.WAITING]
    tell_approvers(run, waiting, table, template="approvals_asked", at=at)
    record("asked for approvals", run, by=by, at=at, label=str(run.number), details={"pairs": len(chosen)})
    return len(chosen)


def _check(run: Run, round: Round, deadline: date, *, today: date) -> None:
    if run.state != RunState.DONE or queries.newest([round.pk]) != [run.pk]:
        raise CannotAsk(_("Pairs are sent for approval from the newest run of a round that is not finished."))
    _check_deadline(deadline, today=today)


def _check_deadline(deadline: date, *, today: date) -> None:
    if not 1 <= (deadline - today).days <= LONGEST:
        text = _t("Choose a last day from tomorrow on, within %(n)d days.")
        raise CannotAsk(text % {"n": LONGEST})


def _approved_before(round: Round) -> dict[tuple[UUID, UUID, UUID], Approval]:
    """What institutions have approved in the round, by mentee, mentor and institution; one query."""
    found = Approval.objects.filter(proposal__run__round=round, state=ApprovalState.APPROVED)
    return {
        (one.proposal.mentee_id, one.proposal.mentor_id, one.institution_id): one
        for one in found.select_related("proposal").order_by("decided_at")
    }


def _settle_beforehand(
    row: Approval, earlier: Approval | None, *, own: bool, by: Actor, at: datetime
) -> None:
    """Approved already: by the sender for the programme's lead, or by the institution in an earlier run."""
    if earlier is not None:
        row.state, row.decided_by_id, row.decided_at = (
            ApprovalState.APPROVED,
            earlier.decided_by_id,
            earlier.decided_at,
        )
    elif own:
        row.state, row.decided_by_id, row.decided_at = ApprovalState.APPROVED, by.person_id, at


@transaction.atomic
def decide(chosen: Iterable[Approval], *, approved: bool, reason: str = "", by: Actor, at: datetime) -> int:
    """Approve or decline for an institution; how many were decided.

    Of several chosen those that somebody else has decided meanwhile are left as they are, and those on which
    somebody else is to decide, because the actor is one of the two. A declined pair is forbidden for the
    round, and the other institution is not asked any more. Raises `CannotDecide`.
    """
    reason = " ".join(reason.split())
    if not approved and not reason:
        raise CannotDecide(_("Say why in a few words; only the programme’s team reads it."))
    ids = [one.pk for one in chosen]
    rounds = Round.objects.filter(pk__in=Approval.objects.filter(pk__in=ids).values("proposal__run__round"))
    standing = [one.pk for one in rounds.select_for_update(no_key=True).order_by("pk")]
    asked = queries.newest(standing)
    found = Approval.objects.filter(pk__in=ids, proposal__run__in=asked, deadline__gte=localdate(at))
    open_ones = found.filter(proposal__state=ProposalState.PROPOSED).select_related(
        "institution",
        "proposal__run__round__programme",
        "proposal__mentee__person",
        "proposal__mentor__person",
    )
    own = _for(by, list(open_ones), today=localdate(at))
    decided = sum(_decide(one, approved=approved, reason=reason, by=by, at=at) for one in own)
    if not decided:
        raise CannotDecide(
            _("This is not asked any more: it was decided, the time is over, or a newer run has replaced it.")
        )
    return decided


def _for(by: Actor, asked: list[Approval], *, today: date) -> list[Approval]:
    """Those on which the actor is to decide."""
    of = {one.pk: one.proposal.run.round.programme_id for one in asked}
    table = deciders.load(set(of.values()), today=today)
    own = [one for one in asked if table.of(one, of[one.pk]).include(by)]
    if asked and not own:
        raise CannotDecide(_("Somebody else decides on this pair."))
    return own


def _decide(one: Approval, *, approved: bool, reason: str, by: Actor, at: datetime) -> bool:
    to = ApprovalState.APPROVED if approved else ApprovalState.DECLINED
    changes = {"decided_by_id": by.person_id, "decided_at": at, "reason": "" if approved else reason}
    try:
        move(one, to, moves=APPROVAL_MOVES, **changes)
    except AlreadyMoved:
        return False
    if not approved:
        _forbid(one, by=by, at=at)
    record(f"{to.value} pair", one, by=by, at=at, label=str(one.pk))
    return True


def _forbid(one: Approval, *, by: Actor, at: datetime) -> None:
    """The pair is never made in this round, nobody else is asked about it, and the coordinators are told."""
    pair = one.proposal
    Ruling.objects.update_or_create(
        round_id=pair.run.round_id,
        mentee_id=pair.mentee_id,
        mentor_id=pair.mentor_id,
        defaults={
            "kind": RulingKind.FORBID,
            "reason": _t("Declined by %(name)s") % {"name": one.institution.name[:200]},
            "made_by_id": by.person_id,
            "made_at": at,
        },
    )
    others = Approval.objects.filter(proposal=pair, state__in=OPEN).exclude(pk=one.pk)
    others.update(state=ApprovalState.CALLED_OFF)
    names = {"mentee": pair.mentee.person.name, "mentor": pair.mentor.person.name}
    told = {**names, "institution": one.institution.name}
    tell_coordinators(pair.run, key=str(one.pk), template="approval_declined", at=at, told=told)


@transaction.atomic
def extend(run: Run, *, deadline: date, by: Actor, at: datetime) -> int:
    """Give institutions that have not answered until another day; how many pairs. Raises `CannotAsk`."""
    round = Round.objects.select_for_update(no_key=True).select_related("programme").get(pk=run.round_id)
    _check(run, round, deadline, today=localdate(at))
    found = Approval.objects.filter(proposal__run=run, state__in=OPEN)
    rows = list(found.select_related("institution", *queries.PEOPLE))
    if not rows:
        raise CannotAsk(_("Nobody’s answer is waited for."))
    Approval.objects.filter(pk__in=[one.pk for one in rows]).update(
        state=ApprovalState.WAITING, deadline=deadline
    )
    for one in rows:
        one.deadline = deadline
    table = deciders.load([round.programme_id], today=localdate(at))
    tell_approvers(run, rows, table, template="approvals_longer", at=at)
    record("extended approvals", run, by=by, at=at, label=str(run.number), details={"pairs": len(rows)})
    return len(rows)


@transaction.atomic
def expire(run: Run, *, at: datetime) -> int:
    """Note that the last day has passed without an answer; the coordinators are told, nothing is approved."""
    late = Q(proposal__run=run, state=ApprovalState.WAITING, deadline__lt=localdate(at))
    days: dict[date, list[UUID]] = defaultdict(list)
    for pk, deadline in Approval.objects.filter(late).values_list("pk", "deadline"):
        days[deadline].append(pk)
    ids = [pk for some in days.values() for pk in some]
    waiting = Approval.objects.filter(late, pk__in=ids)
    moved = waiting.update(state=ApprovalState.EXPIRED)
    if moved:
        tell_coordinators(
            run, key=max(days).isoformat(), template="approvals_late", at=at, told={"count": moved}
        )
    return moved


def late_runs(*, at: datetime) -> list[Run]:
    """Runs with approvals whose last day has passed."""
    late = Approval.objects.filter(state=ApprovalState.WAITING, deadline__lt=localdate(at))
    runs = Run.objects.filter(pk__in=late.values("proposal__run")).exclude(round__state=RoundState.FINISHED)
    return list(runs.select_related("round__programme").defer("frozen"))


__all__ = ["CannotAsk", "CannotDecide", "ask", "decide", "expire", "extend", "late_runs"]

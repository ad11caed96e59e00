"""A partner leaves a programme: what becomes of its applicants, of offers, and of pairs that run.

People without a pair leave the pool. Whoever has or had one keeps their application, which past years count,
and takes part in nothing new: their participation is finished.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.applications.actions import parting as applications
from fairlead.applications.enums import OPEN_STATES, ApplicationState
from fairlead.applications.models import Application
from fairlead.kernel.actors import Actor
from fairlead.kernel.states import move
from fairlead.matching.actions import afterwards, offering
from fairlead.matching.enums import APPROVAL_MOVES, ApprovalState, ProposalState
from fairlead.matching.models import Approval, Deputy, Proposal
from fairlead.mentorships.actions.ending import end_early
from fairlead.mentorships.enums import LIVE_STATES, EndReason
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.actions import lock_participations
from fairlead.programmes.enums import PARTICIPATION_MOVES, ParticipationState, RoundState
from fairlead.programmes.models import Participation
from fairlead.programmes.parting import Effect, Parting, Running

PEOPLE = ("round__programme", "mentor__person", "mentee__person")


@dataclass(frozen=True)
class Plan:
    """What is to be done, read at once: applications, approvals, offers, pairs, and who is finished.

    `again` are pairs that end and whose mentee, of another institution, is found another mentor.
    """

    undecided: list[Application]
    unpaired: list[Application]
    approvals: list[Approval]
    offers: list[Proposal]
    pairs: list[Mentorship]
    again: list[Mentorship]
    finished: list[UUID]


def effects(parting: Parting) -> list[Effect]:
    """What `part` would do now; what happens to nobody is left out."""
    plan = _plan(parting)
    if parting.hand_over:
        pairs = ngettext("%(n)d running pair ends", "%(n)d running pairs end", len(plan.pairs))
    else:
        pairs = ngettext(
            "%(n)d running pair goes on to its planned end",
            "%(n)d running pairs go on to their planned end",
            len(plan.pairs),
        )
    found = [
        ("undecided", _withdrawn(len(plan.undecided)), len(plan.undecided)),
        ("unpaired", _out(len(plan.unpaired)), len(plan.unpaired)),
        (
            "offers",
            ngettext("%(n)d open offer is closed", "%(n)d open offers are closed", len(plan.offers)),
            len(plan.offers),
        ),
        ("approvals", _not_asked(len(plan.approvals)), len(plan.approvals)),
        ("pairs", pairs, len(plan.pairs)),
        ("again", _again(len(plan.again)), len(plan.again)),
        ("finished", _nothing_new(len(plan.finished)), len(plan.finished)),
    ]
    return [Effect(key, words % {"n": count}, count) for key, words, count in found if count]


def part(parting: Parting, *, by: Actor, at: datetime) -> None:
    """Do it, in the transaction of the leaving; everybody concerned gets a letter."""
    plan = _plan(parting)
    lock_participations(_concerned(plan))
    plan = _plan(parting)
    for application in (*plan.undecided, *plan.unpaired):
        applications.withdraw_kindly(application, at=at)
    for pair in plan.pairs if parting.hand_over else ():
        end_early(pair, reason=EndReason.LEFT, by=by, at=at)
    for half in Participation.objects.filter(pk__in=plan.finished):
        move(half, ParticipationState.FINISHED, moves=PARTICIPATION_MOVES)
    for approval in plan.approvals:
        move(approval, ApprovalState.CALLED_OFF, moves=APPROVAL_MOVES)
    for proposal in plan.offers:
        offering.abandon(proposal, at=at)
    Deputy.objects.filter(programme=parting.programme, institution=parting.institution).delete()
    for pair in plan.again:
        afterwards.ask_again(pair, by=by, at=at)


def running(parting: Parting) -> list[Running]:
    """Pairs of the institution’s people that still run, the first to end first; two queries."""
    return [
        Running(
            _("%(mentee)s and %(mentor)s")
            % {"mentee": pair.mentee.person.name, "mentor": pair.mentor.person.name},
            reverse("mentorships:detail", args=[pair.pk]),
            pair.ends_on,
        )
        for pair in _live(parting)
    ]


def erase(parting: Parting, *, at: datetime) -> int:
    """What runs and applications hold goes by the rules of `programmes.keeping`."""
    return 0


def _plan(parting: Parting) -> Plan:
    alive = [
        one
        for one in _applications(parting)
        if one.state in OPEN_STATES and one.round.state != RoundState.FINISHED
    ]
    inside = [one for one in alive if one.state == ApplicationState.ACCEPTED]
    halves = {one.participation_id for one in inside if one.participation_id}
    paired = _paired(halves)
    theirs = {one.participation_id for one in _applications(parting) if one.participation_id}
    pairs = _live(parting)
    active = Participation.objects.filter(pk__in=halves & paired, state=ParticipationState.ACTIVE)
    return Plan(
        undecided=[one for one in alive if one.state != ApplicationState.ACCEPTED],
        unpaired=[one for one in inside if one.participation_id not in paired],
        approvals=_approvals(theirs),
        offers=_offers(theirs),
        pairs=pairs,
        again=_to_go_on(pairs, theirs) if parting.hand_over else [],
        finished=list(active.order_by("pk").values_list("pk", flat=True)),
    )


def _applications(parting: Parting) -> list[Application]:
    found = Application.objects.filter(programme=parting.programme, institution=parting.institution)
    return list(found.select_related("round", "participation").order_by("pk"))


def _paired(halves: Iterable[UUID]) -> set[UUID]:
    ever = Mentorship.objects.filter(Q(mentor__in=halves) | Q(mentee__in=halves))
    return {half for pair in ever.values_list("mentor", "mentee") for half in pair}


def _live(parting: Parting) -> list[Mentorship]:
    theirs = [one.participation_id for one in _applications(parting) if one.participation_id]
    live = Mentorship.objects.filter(Q(mentor__in=theirs) | Q(mentee__in=theirs), state__in=LIVE_STATES)
    return list(live.select_related(*PEOPLE).order_by("ends_on", "pk"))


def _offers(theirs: set[UUID]) -> list[Proposal]:
    open_now = Proposal.objects.filter(
        Q(mentor__in=theirs) | Q(mentee__in=theirs), state=ProposalState.OFFERED
    )
    people = ("run__round__programme", "mentor__person", "mentee__person")
    return list(open_now.select_related(*people).order_by("pk"))


def _approvals(theirs: set[UUID]) -> list[Approval]:
    asked = Approval.objects.filter(
        Q(proposal__mentor__in=theirs) | Q(proposal__mentee__in=theirs), state=ApprovalState.WAITING
    )
    return list(asked.order_by("pk"))


def _to_go_on(pairs: list[Mentorship], theirs: set[UUID]) -> list[Mentorship]:
    """Ending pairs whose mentee stays in a round that goes on."""
    return [
        pair
        for pair in pairs
        if pair.mentee_id not in theirs
        and pair.mentee.state == ParticipationState.ACTIVE
        and pair.round.state != RoundState.FINISHED
    ]


def _concerned(plan: Plan) -> set[UUID]:
    halves = {one.participation_id for one in plan.unpaired if one.participation_id}
    both = {half for pair in plan.pairs for half in (pair.mentor_id, pair.mentee_id)}
    return halves | both | set(plan.finished)


def _withdrawn(n: int) -> str:
    return ngettext(
        "%(n)d application without a decision is withdrawn, with a kind letter",
        "%(n)d applications without a decision are withdrawn, with a kind letter",
        n,
    )


def _out(n: int) -> str:
    return ngettext(
        "%(n)d person in the pool leaves it, with a kind letter",
        "%(n)d people in the pool leave it, with a kind letter",
        n,
    )


def _not_asked(n: int) -> str:
    return ngettext(
        "%(n)d approval of a proposed pair is no longer asked",
        "%(n)d approvals of proposed pairs are no longer asked",
        n,
    )


def _again(n: int) -> str:
    return ngettext(
        "%(n)d mentee of another institution is first in the next run for another mentor",
        "%(n)d mentees of other institutions are first in the next run for another mentor",
        n,
    )


def _nothing_new(n: int) -> str:
    return ngettext(
        "%(n)d person who has or had a pair takes part in nothing new",
        "%(n)d people who have or had a pair take part in nothing new",
        n,
    )

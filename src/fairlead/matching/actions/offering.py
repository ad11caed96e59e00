"""Send offers, remind, and let them expire."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.kernel.tokens import derived, fingerprint
from fairlead.matching.enums import (
    ANSWER_MOVES,
    PROPOSAL_MOVES,
    STANDING,
    AnswerState,
    ProposalState,
    RulingKind,
    RunState,
)
from fairlead.matching.models import Answer, Proposal, Ruling, Run
from fairlead.matching.queries import afterwards, sharing
from fairlead.matching.queries.approvals import missing
from fairlead.matching.queries.offers import take_part
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.notifications.actions import write
from fairlead.notifications.reminders import Reminder
from fairlead.programmes.actions import lock_participations
from fairlead.programmes.enums import ParticipationState, RoundState, Side
from fairlead.programmes.models import Participation, Round

STILL_WAITS = "fairlead.matching.queries.offers.still_waits"


class NothingToOffer(Refused):
    """The run has no pair that can be offered now; `held_back` are those chosen, with the reason."""

    held_back: tuple[tuple[Proposal, str], ...] = ()


@dataclass(frozen=True)
class Sent:
    """How many pairs were offered, and the pairs that could not be, each with the reason."""

    offered: int
    held_back: tuple[tuple[Proposal, str], ...]


def reserved_places(mentor: Participation) -> int:
    """Places of a mentor that live mentorships and open offers hold, or with which the mentor rests."""
    live = Mentorship.objects.filter(mentor=mentor, state__in=LIVE_STATES).count()
    live += afterwards.resting([mentor.pk])[mentor.pk]
    return live + Proposal.objects.filter(mentor=mentor, state=ProposalState.OFFERED).count()


@transaction.atomic
def send_offers(run: Run, *, proposals: Iterable[Proposal], by: Actor, at: datetime) -> Sent:
    """Write to both sides of each proposed pair, with the reasons and a link to answer.

    Everybody's row is locked while places are counted, so that no more offers go out than there are places.
    A pair that can no longer be made is held back and said. Raises `NothingToOffer`.
    """
    if run.state != RunState.DONE:
        raise NothingToOffer(_("This run has no pairs yet."))
    if run.round.state == RoundState.FINISHED:
        raise NothingToOffer(_("This round is finished."))
    chosen = list(proposals)
    if not chosen:
        raise NothingToOffer(_("No pair was chosen, or all of them have been offered already."))
    standing = lock_participations(one for pair in chosen for one in (pair.mentor_id, pair.mentee_id))
    waits = missing(chosen, programme=run.round.programme, today=localdate(at))
    each = Round.objects.values_list("mentors_each", flat=True).get(pk=run.round_id)
    offered, held_back = 0, []
    for proposal in chosen:
        proposal.mentor, proposal.mentee = standing[proposal.mentor_id], standing[proposal.mentee_id]
        obstacle = (
            _obstacle(proposal, each=each)
            or _unapproved(waits[proposal.pk])
            or _offer(proposal, run=run, at=at)
        )
        if obstacle is None:
            offered += 1
        else:
            held_back.append((proposal, obstacle))
    if not offered:
        nothing = NothingToOffer(_("None of these pairs can be offered any more; run the matching again."))
        nothing.held_back = tuple(held_back)
        raise nothing
    record("sent offers", run, by=by, at=at, label=str(run.number), details={"pairs": offered})
    return Sent(offered=offered, held_back=tuple(held_back))


def _offer(proposal: Proposal, *, run: Run, at: datetime) -> str | None:
    expires_at = at + timedelta(days=run.round.offer_days)
    try:
        with transaction.atomic():
            changes = {"offered_at": at, "expires_at": expires_at}
            move(proposal, ProposalState.OFFERED, moves=PROPOSAL_MOVES, **changes)
    except IntegrityError:
        return str(_("The mentee has another open offer."))
    except AlreadyMoved:
        return str(_("This pair has been offered already."))
    for side in Side:
        answer = Answer(proposal=proposal, side=side)
        answer.fingerprint = fingerprint(derived("offer", answer.pk))
        answer.save(force_insert=True)
        write_offer(answer, reminder=False, at=at)
    return None


def _unapproved(institutions: list[str]) -> str | None:
    if not institutions:
        return None
    return str(_("Not approved yet by %(names)s.") % {"names": ", ".join(institutions)})


def _has_place(proposal: Proposal, taken: set[int], *, each: int) -> bool:
    """Whether a place of the mentee is left for the pair; where another has its number, it takes a free one.

    Free is what no mentor, open offer or other pair of the run holds.
    """
    offered = Proposal.objects.filter(mentee=proposal.mentee_id, state=ProposalState.OFFERED)
    taken = taken | set(offered.values_list("mentee_place", flat=True))
    if len(taken) >= each or offered.filter(mentor=proposal.mentor_id).exists():
        return False
    if proposal.mentee_place not in taken:
        return True
    same = Proposal.objects.filter(run=proposal.run_id, mentee=proposal.mentee_id, state__in=STANDING)
    spoken_for = taken | set(same.values_list("mentee_place", flat=True))
    free = set(range(1, each + 1)) - spoken_for
    if not free:
        return False
    proposal.mentee_place = min(free)
    Proposal.objects.filter(pk=proposal.pk).update(mentee_place=proposal.mentee_place)
    return True


def _obstacle(proposal: Proposal, *, each: int) -> str | None:
    mentor, mentee = proposal.mentor, proposal.mentee
    if not take_part(proposal):
        return str(_("One of the two no longer takes part."))
    if proposal.state != ProposalState.PROPOSED:
        return str(_("This pair has been offered already."))
    live = Mentorship.objects.filter(mentee=mentee, state__in=LIVE_STATES)
    theirs = dict(live.values_list("mentee_place", "mentor"))
    if len(theirs) >= each or mentor.pk in theirs.values():
        return str(_("The mentee has a mentor already."))
    if not _has_place(proposal, set(theirs), each=each):
        return str(_("The mentee has another open offer."))
    if Ruling.objects.filter(mentee=mentee, mentor=mentor, kind=RulingKind.FORBID).exists():
        return str(_("The pair has been forbidden."))
    if afterwards.were_a_pair(mentee, mentor):
        return str(_("The two were a pair before, which ended early."))
    if reserved_places(mentor) >= mentor.places:
        return str(_("All places of the mentor are taken or offered."))
    return None


def offer_url(answer: Answer) -> str:
    """The address at which this side answers; its secret is made anew each time and never stored."""
    path = reverse("matching:answer", args=[derived("offer", answer.pk)])
    return f"{settings.BASE_URL}{path}"


def write_offer(answer: Answer, *, reminder: bool, at: datetime) -> None:
    """Put the letter to one side into the outbox: who, why, until when, and the link."""
    proposal = answer.proposal
    mine, other = sides(proposal, answer.side)
    template = "matching/letters/offer_reminder.txt" if reminder else "matching/letters/offer.txt"
    write(
        key=f"offer:{answer.pk}:{'reminder' if reminder else 'first'}",
        kind="offer",
        to_email=mine.person.email,
        to_name=mine.person.name,
        template=template,
        context={
            "programme": proposal.run.round.programme,
            "other": other.person.name,
            "as_mentor": answer.side == Side.MENTOR,
            "reasons": sharing.for_side(proposal, answer.side),
            "expires_at": proposal.expires_at,
            "several": proposal.run.round.mentors_each > 1,
            "url": offer_url(answer),
        },
        at=at,
        language=mine.person.language,
        reminder=Reminder(STILL_WAITS, answer.pk) if reminder else None,
    )


def sides(proposal: Proposal, side: str) -> tuple[Participation, Participation]:
    """The participation of this side, and that of the other."""
    pair = (proposal.mentor, proposal.mentee)
    return pair if side == Side.MENTOR else pair[::-1]


@transaction.atomic
def remind(answer: Answer, *, at: datetime) -> bool:
    """Remind a side that has not answered, once; True when a letter was written."""
    waiting = Answer.objects.filter(pk=answer.pk, state=AnswerState.WAITING, reminded_at=None)
    if waiting.update(reminded_at=at) != 1:
        return False
    write_offer(answer, reminder=True, at=at)
    return True


@transaction.atomic
def expire(proposal: Proposal, *, at: datetime) -> bool:
    """Close an offer that was not answered in time; both sides are told and return to the pool."""
    try:
        move(proposal, ProposalState.EXPIRED, moves=PROPOSAL_MOVES, settled_at=at)
    except AlreadyMoved:
        return False
    close_answers(proposal, waiting_becomes=AnswerState.EXPIRED)
    for side in Side:
        tell(proposal, side, template="matching/letters/offer_expired.txt", kind="offer-expired", at=at)
    return True


@transaction.atomic
def abandon(proposal: Proposal, *, at: datetime) -> bool:
    """Close an offer one of whose people has left the round; whoever still takes part is told."""
    try:
        move(proposal, ProposalState.EXPIRED, moves=PROPOSAL_MOVES, settled_at=at)
    except AlreadyMoved:
        return False
    close_answers(proposal, waiting_becomes=AnswerState.CALLED_OFF)
    pair = Participation.objects.filter(pk__in=[proposal.mentor_id, proposal.mentee_id])
    for side in pair.filter(state=ParticipationState.ACTIVE).values_list("side", flat=True):
        tell(proposal, side, template="matching/letters/offer_left.txt", kind="offer-left", at=at)
    return True


@transaction.atomic
def end_with_round(proposal: Proposal, *, at: datetime) -> bool:
    """Close an offer of a round that is finished; both sides are told, and told once."""
    try:
        move(proposal, ProposalState.EXPIRED, moves=PROPOSAL_MOVES, settled_at=at)
    except AlreadyMoved:
        return False
    close_answers(proposal, waiting_becomes=AnswerState.CALLED_OFF)
    for side in Side:
        tell(proposal, side, template="matching/letters/offer_round_over.txt", kind="offer-round-over", at=at)
    return True


@transaction.atomic
def call_off(proposal: Proposal, *, by: Actor, at: datetime) -> None:
    """The coordinator takes an open offer back; both sides are told. Raises `AlreadyMoved`."""
    move(proposal, ProposalState.EXPIRED, moves=PROPOSAL_MOVES, settled_at=at)
    close_answers(proposal, waiting_becomes=AnswerState.CALLED_OFF)
    for side in Side:
        tell(proposal, side, template="matching/letters/offer_called_off.txt", kind="offer-called-off", at=at)
    record("called off offer", proposal, by=by, at=at, label=str(proposal.pk))


def close_answers(proposal: Proposal, *, waiting_becomes: AnswerState) -> None:
    """End every answer of a closed offer that has not been given."""
    for answer in proposal.answers.filter(state=AnswerState.WAITING):
        move(answer, waiting_becomes, moves=ANSWER_MOVES)


def tell(
    proposal: Proposal, side: str, *, template: str, kind: str, at: datetime, pair: Mentorship | None = None
) -> None:
    """Write one letter about an offer that is settled to one side; never the other's private reason."""
    mine, other = sides(proposal, side)
    write(
        key=f"{kind}:{proposal.pk}:{side}",
        kind=kind,
        to_email=mine.person.email,
        to_name=mine.person.name,
        template=template,
        context={
            "programme": proposal.run.round.programme,
            "other": other.person.name,
            "other_email": other.person.email,
            "as_mentor": side == Side.MENTOR,
            "reasons": sharing.for_side(proposal, side),
            "pair": pair,
            "url": settings.BASE_URL + reverse("portal:home"),
        },
        at=at,
        language=mine.person.language,
    )

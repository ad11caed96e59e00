"""Both sides answer; two yes make a mentorship."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.kernel.tokens import fingerprint
from fairlead.matching.actions.introducing import introduce
from fairlead.matching.actions.offering import abandon, close_answers, sides, tell
from fairlead.matching.actions.ruling import lift
from fairlead.matching.enums import ANSWER_MOVES, PROPOSAL_MOVES, AnswerState, ProposalState, RulingKind
from fairlead.matching.models import Answer, Proposal
from fairlead.matching.queries import sharing
from fairlead.matching.queries.offers import take_part
from fairlead.matching.queries.runs import rulings_on
from fairlead.mentorships.actions import AlreadyPaired, NoPlaceLeft, NotTakingPart, begin
from fairlead.programmes.enums import RoundState, Side


class OfferUnusable(Refused):
    """The link was never given, has been used, or the offer has ended."""


class Outcome(StrEnum):
    """What an answer led to."""

    WAITING_FOR_OTHER = "waiting_for_other"
    MENTORSHIP = "mentorship"
    REFUSED = "refused"
    NO_PLACE = "no_place"
    LEFT = "left"


@dataclass(frozen=True)
class Answered:
    """The answer as it stands now and what it led to."""

    answer: Answer
    outcome: Outcome


def find(secret: str) -> Answer:
    """The answer this link is for, whatever its state. Raises `OfferUnusable`."""
    found = Answer.objects.filter(fingerprint=fingerprint(secret)).select_related(
        "proposal__run__round__programme", "proposal__mentor__person", "proposal__mentee__person"
    )
    answer = found.first()
    if answer is None:
        raise OfferUnusable(_("This link belongs to no offer. Check that it was copied whole."))
    return answer


@transaction.atomic
def give(secret: str, *, yes: bool, private_reason: str, at: datetime) -> Answered:
    """Answer an offer once.

    The proposal's row is locked, so the second yes always sees the first. Two yes begin the mentorship. A no
    returns both to the pool and lifts a lock on the pair; only coordinators see its reason. When the mentor's
    places are taken meanwhile, the offer is closed, both are told, and nothing is overbooked; when one of the
    two leaves meanwhile, the other is told. Raises `OfferUnusable`.
    """
    answer = find(secret)
    proposal = Proposal.objects.select_for_update().get(pk=answer.proposal_id)
    answer.refresh_from_db(fields=["state"])
    if proposal.state != ProposalState.OFFERED or answer.state != AnswerState.WAITING:
        raise OfferUnusable(_("This offer has been answered or has ended."))
    if proposal.expires_at is not None and proposal.expires_at <= at:
        raise OfferUnusable(_("The time to answer this offer is over."))
    if answer.proposal.run.round.state == RoundState.FINISHED:
        raise OfferUnusable(_("This round is finished, so no pair can begin in it any more."))
    if not take_part(answer.proposal):
        raise OfferUnusable(_("One of the two no longer takes part in this round."))
    _move_answer(answer, yes=yes, private_reason=private_reason, at=at)
    actor = _actor(answer)
    outcome = _settle(answer.proposal, answer, yes=yes, actor=actor, at=at)
    verb = "said yes to offer" if yes else "said no to offer"
    record(verb, proposal, by=actor, at=at, label=str(proposal.pk), details={"side": answer.side})
    return Answered(answer=answer, outcome=outcome)


def _move_answer(answer: Answer, *, yes: bool, private_reason: str, at: datetime) -> None:
    try:
        move(
            answer,
            AnswerState.YES if yes else AnswerState.NO,
            moves=ANSWER_MOVES,
            answered_at=at,
            private_reason="" if yes else private_reason.strip(),
        )
    except AlreadyMoved as meanwhile:
        raise OfferUnusable(_("This offer has just been answered.")) from meanwhile


def _actor(answer: Answer) -> Actor:
    person = sides(answer.proposal, answer.side)[0].person
    return Actor(person_id=person.pk, name=person.name, email=person.email)


def _settle(proposal: Proposal, answer: Answer, *, yes: bool, actor: Actor, at: datetime) -> Outcome:
    other_side = Side.MENTEE if answer.side == Side.MENTOR else Side.MENTOR
    if not yes:
        move(proposal, ProposalState.REFUSED, moves=PROPOSAL_MOVES, settled_at=at)
        close_answers(proposal, waiting_becomes=AnswerState.CALLED_OFF)
        for lock in rulings_on(proposal.mentee, proposal.mentor):
            if lock.kind == RulingKind.LOCK:
                lift(lock, by=actor, at=at)
        tell(proposal, other_side, template="matching/letters/offer_refused.txt", kind="offer-refused", at=at)
        return Outcome.REFUSED
    if proposal.answers.exclude(pk=answer.pk).filter(state=AnswerState.YES).count() != 1:
        return Outcome.WAITING_FOR_OTHER
    return _pair(proposal, actor=actor, at=at)


def _pair(proposal: Proposal, *, actor: Actor, at: datetime) -> Outcome:
    told = sharing.for_both(proposal)
    try:
        pair = begin(
            mentor=proposal.mentor,
            mentee=proposal.mentee,
            reasons=told,
            by=actor,
            at=at,
            mentee_place=proposal.mentee_place,
        )
    except NotTakingPart:
        abandon(proposal, at=at)
        return Outcome.LEFT
    except (NoPlaceLeft, AlreadyPaired):
        move(proposal, ProposalState.EXPIRED, moves=PROPOSAL_MOVES, settled_at=at)
        for side in Side:
            tell(proposal, side, template="matching/letters/no_place.txt", kind="no-place", at=at)
        return Outcome.NO_PLACE
    move(proposal, ProposalState.ACCEPTED, moves=PROPOSAL_MOVES, settled_at=at)
    if pair.starts_on <= localdate(at):
        introduce(pair, at=at)
        return Outcome.MENTORSHIP
    for side in Side:
        tell(proposal, side, template="matching/letters/agreed.txt", kind="agreed", at=at, pair=pair)
    return Outcome.MENTORSHIP

"""Offers as the coordinator sends them and as each side reads them."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import QuerySet

from fairlead.applications.models import Application
from fairlead.kernel.languages import language_name
from fairlead.matching.enums import AnswerState, ProposalState
from fairlead.matching.models import Answer, Proposal, Run
from fairlead.matching.queries import sharing
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import ParticipationState, Side


def to_offer(run: Run) -> QuerySet[Proposal]:
    """The run's pairs that have not been offered yet, best score first."""
    found = run.proposals.filter(state=ProposalState.PROPOSED).select_related(
        "run__round__programme", "mentee__person", "mentor__person"
    )
    return found.prefetch_related("answers", "approvals__institution").order_by(
        "-score", "mentee__person__name", "pk"
    )


def take_part(proposal: Proposal) -> bool:
    """Whether both of a pair still take part in their round."""
    return {proposal.mentor.state, proposal.mentee.state} == {ParticipationState.ACTIVE.value}


def ids(given: Iterable[str]) -> list[UUID]:
    """The well-formed ids among what a form sent."""
    found = []
    for text in given:
        try:
            found.append(UUID(text))
        except ValueError:
            continue
    return found


def page(answer: Answer, *, form: object, at: datetime) -> dict[str, Any]:
    """What one side sees of an offer: who the other is, what they share, until when, and how it stands.

    Of the other person only what the match needs: name, unit, institution, job title, areas, languages.
    """
    proposal = answer.proposal
    as_mentor = answer.side == Side.MENTOR
    mine, other = (proposal.mentor, proposal.mentee) if as_mentor else (proposal.mentee, proposal.mentor)
    found = Application.objects.filter(participation=other).select_related("unit", "institution")
    shared = found.prefetch_related("chosen_areas__area").first()
    over = proposal.expires_at is not None and proposal.expires_at <= at
    left = not take_part(proposal)
    unanswered = answer.state == AnswerState.WAITING and proposal.state == ProposalState.OFFERED
    return {
        "answer": answer,
        "proposal": proposal,
        "programme": proposal.run.round.programme,
        "round": proposal.run.round,
        "as_mentor": as_mentor,
        "several": proposal.run.round.mentors_each > 1,
        "mine": mine.person,
        "other": other.person,
        "shared": shared,
        "languages": [language_name(code) for code in (shared.languages if shared else [])],
        "reasons": sharing.for_side(proposal, answer.side),
        "open": unanswered and not over and not left,
        "left": left,
        "other_said_yes": proposal.answers.filter(state=AnswerState.YES).exclude(pk=answer.pk).exists(),
        "mentorship": Mentorship.objects.filter(mentor=proposal.mentor, mentee=proposal.mentee).first()
        if proposal.state == ProposalState.ACCEPTED
        else None,
        "form": form,
    }


def still_waits(pk: UUID, *, at: datetime) -> bool:
    """Whether this side's answer to an open offer is still waited for."""
    waiting = Answer.objects.filter(pk=pk, state=AnswerState.WAITING, proposal__state=ProposalState.OFFERED)
    return waiting.filter(proposal__expires_at__gt=at).exists()

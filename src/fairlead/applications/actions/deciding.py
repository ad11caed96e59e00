"""Admit an application to the pool, put it on the waiting list, or decline it."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from fairlead.applications import queries
from fairlead.applications.actions import avoiding, letters
from fairlead.applications.enums import APPLICATION_MOVES, ApplicationState, ApprovalState
from fairlead.applications.models import Application
from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.states import move
from fairlead.programmes import actions as programmes
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Round


class NotReady(Refused):
    """The application cannot be admitted yet; the sentence says what it waits for."""


@dataclass(frozen=True)
class Admitted:
    """How many were admitted."""

    mentors: int
    mentees: int

    @property
    def all(self) -> int:
        """Both sides together."""
        return self.mentors + self.mentees


def why_not_ready(application: Application) -> str:
    """The sentence that says what an undecided application waits for; empty when it can be admitted."""
    if application.round.state == RoundState.FINISHED:
        return _("This round is finished.")
    if application.consented_at is None:
        return _("The applicant has not agreed to the privacy notice.")
    if not queries.needs_approval(application):
        return ""
    approval = queries.approval_of(application)
    if approval is None:
        return _("The supervisor has not been asked yet.")
    if approval.state == ApprovalState.WAITING:
        return _("The supervisor has not answered yet.")
    if approval.state == ApprovalState.DECLINED:
        return _("The supervisor declined.")
    return ""


@transaction.atomic
def accept(application: Application, by: Actor, at: datetime) -> None:
    """Admit the application to the pool: its writer takes part in the round, a mentor with places.

    Raises `NotReady`, `AlreadyMoved`.
    """
    stored = _locked(application)
    if stored.state in queries.UNDECIDED and (sentence := why_not_ready(stored)):
        raise NotReady(sentence)
    _admit(stored, by=by, at=at)
    avoiding.recognise_in(stored.round)
    _record_admitted(stored, by=by, at=at)
    application.refresh_from_db()


def _admit(stored: Application, *, by: Actor, at: datetime) -> None:
    participation = programmes.join(stored.round, stored.person, stored.side, stored.places or 1, at)
    move(
        stored,
        ApplicationState.ACCEPTED,
        moves=APPLICATION_MOVES,
        participation=participation,
        decided_at=at,
        decided_by_id=by.person_id,
        decision_reason="",
    )
    letters.to_applicant(stored, "admitted", at=at, occasion=at.isoformat())


def _record_admitted(stored: Application, *, by: Actor, at: datetime) -> None:
    record("application admitted", stored, by=by, at=at, label=queries.label(stored))


@transaction.atomic
def accept_all_ready(round: Round, by: Actor, at: datetime) -> Admitted:
    """Admit every sent application of the round that waits for nothing.

    The record comes last: it locks the head of its chain, and nothing else may be waited for then.
    """
    admitted = list(queries.ready(round).select_for_update(of=("self",)))
    for application in admitted:
        _admit(application, by=by, at=at)
    avoiding.recognise_in(round)
    for application in admitted:
        _record_admitted(application, by=by, at=at)
    sides = [application.side for application in admitted]
    return Admitted(mentors=sides.count(Side.MENTOR), mentees=sides.count(Side.MENTEE))


@transaction.atomic
def waitlist(application: Application, by: Actor, at: datetime) -> None:
    """Put the application on the waiting list; who was in the pool leaves it.

    Raises `AlreadyMoved`.
    """
    stored = _locked(application)
    _set_aside(stored, ApplicationState.WAITLISTED, reason="", by=by, at=at)
    letters.to_applicant(stored, "waitlisted", at=at, occasion=at.isoformat())
    record("application waitlisted", stored, by=by, at=at, label=queries.label(stored))
    application.refresh_from_db()


@transaction.atomic
def decline(application: Application, reason: str, by: Actor, at: datetime) -> None:
    """Decline the application; the reason is told to the applicant as it is written.

    Raises `AlreadyMoved`.
    """
    stored = _locked(application)
    _set_aside(stored, ApplicationState.DECLINED, reason=reason.strip(), by=by, at=at)
    letters.to_applicant(stored, "declined", at=at, reason=stored.decision_reason)
    record("application declined", stored, by=by, at=at, label=queries.label(stored))
    application.refresh_from_db()


def _set_aside(stored: Application, to: str, *, reason: str, by: Actor, at: datetime) -> None:
    participation = stored.participation
    move(
        stored,
        to,
        moves=APPLICATION_MOVES,
        participation=None,
        decided_at=at,
        decided_by_id=by.person_id,
        decision_reason=reason,
    )
    if participation is not None:
        programmes.leave(participation)


def _locked(application: Application) -> Application:
    found = Application.objects.select_for_update(of=("self",))
    return found.select_related("person", "programme", "round", "approval", "participation").get(
        pk=application.pk
    )

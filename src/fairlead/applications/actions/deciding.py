"""Admit an application to the pool, put it on the waiting list, decline it, or take a decline back."""

from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.applications import queries
from fairlead.applications.actions import approving, avoiding, declining_kindly, letters
from fairlead.applications.actions.impartial import must_not_be_own, who_decides_instead
from fairlead.applications.actions.locking import locked
from fairlead.applications.actions.overtaken import must_be_as_seen
from fairlead.applications.enums import (
    APPLICATION_MOVES,
    OPEN_STATES,
    ApplicationState,
    ApprovalState,
    DeclineReason,
)
from fairlead.applications.models import Application, Decision
from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.states import move
from fairlead.people.models import Person
from fairlead.programmes import actions as programmes
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Round
from fairlead.programmes.queries import has_left


class NotReady(Refused):
    """The application cannot be admitted yet; the sentence says what it waits for."""


class CannotReopen(Refused):
    """The decline cannot be taken back."""


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
    if application.erased_at is not None:
        return _("What was written here has been erased.")
    if application.consented_at is None:
        return _("The applicant has not agreed to the privacy notice.")
    return _why_not_approved(application) if queries.needs_approval(application) else ""


def _why_not_approved(application: Application) -> str:
    approval = queries.approval_of(application)
    if approval is None:
        return _("The supervisor has not been asked yet.")
    if approval.state == ApprovalState.WAITING:
        return _("The supervisor has not answered yet.")
    if approval.state == ApprovalState.DECLINED:
        return _("The supervisor declined.")
    if approval.approved_from and approval.approved_from > timezone.localdate():
        day = date_format(approval.approved_from)
        return _("The supervisor approves from %(day)s on.") % {"day": day}
    return ""


@transaction.atomic
def accept(
    application: Application,
    by: Actor,
    at: datetime,
    *,
    seen: int | None = None,
    note: str = "",
    recognise: bool = True,
) -> None:
    """Admit the application to the pool: its writer takes part in the round, a mentor with places.

    `seen` is the revision of the page; `note` says why, for the coordinators; without `recognise` the caller
    settles afterwards whom people mean to avoid. Raises `NotReady`, `OwnApplication`, `AlreadyMoved`,
    `Overtaken`.
    """
    stored = locked(application)
    must_be_as_seen(stored, seen, by=by, at=at)
    must_not_be_own(stored, by)
    if stored.state in queries.UNDECIDED and (sentence := why_not_ready(stored)):
        raise NotReady(sentence)
    _admit(stored, note, by=by, at=at)
    if recognise:
        avoiding.recognise_in(stored.round)
    _record("application admitted", stored, by=by, at=at)
    application.refresh_from_db()


def _admit(stored: Application, note: str, *, by: Actor, at: datetime) -> None:
    participation = programmes.join(stored.round, stored.person, stored.side, stored.places or 1, at)
    _move(stored, ApplicationState.ACCEPTED, by=by, at=at, participation=participation, decision_reason="")
    _keep(stored, note, by=by, at=at)
    letters.to_applicant(stored, "admitted", at=at, occasion=at.isoformat())


@transaction.atomic
def accept_all_ready(round: Round, by: Actor, at: datetime, *, whose: Q = queries.EVERYBODY) -> Admitted:
    """Admit every sent application of the round that waits for nothing; one's own is left to a colleague.

    `whose` narrows it to the people on whom the actor decides.

    They are locked first and read afterwards, with the approvals as they stand then. The record comes last:
    it locks the head of its chain, and nothing else may be waited for then.
    """
    ready = queries.ready(round, whose)
    held = [application.pk for application in ready.select_for_update(of=("self",))]
    admitted = [
        application for application in ready.filter(pk__in=held) if not who_decides_instead(application, by)
    ]
    for application in admitted:
        _admit(application, "", by=by, at=at)
    avoiding.recognise_in(round)
    for application in admitted:
        _record("application admitted", application, by=by, at=at)
    sides = [application.side for application in admitted]
    return Admitted(mentors=sides.count(Side.MENTOR), mentees=sides.count(Side.MENTEE))


@transaction.atomic
def waitlist(
    application: Application, by: Actor, at: datetime, *, seen: int | None = None, note: str = ""
) -> None:
    """Put the application on the waiting list; who was in the pool leaves it.

    `seen` is the revision of the page; `note` says why, for the coordinators. Raises `AlreadyMoved`,
    `Overtaken`.
    """
    stored = locked(application)
    must_be_as_seen(stored, seen, by=by, at=at)
    must_not_be_own(stored, by)
    participation = stored.participation
    _move(stored, ApplicationState.WAITLISTED, by=by, at=at, participation=None, decision_reason="")
    if participation is not None:
        programmes.leave(participation)
    _keep(stored, note, by=by, at=at)
    letters.to_applicant(stored, "waitlisted", at=at, occasion=at.isoformat())
    _record("application waitlisted", stored, by=by, at=at)
    application.refresh_from_db()


@transaction.atomic
def decline(
    application: Application,
    reason: str,
    by: Actor,
    at: datetime,
    *,
    seen: int | None = None,
    kind: str = "",
    words: str = "",
) -> None:
    """Decline the application with a kind letter; the reason is told to the applicant as it is written.

    `kind` is one of `DeclineReason`, or empty; `words` is the letter as a coordinator has settled it, empty
    for the usual one; `seen` is the revision of the page. Raises `AlreadyMoved`, `Overtaken`.
    """
    stored = locked(application)
    must_be_as_seen(stored, seen, by=by, at=at)
    must_not_be_own(stored, by)
    reason = why_declined(kind, reason)
    _move(stored, ApplicationState.DECLINED, by=by, at=at, participation=None, decision_reason=reason)
    _keep(stored, reason, kind=kind, by=by, at=at)
    declining_kindly.write(stored, reason=reason, words=words, at=at)
    approving.release(stored, at=at)
    _record("application declined", stored, by=by, at=at)
    application.refresh_from_db()


def why_declined(kind: str, own: str) -> str:
    """The reason as the applicant reads it: the chosen sentence, then the coordinator's own words."""
    chosen = str(DeclineReason(kind).label) if kind else ""
    return "\n\n".join(words for words in (chosen, own.strip()) if words)


@transaction.atomic
def reopen(
    application: Application, by: Actor, at: datetime, *, seen: int | None = None, note: str = ""
) -> None:
    """Take a decline back: the application waits for a decision again, and its writer is told.

    Raises `CannotReopen` when the round is finished, the person has applied again or the institution has
    left, `AlreadyMoved`, `Overtaken`.
    """
    Person.objects.select_for_update().get(pk=application.person_id)
    stored = locked(application)
    must_be_as_seen(stored, seen, by=by, at=at)
    must_not_be_own(stored, by)
    if stored.round.state == RoundState.FINISHED:
        raise CannotReopen(_("This round is finished."))
    if has_left(stored.programme_id, stored.institution_id):
        raise CannotReopen(_("The applicant’s institution takes part in this programme no more."))
    again = Application.objects.filter(round=stored.round, person=stored.person, side=stored.side)
    if again.filter(state__in=OPEN_STATES).exclude(pk=stored.pk).exists():
        raise CannotReopen(_("They have applied again since; decide on the new application."))
    _move(stored, ApplicationState.SUBMITTED, by=by, at=at, decision_reason="")
    _keep(stored, note, by=by, at=at)
    letters.to_applicant(stored, "reopened", at=at, occasion=at.isoformat())
    _record("application reopened", stored, by=by, at=at)
    application.refresh_from_db()


def _move(stored: Application, to: str, *, by: Actor, at: datetime, **changes: object) -> None:
    revision = stored.revision + 1
    moved = {"decided_at": at, "decided_by_id": by.person_id, "revision": revision, **changes}
    move(stored, to, moves=APPLICATION_MOVES, **moved)


def _keep(stored: Application, reason: str, *, by: Actor, at: datetime, kind: str = "") -> None:
    told = stored.state == ApplicationState.DECLINED
    Decision.objects.create(
        application=stored,
        to=stored.state,
        reason_kind=kind,
        reason=reason.strip(),
        told=told,
        made_at=at,
        made_by_id=by.person_id,
    )


def _record(verb: str, stored: Application, *, by: Actor, at: datetime) -> None:
    record(verb, stored, by=by, at=at, label=queries.label(stored), details={"revision": stored.revision})

"""Ask the applicant's supervisor, and take the answer as the written record."""

from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from django.db import transaction
from django.db.models import Q
from django.template.loader import render_to_string
from django.utils.translation import gettext as _

from fairlead.applications import queries
from fairlead.applications.actions import letters
from fairlead.applications.actions.impartial import must_not_be_own
from fairlead.applications.actions.locking import locked
from fairlead.applications.enums import APPROVAL_MOVES, ApprovalState
from fairlead.applications.models import Application, ApprovalRecord, SupervisorApproval
from fairlead.audit.actions import record as write_record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of, end_of_day
from fairlead.kernel.tokens import fingerprint
from fairlead.kernel.words import one_line
from fairlead.programmes.models import Round


class CannotAsk(Refused):
    """There is nobody to ask, nothing to ask, or the answer is there already."""


class LinkUnknown(Refused):
    """The supervisor's link belongs to no question, or to one that was replaced."""


class NotWaiting(Refused):
    """The application no longer waits for a supervisor."""


class ReasonMissing(Refused):
    """A supervisor who does not approve says why."""


class DayPassed(Refused):
    """The day from which a supervisor approves lies in the past."""


@dataclass(frozen=True)
class Asked:
    """How many supervisors were asked, and how many applications have no usable address."""

    asked: int
    without_address: int


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What a supervisor says: yes, yes from a day on, or no with a reason that the applicant may see or not.

    `seen` is when the answer that the supervisor saw on the page was given; None if there was none.
    """

    approved: bool
    approved_from: date | None = None
    reason: str = ""
    share_reason: bool = False
    seen: datetime | None = None

    def says(self, approval: SupervisorApproval) -> bool:
        """Whether the approval already says this."""
        standing = (approval.state, approval.approved_from, approval.reason, approval.share_reason)
        return standing == (self.state, self.approved_from, self.reason, self.share_reason)

    @property
    def state(self) -> ApprovalState:
        """The state of an approval with this answer."""
        return ApprovalState.APPROVED if self.approved else ApprovalState.DECLINED


@transaction.atomic
def ask_supervisor(application: Application, at: datetime, *, by: Actor = NOBODY) -> SupervisorApproval:
    """Ask the line manager named in the application to approve by a link; the round's days run from now.

    Asking again sends the letter again, at most once a day; after a no, or when the address has changed, the
    old link stops working and a new question begins. Raises `CannotAsk`.
    """
    approval = ask(application, at)
    note_asked(application, by=by, at=at)
    return approval


@transaction.atomic
def ask(application: Application, at: datetime) -> SupervisorApproval:
    """What `ask_supervisor` does, without its record, which the caller writes last. Raises `CannotAsk`."""
    stored = locked(application)
    _must_be_askable(stored)
    found = queries.approval_of(stored)
    if found is not None and found.state == ApprovalState.APPROVED:
        raise CannotAsk(_("The supervisor has already approved."))
    if found is not None and not _same_question(found, stored):
        letters.release_supervisor(found, at=at)
        found.delete()
        found = None
    approval = found or _question(stored, at)
    application.approval = approval
    if not letters.to_supervisor(approval, "supervisor_asked", occasion=day_of(at).isoformat(), at=at):
        raise CannotAsk(_("The supervisor was asked today already; a letter goes once a day at most."))
    return approval


def note_asked(application: Application, *, by: Actor = NOBODY, at: datetime) -> None:
    """Write the record that the supervisor was asked; it locks the head of its chain, so it comes last."""
    write_record("supervisor asked", application, by=by, at=at, label=queries.label(application))


def _must_be_askable(application: Application) -> None:
    if not queries.needs_approval(application):
        raise CannotAsk(_("No supervisor needs to approve this application."))
    if not queries.waits_for_approval(application):
        raise CannotAsk(_("This application no longer waits for a supervisor."))
    if not application.line_manager_email:
        raise CannotAsk(_("The application names no address of a line manager."))
    if application.line_manager_email.casefold() == application.person.email.casefold():
        raise CannotAsk(
            _("The line manager’s address is the applicant’s own. Nobody can approve for themselves.")
        )


def _same_question(approval: SupervisorApproval, application: Application) -> bool:
    same_address = approval.supervisor_email.casefold() == application.line_manager_email.casefold()
    return approval.state == ApprovalState.WAITING and same_address


def _question(application: Application, at: datetime) -> SupervisorApproval:
    """A new question to the line manager; its text is kept as it was asked."""
    approval = SupervisorApproval(
        application=application,
        supervisor_name=one_line(application.line_manager_name),
        supervisor_email=application.line_manager_email,
        asked_at=at,
        answer_by=end_of_day(day_of(at) + timedelta(days=application.round.approval_days)),
    )
    approval.text = asked_text(application)
    approval.fingerprint = fingerprint(letters.secret_of(approval))
    approval.save(force_insert=True)
    return approval


def asked_text(application: Application) -> str:
    """What a supervisor is asked to approve, in the words that are kept with the answer."""
    return render_to_string("applications/approval_text.txt", letters.about(application)).strip()


def release(application: Application, *, at: datetime) -> None:
    """Tell a supervisor who was asked and is silent that the application needs no answer any more."""
    approval = queries.approval_of(application)
    if approval is not None:
        letters.release_supervisor(approval, at=at)


@transaction.atomic
def ask_all(round: Round, by: Actor, at: datetime, *, whose: Q = queries.EVERYBODY) -> Asked:
    """Ask the supervisors of all undecided applications of the round for whom nobody was asked.

    `whose` narrows it to the people on whom the actor decides.
    """
    asked = []
    for application in queries.to_ask(round, whose):
        with suppress(CannotAsk):
            ask(application, at)
            asked.append(application)
    for application in asked:
        note_asked(application, by=by, at=at)
    return Asked(asked=len(asked), without_address=queries.funnel(round, whose).supervisor_not_asked)


@transaction.atomic
def answer(secret: str, said: Answer, at: datetime) -> SupervisorApproval:
    """The supervisor approves, approves from a day on, or declines; the applicant is told at once.

    The same answer twice is one answer. Another one replaces it, while the application is undecided, only
    from a page that showed the first. Raises `LinkUnknown`, `NotWaiting`, `ReasonMissing`, `DayPassed`,
    `AlreadyMoved`.
    """
    said = replace(said, reason=said.reason.strip())
    approval = _held(secret)
    if said.says(approval):
        return approval
    if not queries.waits_for_approval(approval.application):
        raise NotWaiting(_("This application no longer waits for an answer."))
    if not said.approved and not said.reason:
        raise ReasonMissing(_("Say why. You decide below whether the applicant sees it."))
    if said.approved_from is not None and said.approved_from <= day_of(at):
        raise DayPassed(_("Choose a day that is still to come, or approve from now on."))
    if approval.answered_at != said.seen:
        raise AlreadyMoved(_("This has already been answered; the page shows what was said."))
    _settle(approval, said, at=at, by=Actor(name=approval.supervisor_name))
    return approval


@transaction.atomic
def record(
    application: Application, approved: bool, reason: str, by: Actor, at: datetime
) -> SupervisorApproval:
    """Note an answer that the coordinator holds in writing elsewhere; `reason` says where it is kept.

    Raises `CannotAsk` when no approval is needed, `NotWaiting`, `OwnApplication`, `AlreadyMoved` after an
    answer that stands.
    """
    if not queries.needs_approval(application):
        raise CannotAsk(_("No supervisor needs to approve this application."))
    must_not_be_own(application, by)
    stored = locked(application)
    if not queries.waits_for_approval(stored):
        raise NotWaiting(_("This application no longer waits for an answer."))
    found = queries.approval_of(stored)
    if found is not None and found.state == ApprovalState.DECLINED:
        found.delete()
        found = None
    if found is not None and found.state == ApprovalState.APPROVED:
        raise AlreadyMoved(_("This has already been answered; the page shows what was said."))
    approval = found or _question(stored, at)
    application.approval = approval
    said = Answer(approved=approved, reason=reason.strip(), share_reason=True)
    _settle(approval, said, at=at, by=by)
    return approval


def _held(secret: str) -> SupervisorApproval:
    """The question of this link as it stands now, its application locked. Raises `LinkUnknown`."""
    found = queries.approval_by_secret(secret)
    if found is not None:
        locked(found.application)
        found = queries.approval_by_secret(secret)
    if found is None:
        raise LinkUnknown(_("This link is not known, or a newer one has taken its place."))
    return found


def _settle(approval: SupervisorApproval, said: Answer, *, at: datetime, by: Actor) -> None:
    changes = {
        "answered_at": at,
        "approved_from": said.approved_from,
        "reason": said.reason,
        "share_reason": said.share_reason,
        "recorded_by_id": by.person_id,
    }
    try:
        move(approval, said.state, moves=APPROVAL_MOVES, **changes)
    except AlreadyMoved as earlier:
        raise AlreadyMoved(_("This has already been answered; the page shows what was said.")) from earlier
    application = approval.application
    written_record(approval, by=by).save(force_insert=True)
    kind = "approved" if said.approved else "supervisor_declined"
    shared = one_line(said.reason) if said.share_reason else ""
    occasion = f"{approval.pk}:{at.isoformat()}"
    letters.to_applicant(application, kind, at=at, approval=approval, reason=shared, occasion=occasion)
    verb = "supervisor approved" if said.approved else "supervisor declined"
    write_record(verb, application, by=by, at=at, label=queries.label(application))


def written_record(approval: SupervisorApproval, *, by: Actor) -> ApprovalRecord:
    """What was asked and answered, not yet stored; once stored such a record is never changed."""
    assert approval.answered_at is not None
    return ApprovalRecord(
        application=approval.application,
        supervisor_name=approval.supervisor_name,
        supervisor_email=approval.supervisor_email,
        text=approval.text,
        answer=approval.state,
        approved_from=approval.approved_from,
        reason=approval.reason,
        share_reason=approval.share_reason,
        fingerprint=approval.fingerprint,
        asked_at=approval.asked_at,
        answered_at=approval.answered_at,
        recorded_by_id=by.person_id,
    )

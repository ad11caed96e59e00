"""Ask the applicant's supervisor, remind, and take the answer."""

from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from fairlead.applications import queries
from fairlead.applications.actions import letters
from fairlead.applications.enums import APPROVAL_MOVES, ApprovalState
from fairlead.applications.models import Application, SupervisorApproval
from fairlead.audit.actions import record as write_record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.kernel.tokens import fingerprint
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round

REMINDERS = (timedelta(days=5), timedelta(days=9))


class CannotAsk(Refused):
    """There is nobody to ask, nothing to ask, or the answer is there already."""


class LinkUnknown(Refused):
    """The supervisor's link belongs to no question, or to one that was replaced."""


class NotWaiting(Refused):
    """The application no longer waits for a supervisor."""


@dataclass(frozen=True)
class Asked:
    """How many supervisors were asked, and how many applications have no usable address."""

    asked: int
    without_address: int


@transaction.atomic
def ask_supervisor(application: Application, at: datetime, *, by: Actor = NOBODY) -> SupervisorApproval:
    """Ask the line manager named in the application to approve by a link; the round's days run from now.

    Asking again sends the letter again, at most once a day; after a no, or when the address has changed, the
    old link stops working and a new question begins. Raises `CannotAsk`.
    """
    _must_be_askable(application)
    found = SupervisorApproval.objects.select_for_update().filter(application=application).first()
    if found is not None and found.state == ApprovalState.APPROVED:
        raise CannotAsk(_("The supervisor has already approved."))
    if found is not None and not _same_question(found, application):
        found.delete()
        found = None
    approval = found or _question(application, at)
    application.approval = approval
    today = timezone.localdate(at).isoformat()
    if not letters.to_supervisor(approval, "supervisor_asked", occasion=today, at=at):
        raise CannotAsk(_("The supervisor was asked today already; a letter goes once a day at most."))
    write_record("supervisor asked", application, by=by, at=at, label=queries.label(application))
    return approval


def _must_be_askable(application: Application) -> None:
    if not queries.needs_approval(application):
        raise CannotAsk(_("No supervisor needs to approve this application."))
    if application.state not in queries.UNDECIDED:
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
    approval = SupervisorApproval(
        application=application,
        supervisor_name=letters.one_line(application.line_manager_name),
        supervisor_email=application.line_manager_email,
        asked_at=at,
        answer_by=at + timedelta(days=application.round.approval_days),
    )
    approval.fingerprint = fingerprint(letters.secret_of(approval))
    approval.save(force_insert=True)
    return approval


@transaction.atomic
def ask_all(round: Round, by: Actor, at: datetime) -> Asked:
    """Ask the supervisors of all undecided applications of the round for whom nobody was asked."""
    asked = 0
    for application in queries.to_ask(round):
        with suppress(CannotAsk):
            ask_supervisor(application, at, by=by)
            asked += 1
    return Asked(asked=asked, without_address=queries.funnel(round).supervisor_not_asked)


@transaction.atomic
def answer(secret: str, approve: bool, reason: str, at: datetime) -> SupervisorApproval:
    """The supervisor approves or declines; the applicant is told at once, with the reason as it was written.

    Raises `LinkUnknown`, `NotWaiting`, `AlreadyMoved`.
    """
    approval = queries.approval_by_secret(secret)
    if approval is None:
        raise LinkUnknown(_("This link is not known, or a newer one has taken its place."))
    if approval.application.state not in queries.UNDECIDED:
        raise NotWaiting(_("This application no longer waits for an answer."))
    _settle(approval, approve=approve, reason=reason, at=at, by=Actor(name=approval.supervisor_name))
    return approval


@transaction.atomic
def record(
    application: Application, approved: bool, reason: str, by: Actor, at: datetime
) -> SupervisorApproval:
    """Note an answer that the coordinator holds in writing elsewhere; `reason` says where it is kept.

    Raises `CannotAsk` when no approval is needed, `NotWaiting`, `AlreadyMoved` after an answer that stands.
    """
    if not queries.needs_approval(application):
        raise CannotAsk(_("No supervisor needs to approve this application."))
    if application.state not in queries.UNDECIDED:
        raise NotWaiting(_("This application no longer waits for an answer."))
    found = SupervisorApproval.objects.select_for_update().filter(application=application).first()
    if found is not None and found.state == ApprovalState.DECLINED:
        found.delete()
        found = None
    approval = found or _question(application, at)
    approval.application = application
    application.approval = approval
    _settle(approval, approve=approved, reason=reason, at=at, by=by)
    return approval


def _settle(approval: SupervisorApproval, *, approve: bool, reason: str, at: datetime, by: Actor) -> None:
    to = ApprovalState.APPROVED if approve else ApprovalState.DECLINED
    try:
        move(
            approval,
            to,
            moves=APPROVAL_MOVES,
            answered_at=at,
            reason=reason.strip(),
            recorded_by_id=by.person_id,
        )
    except AlreadyMoved as earlier:
        raise AlreadyMoved(_("This has already been answered; the page shows what was said.")) from earlier
    application = approval.application
    kind = "approved" if approve else "supervisor_declined"
    said = letters.one_line(approval.reason)
    letters.to_applicant(application, kind, at=at, approval=approval, reason=said, occasion=approval.pk)
    verb = "supervisor approved" if approve else "supervisor declined"
    write_record(verb, application, by=by, at=at, label=queries.label(application))


def remind_supervisors(*, at: datetime) -> int:
    """Remind supervisors who have not answered after five and after nine days, each once; letters written."""
    return sum(_remind(approval, at=at) for approval in _due(at))


def _due(at: datetime) -> list[SupervisorApproval]:
    waiting = SupervisorApproval.objects.filter(
        state=ApprovalState.WAITING,
        application__state__in=queries.UNDECIDED,
        reminders__lt=len(REMINDERS),
        asked_at__lte=at - REMINDERS[0],
    ).exclude(application__round__state=RoundState.FINISHED)
    loaded = waiting.select_related("application__person", "application__programme", "application__round")
    return [approval for approval in loaded if _reminders_due(approval, at) > approval.reminders]


def _reminders_due(approval: SupervisorApproval, at: datetime) -> int:
    return sum(approval.asked_at + wait <= at for wait in REMINDERS)


@transaction.atomic
def _remind(approval: SupervisorApproval, *, at: datetime) -> int:
    due = _reminders_due(approval, at)
    unchanged = SupervisorApproval.objects.filter(
        pk=approval.pk, state=ApprovalState.WAITING, reminders=approval.reminders
    )
    if unchanged.update(reminders=due) != 1:
        return 0
    letters.to_supervisor(approval, "supervisor_reminder", occasion=str(due), at=at)
    return 1

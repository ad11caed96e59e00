"""The supervisor's page, by link without an account; the written record; more time, or somebody else."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.applications import policies, queries
from fairlead.applications.actions import approving, rerouting
from fairlead.applications.actions.letters import answer_day
from fairlead.applications.enums import ApprovalState
from fairlead.applications.forms.approving import ApprovalForm, SupervisorForm, TimeForm
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import queries as programmes

if TYPE_CHECKING:
    from fairlead.applications.models import Application, SupervisorApproval


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: ActorRequest, secret: str) -> HttpResponse:
    """What is asked of the supervisor; their answer; and, after that, what was said."""
    approval = queries.approval_by_secret(secret)
    if approval is None:
        return render(request, "applications/approve_unknown.html", status=404)
    posted = request.method == "POST"
    pressed = request.POST.get("answer", "")
    form = ApprovalForm(request.POST if posted else None, initial=_standing(approval), pressed=pressed)
    refused = ""
    if posted and form.is_valid():
        try:
            approving.answer(secret, form.answer(), timezone.now())
        except approving.DayPassed as refusal:
            form.add_error("approved_from", str(refusal.sentence))
        except Refused as refusal:
            refused = str(refusal.sentence)
        else:
            return redirect("applications:approve", secret)
        approval = queries.approval_by_secret(secret) or approval
    return _page(request, approval, form, refused)


def _standing(approval: "SupervisorApproval") -> dict[str, object]:
    """The answer as it stands, for a supervisor who thinks again."""
    return {
        "approved_from": approval.approved_from,
        "reason": approval.reason,
        "share_reason": approval.share_reason,
        "seen": approval.answered_at.isoformat() if approval.answered_at else "",
    }


def _page(
    request: ActorRequest, approval: "SupervisorApproval", form: ApprovalForm, refused: str
) -> HttpResponse:
    application = approval.application
    answered = approval.state != ApprovalState.WAITING
    undecided = queries.waits_for_approval(application)
    context = {
        "approval": approval,
        "application": application,
        "programme": application.programme,
        "round": application.round,
        "time": programmes.time_asked(application.programme),
        "answer_by": answer_day(approval),
        "in_time": approval.answer_by > timezone.now(),
        "answered": answered,
        "undecided": undecided,
        "moot": not answered and not undecided,
        "form": form,
        "refused": refused,
        "opened": form.pressed,
    }
    status = 422 if refused or form.errors else 200
    return render(request, "applications/approve.html", context, status=status)


@never_cache
@require_safe
@login_required
def written_record(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What the supervisors were asked and have answered, to read and to print; newest first."""
    application = policies.fetch(request.actor, pk)
    records = list(application.approval_records.all())
    if not records:
        raise Http404
    decides = policies.can_decide(request.actor, application)
    context = {
        "application": application,
        "programme": application.programme,
        "records": [(one, one.reason if decides or one.share_reason else "") for one in records],
        "own": policies.is_own(request.actor, application),
    }
    return render(request, "applications/approval_record.html", context)


@require_POST
@login_required
def give_time(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Let the supervisor answer later."""
    application = policies.fetch(request.actor, pk, to=policies.can_decide)
    form = TimeForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Give a number of days from 1 to 60."))
        return redirect("applications:detail", application.pk)
    try:
        approval = rerouting.give_time(
            application, form.cleaned_data["days"], by=request.actor, at=timezone.now()
        )
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        said = _("%(name)s has been reminded and has more time.")
        messages.success(request, said % {"name": approval.supervisor_name})
    return redirect("applications:detail", application.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Name another supervisor: the applicant while nobody has approved, or a coordinator."""
    application = policies.fetch(request.actor, pk, to=policies.can_change_supervisor)
    now = {"name": application.line_manager_name, "email": application.line_manager_email}
    form = SupervisorForm(request.POST or None, initial=now)
    if request.method == "POST" and form.is_valid():
        try:
            approval = rerouting.change_supervisor(
                application, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            said = _("%(name)s has been asked. The earlier link does not work any more.")
            messages.success(request, said % {"name": approval.supervisor_name})
            return _back(request, application)
    own = policies.is_own(request.actor, application)
    context = {"application": application, "programme": application.programme, "form": form, "own": own}
    return render(request, "applications/change_supervisor.html", context, status=422 if form.errors else 200)


def _back(request: ActorRequest, application: "Application") -> HttpResponse:
    own = policies.is_own(request.actor, application)
    return redirect("applications:status" if own else "applications:detail", application.pk)

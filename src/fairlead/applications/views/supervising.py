"""The supervisor's page: by link, without an account."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fairlead.applications import queries
from fairlead.applications.actions import approving
from fairlead.applications.actions.letters import answer_day
from fairlead.applications.enums import ApprovalState
from fairlead.applications.forms.others import ApprovalForm
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import queries as programmes

if TYPE_CHECKING:
    from fairlead.applications.models import SupervisorApproval

ANSWERS = {"approve": True, "decline": False}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def approve(request: ActorRequest, secret: str) -> HttpResponse:
    """What is asked of the supervisor; their answer; and, after that, what was said."""
    approval = queries.approval_by_secret(secret)
    if approval is None:
        return render(request, "applications/approve_unknown.html", status=404)
    form = ApprovalForm(request.POST or None)
    refused = ""
    if request.method == "POST" and form.is_valid():
        given = request.POST.get("answer", "")
        if given not in ANSWERS:
            refused = _("Press one of the two buttons.")
        else:
            refused = _answer(secret, ANSWERS[given], form.cleaned_data["reason"])
            if not refused:
                return redirect("applications:approve", secret)
        approval = queries.approval_by_secret(secret) or approval
    return _page(request, approval, form, refused)


def _answer(secret: str, approve: bool, reason: str) -> str:
    """Give the answer; the sentence that refuses it, if it is refused."""
    try:
        approving.answer(secret, approve, reason, timezone.now())
    except Refused as refusal:
        return str(refusal.sentence)
    return ""


def _page(
    request: ActorRequest, approval: "SupervisorApproval", form: ApprovalForm, refused: str
) -> HttpResponse:
    application = approval.application
    answered = approval.state != ApprovalState.WAITING
    context = {
        "approval": approval,
        "application": application,
        "programme": application.programme,
        "round": application.round,
        "time": programmes.time_asked(application.programme),
        "answer_by": answer_day(approval),
        "in_time": approval.answer_by > timezone.now(),
        "answered": answered,
        "moot": not answered and application.state not in queries.UNDECIDED,
        "form": form,
        "refused": refused,
    }
    return render(
        request, "applications/approve.html", context, status=422 if refused or form.errors else 200
    )

"""An applicant answers what the coordinators asked back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fairlead.applications import policies
from fairlead.applications.actions import clarifying
from fairlead.applications.forms.inbox import AnswerForm
from fairlead.applications.queries import clarifications
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def answer(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The question asked back, and a box for the answer."""
    application = policies.fetch(request.actor, pk, to=policies.is_own)
    asked = clarifications.open_question(application)
    if asked is None and request.method != "POST":
        messages.info(request, _("No question waits for an answer from you."))
        return redirect("applications:status", application.pk)
    form = AnswerForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            clarifying.answer(application, form.cleaned_data["answer"], request.actor, timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal.sentence))
        else:
            messages.success(request, _("Thank you. The coordinators read your answer and go on."))
        return redirect("applications:status", application.pk)
    context = {"application": application, "programme": application.programme, "asked": asked, "form": form}
    status = 422 if form.errors else 200
    return render(request, "applications/answer.html", context, status=status)

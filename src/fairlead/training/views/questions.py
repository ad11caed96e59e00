"""The questions of a module as coordinators write them."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, told
from fairlead.training import policies, queries
from fairlead.training.actions import curriculum as actions
from fairlead.training.forms import QuestionForm

if TYPE_CHECKING:
    from fairlead.training.models import Module, Question


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Add a question to a module."""
    return _page(request, policies.fetch(request.actor, pk, to=policies.can_edit), None)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request: ActorRequest, pk: UUID, question: UUID) -> HttpResponse:
    """Change a question."""
    module = policies.fetch(request.actor, pk, to=policies.can_edit)
    return _page(request, module, _found(module, question))


@require_POST
@login_required
def remove(request: ActorRequest, pk: UUID, question: UUID) -> HttpResponse:
    """Take a question out."""
    module = policies.fetch(request.actor, pk, to=policies.can_edit)
    with told(request, _("The question is removed.")):
        actions.drop(_found(module, question), by=request.actor, at=timezone.now())
    return redirect("training:edit", module.pk)


def _found(module: "Module", pk: UUID) -> "Question":
    found = queries.question_of(module, pk)
    if found is None:
        raise Http404
    return found


def _page(request: ActorRequest, module: "Module", asked: "Question | None") -> HttpResponse:
    form = QuestionForm(request.POST if request.method == "POST" else None, question=asked)
    if form.is_bound and form.is_valid():
        try:
            text = form.cleaned_data["text"]
            actions.ask(module, asked, text, form.answers, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("The question is saved."))
            return redirect("training:edit", module.pk)
    context = {"programme": module.programme, "module": module, "form": form, "question": asked}
    return render(request, "training/question.html", context, status=422 if form.errors else 200)

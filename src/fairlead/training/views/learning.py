"""My training: what is asked, a module, its file."""

from typing import TYPE_CHECKING, Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.http import ActorRequest
from fairlead.kernel.reading import rendered
from fairlead.training import policies, queries
from fairlead.training.actions import completing
from fairlead.training.enums import Kind
from fairlead.training.forms import QuizForm
from fairlead.training.views import telling

if TYPE_CHECKING:
    from fairlead.training.models import Module


@never_cache
@require_safe
@login_required
def mine(request: ActorRequest) -> HttpResponse:
    """Everything the actor is asked to learn, and what there is besides."""
    found = queries.learning(request.actor, at=timezone.now())
    context = {"tracks": [telling.track(one) for one in found]}
    return render(request, "training/mine.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def module(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One module with its questions; answering them all completes it, whichever answers were chosen."""
    found = policies.fetch(request.actor, pk)
    questions = queries.questions(found)
    form = QuizForm(request.POST if request.method == "POST" else None, questions=questions)
    live = found.kind == Kind.LIVE
    answered = form.is_bound and form.is_valid() and bool(questions)
    if answered and not live and policies.can_learn(request.actor, found):
        completing.complete(found, by=request.actor, at=timezone.now())
    context = _about(request, found) | {
        "quiz": form if questions else None,
        "answered": answered,
        "body": rendered(found.text),
        "dates": queries.offered(found.pk, request.actor, at=timezone.now()) if live else None,
        "now": timezone.now(),
        "sources": [rendered(line) for line in found.sources.splitlines() if line.strip()],
    }
    return render(request, "training/module.html", context, status=422 if form.errors else 200)


def _about(request: ActorRequest, found: "Module") -> dict[str, Any]:
    """How the module stands for the actor, and which one is next."""
    mine = policies.can_learn(request.actor, found)
    tracks = queries.learning(request.actor, at=timezone.now()) if mine else []
    items = [item for one in tracks for item in one.items]
    return {
        "module": found,
        "programme": found.programme,
        "learns": mine,
        "item": next((one for one in items if found.pk in (one.module.pk, one.to_open.pk)), None),
        "next": next((one for one in items if one.missing and one.to_open.pk != found.pk), None),
        "done": queries.completions_of(request.actor, found).first() if mine else None,
        "can_edit": policies.can_edit(request.actor, found),
    }


@require_POST
@login_required
def done(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The actor has read, watched or used the module; one with questions is completed by answering them."""
    found = policies.fetch(request.actor, pk, to=policies.can_learn)
    if found.kind == Kind.LIVE:
        messages.info(request, _("This module is completed by being there."))
    elif queries.questions(found):
        messages.info(request, _("This module has questions now; answer them to complete it."))
    else:
        completing.complete(found, by=request.actor, at=timezone.now())
        messages.success(request, _("Completed. Thank you."))
    return redirect("training:module", found.pk)


@never_cache
@require_safe
@login_required
def file(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The module's file, always to be saved and never shown as a page of ours."""
    kept = queries.file_of(policies.fetch(request.actor, pk))
    if kept is None:
        raise Http404
    response = HttpResponse(bytes(kept.content), content_type="application/octet-stream")
    response.headers["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(kept.name, safe='')}"
    response.headers["X-Content-Type-Options"] = "nosniff"
    return response

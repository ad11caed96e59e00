"""A draft with its pages and questions: see, move, remove."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.questions import actions, policies, queries
from fairlead.questions.views import telling

if TYPE_CHECKING:
    from fairlead.questions.models import FormVersion, Question, Section

PLACES = {"up": -1, "down": 1}


@require_safe
@login_required
def editor(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The draft, page by page; a published version only to read."""
    version = queries.loaded(policies.fetch(request.actor, pk))
    can_edit = policies.can_edit(request.actor, version)
    context = {
        **telling.frame(version, "edit", can_edit=can_edit),
        "sections": telling.sections(version),
        "flaws": queries.flaws(version) if can_edit else [],
    }
    return render(request, "questions/edit.html", context)


@require_POST
@login_required
def arrange(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Move or remove a page or a question, as the pressed button says."""
    version = policies.fetch(request.actor, pk, to=policies.can_edit)
    given = request.GET.dict() | request.POST.dict()
    seen = telling.seen(given)
    place = ""
    try:
        if "question" in given:
            place = _question(request, _found(version, given, "question"), given.get("do", ""), seen)
        else:
            place = _section(request, _page(version, given), given.get("do", ""), seen)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect(f"{reverse('questions:edit', args=[version.pk])}{place}")


def _found(version: "FormVersion", given: dict[str, str], name: str) -> "Question":
    question = queries.question_of(version, telling.identity(given.get(name, "")))
    if question is None:
        raise Http404
    return question


def _page(version: "FormVersion", given: dict[str, str]) -> "Section":
    section = queries.section_of(version, telling.identity(given.get("section", "")))
    if section is None:
        raise Http404
    return section


def _question(request: ActorRequest, question: "Question", doing: str, seen: int) -> str:
    by, at = request.actor, timezone.now()
    if doing == "remove":
        actions.remove_question(question, seen=seen, by=by, at=at)
        messages.success(request, _("The question is removed."))
        return ""
    if doing not in PLACES:
        raise Http404
    actions.move_question(question, by_places=PLACES[doing], seen=seen, by=by, at=at)
    return f"#question-{question.pk}"


def _section(request: ActorRequest, section: "Section", doing: str, seen: int) -> str:
    by, at = request.actor, timezone.now()
    if doing == "remove":
        actions.remove_section(section, seen=seen, by=by, at=at)
        messages.success(request, _("The page is removed."))
        return ""
    if doing not in PLACES:
        raise Http404
    actions.move_section(section, by_places=PLACES[doing], seen=seen, by=by, at=at)
    return f"#page-{section.pk}"

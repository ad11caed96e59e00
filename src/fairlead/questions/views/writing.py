"""Write a page or a question of a draft."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.questions import actions, policies, queries
from fairlead.questions.defaults import ABOUT, standards
from fairlead.questions.enums import CAN_MATCH, CAN_SURVEY, Kind, Standard
from fairlead.questions.forms import OWN_KINDS, QuestionForm, SectionForm, new_question
from fairlead.questions.rendering import OwnForm
from fairlead.questions.views import telling
from fairlead.questions.wording import said

if TYPE_CHECKING:
    from fairlead.questions.models import FormVersion, Question, Section


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def section_new(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Add a page to the form."""
    version = policies.fetch(request.actor, pk, to=policies.can_edit)
    return _section(request, version, None)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def section(request: ActorRequest, pk: UUID, section: UUID) -> HttpResponse:
    """Change the title and the help of a page."""
    version = policies.fetch(request.actor, pk, to=policies.can_edit)
    return _section(request, version, telling.section_of(version, section))


def _section(request: ActorRequest, version: "FormVersion", section: "Section | None") -> HttpResponse:
    form = SectionForm(version, section, request.POST or None)
    if request.method == "POST" and form.is_valid():
        given, seen = form.cleaned_data, telling.seen(request.POST)
        by, at = request.actor, timezone.now()
        try:
            if section is None:
                section = actions.add_section(version, **given, seen=seen, by=by, at=at)
            else:
                actions.change_section(section, **given, seen=seen, by=by, at=at)
        except Refused as refusal:
            version = _as_it_stands(request, version)
            form.add_error(None, _told(refusal))
        else:
            messages.success(request, _("Saved."))
            return redirect(f"{reverse('questions:edit', args=[version.pk])}#page-{section.pk}")
    context = {
        **telling.frame(version, "edit", can_edit=True),
        "form": form,
        "section": section,
    }
    return render(request, "questions/section.html", context, status=422 if form.errors else 200)


def _as_it_stands(request: ActorRequest, version: "FormVersion") -> "FormVersion":
    """The draft as somebody else left it; when it is no draft any more there is nothing to write."""
    return policies.fetch(request.actor, version.pk, to=policies.can_edit)


def _told(refusal: Refused) -> str:
    if isinstance(refusal, actions.ChangedMeanwhile):
        return _(
            "Somebody changed this form while you were writing. Nothing of yours is stored yet: look at the "
            "form as it stands now, or save again to keep what is written here."
        )
    return str(refusal.sentence)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def kinds(request: ActorRequest, pk: UUID, section: UUID) -> HttpResponse:
    """Choose what to ask: a standard question that is not in the form yet, or a kind of own question."""
    version = queries.loaded(policies.fetch(request.actor, pk, to=policies.can_edit))
    page = telling.section_of(version, section)
    if request.method == "POST":
        return _ask_standard(request, version, page)
    asked = {one.standard for one in queries.questions(version)}
    is_survey = version.form.is_survey
    context = {
        **telling.frame(version, "edit", can_edit=True),
        "page_title": said(page.title, version.languages[0]),
        "section": page,
        "standards": [
            {"value": one.value, "label": one.label, "reads": ABOUT[one].reads}
            for one in standards(version.form.side)
            if one not in asked
        ],
        "kinds": [
            {"value": one.value, "label": one.label, "matching": one in CAN_MATCH and not is_survey}
            for one in OWN_KINDS
            if one in CAN_SURVEY or not is_survey
        ],
    }
    return render(request, "questions/kinds.html", context)


def _ask_standard(request: ActorRequest, version: "FormVersion", page: "Section") -> HttpResponse:
    wanted = request.POST.get("standard", "")
    if wanted not in Standard.values:
        raise Http404
    seen = telling.seen(request.POST)
    try:
        added = actions.add_standard(page, wanted, seen=seen, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("questions:kinds", version.pk, page.pk)
    return _saved(request, version, added)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question_new(request: ActorRequest, pk: UUID, section: UUID, kind: str) -> HttpResponse:
    """Write a new question of this kind at the end of a page."""
    version = queries.loaded(policies.fetch(request.actor, pk, to=policies.can_edit))
    if kind not in (CAN_SURVEY if version.form.is_survey else OWN_KINDS):
        raise Http404
    return _write(request, version, new_question(telling.section_of(version, section), kind))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def question(request: ActorRequest, pk: UUID, question: UUID) -> HttpResponse:
    """Write a question anew, with a preview; on “Show” nothing is stored."""
    version = queries.loaded(policies.fetch(request.actor, pk, to=policies.can_edit))
    return _write(request, version, telling.question_of(version, question))


def _write(request: ActorRequest, version: "FormVersion", question: "Question") -> HttpResponse:
    form = QuestionForm(question, request.POST or None)
    if request.method == "POST" and form.is_valid():
        if request.POST.get("do") == "show":
            actions.word(question, form.wording())
        else:
            before = list(question.options)
            try:
                stored = _store(request, version, question, form)
            except Refused as refusal:
                version = queries.loaded(_as_it_stands(request, version))
                form.add_error(None, _told(refusal))
            else:
                _tell_renamed(request, queries.renamed(before, stored.options, version.languages[0]))
                return _saved(request, version, stored)
    return _page(request, version, question, form)


def _tell_renamed(request: ActorRequest, renamed: list[tuple[str, str]]) -> None:
    """Say which answers were understood as the same ones under another name."""
    for old, new in renamed:
        told = _(
            "“%(old)s” is now called “%(new)s”; answers given to it stay. If you mean another answer, take "
            "it out, save, and add the new one then."
        )
        messages.info(request, told % {"old": old, "new": new})


def _store(
    request: ActorRequest, version: "FormVersion", question: "Question", form: QuestionForm
) -> "Question":
    seen, by, at = telling.seen(request.POST), request.actor, timezone.now()
    if question._state.adding:
        return actions.add_question(question.section, question.kind, form.wording(), seen=seen, by=by, at=at)
    to = form.cleaned_data.get("section")
    page = telling.section_of(version, telling.identity(to)) if to else None
    actions.change_question(question, form.wording(), section=page, seen=seen, by=by, at=at)
    return question


def _saved(request: ActorRequest, version: "FormVersion", question: "Question") -> HttpResponse:
    messages.success(request, _("Saved in the draft."))
    return redirect(f"{reverse('questions:edit', args=[version.pk])}#question-{question.pk}")


def _page(
    request: ActorRequest, version: "FormVersion", question: "Question", form: QuestionForm
) -> HttpResponse:
    new = question._state.adding
    standard = question.kind == Kind.STANDARD
    written = new and request.method != "POST"
    shown = None if standard or written else OwnForm([question], {}, None, version.languages[0])
    context = {
        **telling.frame(version, "edit", can_edit=True),
        "form": form,
        "question": question,
        "new": new,
        "title": queries.name_of(question, version.languages[0]) if not new else question.get_kind_display(),
        "shown": shown,
        "about": ABOUT[Standard(question.standard)] if standard else None,
    }
    return render(request, "questions/question.html", context, status=422 if form.errors else 200)

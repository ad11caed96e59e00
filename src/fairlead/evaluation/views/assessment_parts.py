"""The parts of a yearly assessment that are written: words, aims, self-check, agreed actions."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms as django_forms
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.evaluation import policies
from fairlead.evaluation.actions import assessments as actions
from fairlead.evaluation.forms.assessments import AgreedForm, AimsForm, ChecksForm, TextsForm
from fairlead.evaluation.queries import assessments as queries
from fairlead.evaluation.views.frame import about
from fairlead.kernel import overtaking
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest

if TYPE_CHECKING:
    from fairlead.evaluation.models import Assessment

Written = TextsForm | AimsForm | ChecksForm
PARTS: dict[str, tuple[type[Written], Promise, Promise]] = {
    "words": (
        TextsForm,
        gettext_lazy("Words beside the figures"),
        gettext_lazy("A few sentences each are enough. No person is named here."),
    ),
    "aims": (
        AimsForm,
        gettext_lazy("Aims of the year"),
        gettext_lazy("What the year was to bring, whether it did, and by what it shows."),
    ),
    "self-check": (
        ChecksForm,
        gettext_lazy("Self-check"),
        gettext_lazy("Six areas of good programmes. An honest “in part” helps more than four stars."),
    ),
}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request: ActorRequest, pk: UUID, part: str) -> HttpResponse:
    """Write one part of the report; two people at once do not undo each other."""
    found = policies.fetch_assessment(request.actor, pk, to=policies.can_write_assessment)
    if part not in PARTS:
        raise Http404
    kind, title, lead = PARTS[part]
    form = kind(request.POST if request.method == "POST" else None, assessment=found)
    standing = kind(assessment=found)
    if request.method == "POST":
        overtaking.tell(form, standing, request.POST)
        if form.is_valid():
            return _written(request, found, part, form, standing)
    context = {
        **about(request, found.programme, "assessments"),
        "assessment": found,
        "form": form,
        "part": part,
        "title": title,
        "lead": lead,
        "as_shown": overtaking.marks([(form, standing)], request.POST),
    }
    template = f"evaluation/assessment_{part.replace('-', '_')}.html"
    return render(request, template, context, status=422 if form.errors else 200)


def _written(
    request: ActorRequest, found: "Assessment", part: str, form: Written, standing: django_forms.Form
) -> HttpResponse:
    touched = overtaking.news(form, standing, request.POST)
    by, at = request.actor, timezone.now()
    try:
        _write(found, form, touched, by=by, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("evaluation:assessment", found.pk)
    messages.success(request, _("Saved."))
    if isinstance(form, AimsForm) and touched.get("new"):
        return redirect("evaluation:assessment_write", found.pk, part)
    return redirect("evaluation:assessment", found.pk)


def _write(found: "Assessment", form: Written, touched: dict[str, Any], *, by: Any, at: Any) -> None:
    if isinstance(form, TextsForm):
        actions.write(found, touched, by=by, at=at)
    elif isinstance(form, ChecksForm):
        actions.write(found, {"checks": form.checks(touched, found.checks)}, by=by, at=at)
    else:
        added = touched.get("new", "")
        actions.write_aims(found, form.changes(touched), added=added, by=by, at=at)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def agree(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Agree on actions for the next year, one by one."""
    found = policies.fetch_assessment(request.actor, pk, to=policies.can_agree)
    form = AgreedForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.agree(found, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal.sentence))
            return redirect("evaluation:assessment", found.pk)
        return redirect("evaluation:assessment_agree", found.pk)
    context = {
        **about(request, found.programme, "assessments"),
        "assessment": found,
        "form": form,
        "agreed": found.agreed.all(),
        "before": queries.before(found),
    }
    return render(request, "evaluation/assessment_agree.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def unagree(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take an agreed action out again."""
    action = policies.fetch_agreed(request.actor, pk)
    try:
        actions.unagree(action, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("evaluation:assessment_agree", action.assessment_id)

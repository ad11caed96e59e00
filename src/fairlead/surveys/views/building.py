"""The questionnaires of a programme: see, add, bring in, settle, put away."""

import csv
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import policies as programmes
from fairlead.surveys import instruments, policies, queries
from fairlead.surveys.actions import questionnaires as actions
from fairlead.surveys.forms import BringForm, new_form, settings_form
from fairlead.surveys.queries.reading import FORM_COLUMNS, read_form

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme
    from fairlead.surveys.models import Questionnaire

EXAMPLE = (
    (
        "How it is",
        "sure-rules",
        "scale",
        "I know the rules that matter.",
        "",
        "",
        "1",
        "5",
        "not at all",
        "completely",
    ),
    ("How it is", "pace", "choice", "The pace was", "", "too slow|right|too fast", "", "", "", ""),
    ("Your words", "more", "long", "What else should we know?", "", "", "", "", "", ""),
)


@require_safe
@login_required
def questionnaires(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What the programme asks, and what can be added."""
    programme = programmes.fetch(request.actor, pk)
    home = queries.home_of(programme)
    asked = queries.of_programme(programme)
    can_build = policies.can_build(request.actor, programme)
    context = {
        "programme": programme,
        "asked": [_row(one) for one in asked],
        "away": queries.of_programme(programme, archived=True) if can_build else [],
        "taken_from": home if home.pk != programme.pk else None,
        "can_build": can_build,
        "instruments": list(instruments.BUNDLED.values()),
        "parent": programme.parent_id is not None,
    }
    return render(request, "surveys/questionnaires.html", context)


def _row(one: "Questionnaire") -> dict[str, Any]:
    return {"questionnaire": one, "published": queries.published(one), "draft": queries.draft(one)}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: ActorRequest, pk: UUID, instrument: str) -> HttpResponse:
    """Add a bundled questionnaire, or an empty one of one's own."""
    programme = programmes.fetch(request.actor, pk, to=policies.can_build)
    bundled = instruments.BUNDLED.get(instrument)
    if bundled is None and instrument != instruments.OWN:
        raise Http404
    form = new_form(instrument, request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.add(
                programme, instrument, **form.cleaned_data, by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            return _added(request, programme, made)
    context = {"programme": programme, "form": form, "instrument": bundled}
    return render(request, "surveys/add.html", context, status=422 if form.errors else 200)


def _added(request: ActorRequest, programme: "Programme", made: "Questionnaire") -> HttpResponse:
    written = queries.draft(made)
    if written is not None:
        messages.success(request, _("This is a draft. Write its questions, then publish it."))
        return redirect("questions:edit", written.pk)
    messages.success(request, _("Added. Its waves are planned in each round."))
    return redirect("surveys:questionnaires", programme.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def bring(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Bring in a form for which the institution has a licence: look at it first, then keep it as a draft."""
    programme = programmes.fetch(request.actor, pk, to=policies.can_build)
    form = BringForm(request.POST or None, request.FILES or None, initial=new_form("", None).initial)
    found = None
    if request.method == "POST" and form.is_valid():
        found = read_form(form.cleaned_data["table"])
        if request.POST.get("do") == "keep" and not found.problems:
            names = ("title", "moment", "privacy", "audience", "licence")
            given = {name: form.cleaned_data[name] for name in names}
            try:
                made = actions.add(
                    programme,
                    instruments.LICENSED,
                    **given,
                    pages=found.pages,
                    by=request.actor,
                    at=timezone.now(),
                )
            except Refused as refusal:
                form.add_error(None, str(refusal.sentence))
            else:
                return _added(request, programme, made)
        form = BringForm(initial=form.cleaned_data) if not form.errors else form
    context = {"programme": programme, "form": form, "found": found, "columns": FORM_COLUMNS}
    return render(request, "surveys/bring.html", context, status=422 if form.errors else 200)


@require_safe
@login_required
def source(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A table with an example of each sort of question, to be filled in."""
    programmes.fetch(request.actor, pk, to=policies.can_build)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="questionnaire.csv"'
    response.write("\ufeff")
    csv.writer(response).writerows([FORM_COLUMNS, *EXAMPLE])
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settle(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Change name, moment, audience and promise of a questionnaire."""
    questionnaire = policies.fetch(request.actor, pk)
    form = settings_form(questionnaire, request.POST or None)
    if request.method == "POST" and form.is_valid():
        actions.settle(questionnaire, **form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, _("Saved. Waves that are open already keep what was promised in them."))
        return redirect("surveys:questionnaires", questionnaire.programme_id)
    context = {"programme": questionnaire.programme, "questionnaire": questionnaire, "form": form}
    return render(request, "surveys/settle.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def do(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Begin a draft, put a questionnaire away, take it up again."""
    questionnaire = policies.fetch(request.actor, pk)
    deeds = {"draft": actions.begin_draft, "away": actions.put_away, "again": actions.take_up}
    if deed not in deeds:
        raise Http404
    try:
        made = deeds[deed](questionnaire, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("surveys:questionnaires", questionnaire.programme_id)
    if deed == "draft" and made is not None:
        return redirect("questions:edit", made.pk)
    return redirect("surveys:questionnaires", questionnaire.programme_id)

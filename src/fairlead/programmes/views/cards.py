"""The practice card of a programme: read, printed, given away, and begun from."""

import json
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fairlead.kernel.http import ActorRequest
from fairlead.programmes import actions, forms, policies, queries
from fairlead.programmes.forms import cards
from fairlead.programmes.queries import cards as card_queries
from fairlead.programmes.views import describing


@require_safe
@login_required
def card(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The card as a page that prints well."""
    programme = policies.fetch(request.actor, pk)
    context = {
        "programme": programme,
        "head": describing.card(programme),
        "parts": describing.parts(programme, can_edit=False),
        "practice": describing.practice(programme),
        "areas": queries.areas(programme),
        "partners": queries.partners(programme),
        "can_edit": policies.can_edit(request.actor, programme),
    }
    return render(request, "programmes/card.html", context)


@require_safe
@login_required
def card_file(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The card as a file from which another university can start."""
    programme = policies.fetch(request.actor, pk)
    text = json.dumps(card_queries.as_document(programme), ensure_ascii=False, indent=2)
    response = HttpResponse(text + "\n", content_type="application/json; charset=utf-8")
    name = f"{slugify(programme.name) or 'programme'}-practice-card.json"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit_card(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Change the head of the card."""
    programme = policies.fetch(request.actor, pk, to=policies.can_edit)
    posted = request.POST if request.method == "POST" else None
    form = forms.CardForm(posted, instance=card_queries.card(programme))
    if posted is not None and form.is_valid():
        actions.write_card(programme, form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("programmes:card", programme.pk)
    context = {
        "programme": programme,
        "form": form,
        "title": _("Head of the practice card"),
        "lead": _("How a catalogue of practices would list the programme. The rest comes from its design."),
    }
    return render(request, "programmes/one_form.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def begin(request: ActorRequest) -> HttpResponse:
    """Begin a programme from somebody's card: choose the file, look at what it says, found."""
    if not policies.can_found(request.actor):
        raise Http404
    if request.method == "POST" and "card" in request.POST:
        return _found(request, request.POST["card"])
    form = forms.CardFileForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        text = _text(form)
        if text is not None:
            return _look(request, form, text)
    return _choose(request, form)


def _text(form: forms.CardFileForm) -> str | None:
    file = form.cleaned_data["file"]
    if file.size > cards.LARGEST:
        form.add_error("file", _("The file is larger than 200 kB. A practice card has a few kB."))
        return None
    try:
        return str(file.read().decode("utf-8-sig"))
    except UnicodeDecodeError:
        form.add_error("file", _("The file is no UTF-8 text. Take it as Fairlead gave it."))
        return None


def _look(request: ActorRequest, form: forms.CardFileForm, text: str) -> HttpResponse:
    reading = cards.read(text)
    if reading.card is None:
        for problem in reading.problems:
            form.add_error("file", problem)
        return _choose(request, form)
    return _preview(request, reading, text, forms.FoundForm(initial={"name": reading.card.name}))


def _found(request: ActorRequest, text: str) -> HttpResponse:
    reading = cards.read(text[: cards.LARGEST])
    if reading.card is None:
        return redirect("programmes:card_begin")
    form = forms.FoundForm(request.POST)
    if not form.is_valid():
        return _preview(request, reading, text, form)
    by, at = request.actor, timezone.now()
    programme = actions.found_from_card(reading.card, **form.cleaned_data, by=by, at=at)
    messages.success(request, _("The design of the card is yours to change. Staff do not see it yet."))
    return redirect("programmes:design", programme.pk)


def _choose(request: ActorRequest, form: forms.CardFileForm) -> HttpResponse:
    status = 422 if form.errors else 200
    return render(request, "programmes/card_begin.html", {"form": form}, status=status)


def _preview(request: ActorRequest, reading: cards.Reading, text: str, form: forms.FoundForm) -> HttpResponse:
    context: dict[str, Any] = {
        "form": form,
        "card": reading.card,
        "parts": describing.from_card(reading.card) if reading.card else [],
        "ignored": reading.ignored,
        "text": text,
    }
    return render(request, "programmes/card_preview.html", context, status=422 if form.errors else 200)

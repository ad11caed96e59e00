"""Pages of the design that are one form: place, partners, practice card, names of the scale."""

from typing import TYPE_CHECKING

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fairlead.kernel import overtaking
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import actions, forms, queries
from fairlead.programmes.enums import Part, Step
from fairlead.programmes.views import pieces, steps

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme


def _saved(request: ActorRequest, programme: "Programme", section: str) -> HttpResponse:
    messages.success(request, _("Saved."))
    return redirect(reverse("programmes:detail", args=[programme.pk]) + f"#{section}")


def settle(
    request: ActorRequest, programme: "Programme", section: str, doing: str, part: str
) -> HttpResponse:
    """Let a sub-programme settle a part itself (`own`), or take it over from its parent again (`inherit`)."""
    if part not in Part.values:
        raise Http404
    act = actions.settle_part if doing == "own" else actions.take_part_over
    act(programme, part, by=request.actor, at=timezone.now())
    return redirect(reverse("programmes:edit", args=[programme.pk, section]) + f"#{part}")


def place(request: ActorRequest, programme: "Programme") -> HttpResponse:
    """Where the programme stands, and part by part what it takes over."""
    doing, _colon, part = request.POST.get("do", "").partition(":")
    if doing in {"own", "inherit"}:
        return settle(request, programme, Step.PLACE.value, doing, part)
    if request.method == "POST" and steps.save_place(request, programme):
        return _saved(request, programme, "place")
    form = steps.place_form(request, programme)
    context = {
        "programme": programme,
        "form": form,
        "step_forms": [form],
        "parts": steps.inherited_parts(programme),
        "title": Step.PLACE.label,
        "lead": pieces.LEADS[Step.PLACE],
    }
    return render(request, "programmes/place.html", context, status=422 if form.errors else 200)


def practice(request: ActorRequest, programme: "Programme") -> HttpResponse:
    """Setup and delivery of the practice card."""
    if request.method == "POST" and steps.save_practice(request, programme):
        return _saved(request, programme, "practice")
    page = steps.practice_page(request, programme)
    context = {
        "programme": programme,
        "step_forms": page.forms,
        "as_shown": overtaking.marks(page.pairs, request.POST),
        "title": Step.PRACTICE.label,
        "lead": pieces.LEADS[Step.PRACTICE],
        **page.context,
    }
    return render(request, "programmes/practice.html", context, status=422 if page.wrong else 200)


def scale(request: ActorRequest, programme: "Programme") -> HttpResponse:
    """What the leading institution calls the five steps of cost, time and effort."""
    form = forms.ScaleForm(request.POST or None, scale=queries.scale(programme.lead_id))
    if request.method == "POST" and form.is_valid():
        actions.name_scale(programme.lead, form.names(), by=request.actor, at=timezone.now())
        return _saved(request, programme, "practice")
    context = {
        "programme": programme,
        "form": form,
        "title": _("Names of the scale"),
        "lead": _("They hold for every programme that %(institution)s leads.")
        % {"institution": programme.lead.name},
    }
    return render(request, "programmes/one_form.html", context, status=422 if form.errors else 200)


def partners(request: ActorRequest, programme: "Programme") -> HttpResponse:
    """The institutions whose staff take part."""
    taking_part = [partner.institution_id for partner in queries.partners(programme)]
    form = forms.PartnersForm(
        request.POST or None, programme=programme, initial={"institutions": taking_part}
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["institutions"]
        actions.set_partners(programme, chosen, by=request.actor, at=timezone.now())
        return _saved(request, programme, "partners")
    context = {"programme": programme, "form": form, "title": _("Partners"), "lead": ""}
    return render(request, "programmes/one_form.html", context, status=422 if form.errors else 200)

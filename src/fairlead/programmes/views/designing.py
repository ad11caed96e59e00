"""The inside of a programme: its design, section by section."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_safe

from fairlead.kernel.http import ActorRequest
from fairlead.programmes import actions, forms, policies, queries
from fairlead.programmes.views import describing, lists

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme


@dataclass(frozen=True)
class Section:
    """A part of the design that is edited on one page."""

    title: str | Promise
    form: type[forms.PlainForm]


SECTIONS = {
    "aim": Section(gettext_lazy("Aim and goals"), forms.AimForm),
    "place": Section(gettext_lazy("Independent or part of a broader programme"), forms.PlaceForm),
    "shape": Section(gettext_lazy("Format, length and meetings"), forms.ShapeForm),
    "expectations": Section(gettext_lazy("Outcomes, requirements and incentives"), forms.ExpectationsForm),
    "contact": Section(gettext_lazy("Contact, privacy notice and publication"), forms.ContactForm),
}
Handler = Callable[[ActorRequest, "Programme"], HttpResponse]
LISTS: dict[str, Handler] = {"areas": lists.areas, "team": lists.team, "partners": lists.partners}


@require_safe
@login_required
def programme_list(request: ActorRequest) -> HttpResponse:
    """The programmes of the actor's teams."""
    context = {"programmes": queries.run_by(request.actor), "can_found": policies.can_found(request.actor)}
    return render(request, "programmes/list.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def found(request: ActorRequest) -> HttpResponse:
    """Found a programme; whoever does is its first coordinator."""
    if not policies.can_found(request.actor):
        raise Http404
    form = forms.FoundForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        programme = actions.found(**form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, _("The programme is founded. Look through its design, then plan a round."))
        return redirect("programmes:detail", programme.pk)
    status = 422 if form.errors else 200
    return render(request, "programmes/found.html", {"form": form}, status=status)


@require_safe
@login_required
def detail(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A programme's design, rounds, team and partners."""
    programme = policies.fetch(request.actor, pk)
    can_edit = policies.can_edit(request.actor, programme)
    context = {
        "programme": programme,
        "can_edit": can_edit,
        "parts": describing.parts(programme, can_edit=can_edit),
        "areas": queries.areas(programme),
        "rounds": queries.rounds(programme),
        "team": queries.team(programme),
        "partners": queries.partners(programme),
    }
    return render(request, "programmes/detail.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: ActorRequest, pk: UUID, section: str) -> HttpResponse:
    """Change one section of the design."""
    programme = policies.fetch(request.actor, pk, to=policies.can_edit)
    if section in LISTS:
        return LISTS[section](request, programme)
    if section not in SECTIONS:
        raise Http404
    return _edit_section(request, programme, section)


def _edit_section(request: ActorRequest, programme: "Programme", section: str) -> HttpResponse:
    part = SECTIONS[section]
    stored = policies.fetch(request.actor, programme.pk, to=policies.can_edit)
    form = part.form(request.POST or None, instance=programme)
    if request.method == "POST" and form.is_valid():
        actions.edit(stored, form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(reverse("programmes:detail", args=[programme.pk]) + f"#{section}")
    context = {"programme": stored, "form": form, "title": part.title, "section": section}
    return render(request, "programmes/edit.html", context, status=422 if form.errors else 200)

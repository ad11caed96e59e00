"""The inside of a programme: its design, section by section."""

from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fairlead.kernel import overtaking
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import actions, forms, policies, queries
from fairlead.programmes.enums import Step
from fairlead.programmes.queries import eligibility
from fairlead.programmes.queries.letters import samples
from fairlead.programmes.views import describing, lists, pieces, plain

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme


Handler = Callable[[ActorRequest, "Programme"], HttpResponse]
LISTS: dict[str, Handler] = {
    "areas": lists.areas,
    "team": lists.team,
    "partners": plain.partners,
    "place": plain.place,
    "practice": plain.practice,
    "scale": plain.scale,
}


@require_safe
@login_required
def programme_list(request: ActorRequest) -> HttpResponse:
    """The programmes of the actor's teams."""
    led = [pk for pk in policies.team_roles(request.actor) if policies.leads(request.actor, pk)]
    context = {
        "programmes": queries.run_by(request.actor),
        "can_found": policies.can_found(request.actor),
        "leads_several": len(led) > 1,
    }
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
        return redirect("programmes:design", programme.pk)
    status = 422 if form.errors else 200
    return render(request, "programmes/found.html", {"form": form}, status=status)


@require_safe
@login_required
def detail(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A programme's design, rounds, team and partners."""
    programme = policies.fetch(request.actor, pk)
    can_edit = policies.can_edit(request.actor, programme)
    lines = queries.checklist(programme, at=timezone.now()) if can_edit else []
    context = {
        "programme": programme,
        "can_edit": can_edit,
        "can_copy": policies.can_copy(request.actor, programme),
        "missing": [line for line in lines if not line.done],
        "barred": queries.blockers(lines),
        "practice": describing.practice(programme),
        "children": queries.children(programme),
        "parts": describing.parts(programme, can_edit=can_edit),
        "areas": queries.areas(programme),
        "can_see_rules": policies.can_test_eligibility(request.actor, programme),
        "rules_count": eligibility.counted(programme),
        "rounds": queries.rounds(programme),
        "team": queries.team(programme),
        "partners": queries.partners(programme),
    }
    return render(request, "programmes/detail.html", context)


@require_safe
@login_required
def letters(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The letters of the programme, as people made up would get them."""
    programme = policies.fetch(request.actor, pk)
    context = {
        "programme": programme,
        "letters": samples(programme, at=timezone.now()),
        "can_edit": policies.can_edit(request.actor, programme),
    }
    return render(request, "programmes/letters.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: ActorRequest, pk: UUID, section: str) -> HttpResponse:
    """Change one section of the design."""
    programme = policies.fetch(request.actor, pk, to=policies.can_edit)
    if section in LISTS:
        return LISTS[section](request, programme)
    if section not in pieces.EDITED:
        raise Http404
    return _edit_section(request, programme, section)


def _edit_section(request: ActorRequest, programme: "Programme", section: str) -> HttpResponse:
    posted = request.POST if request.method == "POST" else None
    shown = policies.fetch(request.actor, programme.pk, to=policies.can_edit)
    found = pieces.pieces(shown, section, posted, pieces.EDITED)
    doing, _colon, part = request.POST.get("do", "").partition(":")
    if doing in {"own", "inherit"}:
        return plain.settle(request, programme, section, doing, part)
    if posted is not None and pieces.valid(found, posted):
        actions.edit(programme, pieces.given(found, posted), by=request.actor, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect(reverse("programmes:detail", args=[programme.pk]) + f"#{section}")
    forms_shown = [piece.form for piece in found]
    context = {
        "programme": programme,
        "pieces": found,
        "step_forms": forms_shown,
        "as_shown": overtaking.marks(pieces.pairs(found), request.POST),
        "title": Step(section).label,
        "lead": pieces.LEADS[section],
    }
    wrong = any(form.errors for form in forms_shown)
    return render(request, "programmes/edit.html", context, status=422 if wrong else 200)

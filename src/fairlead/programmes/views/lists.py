"""The parts of a design that are lists: areas of expertise, team, partners."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.people.actions import know_person
from fairlead.programmes import actions, forms, queries
from fairlead.programmes.enums import Part, Step

if TYPE_CHECKING:
    from fairlead.programmes.models import Area, Programme


AREA_VERBS = frozenset({"add", "rename", "remove", "restore", "up", "down"})


def _identity(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def areas(request: ActorRequest, programme: "Programme") -> HttpResponse:
    """Add, rename, retire, bring back and order areas of expertise."""
    if request.method != "POST":
        context = areas_shown(programme, forms.AreaForm(), request.GET.get("rename", ""))
        return render(request, "programmes/areas.html", context)
    changed = change_areas(request, programme, reverse("programmes:edit", args=[programme.pk, "areas"]))
    if isinstance(changed, HttpResponse):
        return changed
    return render(request, "programmes/areas.html", changed, status=422)


def areas_shown(programme: "Programme", form: forms.AreaForm, renaming: str) -> dict[str, Any]:
    """What the list of areas shows: those in use, the retired, the form, and which one is being renamed."""
    listed = list(queries.areas(programme, with_retired=True))
    return {
        "programme": programme,
        "form": form,
        "areas": [area for area in listed if area.in_use],
        "retired": [area for area in listed if not area.in_use],
        "renaming": renaming,
        "areas_from": queries.owner(programme, Part.AREAS)
        if queries.inherits(programme, Part.AREAS)
        else None,
    }


def change_areas(request: ActorRequest, programme: "Programme", here: str) -> HttpResponse | dict[str, Any]:
    """Do what the pressed button says and go back `here`; what to show when the form has to be mended."""
    doing = request.POST.get("do", "")
    form = forms.AreaForm(request.POST if doing in {"add", "rename"} else None)
    if not form.is_bound or form.is_valid():
        try:
            said = _do_with_areas(request, programme, form, doing)
        except Refused as refusal:
            form.add_error("name", str(refusal.sentence))
        else:
            messages.success(request, said)
            return redirect(here)
    return areas_shown(programme, form, request.POST.get("area", "") if doing == "rename" else "")


def _do_with_areas(request: ActorRequest, programme: "Programme", form: forms.AreaForm, doing: str) -> str:
    by, at = request.actor, timezone.now()
    if doing == "add":
        area = actions.add_area(programme, form.cleaned_data["name"], by=by, at=at)
        return _("“%(area)s” is added.") % {"area": area.name}
    pk = _identity(request.POST.get("area", ""))
    area = get_object_or_404(queries.areas(programme, with_retired=True), pk=pk)
    if doing == "rename":
        actions.rename_area(area, form.cleaned_data["name"], by=by, at=at)
        return _("The area is now called “%(area)s”.") % {"area": area.name}
    if doing == "remove":
        if actions.remove_area(area, by=by, at=at):
            return _("“%(area)s” is removed.") % {"area": area.name}
        return _("“%(area)s” is retired: it stays in applications that chose it.") % {"area": area.name}
    if doing == "restore":
        actions.restore_area(area, by=by, at=at)
        return _("“%(area)s” is offered again.") % {"area": area.name}
    _move(programme, area, doing, request)
    return _("The order is changed.")


def _move(programme: "Programme", area: "Area", doing: str, request: ActorRequest) -> None:
    order = [one.pk for one in queries.areas(programme)]
    steps = {"up": -1, "down": 1}
    if doing not in steps or area.pk not in order:
        raise Http404
    place = order.index(area.pk)
    other = min(max(place + steps[doing], 0), len(order) - 1)
    order[place], order[other] = order[other], order[place]
    actions.put_areas_in_order(programme, order, by=request.actor, at=timezone.now())


def team(request: ActorRequest, programme: "Programme") -> HttpResponse:
    """Who runs the programme, in which role."""
    form = forms.TeamForm(programme=programme)
    if request.method == "POST" and request.POST.get("do") == "remove":
        return _remove_member(request, programme)
    if request.method == "POST":
        form = forms.TeamForm(request.POST, programme=programme)
        if form.is_valid() and _add_member(request, programme, form):
            return redirect("programmes:edit", programme.pk, "team")
    context = {
        "programme": programme,
        "form": form,
        "team": queries.team(programme),
        "designing": Step.PEOPLE.value not in programme.settled,
    }
    return render(request, "programmes/team.html", context, status=422 if form.errors else 200)


def _add_member(request: ActorRequest, programme: "Programme", form: forms.TeamForm) -> bool:
    given, at = form.cleaned_data, timezone.now()
    person = know_person(email=given["email"], name=given["name"], at=at)
    try:
        actions.add_member(
            programme,
            person,
            given["role"],
            institution=given["institution"],
            responsible_for=given["responsible_for"],
            by=request.actor,
            at=at,
        )
    except Refused as refusal:
        form.add_error("role", str(refusal.sentence))
        return False
    messages.success(request, _("%(name)s is on the team.") % {"name": person.name})
    return True


def _remove_member(request: ActorRequest, programme: "Programme") -> HttpResponse:
    member = get_object_or_404(queries.team(programme), pk=_identity(request.POST.get("member", "")))
    try:
        actions.remove_member(member, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("%(name)s no longer has this role.") % {"name": member.person.name})
    return redirect("programmes:edit", programme.pk, "team")

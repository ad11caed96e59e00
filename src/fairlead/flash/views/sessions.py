"""Flash meetings of a round, as coordinators prepare and publish them."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.flash import policies
from fairlead.flash.actions import arranging, telling
from fairlead.flash.enums import UNTOLD
from fairlead.flash.forms import LimitForm, SeenForm, SessionForm
from fairlead.flash.queries import timetables
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, told
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import Side

if TYPE_CHECKING:
    from fairlead.flash.models import FlashSession

A_PAGE = 25
SIDES = {"mentors": Side.MENTOR, "mentees": Side.MENTEE}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_round(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The round's flash meetings, and a new one."""
    writes = request.method == "POST"
    round = programmes.fetch_round(
        request.actor, pk, to=policies.can_arrange if writes else policies.can_look
    )
    form = SessionForm(request.POST if writes else None)
    if writes and form.is_valid():
        try:
            made = arranging.plan(round, form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("starts_at", str(refusal.sentence))
        else:
            return redirect("flash:session", pk=made.pk)
    context = {
        "round": round,
        "programme": round.programme,
        "form": form,
        "sessions": timetables.of_round(round),
        "can_arrange": policies.can_arrange(request.actor, round),
    }
    return render(request, "flash/round.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@login_required
def session(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One flash meeting: how it stands, the timetable by slot, mentor or mentee."""
    found = policies.fetch(request.actor, pk)
    met = timetables.meetings(found)
    by = request.GET.get("by", "")
    by = by if by in SIDES or (by == "slots" and met) else "slots" if met else "mentors"
    context: dict[str, Any] = {
        "session": found,
        "round": found.round,
        "programme": found.round.programme,
        "figures": timetables.figures(found, met),
        "by": by,
        "tabs": _tabs(found, by, has_slots=bool(met)),
        "untold": found.state in UNTOLD,
        "seen": str(found.revision),
        "to_come": found.starts_at > timezone.now(),
        "ends_at": found.ends(found.slots - 1),
        "can_change": policies.can_change(request.actor, found),
        "choices": range(found.slots + 1),
    }
    if by == "slots":
        pages = Paginator(range(found.slots), 1).get_page(request.GET.get("page"))
        slot = pages.number - 1
        context |= {
            "page": pages,
            "slot_starts": found.starts(slot),
            "slot_ends": found.ends(slot),
            "meetings": [one for one in met if one.slot == slot],
        }
    else:
        everybody = timetables.rows(found, SIDES[by], met)
        context["page"] = Paginator(everybody, A_PAGE).get_page(request.GET.get("page"))
    return render(request, "flash/session.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Another day, other slots, another place."""
    found = policies.fetch(request.actor, pk, to=policies.can_change)
    if found.state not in UNTOLD:
        return redirect("flash:session", pk=pk)
    given = {name: getattr(found, name) for name in arranging.FIELDS}
    given |= {"starts_at": localtime(found.starts_at), "seen": found.revision}
    form = SessionForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            arranging.change(found, form.cleaned_data, seen=seen, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("starts_at", str(refusal.sentence))
        else:
            return redirect("flash:session", pk=pk)
    context = {"session": found, "round": found.round, "programme": found.round.programme, "form": form}
    return render(request, "flash/change.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@login_required
def limit(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Settle how many somebody meets at most."""
    found = policies.fetch(request.actor, pk, to=policies.can_change)
    form = LimitForm(request.POST)
    people = {one.pk: one for one in timetables.taking_part(found.round)}
    if not form.is_valid() or form.cleaned_data["who"] not in people:
        raise Http404
    who, given = people[form.cleaned_data["who"]], form.cleaned_data
    with told(request, _("Kept for %(name)s.") % {"name": who.person.name}):
        arranging.limit(found, who, given["most"], seen=given["seen"], by=request.actor, at=timezone.now())
    side = "mentors" if who.side == Side.MENTOR else "mentees"
    return redirect(f"{reverse('flash:session', args=[pk])}?by={side}#timetable")


@never_cache
@require_POST
@login_required
def act(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Make the timetable, publish it, or call the flash meeting off."""
    found = policies.fetch(request.actor, pk, to=policies.can_change)
    form = SeenForm(request.GET)
    seen = form.cleaned_data["seen"] if form.is_valid() else found.revision + 1
    by, at = request.actor, timezone.now()
    if deed == "compute":
        with told(request, _("The timetable is made. Nobody has been told yet.")):
            arranging.compute(found, seen=seen, by=by, at=at)
    elif deed == "publish":
        with told(request, _("Published: everybody has their timetable.")):
            telling.publish(found, seen=seen, by=by, at=at)
    elif deed == "cancel":
        with told(request, _("Called off.")):
            telling.cancel(found, by=by, at=at)
    else:
        raise Http404
    return redirect("flash:session", pk=pk)


def _tabs(found: "FlashSession", by: str, *, has_slots: bool) -> list[dict[str, Any]]:
    url = reverse("flash:session", args=[found.pk])
    words = {"slots": _("By time")} if has_slots else {}
    words |= {"mentors": _("Mentors"), "mentees": _("Mentees")}
    return [
        {"label": label, "url": f"{url}?by={key}#timetable", "current": key == by}
        for key, label in words.items()
    ]

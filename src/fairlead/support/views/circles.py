"""Circles: for those in them, those who could be, and whoever plans their meetings."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, told
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import Side
from fairlead.support import policies
from fairlead.support.actions import circles as actions
from fairlead.support.forms.together import CircleForm, WhenForm
from fairlead.support.queries import together as queries
from fairlead.support.views.frame import framed

if TYPE_CHECKING:
    from fairlead.support.models import Circle, CircleMeeting


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_programme(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The programme's circles, and a new one."""
    programme = programmes.fetch(request.actor, pk, to=policies.can_settle)
    form = CircleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            made = actions.form(
                programme,
                Side(given["side"]),
                given["name"],
                given["about"],
                facilitator=form.person,
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("name", str(refusal.sentence))
        else:
            return redirect("support:circle", pk=made.pk)
    context = framed(request, programme, "circles") | {
        "form": form,
        "circles": queries.circles_of(programme),
    }
    return render(request, "support/circles.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@login_required
def circle(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One circle: who is in it, and when it meets."""
    return _page(request, policies.fetch_circle(request.actor, pk), WhenForm())


@never_cache
@require_POST
@login_required
def plan(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Fix a meeting of the circle."""
    found = policies.fetch_circle(request.actor, pk, to=policies.can_facilitate)
    form = WhenForm(request.POST)
    if form.is_valid():
        try:
            actions.plan(found, form.when, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("starts_at", str(refusal.sentence))
        else:
            messages.success(request, _("Planned; everybody in the circle is invited."))
            return redirect("support:circle", pk=pk)
    return _page(request, found, form, status=422)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def move(request: ActorRequest, pk: UUID, meeting: UUID) -> HttpResponse:
    """Move a meeting, or say where it is."""
    found = policies.fetch_circle(request.actor, pk, to=policies.can_facilitate)
    planned = _meeting(found, meeting)
    names = ("starts_at", "minutes", "place", "link")
    initial = {name: getattr(planned, name) for name in names} | {"seen": planned.sequence}
    form = WhenForm(request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            actions.move(planned, form.when, seen=seen, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("starts_at", str(refusal.sentence))
        else:
            messages.success(request, _("Moved; everybody in the circle is told."))
            return redirect("support:circle", pk=pk)
    context = {"circle": found, "form": form}
    return render(request, "support/circle_move.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@login_required
def cancel(request: ActorRequest, pk: UUID, meeting: UUID) -> HttpResponse:
    """Call a meeting off."""
    found = policies.fetch_circle(request.actor, pk, to=policies.can_facilitate)
    with told(request, _("Called off; everybody in the circle is told.")):
        actions.cancel(_meeting(found, meeting), by=request.actor, at=timezone.now())
    return redirect("support:circle", pk=pk)


@never_cache
@require_POST
@login_required
def join(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Be in the circle."""
    found = policies.fetch_circle(request.actor, pk, to=policies.can_join)
    actions.join(found, by=request.actor, at=timezone.now())
    messages.success(request, _("You are in. Its meetings come to you as invitations."))
    return redirect("support:circle", pk=pk)


@never_cache
@require_POST
@login_required
def leave(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Be in it no longer."""
    found = policies.fetch_circle(request.actor, pk)
    actions.leave(found, by=request.actor, at=timezone.now())
    messages.success(request, _("You have left the circle; its meetings leave your calendar."))
    return redirect("support:together")


def _meeting(found: "Circle", meeting: UUID) -> "CircleMeeting":
    coming = {one.pk: one for one in queries.meetings(found, at=timezone.now())}
    if meeting not in coming:
        raise Http404
    coming[meeting].circle = found
    return coming[meeting]


def _page(request: ActorRequest, found: "Circle", form: WhenForm, *, status: int = 200) -> HttpResponse:
    context: dict[str, Any] = {
        "circle": found,
        "programme": found.programme,
        "form": form,
        "members": list(found.members.select_related("person")),
        "meetings": queries.meetings(found, at=timezone.now()),
        "is_in": queries.is_in(request.actor, found),
        "can_join": policies.can_join(request.actor, found),
        "can_facilitate": policies.can_facilitate(request.actor, found),
        "in_team": policies.can_settle(request.actor, found.programme),
    }
    return render(request, "support/circle.html", context, status=status)

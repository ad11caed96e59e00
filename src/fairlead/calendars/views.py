"""A person's own free times: the calendars they have connected, and when they work."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from fairlead.calendars import actions, policies, queries
from fairlead.calendars.forms import AddressForm, HoursForm
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest


@never_cache
@require_safe
@login_required
def mine(request: ActorRequest) -> HttpResponse:
    """One's connected calendars, how reading them went, and one's working hours."""
    if request.GET.get("part") == "connections":
        return render(request, "calendars/connections.html", _known(request))
    return _page(request)


@sensitive_post_parameters("address")
@never_cache
@require_POST
@login_required
def connect(request: ActorRequest) -> HttpResponse:
    """Connect a calendar by its address."""
    form = AddressForm(request.POST)
    if form.is_valid():
        try:
            actions.connect(form.cleaned_data["address"], by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("address", str(refusal.sentence))
        else:
            messages.success(request, _("The calendar is connected. It is being read now."))
            return redirect("calendars:mine")
    return _page(request, status=422, form=form)


@never_cache
@require_POST
@login_required
def read(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Read a calendar now."""
    found = policies.fetch(request.actor, pk)
    try:
        actions.ask_now(found, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect("calendars:mine")


@never_cache
@require_POST
@login_required
def disconnect(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Disconnect a calendar and remove all that was read of it."""
    found = policies.fetch(request.actor, pk)
    actions.disconnect(found, by=request.actor, at=timezone.now())
    messages.success(request, _("The calendar is disconnected; its address and all busy times are gone."))
    return redirect("calendars:mine")


@never_cache
@require_POST
@login_required
def hours(request: ActorRequest) -> HttpResponse:
    """Say when one works."""
    form = HoursForm(request.POST)
    if not form.is_valid():
        return _page(request, status=422, hours_form=form)
    actions.set_hours(**form.cleaned_data, by=request.actor, at=timezone.now())
    messages.success(request, _("Your working hours are kept."))
    return redirect("calendars:mine")


def _known(request: ActorRequest) -> dict[str, Any]:
    at = timezone.now()
    shown = queries.mine(request.actor, at=at)
    reading = any(one.connection.lease_until and one.connection.lease_until > at for one in shown)
    return {"shown": shown, "at": at, "reading": reading, "full": len(shown) >= actions.MOST_CONNECTIONS}


def _page(request: ActorRequest, *, status: int = 200, **more: Any) -> HttpResponse:
    kept = queries.hours_of(request.actor)
    initial = {
        "zone": kept.zone,
        "days": sorted(queries.as_hours(kept).days),
        "begins": kept.begins,
        "ends": kept.ends,
    }
    context = {
        **_known(request),
        "form": AddressForm(),
        "hours_form": HoursForm(initial=initial),
        **more,
    }
    return render(request, "calendars/mine.html", context, status=status)

"""Office hours: offered by coordinators, booked by those who take part; and what else there is together."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, told
from fairlead.programmes import policies as programmes
from fairlead.support import policies
from fairlead.support.actions import hours as actions
from fairlead.support.forms.together import HourForm
from fairlead.support.queries import together as queries
from fairlead.support.views.frame import framed


@never_cache
@require_safe
@login_required
def together(request: ActorRequest) -> HttpResponse:
    """Circles one is in or could join, and office hours one can book."""
    context = {
        "circles": queries.circles(request.actor),
        "hours": queries.hours(request.actor, at=timezone.now()),
    }
    return render(request, "support/together.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_programme(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The programme's office hours, who has booked, and a new one."""
    programme = programmes.fetch(request.actor, pk, to=policies.can_settle)
    form, at = HourForm(request.POST or None), timezone.now()
    if request.method == "POST" and form.is_valid():
        places = form.cleaned_data["places"]
        try:
            actions.offer(programme, form.when, places=places, by=request.actor, at=at)
        except Refused as refusal:
            form.add_error("starts_at", str(refusal.sentence))
        else:
            messages.success(request, _("Offered. Whoever takes part can book it."))
            return redirect("support:hours", pk=pk)
    context = framed(request, programme, "hours") | {
        "form": form,
        "hours": queries.hours_of(programme, at=at),
    }
    return render(request, "support/hours.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@login_required
def book(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Book an office hour."""
    hour = policies.fetch_hour(request.actor, pk, to=policies.can_book)
    with told(request, _("Booked. The invitation is on its way to both of you.")):
        actions.book(hour, by=request.actor, at=timezone.now())
    return redirect("support:together")


@never_cache
@require_POST
@login_required
def give_back(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Give one's place back."""
    hour = policies.fetch_hour(request.actor, pk, to=policies.can_book)
    booking = queries.booking_of(request.actor, hour)
    with told(request, _("Given back; somebody else can have it.")):
        if booking is not None:
            actions.give_back(booking, by=request.actor, at=timezone.now())
    return redirect("support:together")


@never_cache
@require_POST
@login_required
def call_off(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Call an office hour off."""
    hour = policies.fetch_hour(request.actor, pk, to=policies.can_host)
    with told(request, _("Called off; whoever had booked is told.")):
        actions.call_off(hour, by=request.actor, at=timezone.now())
    return redirect("support:hours", pk=hour.programme_id)

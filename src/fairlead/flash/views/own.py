"""One's own timetable of a flash meeting."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fairlead.flash import policies
from fairlead.flash.actions import telling
from fairlead.flash.queries import timetables
from fairlead.kernel.http import ActorRequest, told


@never_cache
@require_safe
@login_required
def mine(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Whom one meets and when."""
    guest = policies.fetch_own(request.actor, pk)
    to_come = guest.session.starts_at > timezone.now() and guest.session.state == "published"
    context = {
        "guest": guest,
        "session": guest.session,
        "programme": guest.session.round.programme,
        "meetings": timetables.own(guest),
        "can_decline": to_come and guest.most != 0 and policies.can_decline(request.actor, guest),
    }
    return render(request, "flash/mine.html", context)


@never_cache
@require_POST
@login_required
def decline(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say that one does not come."""
    guest = policies.fetch_own(request.actor, pk, to=policies.can_decline)
    with told(request, _("You are out, and those you would have met are told.")):
        telling.take_out(guest, by=request.actor, at=timezone.now())
    return redirect("flash:mine", pk=pk)

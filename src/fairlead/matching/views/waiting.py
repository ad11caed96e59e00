"""The waiting list of a round, as those who wait are told it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fairlead.kernel.http import ActorRequest
from fairlead.matching.queries import waitlist
from fairlead.programmes import policies as programmes


@require_safe
@login_required
def of_round(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Everybody who waits for a mentor, longest first, with the same words that they read themselves."""
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_lead_round)
    rows = waitlist.rows(round, at=timezone.now())
    return render(request, "matching/waiting.html", {"round": round, "rows": rows})

"""The waiting list of a round, as those who wait are told it."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fairlead.applications import policies as applications
from fairlead.kernel.http import ActorRequest
from fairlead.matching.queries import waitlist
from fairlead.programmes import policies as programmes


@require_safe
@login_required
def of_round(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Everybody who waits for a mentor, longest first, in the words that they read themselves.

    Who stands on the waiting list of another institution is counted only.
    """
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_lead_round)
    every = waitlist.rows(round, at=timezone.now())
    rows = [row for row in every if applications.can_review(request.actor, row.wait.application)]
    context = {"round": round, "rows": rows, "elsewhere": len(every) - len(rows)}
    return render(request, "matching/waiting.html", context)

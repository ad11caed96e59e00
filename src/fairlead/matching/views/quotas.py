"""Limits of institutions in a round, and pairs across them."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.matching.actions import quotas as actions
from fairlead.matching.forms import QuotasForm
from fairlead.matching.queries import pool as pools
from fairlead.matching.queries import quotas, runs
from fairlead.matching.queries.weighing import default_weights
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import RoundState


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_round(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Each institution with who is in the pool, its balance and its limits; what is asked of pairs across."""
    to = programmes.can_run_round if request.method == "POST" else programmes.can_lead_round
    round = programmes.fetch_round(request.actor, pk, to=to)
    if not quotas.has_partners(round.programme):
        raise Http404
    now = timezone.now()
    standings = quotas.standings(round, pools.pool(round, at=now))
    even = quotas.suggested(standings)
    asked = even if request.GET.get("suggest") == "balance" else {}
    form = QuotasForm(
        request.POST or None,
        standings=standings,
        exchange=quotas.exchange_of(round),
        suggested=asked,
    )
    if request.method == "POST" and form.is_valid():
        try:
            actions.settle(round, places=form.places(), across=form.across(), by=request.actor, at=now)
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            messages.success(request, _("The limits are kept. They hold from the next run on."))
        return redirect("matching:quotas", pk=round.pk)
    newest = runs.newest_done(round)
    context = {
        "round": round,
        "form": form,
        "even": even,
        "suggests": bool(asked),
        "reach": (newest.policy if newest else default_weights())["weights"].get("reach", 0),
        "can_run": programmes.can_run_round(request.actor, round) and round.state != RoundState.FINISHED,
    }
    return render(request, "matching/quotas.html", context, status=422 if form.errors else 200)

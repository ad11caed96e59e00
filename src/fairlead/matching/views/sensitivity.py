"""Which weights of a run matter."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.matching import policies
from fairlead.matching.actions import sensing
from fairlead.matching.enums import RunState
from fairlead.matching.queries import sensitivity
from fairlead.matching.queries.wording import sensitivity as wording


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_run(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The range of each weight in which the same pairs stay the best; posting asks for it."""
    to = policies.can_decide if request.method == "POST" else policies.can_see
    run = policies.fetch(request.actor, pk, to=to)
    if run.state != RunState.DONE:
        return redirect("matching:run", pk=run.pk)
    now = timezone.now()
    if request.method == "POST":
        try:
            sensing.ask(run, by=request.actor, at=now)
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
        return redirect("matching:sensitivity", pk=run.pk)
    found, pairs = sensitivity.of_run(run), run.result["places_used"]
    working = found is not None and not found.done and found.asked_at > now - sensing.LOST_AFTER
    context = {
        "run": run,
        "round": run.round,
        "found": found,
        "working": working,
        "all": len(list(sensitivity.weights_of(run))),
        "hindered": wording.hindered(sensitivity.hindrance(run)),
        "can_ask": policies.can_decide(request.actor, run),
        "rows": [
            {
                **one,
                "name": wording.name(one),
                "width": max(1, one["high"] - one["low"]),
                "sentence": wording.span(one, pairs),
                "beyond": wording.beyond(one),
            }
            for one in (found.ranges if found else [])
        ],
    }
    part = request.htmx and working
    if request.htmx and not working:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return render(request, "matching/sensitivity_rows.html" if part else "matching/sensitivity.html", context)

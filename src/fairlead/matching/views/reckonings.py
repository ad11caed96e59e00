"""What a worker works out about very many people: ask, watch, call off."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.matching import policies
from fairlead.matching.actions import reckoning as actions
from fairlead.matching.queries import reckoning, wording
from fairlead.programmes import policies as programmes

WORK_OUT, CANCEL = "work-out", "cancel"


@require_POST
@login_required
def steps(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Have the steps of a large run's fairness worked out, or call that off."""
    run = policies.fetch(request.actor, pk, to=policies.can_decide)
    asked = reckoning.of_steps(run)
    if deed not in (WORK_OUT, CANCEL) or (deed == CANCEL and asked is None):
        raise Http404
    try:
        if asked is not None and deed == CANCEL:
            actions.cancel(asked, by=request.actor, at=timezone.now())
        else:
            actions.ask_steps(run, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect(f"{reverse('matching:fairness', args=[run.pk])}#worst-off")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def effect(request: ActorRequest, pk: UUID) -> HttpResponse:
    """How far the effect of a policy on a large pool is; posting calls it off."""
    to = programmes.can_run_round if request.method == "POST" else programmes.can_lead_round
    round = programmes.fetch_round(request.actor, pk, to=to)
    asked = reckoning.of_effect(round)
    back = f"{reverse('matching:round', args=[round.pk])}?asked=1#effect"
    if request.method == "POST" and asked is not None:
        try:
            actions.cancel(asked, by=request.actor, at=timezone.now())
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
    elif request.htmx and asked is not None and asked.state in reckoning.UNDER_WAY:
        context = {"round": round, "asked": asked, "step": wording.step(asked.step)}
        return render(request, "matching/effect_progress.html", context)
    elif request.htmx:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    return redirect(back)

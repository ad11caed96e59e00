"""How fair a run is, and taking a step of fairness."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.matching import policies
from fairlead.matching.actions import flooring, running
from fairlead.matching.enums import RunState
from fairlead.matching.forms import FloorForm
from fairlead.matching.queries import changes, fairness_page, proving, pruned, reckoning, runs, wording

if TYPE_CHECKING:
    from fairlead.matching.models import Run


@never_cache
@require_safe
@login_required
def fairness(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The worst-off pair and what raising it costs, how all lies over people and places, who would swap."""
    found = policies.fetch(request.actor, pk)
    if found.state != RunState.DONE:
        return redirect("matching:run", pk=found.pk)
    if gone := pruned.why_not(found):
        messages.warning(request, str(gone))
        return redirect("matching:run", pk=found.pk)
    if request.htmx:
        return _progress(request, found)
    told = fairness_page.told(found)
    context = {
        "run": found,
        "round": found.round,
        "newest": runs.newest_done(found.round) == found,
        "can_decide": policies.can_decide(request.actor, found),
        "changed": changes.changed(found),
        "told": told,
        "failure": wording.failure(told["asked"].problem) if told.get("asked") else "",
    }
    return render(request, "matching/fairness.html", context)


def _progress(request: ActorRequest, found: "Run") -> HttpResponse:
    """How far a worker is with the steps; the whole page anew once it has ended."""
    asked = reckoning.of_steps(found)
    if asked is None or asked.state not in reckoning.UNDER_WAY:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    context = {
        "run": found,
        "asked": asked,
        "step": wording.step(asked.step),
        "can_decide": policies.can_decide(request.actor, found),
    }
    return render(request, "matching/steps_progress.html", context)


@require_safe
@login_required
def proof(request: ActorRequest, pk: UUID, part: str) -> HttpResponse:
    """The problem or the certificate of a run as a file: ids and numbers, no names."""
    found = policies.fetch(request.actor, pk)
    whole = found.state == RunState.DONE and not pruned.why_not(found)
    shown = proving.proof(found) if whole else None
    if shown is None or part not in shown.files:
        raise Http404
    response = JsonResponse(shown.files[part])
    response.headers["Content-Disposition"] = f'attachment; filename="run-{found.number}-{part}.json"'
    return response


@require_POST
@login_required
def take(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Run again with the floor of a step."""
    base = policies.fetch(request.actor, pk, to=policies.can_decide)
    form = FloorForm(request.POST)
    if base.state != RunState.DONE or not form.is_valid():
        messages.warning(request, _("Choose one of the steps."))
        return redirect("matching:run", pk=base.pk)
    try:
        running.must_be_whole(base)
        taken = flooring.take(base, floor=form.cleaned_data["floor"], by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("matching:fairness", pk=base.pk)
    return redirect("matching:run", pk=taken.pk)

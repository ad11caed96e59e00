"""A year of intake played through before anybody decides: ask, wait, read."""

from typing import TYPE_CHECKING, Any
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
from fairlead.kernel.http import ActorRequest
from fairlead.matching import policies
from fairlead.matching.actions import simulating
from fairlead.matching.enums import SimulationState
from fairlead.matching.forms import SimulationForm
from fairlead.matching.queries import simulating as queries
from fairlead.matching.queries.wording import simulated
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme

SHOWN = 20


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_programme(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The form, filled in from the programme's own last year, and the simulations so far."""
    to = programmes.can_edit if request.method == "POST" else policies.can_simulate
    programme = programmes.fetch(request.actor, pk, to=to)
    past = queries.past(programme, at=timezone.now())
    areas = queries.areas(programme)
    before = queries.taken_up(programme, request.GET.get("from", ""))
    form = SimulationForm(
        request.POST or None,
        areas=areas,
        past=past,
        months=programme.length_months,
        before=before.given if before else None,
    )
    if request.method == "POST" and form.is_valid():
        names = {area.pk: area.name for area in areas}
        seed = before.assumptions["seed"] if before else simulating.fresh_seed()
        question = queries.question_of(past, form.answers(), names, seed)
        given, now = form.as_given(), timezone.now()
        try:
            asked = simulating.ask(programme, question, given=given, by=request.actor, at=now)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            return redirect("matching:simulation", asked.pk)
    context = _context(request, programme, form, past) | {"before": before}
    return render(request, "matching/simulations.html", context, status=422 if form.errors else 200)


def _context(
    request: ActorRequest, programme: "Programme", form: SimulationForm, past: queries.Past
) -> dict[str, Any]:
    return {
        "programme": programme,
        "form": form,
        "past": past,
        "rows": form.rows(),
        "places": sum(places * n for (_kind, places), n in past.mentors.items()),
        "mentors": sum(past.mentors.values()),
        "can_ask": programmes.can_edit(request.actor, programme),
        "simulations": [(one, simulated.summary(one)) for one in queries.of_programme(programme)[:SHOWN]],
    }


@never_cache
@require_safe
@login_required
def simulation(request: ActorRequest, pk: UUID) -> HttpResponse:
    """How far a simulation is, then what came out, and what was assumed."""
    found = policies.fetch_simulation(request.actor, pk)
    done = found.state == SimulationState.DONE
    context = {
        "simulation": found,
        "programme": found.programme,
        "running": found.state in (SimulationState.QUEUED, SimulationState.RUNNING),
        "step": simulated.step(found.step),
        "can_steer": policies.can_steer_simulation(request.actor, found),
        "told": simulated.told(found.assumptions, found.result) if done else None,
    }
    if request.htmx and not done:
        return render(request, "matching/simulation_progress.html", context)
    response = render(request, "matching/simulation.html", context)
    if request.htmx:
        response["HX-Refresh"] = "true"
    return response


@require_POST
@login_required
def cancel(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Call off a simulation that has not finished."""
    found = policies.fetch_simulation(request.actor, pk, to=policies.can_steer_simulation)
    try:
        simulating.cancel(found, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("matching:simulation", pk=found.pk)
    messages.success(request, _("The simulation was cancelled."))
    return redirect("matching:simulations", pk=found.programme_id)

"""Other ways of matching a round: try one, watch it, compare two or three."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, asked
from fairlead.matching import policies
from fairlead.matching.actions import publishing
from fairlead.matching.actions import trying as actions
from fairlead.matching.enums import ScenarioState
from fairlead.matching.forms import ScenarioForm
from fairlead.matching.queries import dry_runs, own, presets, pruned, runs, trying, wording
from fairlead.matching.queries import publishing as taking_over
from fairlead.matching.queries import scenarios as queries
from fairlead.matching.queries.weighing import ALWAYS, default_weights
from fairlead.preferences.queries import terms as wishing
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import RoundState

if TYPE_CHECKING:
    from fairlead.matching.models import Scenario
    from fairlead.programmes.models import Round

PEOPLE = 20
RUNS = 5
NOW = "now"
TRY = "try"


@never_cache
@require_safe
@login_required
def of_round(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The scenarios of a round, and which of them to compare."""
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_lead_round)
    newest = runs.newest_done(round)
    tried = queries.listed(queries.of_round(request.actor, round))
    done = [one for one in tried if one.scenario.state == ScenarioState.DONE]
    context = {
        "round": round,
        "scenarios": tried,
        "newest": newest,
        "runs": [one for one in runs.runs_of(request.actor, round) if queries.comparable(one)][:RUNS],
        "dry": queries.listed(dry_runs.of_programme(request.actor, round.programme)),
        "can_compare": len(done) + bool(newest) > 1,
        "can_run": _can_try(request, round) and round.mentors_each == 1,
        "closed": str(actions.ONE_MENTOR) if round.mentors_each > 1 else "",
        "can_dry": programmes.can_run_round(request.actor, round),
    }
    return render(request, "matching/scenarios.html", context)


def _can_try(request: ActorRequest, round: "Round") -> bool:
    return programmes.can_run_round(request.actor, round) and round.state != RoundState.FINISHED


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Another way: from the people of a run or of now, with another policy or other places."""
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_run_round)
    if round.mentors_each > 1:
        messages.warning(request, str(actions.ONE_MENTOR))
        return redirect("matching:scenarios", pk=round.pk)
    copied = _copied(request, round)
    start = _start(request, round, copied)
    if start is None:
        messages.warning(request, str(pruned.WHY_NOT))
        return redirect("matching:scenarios", pk=round.pk)
    form = _form(request, round, start, copied)
    if request.method == "POST" and request.POST.get("do", TRY) == TRY and form.is_valid():
        ways = actions.Ways(
            form.weights(),
            form.more(),
            form.people(),
            unlimited=bool(form.cleaned_data.get("unlimited")),
            limits=form.limits(),
        )
        name, now = form.cleaned_data["name"], timezone.now()
        try:
            made = actions.ask(round, start, ways, name=name, by=request.actor, at=now)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            return redirect("matching:scenario", pk=made.pk)
    context = {
        "round": round,
        "form": form,
        "start": start,
        "of_now": asked(request, "from") == NOW or start.run is None,
        "presets": presets.offered(round.programme),
        "query": request.GET.urlencode(),
        "always": ALWAYS.values(),
    }
    wrong = request.POST.get("do", TRY) == TRY and form.errors
    return render(request, "matching/scenario_new.html", context, status=422 if wrong else 200)


def _copied(request: ActorRequest, round: "Round") -> "Scenario | None":
    """The scenario that another one begins from."""
    pk = queries.as_id(asked(request, "copy"))
    return queries.of_round(request.actor, round).filter(pk=pk).first() if pk else None


def _start(request: ActorRequest, round: "Round", copied: "Scenario | None") -> trying.Start | None:
    """From whose people to start: those of the run asked for, else of now; None where they have gone."""
    pk = copied.run_id if copied else queries.as_id(asked(request, "from"))
    if asked(request, "from") == NOW or pk is None:
        return trying.of_now(round, at=timezone.now())
    run = policies.fetch(request.actor, pk)
    if run.round_id != round.pk or not queries.finished(run):
        raise Http404
    return None if pruned.why_not(run) else trying.of_run(run)


def _form(
    request: ActorRequest, round: "Round", start: trying.Start, copied: "Scenario | None"
) -> ScenarioForm:
    given = copied.policy if copied else start.run.policy if start.run else default_weights()
    preset = asked(request, "preset")
    if preset:
        found = next((one for one in presets.offered(round.programme) if one.key == preset), None)
        given = {**found.policy, "first": given.get("first", {})} if found else given
    return ScenarioForm(
        request.POST or None,
        given=given,
        own=own.shared(round.programme),
        groups=trying.groups(start.frozen),
        mentors=trying.spoken(start.frozen),
        before=copied.places if copied else None,
        limits=trying.limits_of(start.frozen),
        limited="quotas" in start.frozen,
        hears_wishes=wishing.asks(round),
    )


@never_cache
@require_safe
@login_required
def scenario(request: ActorRequest, pk: UUID) -> HttpResponse:
    """How far a scenario is, then what it does otherwise and what that gains."""
    found = policies.fetch_scenario(request.actor, pk)
    running = found.state in (ScenarioState.QUEUED, ScenarioState.RUNNING)
    context: dict[str, Any] = {
        "scenario": found,
        "round": found.round,
        "running": running,
        "step": wording.step(found.step),
        "failure": wording.failure(found.problem),
        "can_steer": policies.can_steer_scenario(request.actor, found),
        "became": taking_over.published(found),
        "can_run": _can_try(request, found.round),
    }
    if request.htmx:
        if not running:
            return HttpResponse(status=204, headers={"HX-Refresh": "true"})
        return render(request, "matching/scenario_progress.html", context)
    (listed,) = queries.listed([found])
    context["listed"] = listed
    if found.state == ScenarioState.DONE and found.dry:
        context |= _side_by_side(request, *dry_runs.then_and_now(found))
        context["decided"] = dry_runs.sentences(found)
    elif found.state == ScenarioState.DONE:
        context |= _compared(request, found.round, [one for one in (found.run_id, found.pk) if one])
    return render(request, "matching/scenario.html", context)


@require_POST
@login_required
def turn(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Call off a scenario that has not finished, or drop one."""
    found = policies.fetch_scenario(request.actor, pk, to=policies.can_steer_scenario)
    if deed not in ("cancel", "drop"):
        raise Http404
    now = timezone.now()
    if deed == "drop":
        actions.drop(found, by=request.actor, at=now)
        messages.success(request, _("“%(name)s” is dropped.") % {"name": found.name})
        return redirect("matching:scenarios", pk=found.round_id)
    try:
        actions.cancel(found, by=request.actor, at=now)
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, _("The scenario was cancelled."))
    return redirect("matching:scenario", pk=found.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def publish(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What a new run would take over of a scenario, and who has changed since; posting asks for that run."""
    found = policies.fetch_scenario(request.actor, pk, to=policies.can_steer_scenario)
    now, agreed = timezone.now(), bool(request.POST.get("agreed"))
    if request.method == "POST":
        try:
            run = publishing.publish(found, agreed=agreed, by=request.actor, at=now)
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
            return redirect("matching:publish_scenario", pk=found.pk)
        return redirect("matching:run", pk=run.pk)
    if found.state != ScenarioState.DONE or found.dry or taking_over.published(found):
        return redirect("matching:scenario", pk=found.pk)
    outlook = taking_over.outlook(found, at=now)
    context = {
        "scenario": found,
        "round": found.round,
        "outlook": outlook,
        "policy": queries.policy_taken_over(found, outlook.before),
        "can_run": _can_try(request, found.round),
        "limits": queries.limits_taken_over(found),
        "unfinished": runs.unfinished(found.round),
    }
    return render(request, "matching/scenario_publish.html", context)


@require_safe
@login_required
def compare(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Two or three runs and scenarios of a round side by side, and everybody whose mentor differs."""
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_lead_round)
    wanted = [one for given in request.GET.getlist("of") if (one := queries.as_id(given))]
    context = _compared(request, round, wanted[: queries.MOST])
    if len(set(wanted)) > queries.MOST:
        messages.warning(request, _("At most three can be compared at once; the first three are shown."))
    if len(context["ways"]) < 2:
        messages.warning(request, _("Tick two or three that are finished, and compare them."))
        return redirect("matching:scenarios", pk=round.pk)
    return render(request, "matching/ways.html", {"round": round, **context})


def _compared(request: ActorRequest, round: "Round", wanted: list[UUID]) -> dict[str, Any]:
    """What a comparison of these shows: figures, what each gains, and a page of who changes."""
    return _side_by_side(request, *queries.ways(queries.chosen(request.actor, round, wanted)))


def _side_by_side(request: ActorRequest, given: list[queries.Way], told: str) -> dict[str, Any]:
    if len(given) < 2:
        return {"ways": given, "figures": queries.figures(given) if given else []}
    page = Paginator(queries.changing(given), PEOPLE).get_page(request.GET.get("page"))
    institutions, more = queries.by_institution(given)
    return {
        "ways": given,
        "headings": [one.title for one in given],
        "figures": queries.figures(given),
        "told": told,
        "gains": queries.gains(given),
        "institutions": institutions,
        "more_institutions": more,
        "page": page,
        "rows": queries.rows(given, list(page.object_list)),
    }

"""Runs: watch, look at what came out, compare, run again."""

from datetime import timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.matching import policies
from fairlead.matching.actions import running
from fairlead.matching.enums import ProposalState, RunState
from fairlead.matching.queries import approvals, pruned, runs, scenarios, waves, wording
from fairlead.matching.views.board_pages import UNPAIRED, board_context
from fairlead.programmes.enums import Side

if TYPE_CHECKING:
    from fairlead.matching.models import Run

# The first rows of a comparison are what came out; settings follow.
RESULTS = 4


@never_cache
@require_safe
@login_required
def run(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One run: its progress while it computes, then its pairs and whom it could not pair."""
    found = policies.fetch(request.actor, pk)
    if found.state != RunState.DONE or request.htmx:
        return _progress(request, found)
    if found.pruned_at is not None:
        return _pruned(request, found)
    idle = runs.unmatched_rows(found, side=Side.MENTOR)
    context = board_context(request, found) | {
        "counts": runs.counts(found),
        "kept_out": runs.kept_out(found),
        "came_from": scenarios.that_became(found),
        "unmatched_mentors": Paginator(idle, UNPAIRED).get_page(request.GET.get("idle")),
        "summary": wording.summary(found),
        "rulings_since": runs.rulings_since(found),
        "states": ProposalState,
        "waves": waves.of_run(found),
        "approvals": approvals.overview(found, reader=request.actor, today=localdate(timezone.now())),
        "usual_deadline": localdate(timezone.now()) + timedelta(days=7),
    }
    return render(request, "matching/run.html", context)


def _pruned(request: ActorRequest, found: "Run") -> HttpResponse:
    """A run whose people's data have gone: its figures."""
    context = {
        "run": found,
        "round": found.round,
        "summary": wording.summary(found),
        "states": pruned.states_of(found),
        "kept_out": pruned.number(found.frozen, "kept_out"),
    }
    return render(request, "matching/run_pruned.html", context)


def _progress(request: ActorRequest, found: "Run") -> HttpResponse:
    context: dict[str, Any] = {
        "run": found,
        "round": found.round,
        "step": wording.step(found.step),
        "failure": wording.failure(found.problem),
        "impossible": wording.impossible(found),
        "can_decide": policies.can_decide(request.actor, found),
    }
    if request.htmx and found.state not in {RunState.QUEUED, RunState.RUNNING}:
        return HttpResponse(status=204, headers={"HX-Refresh": "true"})
    template = "matching/run_progress.html" if request.htmx else "matching/run_unfinished.html"
    return render(request, template, context)


@require_POST
@login_required
def rerun(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Run again with the same weights, the people of now, and the standing locks and forbidden pairs."""
    base = policies.fetch(request.actor, pk, to=policies.can_decide)
    try:
        running.must_be_whole(base)
        again = running.ask(base.round, weights=base.policy, base=base, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("matching:run", pk=base.pk)
    return redirect("matching:run", pk=again.pk)


@require_POST
@login_required
def cancel(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Call off a run that has not finished."""
    found = policies.fetch(request.actor, pk, to=policies.can_decide)
    try:
        running.cancel(found, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("matching:run", pk=found.pk)
    messages.success(request, _("The run was cancelled. Nothing was changed."))
    return redirect("matching:round", pk=found.round_id)


@require_safe
@login_required
def compare(request: ActorRequest, pk: UUID, other: UUID) -> HttpResponse:
    """Two runs of a round side by side: figures, settings, and every mentee whose mentor differs."""
    after, before = policies.fetch(request.actor, pk), policies.fetch(request.actor, other)
    if before.round_id != after.round_id or before.pk == after.pk:
        raise Http404
    if {before.state, after.state} != {RunState.DONE.value}:
        messages.warning(request, _("Only finished runs can be compared."))
        return redirect("matching:round", pk=after.round_id)
    if gone := pruned.why_not(before) or pruned.why_not(after):
        messages.warning(request, str(gone))
        return redirect("matching:run", pk=after.pk)
    figures = wording.side_by_side(before, after)
    shown = [row for at, row in enumerate(figures) if at < RESULTS or row["differs"]]
    context = {
        "before": before,
        "after": after,
        "round": after.round,
        "headings": [_("Run %(n)d") % {"n": before.number}, _("Run %(n)d") % {"n": after.number}],
        "figures": shown,
        "alike": [row for row in figures if row not in shown],
        "changes": runs.differences(before, after),
    }
    return render(request, "matching/compare.html", context)

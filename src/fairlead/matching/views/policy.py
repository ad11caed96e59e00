"""A round's matching: who is there, the policy in plain language and what it would do, the runs so far."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, safe_next
from fairlead.matching import policies
from fairlead.matching.actions import presets as keeping
from fairlead.matching.actions import reckoning as reckonings
from fairlead.matching.actions import running
from fairlead.matching.forms import KeepForm, WeightsForm
from fairlead.matching.queries import effects, own, presets, quotas, reckoning, runs, scheduling, shown
from fairlead.matching.queries import pool as pools
from fairlead.matching.queries.weighing import ALWAYS, default_weights
from fairlead.preferences.queries import terms as wishing
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import RoundState

if TYPE_CHECKING:
    from fairlead.matching.models import Run
    from fairlead.programmes.models import Round

RUN, TRY, KEEP, ASK = "run", "try", "keep", "ask"


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_round(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The pool, the policy, and the runs so far; posting starts a run, tries the policy or keeps it."""
    to = programmes.can_run_round if request.method == "POST" else programmes.can_lead_round
    round = programmes.fetch_round(request.actor, pk, to=to)
    newest, offered = runs.newest_done(round), presets.offered(round.programme)
    given = _given(newest, next((one for one in offered if one.key == request.GET.get("preset")), None))
    asked = reckoning.of_effect(round) if request.GET.get("asked") else None
    form = WeightsForm(
        request.POST or None,
        given=asked.given if asked else given,
        own=own.shared(round.programme),
        hears_wishes=wishing.asks(round),
    )
    keep, do = KeepForm(None), request.POST.get("do", RUN)
    effect = None
    if request.method == "POST":
        if do == RUN and form.is_valid():
            return _start(request, round, _named(form.weights(), offered), newest)
        if do == KEEP:
            keep = KeepForm(request.POST)
            if form.is_valid() and keep.is_valid():
                return _keep(request, round, form, keep)
        if do == ASK and form.is_valid():
            return _ask(request, round, form)
        if do == TRY or request.htmx:
            effect = _effect(round, form, offered, newest)
        if request.htmx:
            part = {"round": round, "form": form, "effect": effect, "swapped": True}
            return render(request, "matching/policy_effects.html", part)
    elif asked:
        effect = _shown(round, asked.given, offered, newest)
    context = _context(request, round) | {
        "form": form,
        "keep": keep,
        "presets": offered,
        "effect": effect,
        "newest": newest,
    }
    wrong = do in (RUN, KEEP) and (form.errors or keep.errors)
    return render(request, "matching/round.html", context, status=422 if wrong else 200)


def _given(newest: "Run | None", asked: presets.Offered | None) -> dict[str, Any]:
    """What fills the form: the preset asked for, else the newest run's policy; who comes first stays."""
    given = newest.policy if newest else default_weights()
    if asked is None:
        return given
    return {**asked.policy, "first": {**given.get("first", {}), **asked.policy.get("first", {})}}


def _context(request: ActorRequest, round: "Round") -> dict[str, Any]:
    now, terms = timezone.now(), wishing.of_round(round)
    return {
        "round": round,
        "pool": pools.pool(round, at=now, answers=False),
        "runs": runs.runs_of(request.actor, round),
        "unfinished": runs.unfinished(round),
        "rulings": runs.rulings_of(round),
        "always": ALWAYS.values(),
        "limits": quotas.told(round),
        "terms": terms,
        "wishes_open": terms is not None and wishing.is_open(terms, at=now),
        "outlook": scheduling.outlook(round, at=now) if round.rolling else None,
        "can_run": programmes.can_run_round(request.actor, round) and round.state != RoundState.FINISHED,
    }


def _start(
    request: ActorRequest, round: "Round", weights: dict[str, Any], newest: "Run | None"
) -> HttpResponse:
    try:
        run = running.ask(round, weights=weights, base=newest, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("matching:round", pk=round.pk)
    return redirect("matching:run", pk=run.pk)


def _ask(request: ActorRequest, round: "Round", form: WeightsForm) -> HttpResponse:
    """Have a worker work out the effect on a pool that is too large to wait for."""
    try:
        weights = form.weights() | _several(round)
        reckonings.ask_effect(round, weights, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect(f"{reverse('matching:round', args=[round.pk])}?asked=1#effect")


def _named(weights: dict[str, Any], offered: list[presets.Offered]) -> dict[str, Any]:
    """The policy with the name of the programme's own preset it came from, and in how much it differs."""
    came_from = next((one for one in offered if one.own and one.key == weights["preset"]), None)
    if came_from is None:
        return weights
    changed = len(shown.differences(weights, came_from.policy))
    return {**weights, "preset_name": came_from.name, "preset_changed": changed}


def _keep(request: ActorRequest, round: "Round", form: WeightsForm, keep: KeepForm) -> HttpResponse:
    try:
        kept = keeping.keep(
            round.programme,
            name=keep.cleaned_data["preset_name"],
            reason=keep.cleaned_data["preset_reason"],
            policy=form.weights(),
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("matching:round", pk=round.pk)
    messages.success(
        request,
        _("“%(name)s” is kept. It is offered for every round of the programme.") % {"name": kept.name},
    )
    return redirect(f"{reverse('matching:round', args=[round.pk])}?preset={kept.pk}#policy")


def _effect(
    round: "Round", form: WeightsForm, offered: list[presets.Offered], newest: "Run | None"
) -> shown.Shown | None:
    """What the form as it stands would do; None while it cannot be read."""
    return _shown(round, form.weights(), offered, newest) if form.is_valid() else None


def _several(round: "Round") -> dict[str, int]:
    """How many mentors each mentee may have, where it is more than one."""
    return {"each": round.mentors_each} if round.mentors_each > 1 else {}


def _shown(
    round: "Round", weights: dict[str, Any], offered: list[presets.Offered], newest: "Run | None"
) -> shown.Shown:
    """What these weights would do; of a large pool what a worker has worked out, or how far it is."""
    now, asked, weights = timezone.now(), None, weights | _several(round)
    if effects.is_large(round, at=now):
        found, asked = reckoning.of_large(round, weights, newest, at=now)
    else:
        frozen = pools.freeze(round, base=newest, at=now)
        found = effects.effect(frozen, weights, on=timezone.localdate(now), newest=newest)
    came_from = next((one for one in offered if one.key == weights["preset"]), None)
    return shown.of(found, weights, came_from, asked=asked)


@require_POST
@login_required
def drop_preset(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Keep a policy of the programme's own no longer."""
    preset = policies.fetch_preset(request.actor, pk)
    keeping.drop(preset, by=request.actor, at=timezone.now())
    messages.success(request, _("“%(name)s” is no longer offered.") % {"name": preset.name})
    return redirect(safe_next(request, reverse("programmes:detail", args=[preset.programme_id])))

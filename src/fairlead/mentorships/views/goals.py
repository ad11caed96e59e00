"""Write the goals of a plan and their steps. What was typed is shown again whatever goes wrong."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import transaction
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.http import ActorRequest
from fairlead.mentorships import policies, starters
from fairlead.mentorships.actions import goals, plans, steps
from fairlead.mentorships.forms.plans import GoalForm, StepForm, goal_initial, step_initial
from fairlead.mentorships.queries import plans as queries
from fairlead.mentorships.views.frame import framed
from fairlead.mentorships.views.plans import number_of, owner_names, smart

if TYPE_CHECKING:
    from fairlead.mentorships.models import Mentorship

form_page = require_http_methods(["GET", "HEAD", "POST"])


def _pair(request: ActorRequest, pk: UUID) -> "Mentorship":
    """The pair; words sent to one that has just ended come back with a sentence instead of being lost."""
    to = policies.can_open if request.method == "POST" else policies.can_write
    return policies.fetch(request.actor, pk, to=to)


@never_cache
@form_page
@login_required
def new(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Write a further goal, from nothing or from an example."""
    pair = _pair(request, pk)
    if request.method != "POST":
        form = GoalForm(new=True, initial=_from_example(request.GET.get("from", "")))
        return _goal_page(request, pair, form, None)
    form = GoalForm(request.POST, new=True)
    if form.is_valid() and _saved(request, form, lambda: _add(request, pair, form)):
        messages.success(request, _("The goal is in your plan."))
        return redirect("mentorships:plan", pk=pair.pk)
    return _goal_page(request, pair, form, None)


def _add(request: ActorRequest, pair: "Mentorship", form: GoalForm) -> None:
    goals.add_goal(pair, form.given(), by=request.actor, at=timezone.now())


def _from_example(key: str) -> dict[str, Any]:
    one = starters.BY_KEY.get(key)
    if one is None:
        return {}
    names = ("much_less", "less", "expected", "more", "much_more")
    return {
        "title": one.title,
        "kind": one.kind,
        "why": one.why,
        "evidence": one.evidence,
        "first_steps": "\n".join(str(step) for step in one.steps),
        **dict(zip(names, one.scale, strict=True)),
    }


@never_cache
@form_page
@login_required
def goal(request: ActorRequest, pk: UUID, goal: UUID) -> HttpResponse:
    """Write a goal anew; what the other has written meanwhile is shown beside."""
    pair = _pair(request, pk)
    one = _find(request, pair, goal)
    if request.method != "POST":
        if one is None:
            raise Http404
        return _goal_page(request, pair, GoalForm(new=False, initial=goal_initial(one)), one)
    if one is None:
        form = GoalForm(request.POST, new=True)
        gone = _("This goal was taken out of the plan meanwhile. Your words are kept: save to add it again.")
        return _goal_page(request, pair, form, None, gone=gone)
    form = GoalForm(request.POST, new=False)
    try:
        if form.is_valid() and _saved(request, form, lambda: _change(request, one, form)):
            messages.success(request, _("The goal is saved."))
            return redirect("mentorships:plan", pk=pair.pk)
    except plans.ChangedMeanwhile:
        return _goal_page(request, pair, form, _find(request, pair, goal), clash=True)
    return _goal_page(request, pair, form, one)


def _change(request: ActorRequest, one: queries.GoalShown, form: GoalForm) -> None:
    seen = number_of(request, "seen")
    goals.change_goal(one.goal, form.given(), seen=seen, by=request.actor, at=timezone.now())


def _find(request: ActorRequest, pair: "Mentorship", pk: UUID) -> queries.GoalShown | None:
    shown = queries.plan_of(request.actor, pair)
    return shown.goal(pk) if shown is not None else None


def _saved(request: ActorRequest, form: GoalForm, save: Callable[[], None]) -> bool:
    """Whether the goal was stored; a refusal becomes a sentence above the form, with every word kept.

    What cannot be stored opens no plan either: both happen, or neither.
    """
    try:
        with transaction.atomic():
            if request.POST.get("reopen") == "yes":
                _reopen(request)
            save()
    except plans.ChangedMeanwhile:
        raise
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        form.agreed = isinstance(refusal, goals.PlanIsAgreed)
        return False
    return True


def _reopen(request: ActorRequest) -> None:
    assert request.resolver_match is not None
    pair = policies.fetch(request.actor, request.resolver_match.kwargs["pk"], to=policies.can_open)
    shown = queries.plan_of(request.actor, pair)
    if shown is None:
        return
    try:
        plans.reopen(shown.plan, by=request.actor, at=timezone.now())
    except AlreadyMoved:
        return  # the other has just opened it


def _goal_page(
    request: ActorRequest,
    pair: "Mentorship",
    form: GoalForm,
    one: queries.GoalShown | None,
    *,
    clash: bool = False,
    gone: str = "",
) -> HttpResponse:
    context = {
        **framed(request, pair, "plan"),
        "form": form,
        "one": one,
        "clash": clash,
        "gone": gone,
        "checks": smart(pair, one) if one is not None else [],
    }
    status = 409 if clash or gone else 422 if form.is_bound else 200
    return render(request, "mentorships/plan_goal.html", context, status=status)


@never_cache
@require_POST
@login_required
def goal_do(request: ActorRequest, pk: UUID, goal: UUID, do: str) -> HttpResponse:
    """Move a goal up or down, or take it out."""
    pair = policies.fetch(request.actor, pk, to=policies.can_write)
    one = _find(request, pair, goal)
    if one is None or do not in {"up", "down", "remove"}:
        raise Http404
    by, at = request.actor, timezone.now()
    try:
        if do == "remove":
            goals.remove_goal(one.goal, seen=_seen(request), by=by, at=at)
            messages.success(request, _("The goal is out of the plan."))
        else:
            goals.move_goal(one.goal, up=do == "up", by=by, at=at)
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect("mentorships:plan", pk=pair.pk)


def _seen(request: ActorRequest) -> int:
    """The revision that the page showed, from the address."""
    text = request.GET.get("seen", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@never_cache
@form_page
@login_required
def step_new(request: ActorRequest, pk: UUID, goal: UUID) -> HttpResponse:
    """Write a further step to a goal."""
    pair = _pair(request, pk)
    one = _find(request, pair, goal)
    if one is None:
        raise Http404
    form = StepForm(request.POST if request.method == "POST" else None, names=owner_names(pair))
    if form.is_bound and form.is_valid():
        try:
            steps.add_step(one.goal, form.given(), by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("The step is in your plan."))
            return redirect("mentorships:plan", pk=pair.pk)
    return _step_page(request, pair, form, None, about=one)


@never_cache
@form_page
@login_required
def step(request: ActorRequest, pk: UUID, step: UUID) -> HttpResponse:
    """Write a step anew."""
    pair = _pair(request, pk)
    one = _find_step(request, pair, step)
    if one is None:
        raise Http404
    names = owner_names(pair)
    if request.method != "POST":
        return _step_page(request, pair, StepForm(names=names, initial=step_initial(one)), one)
    form, clash = StepForm(request.POST, names=names), False
    if form.is_valid():
        seen = number_of(request, "seen")
        try:
            steps.change_step(one.step, form.given(), seen=seen, by=request.actor, at=timezone.now())
        except plans.ChangedMeanwhile as refusal:
            form.add_error(None, str(refusal.sentence))
            clash, one = True, _find_step(request, pair, step)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("The step is saved."))
            return redirect("mentorships:plan", pk=pair.pk)
    return _step_page(request, pair, form, one, clash=clash)


def _find_step(request: ActorRequest, pair: "Mentorship", pk: UUID) -> queries.StepShown | None:
    shown = queries.plan_of(request.actor, pair)
    return shown.step(pk) if shown is not None else None


def _step_page(
    request: ActorRequest,
    pair: "Mentorship",
    form: StepForm,
    one: queries.StepShown | None,
    *,
    about: queries.GoalShown | None = None,
    clash: bool = False,
) -> HttpResponse:
    context = {**framed(request, pair, "plan"), "form": form, "one": one, "about": about, "clash": clash}
    status = 409 if clash else 422 if form.is_bound else 200
    return render(request, "mentorships/plan_step.html", context, status=status)


@never_cache
@require_POST
@login_required
def step_do(request: ActorRequest, pk: UUID, step: UUID, do: str) -> HttpResponse:
    """Tick a step, take the tick back, or take the step away."""
    pair = policies.fetch(request.actor, pk, to=policies.can_write)
    one = _find_step(request, pair, step)
    if one is None or do not in {"done", "open", "remove"}:
        raise Http404
    by, at = request.actor, timezone.now()
    try:
        if do == "remove":
            steps.remove_step(one.step, seen=_seen(request), by=by, at=at)
            messages.success(request, _("The step is taken away."))
        else:
            steps.tick(one.step, done=do == "done", by=by, at=at)
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect("mentorships:plan", pk=pair.pk)

"""The plan of a pair: its page, agreeing to it, examples and agendas."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.mentorships import picturing, policies, starters
from fairlead.mentorships.actions import plans as actions
from fairlead.mentorships.agendas import AGENDAS
from fairlead.mentorships.enums import Owner, PlanStage, Review
from fairlead.mentorships.queries import plans as queries
from fairlead.mentorships.smart import checks
from fairlead.mentorships.views.frame import framed

if TYPE_CHECKING:
    from fairlead.mentorships.models import Mentorship

POINTS = ("start", "mid", "end")


@never_cache
@require_safe
@login_required
def plan(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The plan as the two see it: goals, scales, steps, how far they have come, and what comes next."""
    pair = policies.fetch(request.actor, pk, to=policies.can_open)
    shown = queries.plan_of(request.actor, pair)
    today = timezone.localdate()
    context = {
        **framed(request, pair, "plan"),
        "shown": shown,
        "stops": picturing.STOPS,
        "today": today,
        "owners": dict(owner_names(pair)),
        "mid_on": queries.mid_on(pair),
        "end_on": queries.end_on(pair),
    }
    if shown is not None:
        context |= _shown(request, pair, shown)
        context["due"] = queries.due(pair, shown.plan, today=today)
        context["can_review_end"] = policies.can_review(request.actor, pair, Review.END)
    return render(request, "mentorships/plan.html", context)


def _shown(request: ActorRequest, pair: "Mentorship", shown: queries.PlanShown) -> dict[str, Any]:
    is_mentee = pair.mentee.person_id == request.actor.person_id
    mine, theirs = ("mentee", "mentor") if is_mentee else ("mentor", "mentee")
    plan = shown.plan
    newest = [shown.attained[point] for point in ("mid", "end") if point in shown.attained]
    return {
        "other": (pair.mentor if is_mentee else pair.mentee).person.name,
        "i_agree": getattr(plan, f"{mine}_agreed_at"),
        "they_agree": getattr(plan, f"{theirs}_agreed_at"),
        "i_share": getattr(plan, f"{mine}_shares"),
        "they_share": getattr(plan, f"{theirs}_shares"),
        "writing": plan.state == PlanStage.WRITING,
        "newest": newest[-1] if newest else None,
        "at_end": "end" in shown.attained,
        "goals": [_goal(pair, one, number) for number, one in enumerate(shown.goals, start=1)],
    }


def _goal(pair: "Mentorship", one: queries.GoalShown, number: int) -> dict[str, Any]:
    goal = one.goal
    levels = [(point, getattr(goal, point)) for point in POINTS]
    return {
        "number": number,
        "goal": goal,
        "words": one.words,
        "steps": one.steps,
        "levels": one.levels,
        "line": picturing.line(levels),
        "reached": [
            {"signed": queries.signed(level), "text": one.words.level(level)} if level is not None else None
            for _point, level in levels
        ],
        "checks": smart(pair, one),
    }


def smart(pair: "Mentorship", one: queries.GoalShown) -> list[Any]:
    """The five checks of a goal."""
    goal = one.goal
    span = {"first": pair.starts_on, "last": pair.ends_on}
    return checks(one.words, start=goal.start, steps=len(one.steps), due_on=goal.due_on, **span)


def owner_names(pair: "Mentorship") -> list[tuple[str, str]]:
    """Who takes a step, by name."""
    return [
        (Owner.MENTEE.value, pair.mentee.person.name),
        (Owner.MENTOR.value, pair.mentor.person.name),
        (Owner.BOTH.value, _("Both of you")),
    ]


def number_of(request: ActorRequest, name: str) -> int:
    """A number that a form carries along; 0, which no revision is, when it is none."""
    text = request.POST.get(name, "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else 0


@never_cache
@require_POST
@login_required
def agree(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Agree to the goals as the page showed them."""
    pair, shown = _to_change(request, pk)
    if shown is not None:
        seen = number_of(request, "seen")
        try:
            both = actions.agree(shown.plan, seen=seen, by=request.actor, at=timezone.now())
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            said = _("You both agree: the plan stands.") if both else _("Thank you. The other reads it next.")
            messages.success(request, said)
    return redirect("mentorships:plan", pk=pair.pk)


@never_cache
@require_POST
@login_required
def reopen(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Open an agreed plan for changes."""
    pair, shown = _to_change(request, pk)
    if shown is not None:
        try:
            actions.reopen(shown.plan, by=request.actor, at=timezone.now())
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            messages.success(request, _("The goals can be changed. When they stand, you both agree again."))
    return redirect("mentorships:plan", pk=pair.pk)


@never_cache
@require_POST
@login_required
def share(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Let the team see the attainment figures, or no longer; it takes both."""
    pair = policies.fetch(request.actor, pk, to=policies.can_share_attainment)
    shown = queries.plan_of(request.actor, pair)
    yes = request.POST.get("share") == "yes"
    if shown is not None:
        try:
            actions.share(shown.plan, yes=yes, by=request.actor, at=timezone.now())
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            said = _("You let the team see the figures.") if yes else _("The team does not see the figures.")
            messages.success(request, said)
    return redirect("mentorships:plan", pk=pair.pk)


def _to_change(request: ActorRequest, pk: UUID) -> "tuple[Mentorship, queries.PlanShown | None]":
    pair = policies.fetch(request.actor, pk, to=policies.can_write)
    return pair, queries.plan_of(request.actor, pair)


@never_cache
@require_safe
@login_required
def examples(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Goals to begin from, for every area."""
    pair = policies.fetch(request.actor, pk, to=policies.can_write)
    context = {**framed(request, pair, "plan"), "starters": starters.STARTERS}
    return render(request, "mentorships/plan_examples.html", context)


@never_cache
@require_safe
@login_required
def agendas(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Agendas for their meetings."""
    pair = policies.fetch(request.actor, pk, to=policies.can_open)
    context = {**framed(request, pair, "plan"), "agendas": AGENDAS}
    return render(request, "mentorships/plan_agendas.html", context)

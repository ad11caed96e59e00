"""The reviews of a plan: a short page for each goal, with the pair's own scale."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.mentorships import policies
from fairlead.mentorships.actions import plans, reviews
from fairlead.mentorships.enums import Review
from fairlead.mentorships.forms.plans import LevelForm
from fairlead.mentorships.queries import plans as queries
from fairlead.mentorships.views.frame import framed
from fairlead.mentorships.views.plans import number_of

if TYPE_CHECKING:
    from fairlead.mentorships.models import Mentorship


def _load(request: ActorRequest, pk: UUID, which: str) -> "tuple[Mentorship, queries.PlanShown, Review]":
    if which not in Review.values:
        raise Http404
    review = Review(which)
    pair = policies.fetch(request.actor, pk, to=lambda actor, pair: policies.can_review(actor, pair, review))
    shown = queries.plan_of(request.actor, pair)
    if shown is None or not shown.goals:
        raise Http404
    return pair, shown, review


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review(request: ActorRequest, pk: UUID, which: str) -> HttpResponse:
    """What has been chosen so far, and finishing the review."""
    pair, shown, about = _load(request, pk, which)
    if request.method == "POST":
        try:
            reviews.finish_review(shown.plan, review=about, by=request.actor, at=timezone.now())
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            messages.success(request, _("The review is kept. Well done, both of you."))
        return redirect("mentorships:plan", pk=pair.pk)
    open_ones = [one for one in shown.goals if getattr(one.goal, about.value) is None]
    rows = [
        {"one": one, "level": level, "signed": "" if level is None else queries.signed(level)}
        | {"text": "" if level is None else one.words.level(level)}
        for one in shown.goals
        for level in [getattr(one.goal, about.value)]
    ]
    context = {
        **framed(request, pair, "plan"),
        "review": about,
        "rows": rows,
        "first": open_ones[0].goal if open_ones else None,
        "open": shown.plan.state in reviews.REVIEWABLE,
        "attained": shown.attained.get(about.value),
    }
    return render(request, "mentorships/plan_review.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def review_goal(request: ActorRequest, pk: UUID, which: str, goal: UUID) -> HttpResponse:
    """Choose the level one goal has reached; then on to the next."""
    pair, shown, about = _load(request, pk, which)
    one = shown.goal(goal)
    if one is None:
        raise Http404
    chosen = getattr(one.goal, about.value)
    form = LevelForm(
        request.POST if request.method == "POST" else None,
        shown=one,
        initial={} if chosen is None else {"level": chosen},
    )
    clash = False
    if form.is_bound and form.is_valid():
        by, at, seen = request.actor, timezone.now(), number_of(request, "seen")
        try:
            reviews.choose_level(one.goal, review=about, level=form.chosen, seen=seen, by=by, at=at)
        except plans.ChangedMeanwhile:
            form.add_error(
                None, _("The other has just chosen too, or changed the goal. Please choose again.")
            )
            one, clash = _again(request, pair, goal) or one, True
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            return _on(request, pair, about)
    order = [each.goal.pk for each in shown.goals]
    context = {
        **framed(request, pair, "plan"),
        "review": about,
        "one": one,
        "form": form,
        "standing": _standing(one, about) if clash else None,
        "names": [each.words.title for each in shown.goals],
        "number": order.index(goal) + 1,
        "count": len(order),
    }
    status = 409 if clash else 422 if form.is_bound else 200
    return render(request, "mentorships/plan_review_goal.html", context, status=status)


def _again(request: ActorRequest, pair: "Mentorship", goal: UUID) -> queries.GoalShown | None:
    shown = queries.plan_of(request.actor, pair)
    return shown.goal(goal) if shown is not None else None


def _standing(one: queries.GoalShown, about: Review) -> dict[str, str] | None:
    """What stands there now."""
    level = getattr(one.goal, about.value)
    return None if level is None else {"signed": queries.signed(level), "text": one.words.level(level)}


def _on(request: ActorRequest, pair: "Mentorship", about: Review) -> HttpResponse:
    """The next goal without a level, or what was chosen when there is none."""
    shown = queries.plan_of(request.actor, pair)
    assert shown is not None
    for one in shown.goals:
        if getattr(one.goal, about.value) is None:
            return redirect("mentorships:review_goal", pk=pair.pk, which=about.value, goal=one.goal.pk)
    return redirect("mentorships:review", pk=pair.pk, which=about.value)

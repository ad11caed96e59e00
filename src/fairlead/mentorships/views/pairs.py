"""Pages of pairs."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.mentorships import actions, policies, queries
from fairlead.mentorships.enums import MENTORSHIP_MOVES, MentorshipState
from fairlead.mentorships.queries import agreements, changes, leaving, meetings, notices, plans, stages
from fairlead.mentorships.queries.agreements import side_of
from fairlead.mentorships.views.frame import framed
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.mentorships.models import Mentorship

PER_PAGE = 50
Step = Callable[..., None]
STEPS: dict[str, tuple[Step, str, str | Promise]] = {
    "start": (actions.start, MentorshipState.ACTIVE, _("The pair is active.")),
    "complete": (
        actions.complete,
        MentorshipState.COMPLETED,
        _("The pair is completed; the mentor’s place is free."),
    ),
}


@require_safe
@login_required
def pairs(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The pairs of a round."""
    round = programmes.fetch_round(request.actor, pk)
    state = request.GET.get("state", "")
    leads = programmes.can_lead_round(request.actor, round)
    counts = queries.states_of(round) if leads else {}
    shown = meetings.with_tally(queries.of_round(request.actor, round, state=state))
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    found = list(page.object_list)
    standings = agreements.standings(one.pk for one in found)
    written = stages.plans_of(one.pk for one in found)
    context = {
        "round": round,
        "page": page,
        "pairs": [(one, standings[one.pk], written.get(one.pk)) for one in found],
        "state": state,
        "filters": [(value, label, counts.get(value)) for value, label in MentorshipState.choices],
        "total": sum(counts.values()),
        "leads": leads,
    }
    return render(request, "mentorships/pairs.html", context)


@require_safe
@login_required
def pair(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One pair: who, until when, why, and what comes next."""
    mentorship = policies.fetch(request.actor, pk)
    return render(request, "mentorships/pair.html", _pair_context(request, mentorship))


@require_POST
@login_required
def step(request: ActorRequest, pk: UUID, name: str) -> HttpResponse:
    """Start or complete a pair."""
    if name not in STEPS:
        raise Http404
    mentorship = policies.fetch(request.actor, pk, to=policies.can_move)
    action, _state, sentence = STEPS[name]
    return _carry_out(request, mentorship, action, sentence, at=timezone.now())


def _carry_out(
    request: ActorRequest, mentorship: "Mentorship", action: Step, sentence: str | Promise, *, at: datetime
) -> HttpResponse:
    try:
        action(mentorship, by=request.actor, at=at)
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, str(sentence))
    return redirect("mentorships:detail", pk=mentorship.pk)


def _pair_context(request: ActorRequest, mentorship: "Mentorship") -> dict[str, Any]:
    may_move = policies.can_move(request.actor, mentorship)
    is_half = policies.is_half(request.actor, mentorship)
    moves = MENTORSHIP_MOVES[mentorship.state]
    at = timezone.now()
    agreement, tally = agreements.standing(mentorship), meetings.tally(mentorship, at=at)
    plan = stages.plans_of([mentorship.pk]).get(mentorship.pk)
    return {
        **framed(request, mentorship, "overview"),
        "sees_addresses": is_half or programmes.can_lead_round(request.actor, mentorship.round),
        "agreement": agreement,
        "tally": tally,
        "stages": stages.stages(mentorship, agreement=agreement, plan=plan, tally=tally),
        "next_states": moves if may_move else frozenset(),
        "can_change": (may_move or is_half) and bool(moves),
        "wish": changes.open_wish(mentorship) if is_half and moves else None,
        "farewells": leaving.shown(request.actor, mentorship) if moves else [],
        "my_side": side_of(request.actor, mentorship) if is_half else "",
        "notes": notices.gathered(request.actor, mentorship, at=at),
        "plan_standing": None if is_half else plans.standing(mentorship, today=timezone.localdate()),
        "today": timezone.localdate(),
    }

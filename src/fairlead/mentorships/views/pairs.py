"""Pages of pairs."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.mentorships import actions, policies, queries
from fairlead.mentorships.enums import MENTORSHIP_MOVES, EndReason, MentorshipState
from fairlead.mentorships.forms import EndForm
from fairlead.mentorships.queries import agreements, meetings, plans
from fairlead.mentorships.views.frame import framed
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.mentorships.models import Mentorship

Step = Callable[..., None]
STEPS: dict[str, tuple[Step, str, str | Promise]] = {
    "start": (actions.start, MentorshipState.ACTIVE, _("The pair is active.")),
    "resume": (actions.start, MentorshipState.ACTIVE, _("The pair is active again.")),
    "pause": (actions.pause, MentorshipState.PAUSED, _("The pair is paused and keeps its place.")),
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
    found = list(meetings.with_tally(queries.of_round(request.actor, round, state=state)))
    standings = agreements.standings(one.pk for one in found)
    context = {
        "round": round,
        "pairs": [(one, standings[one.pk]) for one in found],
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
    return render(request, "mentorships/pair.html", _pair_context(request, mentorship, EndForm()))


@require_POST
@login_required
def step(request: ActorRequest, pk: UUID, name: str) -> HttpResponse:
    """Start, pause, resume or complete a pair."""
    if name not in STEPS:
        raise Http404
    mentorship = policies.fetch(request.actor, pk, to=policies.can_move)
    action, _state, sentence = STEPS[name]
    return _carry_out(request, mentorship, action, sentence, at=timezone.now())


@require_POST
@login_required
def end(request: ActorRequest, pk: UUID) -> HttpResponse:
    """End a pair early, with a neutral reason."""
    mentorship = policies.fetch(request.actor, pk, to=policies.can_move)
    form = EndForm(request.POST)
    if not form.is_valid():
        return render(request, "mentorships/pair.html", _pair_context(request, mentorship, form), status=422)
    reason = EndReason(form.cleaned_data["reason"])

    def action(pair: "Mentorship", **by_and_at: Any) -> None:
        actions.end_early(pair, reason=reason, **by_and_at)

    return _carry_out(
        request, mentorship, action, _("The pair has ended; the mentor’s place is free."), at=timezone.now()
    )


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


def _pair_context(request: ActorRequest, mentorship: "Mentorship", form: EndForm) -> dict[str, Any]:
    may_move = policies.can_move(request.actor, mentorship)
    is_half = policies.is_half(request.actor, mentorship)
    next_states = MENTORSHIP_MOVES[mentorship.state] if may_move else frozenset()
    return {
        **framed(request, mentorship, "overview"),
        "sees_addresses": is_half or programmes.can_lead_round(request.actor, mentorship.round),
        "agreement": agreements.standing(mentorship),
        "tally": meetings.tally(mentorship, at=timezone.now()),
        "next_states": next_states,
        "plan_standing": None if is_half else plans.standing(mentorship, today=timezone.localdate()),
        "form": form,
        "today": timezone.localdate(),
    }

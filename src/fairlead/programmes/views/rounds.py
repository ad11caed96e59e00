"""A round: its dates, its intake, and how it stands."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import actions, forms, policies, queries
from fairlead.programmes.enums import ROUND_MOVES, RoundState

if TYPE_CHECKING:
    from fairlead.programmes.models import Round

ORDER = [RoundState.PLANNED, RoundState.OPEN, RoundState.CLOSED, RoundState.FINISHED]


@require_safe
@login_required
def overview(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Dates, the intake, and where its applications stand."""
    round = policies.fetch_round(request.actor, pk)
    context = {
        "round": round,
        "programme": round.programme,
        "can_run": policies.can_run_round(request.actor, round),
        "stations": stations(round),
        "moves": ROUND_MOVES[round.state],
        "rows": _dates(round),
        "late": _late(round),
        "lines": _open_lines(round),
        "share_url": settings.BASE_URL + reverse("programmes:public", args=[round.programme.slug])
        if round.programme.published
        else "",
    }
    return render(request, "programmes/round.html", context)


def _open_lines(round: "Round") -> list[queries.Line]:
    """What a planned round still needs."""
    if round.state != RoundState.PLANNED:
        return []
    lines = queries.checklist(round.programme, round, at=timezone.now())
    return [line for line in lines if not line.done]


def stations(round: "Round") -> list[dict[str, str]]:
    """The states of a round as a line: planned, open, closed, finished."""
    here = ORDER.index(RoundState(round.state))
    days = {
        RoundState.OPEN: round.opens_on,
        RoundState.CLOSED: round.closes_on,
        RoundState.FINISHED: round.ends_on,
    }
    line = []
    for place, state in enumerate(ORDER):
        day = days.get(state)
        standing = "done" if place < here else "now" if place == here else "later"
        line.append({"label": str(state.label), "state": standing, "when": date_format(day) if day else ""})
    return line


def _dates(round: "Round") -> list[dict[str, Any]]:
    def span(start: Any, end: Any) -> str:
        return " – ".join(date_format(day) if day else "…" for day in (start, end)) if start or end else ""

    intake = (
        _("Rolling: people apply at any time") if round.rolling else span(round.opens_on, round.closes_on)
    )
    return [
        {"label": _("Applications"), "value": intake},
        {"label": _("Pairs"), "value": span(round.starts_on, round.ends_on)},
        {"label": _("Days a supervisor has to answer"), "value": round.approval_days},
        {"label": _("Days an offer stays open"), "value": round.offer_days},
        {"label": _("Days until an offer’s reminder"), "value": round.reminder_days},
        *_several(round),
    ]


def _several(round: "Round") -> list[dict[str, Any]]:
    """How many mentors a mentee has at once, where it may be more than one."""
    words = {2: _("Up to two"), 3: _("Up to three")}
    if round.mentors_each not in words:
        return []
    return [{"label": _("Mentors of a mentee at the same time"), "value": words[round.mentors_each]}]


def _late(round: "Round") -> bool:
    """Whether the intake is open after its last day."""
    return (
        round.state == RoundState.OPEN
        and round.closes_on is not None
        and round.closes_on < timezone.localdate()
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def plan(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Plan a new round from dates that such schemes usually keep."""
    programme = policies.fetch(request.actor, pk, to=policies.can_edit)
    at = timezone.now()
    if programme.archived_at is not None:
        raise Http404
    form = forms.RoundForm(request.POST or None, initial=actions.suggested_round(programme, at=at))
    if request.method == "POST" and form.is_valid():
        try:
            round = actions.plan_round(programme, form.cleaned_data, by=request.actor, at=at)
        except Refused as refusal:
            form.add_error("name", str(refusal.sentence))
        else:
            messages.success(request, _("The round is planned. Open the intake when you are ready."))
            _tell_of_overlaps(request, round)
            return redirect("programmes:round", round.pk)
    context = {"programme": programme, "form": form, "title": _("Plan a round")}
    return render(request, "programmes/round_edit.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Change a round's name, dates or periods."""
    round = policies.fetch_round(request.actor, pk, to=policies.can_run_round)
    stored = policies.fetch_round(request.actor, pk, to=policies.can_run_round)
    form = forms.RoundForm(request.POST or None, instance=round)
    if request.method == "POST" and form.is_valid():
        try:
            actions.edit_round(stored, form.cleaned_data, by=request.actor, at=timezone.now())
        except actions.MoreMentors as refusal:
            form.add_error("mentors_each", str(refusal.sentence))
        except Refused as refusal:
            form.add_error("name", str(refusal.sentence))
        else:
            messages.success(request, _("Saved."))
            _tell_of_overlaps(request, stored)
            return redirect("programmes:round", round.pk)
    context = {"programme": round.programme, "round": stored, "form": form, "title": _("Change the round")}
    return render(request, "programmes/round_edit.html", context, status=422 if form.errors else 200)


def _tell_of_overlaps(request: ActorRequest, round: "Round") -> None:
    for other in queries.overlapping(round):
        messages.warning(request, queries.overlap_words(other))


@require_POST
@login_required
def move(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Open, close, reopen or finish."""
    round = policies.fetch_round(request.actor, pk, to=policies.can_run_round)
    to = request.POST.get("to", "")
    said = {
        RoundState.OPEN.value: _("The intake is open. Staff can apply now."),
        RoundState.CLOSED.value: _("The intake is closed. Drafts stay with their writers."),
        RoundState.FINISHED.value: _("The round is finished."),
    }
    if to not in said:
        raise Http404
    try:
        actions.move_round(round, to, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, said[to])
    return redirect("programmes:round", round.pk)

"""Mentoring circles of a round, as coordinators prepare and read them."""

from typing import Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.mentoringcircles import policies
from fairlead.mentoringcircles.actions import asking
from fairlead.mentoringcircles.enums import ANSWERED_IN, UNTOLD, CirclesState
from fairlead.mentoringcircles.forms import MENTORS, SessionForm
from fairlead.mentoringcircles.queries import asked, circles, wording
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import Side

A_PAGE = 12


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_round(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The round's mentoring circles, and new ones."""
    writes = request.method == "POST"
    round = programmes.fetch_round(
        request.actor, pk, to=policies.can_arrange if writes else policies.can_look
    )
    form = SessionForm(request.POST if writes else None, times=[])
    if writes and form.is_valid():
        try:
            made = asking.plan(round, form.cleaned_data, form.times, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("time_1", str(refusal.sentence))
        else:
            return redirect("mentoringcircles:session", pk=made.pk)
    context = {
        "round": round,
        "programme": round.programme,
        "form": form,
        "sessions": [(one, wording.sizes(one)) for one in asked.of_round(round)],
        "can_arrange": policies.can_arrange(request.actor, round),
    }
    return render(request, "mentoringcircles/round.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@login_required
def session(request: ActorRequest, pk: UUID) -> HttpResponse:
    """How it stands: the answers, the circles, and who is in none."""
    found = policies.fetch(request.actor, pk)
    people, there, at = asked.answers(found), circles.of_session(found), timezone.now()
    left = circles.unseated(people, there) if there or found.state == CirclesState.FORMED else []
    no_more = circles.no_more(found, there) if found.state == CirclesState.PUBLISHED else []
    left = [one for one in left if one.participation not in no_more]
    seated = sum(len(one.mentees) for one in there)
    context: dict[str, Any] = {
        "session": found,
        "round": found.round,
        "programme": found.round.programme,
        "times": asked.times(found) if found.state == CirclesState.DRAFT else [],
        "sizes": wording.sizes(found),
        "figures": asked.figures(people),
        "silent": [one for one in people if one.answered_at is None],
        "page": Paginator(there, A_PAGE).get_page(request.GET.get("page")),
        "all": there,
        "no_more": no_more,
        "seated": seated,
        "proof": _proof(found.tiers),
        "smaller": found.tiers.get("smaller"),
        "left_mentees": [one for one in left if one.participation.side == Side.MENTEE],
        "left_mentors": [one for one in left if one.participation.side == Side.MENTOR],
        "movable": _movable(there, left),
        "untold": found.state in UNTOLD,
        "asks": found.state in (CirclesState.DRAFT, *ANSWERED_IN),
        "seen": f"?seen={found.revision}",
        "to_come": not there or any(one.starts_at > at for one in there),
        "can_change": policies.can_change(request.actor, found),
    }
    return render(request, "mentoringcircles/session.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Other sizes, another place or day for answers; other times while nobody has been asked."""
    found = policies.fetch(request.actor, pk, to=policies.can_change)
    if found.state not in UNTOLD:
        return redirect("mentoringcircles:session", pk=pk)
    given: dict[str, Any] = {name: getattr(found, name) for name in asking.FIELDS}
    sizes = (found.mentors_least, found.mentors_most)
    given |= {"mentors": next(key for key, one in MENTORS.items() if one == sizes), "seen": found.revision}
    times = asked.starts(found) if found.state == CirclesState.DRAFT else None
    form = SessionForm(request.POST or None, initial=given, times=times)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            asking.change(
                found, form.cleaned_data, form.times, seen=seen, by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            form.add_error("answer_by", str(refusal.sentence))
        else:
            return redirect("mentoringcircles:session", pk=pk)
    context = {"session": found, "round": found.round, "programme": found.round.programme, "form": form}
    return render(request, "mentoringcircles/change.html", context, status=422 if form.errors else 200)


def _proof(tiers: dict[str, Any]) -> str:
    """How far the search for the circles went, in a sentence."""
    if not tiers:
        return ""
    (seated, most), (points, best) = tiers["seated"], tiers["points"]
    if seated != most:
        return _(
            "Searched in part: these circles seat %(seated)d mentees, and none seat more than %(most)d."
        ) % {
            "seated": seated,
            "most": most,
        }
    if points == best:
        return _(
            "Searched to the end: no circles seat more mentees, and of all that seat as many "
            "none has more points."
        )
    share = 100 if best is None else -(-100 * (best - points) // max(1, points))
    return _(
        "No circles seat more mentees. Their points were searched in part: of all circles that seat "
        "as many, none has more than %(share)d percent more."
    ) % {"share": share}


def _movable(there: "list[circles.Shown]", left: list[Any]) -> list[tuple[Any, str]]:
    """The mentees who can be moved, by name, with the circle in which they sit."""
    found = [(one.participation, str(circle.circle.number)) for circle in there for one in circle.mentees]
    found += [(one.participation, "") for one in left if one.participation.side == Side.MENTEE]
    return sorted(found, key=lambda one: (one[0].person.name, one[0].joined_at))

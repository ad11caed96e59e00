"""Swaps: proposed and answered on the page of one's pair, confirmed on that of the round."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.matching import policies
from fairlead.matching.actions import swaps as actions
from fairlead.matching.queries import approvals, swaps
from fairlead.mentorships import policies as mentorships
from fairlead.preferences.enums import Cards
from fairlead.preferences.queries import terms as reading
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.mentorships.models import Mentorship

ON_A_PAGE = 12


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_pair(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The swap one is asked about, or those one could propose; posting does one thing."""
    pair = mentorships.fetch(request.actor, pk, to=policies.can_swap)
    half = pair.mentee if policies.is_mentee(request.actor, pair) else pair.mentor
    terms, now = reading.of_round(pair.round), timezone.now()
    if terms is None:
        raise Http404
    if request.method == "POST":
        _do(request, pair)
        return redirect("matching:swap", pk=pk)
    asked = swaps.asked(pair, half, terms)
    can = asked is None and swaps.swappable(terms, at=now).filter(pk=pair.pk).exists()
    found = swaps.by_key(swaps.trades(pair, terms, at=now), half.side) if can else {}
    cards = swaps.cards(found, half.side, terms)
    context = {
        "pair": pair,
        "asked": asked,
        "can": can,
        "until": swaps.until(pair, terms),
        "page": Paginator(cards, ON_A_PAGE).get_page(request.GET.get("page")),
        "named": terms.cards == Cards.NAMED,
        "of_mentors": half.side == "mentee",
    }
    return render(request, "matching/swap.html", context)


def _do(request: ActorRequest, pair: "Mentorship") -> None:
    """Propose, or say yes or no."""
    by, at = request.actor, timezone.now()
    half = pair.mentee if policies.is_mentee(by, pair) else pair.mentor
    deed, _colon, key = request.POST.get("do", "").partition(":")
    try:
        if deed in ("yes", "no"):
            actions.answer(pair, half, yes=deed == "yes", by=by, at=at)
            done = _("Thank you; nobody reads who says no.")
        elif deed == "any" or (deed == "propose" and key):
            actions.propose(pair, half, "" if deed == "any" else key, by=by, at=at)
            done = _("Proposed. The others are asked; you hear from us within a week.")
        else:
            raise Http404
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, done)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_round(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Swaps to which all four have said yes, with what each does; posting confirms or declines one."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_confirm_swaps)
    if request.method == "POST":
        _decide(request, pk)
        return redirect("matching:swaps", pk=pk)
    context = {
        "round": round,
        "terms": reading.of_round(round),
        "found": swaps.agreed(round),
        "institutions_decide": bool(approvals.deciding(round.programme, today=localdate())),
    }
    return render(request, "matching/swaps.html", context)


def _decide(request: ActorRequest, round: UUID) -> None:
    deed, _colon, key = request.POST.get("do", "").partition(":")
    try:
        wanted = UUID(key)
    except ValueError as nonsense:
        raise Http404 from nonsense
    if deed not in ("confirm", "decline"):
        raise Http404
    swap = get_object_or_404(swaps.open_swaps(), pk=wanted, round=round)
    act = actions.confirm if deed == "confirm" else actions.decline
    try:
        act(swap, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        done = _("The swap is made. All four have a letter.")
        messages.success(request, done if deed == "confirm" else _("The swap does not come about."))

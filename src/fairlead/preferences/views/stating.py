"""The cards of the people one could be paired with, and what one says of them."""

from contextlib import suppress
from typing import TYPE_CHECKING
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fairlead.applications import policies as applications
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, asked
from fairlead.preferences import policies
from fairlead.preferences.actions import asking, stating
from fairlead.preferences.enums import Cards, Deed, Mode
from fairlead.preferences.queries import cards, requests, said
from fairlead.preferences.queries import terms as reading

if TYPE_CHECKING:
    from fairlead.applications.models import Application

ON_A_PAGE = 12
ANSWERS = {"yes": True, "no": False}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def people(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One's wishes in their order, whom one would rather not, and the cards; posting does one thing."""
    application = applications.fetch(request.actor, pk, to=policies.can_state)
    terms = reading.of_round(application.round)
    if terms is None:
        raise Http404
    if request.method == "POST":
        return _do(request, application.pk)
    mine = said.own(request.actor, application.participation_id)
    every = cards.cards(application, terms, mine)
    lists = [*every, *cards.gone(application, terms, mine, every)]
    search = asked(request, "search")
    page = Paginator(cards.found(every, search), ON_A_PAGE).get_page(request.GET.get("page"))
    now, chosen, for_mentor = timezone.now(), terms.mode == Mode.CHOSEN, application.side == "mentor"
    context = {
        "application": application,
        "terms": terms,
        "open": reading.is_open(terms, at=now),
        "ranks": reading.ranks(terms, application.side),
        "can_ask": requests.can_ask(terms, application.side, at=now),
        "asked": requests.of_mentee(application, terms) if chosen and not for_mentor else None,
        "questions": requests.to_mentor(application, terms, at=now) if chosen and for_mentor else [],
        "can_show": reading.can_show(terms, application.side),
        "shown": mine.shown,
        "team_takes_part": reading.team_takes_part(application.round),
        "named": terms.cards == Cards.NAMED,
        "of_mentors": application.side == "mentee",
        "wishes": sorted((card for card in lists if card.place), key=lambda card: card.place),
        "rather_not": [card for card in lists if card.out],
        "every": len(every),
        "page": page,
        "search": search,
    }
    return render(request, "preferences/people.html", context)


def _do(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Do one thing and come back to where it was done."""
    application = applications.fetch(request.actor, pk, to=policies.can_state)
    deed, _colon, key = request.POST.get("do", "").partition(":")
    if deed not in (*Deed.values, *ANSWERS):
        raise Http404
    try:
        _one(request, application, deed, key)
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    where = {name: value for name in ("search", "page") if (value := asked(request, name))}
    query = f"?{urlencode(where)}" if where else ""
    part = "wishes" if deed in (Deed.UP, Deed.DOWN, Deed.DROP, Deed.SHOW, Deed.HIDE) else "cards"
    return redirect(f"{reverse('preferences:people', args=[pk])}{query}#{part}")


def _one(request: ActorRequest, application: "Application", deed: str, key: str) -> None:
    """One thing with a card, or one with a question that somebody has asked. Raises refusals."""
    by, at = request.actor, timezone.now()
    if deed in ANSWERS:
        with suppress(ValueError):
            asking.answer(application, UUID(key), yes=ANSWERS[deed], by=by, at=at)
    elif deed == Deed.ASK:
        asking.ask(application, key, by=by, at=at)
    elif deed == Deed.NOT_ASK:
        asking.take_back(application, by=by, at=at)
    else:
        stating.state(application, Deed(deed), key, by=by, at=at)

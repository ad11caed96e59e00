"""The page on which the two of a pair get to know each other."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fairlead.kernel.http import ActorRequest
from fairlead.matching.queries import introducing, sharing
from fairlead.mentorships import policies as mentorships
from fairlead.mentorships.queries.agreements import standing
from fairlead.programmes.enums import Side


@never_cache
@require_safe
@login_required
def of_pair(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What each reads of the other, why the two, an agenda for the first meeting, and where help is."""
    pair = mentorships.fetch(request.actor, pk, to=mentorships.can_open)
    other, mine = introducing.about_both(pair, to=request.actor)
    as_mentor = pair.mentor.person_id == request.actor.person_id
    context = {
        "pair": pair,
        "programme": pair.round.programme,
        "round": pair.round,
        "other": other,
        "mine": mine,
        "agreement": standing(pair),
        "reasons": sharing.of_pair(pair, Side.MENTOR if as_mentor else Side.MENTEE),
        "as_mentor": as_mentor,
    }
    return render(request, "matching/introduction.html", context)

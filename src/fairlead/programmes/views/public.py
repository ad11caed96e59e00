"""What staff read about programmes, without signing in."""

from typing import TYPE_CHECKING

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from fairlead.kernel.http import ActorRequest
from fairlead.programmes import queries
from fairlead.programmes.enums import GoalKind, Side
from fairlead.programmes.queries import eligibility

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme


@require_safe
def public_list(request: ActorRequest) -> HttpResponse:
    """All programmes staff can take part in, and which of them take applications now.

    At an institution's own host only its own.
    """
    today = timezone.localdate()
    shown = [
        {
            "programme": programme,
            "time": queries.time_asked(programme),
            "open": queries.open_round(programme),
            "rolling": queries.rolling_beside(programme),
            "next": queries.next_round(programme, today=today),
        }
        for programme in queries.public(getattr(request, "institution", None))
    ]
    return render(request, "programmes/public_list.html", {"shown": shown})


def _rules(programme: "Programme", side: str) -> list[dict[str, str]]:
    """Who may apply on this side, as sentences."""
    listed = eligibility.rules(programme, side)
    among = eligibility.subjects(programme, side) if listed else []
    return [
        {"sentence": eligibility.sentence(rule, among), "exceptions_by": rule.exceptions_by}
        for rule in listed
    ]


@require_safe
def public(request: ActorRequest, slug: str) -> HttpResponse:
    """One programme: what it is for, what it asks and gives, its dates, and how to apply."""
    programme = queries.public_by_slug(slug)
    if programme is None:
        raise Http404
    context = {
        "programme": programme,
        "goals": [GoalKind(kind).label for kind in programme.goal_kinds if kind in GoalKind.values],
        "time": queries.time_asked(programme),
        "open": queries.open_round(programme),
        "rolling": queries.rolling_beside(programme),
        "next": queries.next_round(programme, today=timezone.localdate()),
        **{f"{side.value}_rules": _rules(programme, side) for side in Side},
        "partners": [partner.institution for partner in programme.partners.all()],
    }
    return render(request, "programmes/public.html", context)

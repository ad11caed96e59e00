"""How a round's applications stand, for the round's overview."""

from typing import TYPE_CHECKING, Any

from django import template
from django.template.context import Context
from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.applications import policies, queries
from fairlead.applications.queries import counting
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import Side

if TYPE_CHECKING:
    from fairlead.programmes.models import Round

register = template.Library()


@register.inclusion_tag("applications/figures.html", takes_context=True)
def intake_figures(context: Context, round: "Round") -> dict[str, Any]:
    """The round's applications from drafts to the pool: all in counts, or a partner's own.

    `waiting` are those that wait for the reader's decision.
    """
    actor = context["actor"]
    if not policies.can_list(actor, round):
        return {"stages": [], "round": round}
    waiting = queries.funnel(round, programmes.people_of(actor))
    found = queries.funnel(round) if policies.sees_all(actor, round) else waiting
    address = reverse("applications:list", args=[round.pk])
    stages = [
        {"label": _("Sent"), "count": found.sent, "url": address},
        {"label": _("Approved, or no approval needed"), "count": found.cleared},
        {"label": _("In the pool for matching"), "count": found.in_pool, "url": f"{address}?state=accepted"},
    ]
    return {
        "stages": stages,
        "found": found,
        "waiting": waiting,
        "leads": policies.sees_all(actor, round),
        "round": round,
        "can_run": programmes.can_run_round(actor, round),
        "applications_url": address,
    }


@register.inclusion_tag("applications/only_counted.html", takes_context=True)
def only_counted(context: Context, round: "Round") -> dict[str, Any]:
    """What applicants said that nobody reads, as counts, for those who see all applications of the round."""
    if not policies.sees_all(context["actor"], round):
        return {"counted": []}
    found = counting.counted(round)
    sides = dict(Side.choices)
    return {"counted": [{"one": one, "side": sides[one.side]} for one in found]}

"""Which parts of a round the reader may open."""

from django import template
from django.template.context import Context

from fairlead.programmes import policies
from fairlead.programmes.models import Round

register = template.Library()


@register.simple_tag(takes_context=True)
def round_doors(context: Context, round: Round) -> dict[str, bool]:
    """`run`: whether the reader runs the round; `lead`: whether they see its runs."""
    actor = context["request"].actor
    return {"run": policies.can_run_round(actor, round), "lead": policies.can_lead_round(actor, round)}

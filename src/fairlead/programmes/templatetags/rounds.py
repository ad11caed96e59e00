"""Which parts of a programme or a round the reader may open."""

from django import template
from django.template.context import Context

from fairlead.programmes import policies
from fairlead.programmes.models import Programme, Round

register = template.Library()


@register.simple_tag(takes_context=True)
def round_doors(context: Context, round: Round) -> dict[str, bool]:
    """`run`: whether the reader runs the round; `lead`: whether they see its runs."""
    actor = context["request"].actor
    return {"run": policies.can_run_round(actor, round), "lead": policies.can_lead_round(actor, round)}


@register.simple_tag(takes_context=True)
def programme_doors(context: Context, programme: Programme) -> dict[str, bool]:
    """`edit`: whether the reader designs the programme; `lead`: whether they belong to its central team.

    `rules`: whether they see who may apply; `figures` and `support`: whether they see its evaluation and
    how pairs fare, or their own part.
    """
    actor = context["request"].actor
    inside = policies.leads(actor, programme.pk) or programme.pk in policies.partner_institutions(actor)
    return {
        "edit": policies.can_edit(actor, programme),
        "lead": policies.leads(actor, programme.pk),
        "rules": policies.can_test_eligibility(actor, programme),
        "figures": inside,
        "support": inside,
    }

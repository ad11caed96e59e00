"""The face of a page: that of the host it is asked at, or of whoever leads the programme it is about."""

from typing import Any

from django import template
from django.template.context import Context
from django.utils.html import format_html
from django.utils.safestring import SafeString

from fairlead.institutions import queries
from fairlead.institutions.models import Institution

register = template.Library()
WAYS = (
    ("programme",),
    ("round", "programme"),
    ("application", "programme"),
    ("pair", "round", "programme"),
    ("partnership", "programme"),
)


@register.simple_tag(takes_context=True)
def face(context: Context) -> queries.Face | None:
    """The face of this page; None for the installation's own."""
    at_host = getattr(context.get("request"), "institution", None)
    return queries.face(at_host or _lead(context))


@register.simple_tag
def swatch_sample(colour: str, paper: str) -> SafeString:
    """Two letters in the colour, on the paper it is shown on; decoration, the colour stands beside it."""
    return format_html(
        '<svg width="56" height="36" viewBox="0 0 56 36" aria-hidden="true" focusable="false">'
        '<rect width="56" height="36" rx="6" fill="{}" stroke="{}"/>'
        '<text x="28" y="25" text-anchor="middle" font-size="19" font-weight="650" fill="{}">Aa</text></svg>',
        paper,
        colour,
        colour,
    )


def _lead(context: Context) -> Institution | None:
    """`dressed` when the page names it, else whoever leads its programme."""
    dressed = context.get("dressed")
    if isinstance(dressed, Institution):
        return dressed
    for first, *rest in WAYS:
        found: Any = context.get(first)
        for name in rest:
            found = getattr(found, name, None)
        lead = getattr(found, "lead", None)
        if isinstance(lead, Institution):
            return lead
    return None

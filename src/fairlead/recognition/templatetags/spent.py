"""Lengths of time on pages of recognition."""

from django import template

from fairlead.recognition import wordings

register = template.Library()


@register.filter
def spent(minutes: int) -> str:
    """Minutes as hours and minutes."""
    return wordings.spent(minutes)

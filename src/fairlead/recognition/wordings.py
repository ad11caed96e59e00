"""How recognition says lengths of time and days."""

from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


def spent(minutes: int) -> str:
    """Minutes as hours and minutes: "6 hours 30 minutes"."""
    hours, rest = divmod(minutes, 60)
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if rest or not hours:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", rest) % {"count": rest})
    return " ".join(parts)


def period(first: date, last: date) -> str:
    """From a day to a day."""
    return _("%(first)s to %(last)s") % {"first": day(first), "last": day(last)}


def day(one: date) -> str:
    """A day as a sentence says it."""
    return date_format(one, "j F Y")


def meetings(count: int) -> str:
    """So many meetings."""
    return ngettext("%(count)d meeting", "%(count)d meetings", count) % {"count": count}

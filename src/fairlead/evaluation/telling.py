"""How figures are told: words for a value, and whether it reaches its target."""

from typing import TYPE_CHECKING, Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

if TYPE_CHECKING:
    from fairlead.evaluation.queries.boards import Shown

PERCENT = 100
DECIMALS = {"share": 0, "ratio": 2, "days": 0, "points": 1, "hours": 1, "money": 2, "number": 2}
FINE = 1e-9


def told(value: float | None, unit: str) -> str:
    """A value in its unit; empty where there is none."""
    if value is None:
        return ""
    if unit == "share":
        return _("%(n)s %%") % {"n": _number(value * PERCENT, 0)}
    if unit == "days":
        return ngettext("%(n)s day", "%(n)s days", round(value)) % {"n": _number(value, 0)}
    if unit == "hours":
        return _("%(n)s h") % {"n": _number(value, 1)}
    return _number(value, DECIMALS[unit])


def _number(value: float, decimals: int) -> str:
    return number_format(round(value, decimals), decimals, use_l10n=True, force_grouping=True)


def of(shown: "Shown", unit: str) -> dict[str, Any]:
    """What a page says about a figure: its value, what it stands on, or why it is not told."""
    parts = ""
    if shown.denominator is not None and shown.numerator is not None and not shown.hidden:
        parts = _("%(a)s of %(b)s") % {"a": _plain(shown.numerator), "b": _plain(shown.denominator)}
        if unit in ("ratio", "money", "hours"):
            parts = f"{_plain(shown.numerator)} / {_plain(shown.denominator)}"
    elif shown.denominator is not None and not shown.hidden:
        parts = _("of %(b)s") % {"b": _plain(shown.denominator)}
    return {"value": told(shown.value, unit), "parts": parts, "hidden": shown.hidden}


def _plain(number: float) -> str:
    return _number(number, 0 if float(number).is_integer() else 1)


def reached(value: float | None, target: float | None, *, more: bool) -> dict[str, str] | None:
    """Whether a value reaches its target, as a state; None without one of them."""
    if value is None or target is None:
        return None
    good = value >= target - FINE if more else value <= target + FINE
    return {"word": _("reached"), "tone": "good"} if good else {"word": _("not reached"), "tone": "watch"}


def trend(now: float | None, before: float | None, unit: str, *, more: bool) -> dict[str, str] | None:
    """How a value has moved against the year before."""
    if now is None or before is None:
        return None
    step = now - before
    if told(abs(step), unit) == told(0, unit):
        return {"word": _("unchanged"), "icon": "minus", "tone": "quiet"}
    word = (_("up by %(n)s") if step > 0 else _("down by %(n)s")) % {"n": _step(abs(step), unit)}
    tone = "good" if (step > 0) == more else "watch"
    return {"word": word, "icon": "arrow-up" if step > 0 else "arrow-down", "tone": tone}


def _step(step: float, unit: str) -> str:
    """A difference of shares is told in points, so that nobody takes it for a share of the share."""
    if unit == "share":
        points = round(step * PERCENT)
        return ngettext("%(n)s point", "%(n)s points", points) % {"n": points}
    return told(step, unit)

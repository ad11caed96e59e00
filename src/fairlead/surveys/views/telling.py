"""Waves, rates and changes told in sentences that claim no more than the numbers do."""

from itertools import groupby
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.programmes.enums import Side
from fairlead.surveys.enums import Moment, Pace, WaveState
from fairlead.surveys.picturing import interval

if TYPE_CHECKING:
    from fairlead.programmes.models import Round
    from fairlead.surveys.models import Wave
    from fairlead.surveys.queries import Asked, ChangeOf, Panel, Rate, Results
    from fairlead.surveys.queries.reading import GroupFound
    from fairlead.surveys.statistics import Change, Contrast

TONES = {WaveState.PLANNED: "quiet", WaveState.OPEN: "todo", WaveState.CLOSED: "good"}
FEW = 15


def about(round: "Round", current: str) -> dict[str, Any]:
    """What every page on a round's surveys shows: the round and its tabs."""
    named = {"waves": _("Waves and results"), "change": _("Change from start to end")}
    return {
        "round": round,
        "programme": round.programme,
        "parts": [
            {"label": label, "url": reverse(f"surveys:{name}", args=[round.pk]), "current": name == current}
            for name, label in named.items()
        ],
    }


def row(rate: "Rate") -> dict[str, Any]:
    """One wave in the list of a round."""
    return {
        "rate": rate,
        "wave": rate.wave,
        "tone": TONES[WaveState(rate.wave.state)],
        "pace": pace(rate.wave),
    }


def pace(wave: "Wave") -> str:
    """On which day somebody is asked."""
    if wave.pace == Pace.ON_DAY:
        return _("Everybody on one day")
    if wave.pace == Pace.AFTER_MEETING:
        said = ngettext("%(n)d day after the first meeting", "%(n)d days after the first meeting", wave.days)
    elif wave.pace == Pace.AFTER_END:
        if wave.days == 0:
            return _("On the last day of each pair")
        said = ngettext("%(n)d day after a pair’s last day", "%(n)d days after a pair’s last day", wave.days)
    elif wave.days == 0:
        return _("On the first day of each pair")
    else:
        said = ngettext("%(n)d day after a pair began", "%(n)d days after a pair began", wave.days)
    return said % {"n": wave.days}


def rate_sentence(rate: "Rate") -> str:
    """How many of those asked have answered."""
    if not rate.asked:
        return _("Nobody has been asked yet.")
    said = ngettext(
        "%(answered)d of %(n)d person asked has answered.",
        "%(answered)d of %(n)d people asked have answered.",
        rate.asked,
    )
    return said % {"answered": rate.answered, "n": rate.asked}


def pages(results: "Results") -> list[dict[str, Any]]:
    """The results, page by page of the form."""
    return [
        {"title": title, "questions": list(listed)}
        for title, listed in groupby(results.questions, key=lambda one: one.page)
    ]


def number(value: float, decimals: int = 2, *, signed: bool = False) -> str:
    """A number in the reader's way of writing; `signed`: with its sign."""
    sign = "+" if signed and round_(value, decimals) > 0 else ""
    text = number_format(round_(value, decimals), decimals)
    return f"{sign}{text}".replace("-", "\N{MINUS SIGN}")


def round_(value: float, decimals: int) -> float:
    """Rounded, without a minus before zero."""
    return round(value, decimals) + 0.0


def moments(panel: "Panel") -> list[dict[str, Any]]:
    """Up to which moment the change is read, as links."""
    if len(panel.moments) < 2 or panel.later is None:
        return []
    return [
        {
            "label": str(Moment(one).label),
            "url": f"?{urlencode({'to': one})}",
            "current": one == panel.later.moment,
        }
        for one in panel.moments
    ]


def sides(panel: "Panel") -> list[dict[str, Any]]:
    """Whose change is read, as links; none where the two sides cannot be told apart."""
    if not panel.sides or panel.later is None:
        return []
    named = [("", _("All")), (Side.MENTEE.value, _("Mentees")), (Side.MENTOR.value, _("Mentors"))]
    return [
        {
            "label": label,
            "url": f"?{urlencode({'to': panel.later.moment, 'side': side})}",
            "current": side == panel.side,
        }
        for side, label in named
    ]


def change_row(one: "ChangeOf") -> dict[str, Any]:
    """One question's change: numbers, picture and sentence; without numbers where too few answered twice."""
    found: dict[str, Any] = {"asked": one.asked, "change": one.change}
    if one.change is None:
        return found
    change = one.change
    reach = (one.asked.most or 1) - (one.asked.least or 0) or 1
    found |= {
        "picture": interval(change.mean, change.low, change.high, reach=reach / 2),
        "before": number(change.before),
        "after": number(change.after),
        "mean": number(change.mean, signed=True),
        "span": _span(change.low, change.high),
        "g": number(change.g, signed=True) if change.g is not None else "–",
        "sentence": change_sentence(change),
    }
    if one.contrast is not None:
        found |= {
            "contrast": one.contrast,
            "difference": number(one.contrast.difference, signed=True),
            "others_mean": number(one.contrast.others_mean, signed=True),
            "contrast_span": _span(one.contrast.low, one.contrast.high),
            "contrast_sentence": contrast_sentence(one.contrast),
        }
    return found


def _span(low: float | None, high: float | None) -> str:
    if low is None or high is None:
        return "–"
    ends = {"low": number(low, signed=True), "high": number(high, signed=True)}
    return _("%(low)s to %(high)s") % ends


def change_sentence(change: "Change") -> str:
    """What a change means, and what it does not: no cause, and no certainty where there is none."""
    named = {"n": change.n, "mean": number(abs(change.mean)), "span": _span(change.low, change.high)}
    if change.low is None or change.high is None or change.low <= 0 <= change.high:
        said = _("Of %(n)d people the answers moved by %(mean)s on average; that may well be chance.") % named
    elif change.mean > 0:
        said = _("%(n)d people answered higher at the end, by %(mean)s points on average.") % named
    else:
        said = _("%(n)d people answered lower at the end, by %(mean)s points on average.") % named
    return f"{said} {_('They are few; read it as a hint.')}" if change.n < FEW else said


def contrast_sentence(contrast: "Contrast") -> str:
    """How the change compares with that of people outside."""
    named = {"others": contrast.others, "difference": number(abs(contrast.difference))}
    if contrast.low is None or contrast.high is None or contrast.low <= 0 <= contrast.high:
        return (
            _("From that of %(others)d people outside it does not differ by more than chance could.") % named
        )
    if contrast.difference > 0:
        return _("It rose by %(difference)s points more than among %(others)d people outside.") % named
    return _("It rose by %(difference)s points less than among %(others)d people outside.") % named


def group_counts(found: "GroupFound", asked: "list[Asked]") -> list[dict[str, Any]]:
    """For each question how many people of a comparison group answered it twice."""
    return [{"asked": one, "n": len(found.changes.get(one.key, ()))} for one in asked]

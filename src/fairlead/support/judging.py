"""How a pair fares, and why: from dates, states and pulses alone, in one sentence."""

from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.mentorships.enums import MentorshipState
from fairlead.programmes.patience import Patience
from fairlead.support.enums import Health

LOW_PULSE_COUNTS = timedelta(days=60)
TWICE = 2


@dataclass(frozen=True)
class Signs:
    """What is known of a pair without a word of it.

    `left`: somebody has left the round. `choosing`: times are proposed. `low_pulse_on`: the last day on which
    one of the two said that it does not go well. `unsure`: one of the two asks for a quiet word.
    """

    state: str
    starts_on: date
    ends_on: date
    last_met: date | None = None
    next_on: date | None = None
    choosing: bool = False
    left: bool = False
    low_pulse_on: date | None = None
    unsure: bool = False


@dataclass(frozen=True)
class Verdict:
    """How a pair fares, why, and for how many days nothing has happened."""

    health: Health
    reason: str
    days: int = 0


def judge(signs: Signs, *, patience: Patience, today: date) -> Verdict:
    """The first thing that is true of the pair, the gravest first."""
    since = signs.last_met or signs.starts_on
    days = max((today - since).days, 0)
    word = _needs_a_word(signs, days, patience, today)
    if word:
        return Verdict(Health.NEEDS_A_WORD, word, days)
    if signs.state == MentorshipState.PAUSED:
        return Verdict(Health.ON_TRACK, _("Paused. It keeps its place, and nobody is reminded."), 0)
    booked = signs.next_on is not None or signs.choosing
    if signs.state == MentorshipState.STARTING:
        return _starting(signs, days, patience, today)
    if not booked and days >= patience.quiet:
        return Verdict(Health.QUIET, _quiet(signs, days), days)
    return Verdict(Health.ON_TRACK, _on_track(signs), days)


def last_sign(signs: Signs) -> date:
    """The last day on which the pair gave a sign of life: it met, or it began."""
    return signs.last_met or signs.starts_on


def is_silent(signs: Signs, *, patience: Patience, today: date) -> bool:
    """Whether nothing has happened for so long, and nothing is planned, that the pair is asked once more."""
    rests = signs.state == MentorshipState.PAUSED or signs.next_on is not None or signs.choosing
    return not rests and (today - last_sign(signs)).days >= patience.silent


def _needs_a_word(signs: Signs, days: int, patience: Patience, today: date) -> str:
    if signs.left:
        return _("One of the two no longer takes part in the round.")
    if signs.unsure:
        return _("One of the two has asked for a quiet word.")
    if signs.low_pulse_on is not None and today - signs.low_pulse_on <= LOW_PULSE_COUNTS:
        day = date_format(signs.low_pulse_on, "j F")
        return _("One of the two said on %(day)s that it does not go well.") % {"day": day}
    if is_silent(signs, patience=patience, today=today):
        return _("No sign of life for %(days)d days, and nothing is planned.") % {"days": days}
    never_booked = signs.next_on is None and not signs.choosing and today > signs.starts_on
    too_long = days >= TWICE * patience.first_meeting
    if signs.state == MentorshipState.STARTING and never_booked and too_long:
        return _("Began %(days)d days ago and has fixed no first meeting.") % {"days": days}
    return ""


def _starting(signs: Signs, days: int, patience: Patience, today: date) -> Verdict:
    if today < signs.starts_on:
        text = _("Begins on %(day)s.") % {"day": date_format(signs.starts_on, "j F")}
    elif signs.next_on is not None:
        text = _("Meets for the first time on %(day)s.") % {"day": date_format(signs.next_on, "j F")}
    elif signs.choosing:
        text = _("Is choosing among the times proposed for the first meeting.")
    elif days >= patience.first_meeting:
        reason = _("Began %(days)d days ago and has fixed no first meeting.") % {"days": days}
        return Verdict(Health.QUIET, reason, days)
    else:
        text = ngettext(
            "Began %(days)d day ago; the first meeting is yet to be fixed.",
            "Began %(days)d days ago; the first meeting is yet to be fixed.",
            days,
        ) % {"days": days}
    return Verdict(Health.STARTING, text, days)


def _quiet(signs: Signs, days: int) -> str:
    if signs.last_met is None:
        return _("Nothing is logged %(days)d days after the start, and nothing is planned.") % {"days": days}
    words = {"day": date_format(signs.last_met, "j F"), "days": days}
    return _("Last met on %(day)s, %(days)d days ago, and nothing is planned.") % words


def _on_track(signs: Signs) -> str:
    met = date_format(signs.last_met, "j F") if signs.last_met else ""
    if signs.next_on is not None and met:
        words = {"met": met, "next": date_format(signs.next_on, "j F")}
        return _("Met on %(met)s, meets next on %(next)s.") % words
    if signs.next_on is not None:
        return _("Meets on %(day)s.") % {"day": date_format(signs.next_on, "j F")}
    if signs.choosing:
        return _("Is choosing among times proposed for the next meeting.")
    if met:
        return _("Met on %(day)s.") % {"day": met}
    return _("Has just begun.")

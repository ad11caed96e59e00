"""Whom and what indicators are about: the people, pairs and answers that each picks from the facts."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from fairlead.evaluation.indicators import counting as by
from fairlead.evaluation.indicators.facts import Applied, Facts, Pair
from fairlead.mentorships.enums import LIVE_STATES, MentorshipState
from fairlead.programmes.enums import Side

HOLDING = (*LIVE_STATES, MentorshipState.COMPLETED)


def people(facts: Facts) -> Sequence[Applied]:
    """Everybody who applied in a round, once."""
    return [one for one in facts.applied if one.first]


def may_take_part(facts: Facts) -> Sequence[Applied]:
    """Mentees approved by their supervisor, or who need no approval, and not turned away."""
    return [one for one in facts.applied if one.side == Side.MENTEE and one.approved and one.waiting]


def asked(facts: Facts) -> Sequence[Applied]:
    """Mentees whose supervisor was asked."""
    return [one for one in facts.applied if one.asked]


def answered(facts: Facts) -> Sequence[Applied]:
    """Mentees whose supervisor has answered."""
    return [one for one in facts.applied if one.answer_days is not None]


def begun(facts: Facts) -> Sequence[Pair]:
    """Pairs that have begun."""
    return [one for one in facts.pairs if one.on <= facts.today]


def past_first_days(facts: Facts) -> Sequence[Pair]:
    """Pairs that began thirty days ago or earlier."""
    return [one for one in begun(facts) if one.on <= facts.today - timedelta(days=by.FIRST_MET_DAYS)]


def over(facts: Facts) -> Sequence[Pair]:
    """Pairs whose end has come, early or as planned."""
    ended = (MentorshipState.COMPLETED, MentorshipState.ENDED_EARLY)
    return [one for one in begun(facts) if one.state in ended or one.ends_on < facts.today]


def ended_early(facts: Facts) -> Sequence[Pair]:
    """Pairs that ended early."""
    return [one for one in facts.pairs if one.state == MentorshipState.ENDED_EARLY]


def completed(facts: Facts) -> Sequence[Pair]:
    """Pairs that were completed."""
    return [one for one in facts.pairs if one.state == MentorshipState.COMPLETED]


def completed_on_their_last_day(facts: Facts) -> Sequence[Pair]:
    """Pairs that were completed, by the day of their end."""
    return [replace(one, on=one.ended_on) for one in completed(facts) if one.ended_on is not None]


def showing_goals(facts: Facts) -> Sequence[Pair]:
    """Completed pairs of which both show how far their goals were reached."""
    return [one for one in completed(facts) if one.score is not None]


def under_way(facts: Facts) -> Sequence[Pair]:
    """Pairs that are under way today."""
    return [one for one in begun(facts) if one.state in LIVE_STATES]


def met_lately(pair: Pair, today: date) -> bool:
    """Whether the two have met in the last 45 days."""
    return any(0 <= (today - met).days < by.LAST_MET_DAYS for met in pair.met)


def met_in_time(pair: Pair) -> bool:
    """Whether the two met within thirty days of their start."""
    return any(met <= pair.on + timedelta(days=by.FIRST_MET_DAYS) for met in pair.met)

"""Every indicator of the source, defined once."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta

from django.utils.translation import gettext_lazy as _

from fairlead.evaluation.indicators import counting as by
from fairlead.evaluation.indicators.definitions import Indicator, Kind, Unit
from fairlead.evaluation.indicators.facts import Applied, Facts, Pair
from fairlead.evaluation.indicators.surveyed import SURVEYED
from fairlead.mentorships.enums import LIVE_STATES, MentorshipState
from fairlead.programmes.enums import Side

APPLICATIONS = _("Applications")
APPROVALS = _("Written answers of supervisors")
PAIRS = _("Pairs and their dates")
MEETINGS = _("Meetings that pairs have logged")
LEDGER = _("Ledger of effort and cost, meetings and training")
PLANS = _("Plans of pairs that both show their figures")


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


INDICATORS: tuple[Indicator, ...] = (
    Indicator(
        key="reach",
        name=_("Reach"),
        kind=Kind.SETUP,
        unit=Unit.SHARE,
        formula=_("applicants / staff who could apply"),
        numerator=_("People who applied, once for each round"),
        denominator=_("Staff of the institutions that take part, on the last day"),
        source=APPLICATIONS,
        group=people,
        figure=by.reached,
    ),
    Indicator(
        key="coverage",
        name=_("Mentor coverage"),
        kind=Kind.SETUP,
        unit=Unit.RATIO,
        formula=_("mentor places / approved mentees"),
        numerator=_("Places of mentors in the pool"),
        denominator=_("Mentees with their supervisor’s approval, or who need none"),
        source=APPLICATIONS,
        group=may_take_part,
        figure=by.covered,
        target=1.2,
    ),
    Indicator(
        key="approval_rate",
        name=_("Approval by supervisors"),
        kind=Kind.SETUP,
        unit=Unit.SHARE,
        formula=_("approved / asked"),
        numerator=_("Supervisors who approved in writing"),
        denominator=_("Supervisors who were asked"),
        source=APPROVALS,
        group=asked,
        figure=by.share(lambda one: one.approved),
    ),
    Indicator(
        key="approval_days",
        name=_("Days until a supervisor answers"),
        kind=Kind.SETUP,
        unit=Unit.DAYS,
        formula=_("median of the days from the question to the answer"),
        numerator=_("The middle of all answers by their days"),
        denominator=_("Supervisors who have answered"),
        source=APPROVALS,
        group=answered,
        figure=by.middle(lambda one: one.answer_days),
        more=False,
    ),
    Indicator(
        key="match_rate",
        name=_("Match rate"),
        kind=Kind.DELIVERY,
        unit=Unit.SHARE,
        formula=_("matched mentees / approved mentees"),
        numerator=_("Approved mentees who have or had a mentor in the round"),
        denominator=_("Mentees with their supervisor’s approval, or who need none"),
        source=_("Applications and pairs"),
        group=may_take_part,
        figure=by.share(lambda one: one.matched),
    ),
    Indicator(
        key="days_to_match",
        name=_("Days from application to match"),
        kind=Kind.DELIVERY,
        unit=Unit.DAYS,
        formula=_("median of the days from the mentee’s application to the agreement of both"),
        numerator=_("The middle of all pairs by their days"),
        denominator=_("Pairs whose mentee applied here"),
        source=_("Applications and pairs"),
        group=lambda facts: [one for one in facts.pairs if one.days_to_match is not None],
        figure=by.middle(lambda one: one.days_to_match),
        target=42,
        more=False,
    ),
    Indicator(
        key="acceptance",
        name=_("Acceptance of offers"),
        kind=Kind.DELIVERY,
        unit=Unit.SHARE,
        formula=_("accepted / offered"),
        numerator=_("Offers to which both said yes"),
        denominator=_("Offers that were answered or have run out"),
        source=_("Offers and answers"),
        group=lambda facts: facts.offered,
        figure=by.share(lambda one: one.accepted),
    ),
    Indicator(
        key="cross_unit",
        name=_("Pairs across units"),
        kind=Kind.OUTCOME,
        unit=Unit.SHARE,
        formula=_("pairs of two units / pairs"),
        numerator=_("Pairs whose two people work in different units"),
        denominator=_("Pairs"),
        source=PAIRS,
        group=lambda facts: [one for one in facts.pairs if one.unit and one.other_unit],
        figure=by.share(lambda one: one.unit != one.other_unit),
    ),
    Indicator(
        key="cross_institution",
        name=_("Pairs across institutions"),
        kind=Kind.OUTCOME,
        unit=Unit.SHARE,
        formula=_("pairs of two institutions / pairs"),
        numerator=_("Pairs whose two people work at different institutions"),
        denominator=_("Pairs"),
        source=PAIRS,
        group=lambda facts: [one for one in facts.pairs if one.institution and one.other_institution],
        figure=by.share(lambda one: one.institution != one.other_institution),
    ),
    Indicator(
        key="start_rate",
        name=_("Met within thirty days"),
        kind=Kind.DELIVERY,
        unit=Unit.SHARE,
        formula=_("pairs that met within 30 days / pairs that began 30 days ago or earlier"),
        numerator=_("Pairs with a meeting in the first thirty days"),
        denominator=_("Pairs that began thirty days ago or earlier"),
        source=MEETINGS,
        group=past_first_days,
        figure=by.share(met_in_time),
    ),
    Indicator(
        key="active",
        name=_("Met in the last 45 days"),
        kind=Kind.DELIVERY,
        unit=Unit.SHARE,
        formula=_("pairs that met in the last 45 days / pairs under way"),
        numerator=_("Pairs under way that met in the last 45 days"),
        denominator=_("Pairs under way today"),
        source=MEETINGS,
        group=under_way,
        figure=by.share_on_the_day(met_lately),
        target=0.75,
    ),
    Indicator(
        key="sessions",
        name=_("Meetings held"),
        kind=Kind.DELIVERY,
        unit=Unit.SHARE,
        formula=_("meetings held / meetings planned"),
        numerator=_("Meetings that pairs have logged"),
        denominator=_("Meetings the design asks for, by the part of each pair’s time that is over"),
        source=MEETINGS,
        group=begun,
        figure=by.held,
        target=0.8,
    ),
    Indicator(
        key="training",
        name=_("Training completed"),
        kind=Kind.DELIVERY,
        unit=Unit.SHARE,
        formula=_("people who completed what is asked / people of whom training is asked"),
        numerator=_("Participants who have completed every module asked of them"),
        denominator=_("Participants of whom any module is asked"),
        source=_("Training"),
        group=lambda facts: facts.trained,
        figure=by.share(lambda one: one.complete),
    ),
    Indicator(
        key="agreements",
        name=_("Agreements signed"),
        kind=Kind.DELIVERY,
        unit=Unit.SHARE,
        formula=_("pairs with an agreement both signed / pairs that have begun"),
        numerator=_("Pairs whose agreement came into force"),
        denominator=_("Pairs that have begun"),
        source=_("Agreements, without their words"),
        group=begun,
        figure=by.share(lambda one: one.agreed),
    ),
    Indicator(
        key="plans",
        name=_("Plans agreed"),
        kind=Kind.DELIVERY,
        unit=Unit.SHARE,
        formula=_("pairs with an agreed plan / pairs that have begun"),
        numerator=_("Pairs whose two people agreed to their plan"),
        denominator=_("Pairs that have begun"),
        source=_("Stages of plans, without their words"),
        group=begun,
        figure=by.share(lambda one: one.planned),
    ),
    Indicator(
        key="attainment",
        name=_("Goal attainment (T)"),
        kind=Kind.OUTCOME,
        unit=Unit.POINTS,
        formula=_("mean of T; T = 50 + 10 Σwx / √(0.7 Σw² + 0.3 (Σw)²)"),
        numerator=_("T of each pair: 50 when every goal was reached just as expected"),
        denominator=_("Completed pairs of which both show their figures"),
        source=PLANS,
        group=showing_goals,
        figure=by.mean(lambda one: one.score),
        target=50,
    ),
    Indicator(
        key="goals_reached",
        name=_("Goals reached"),
        kind=Kind.OUTCOME,
        unit=Unit.SHARE,
        formula=_("goals at or above the expected level / goals"),
        numerator=_("Goals at or above the expected level at the end"),
        denominator=_("Goals of completed pairs of which both show their figures"),
        source=PLANS,
        group=showing_goals,
        figure=by.goals_reached,
    ),
    Indicator(
        key="completion",
        name=_("Completed pairs"),
        kind=Kind.OUTCOME,
        unit=Unit.SHARE,
        formula=_("completed / started, of pairs whose end has come"),
        numerator=_("Pairs that were completed"),
        denominator=_("Pairs that began and whose end has come, early or as planned"),
        source=PAIRS,
        group=over,
        figure=by.share(lambda one: one.state == MentorshipState.COMPLETED),
    ),
    Indicator(
        key="early_endings",
        name=_("Ended early"),
        kind=Kind.OUTCOME,
        unit=Unit.SHARE,
        formula=_("ended early / started, of pairs whose end has come"),
        numerator=_("Pairs that ended early, for whatever reason and at nobody’s fault"),
        denominator=_("Pairs that began and whose end has come, early or as planned"),
        source=PAIRS,
        group=over,
        figure=by.share(lambda one: one.state == MentorshipState.ENDED_EARLY),
        more=False,
    ),
    Indicator(
        key="rematch",
        name=_("Found another mentor"),
        kind=Kind.OUTCOME,
        unit=Unit.SHARE,
        formula=_("mentees with a later pair that holds / mentees whose pair ended early"),
        numerator=_("Mentees whose later pair is under way or completed"),
        denominator=_("Mentees whose pair ended early"),
        source=PAIRS,
        group=ended_early,
        figure=by.share(lambda one: one.again),
    ),
    Indicator(
        key="became_mentors",
        name=_("Mentees who became mentors"),
        kind=Kind.OUTCOME,
        unit=Unit.SHARE,
        formula=_("mentees who later joined as mentors / mentees of completed pairs"),
        numerator=_("Mentees of completed pairs who joined a later round as mentors"),
        denominator=_("Mentees of completed pairs"),
        source=_("Participations"),
        group=completed,
        figure=by.share(lambda one: one.mentors_now),
    ),
    Indicator(
        key="hours_per_pair",
        name=_("Hours for each completed pair"),
        kind=Kind.DELIVERY,
        unit=Unit.HOURS,
        formula=_("(setup / years + delivery) / completed pairs"),
        numerator=_("Hours of setup, written off, and of delivery"),
        denominator=_("Pairs completed, by the day of their end"),
        source=LEDGER,
        group=completed_on_their_last_day,
        figure=by.borne_per(lambda cost: cost.hours),
        more=False,
    ),
    Indicator(
        key="cost_per_pair",
        name=_("Cost for each completed pair"),
        kind=Kind.DELIVERY,
        unit=Unit.MONEY,
        formula=_("(setup / years + delivery) / completed pairs"),
        numerator=_("Money, and hours at their rate: setup, written off, and delivery"),
        denominator=_("Pairs completed, by the day of their end"),
        source=LEDGER,
        group=completed_on_their_last_day,
        figure=by.borne_per(lambda cost: cost.cost),
        more=False,
    ),
    *SURVEYED,
)
BY_KEY: dict[str, Indicator] = {one.key: one for one in INDICATORS}
HOLDING = (*LIVE_STATES, MentorshipState.COMPLETED)

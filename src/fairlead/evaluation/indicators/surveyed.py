"""The indicators that come from surveys."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext_lazy as _

from fairlead.evaluation.indicators import counting as by
from fairlead.evaluation.indicators.definitions import Indicator, Kind, Unit
from fairlead.evaluation.indicators.facts import Facts, Said

ANSWERS = _("Closed waves of surveys; answers carry no name and no institution")


def saying(key: str) -> Callable[[Facts], Sequence[Said]]:
    """The answers to one question."""
    return lambda facts: [one for one in facts.said if one.key == key]


SURVEYED: tuple[Indicator, ...] = (
    Indicator(
        key="response",
        name=_("Answers to surveys"),
        kind=Kind.DELIVERY,
        unit=Unit.SHARE,
        formula=_("answered / asked, of those whose days to answer are over"),
        numerator=_("Times that somebody answered"),
        denominator=_("Times that somebody was asked, and the days to answer are over"),
        source=_("Who was asked in waves, and whether they answered; not what"),
        group=lambda facts: facts.asked,
        figure=by.share(lambda one: one.answered),
        reads=("asked",),
    ),
    Indicator(
        key="satisfaction",
        name=_("Content with the programme"),
        kind=Kind.OUTCOME,
        unit=Unit.SHARE,
        formula=_("answers of 4 or 5 of 5 / answers, at the end, or at mid-point where no end was asked yet"),
        numerator=_("Answers of 4 or 5 to how content people are with the programme"),
        denominator=_("Answers to this question"),
        source=ANSWERS,
        group=saying("satisfied"),
        figure=by.share(lambda one: one.good),
        reads=("said",),
    ),
    Indicator(
        key="match_quality",
        name=_("Pairs that fit"),
        kind=Kind.OUTCOME,
        unit=Unit.SHARE,
        formula=_("answers of 4 or 5 of 5 / answers, at the end, or at mid-point where no end was asked yet"),
        numerator=_("Answers of 4 or 5 to how well the two fit together"),
        denominator=_("Answers to this question"),
        source=ANSWERS,
        group=saying("pair-fits"),
        figure=by.share(lambda one: one.good),
        reads=("said",),
    ),
    Indicator(
        key="skill_gain",
        name=_("Gain in skills"),
        kind=Kind.OUTCOME,
        unit=Unit.NUMBER,
        formula=_("mean of (end − start), each person’s mean of the six statements from 1 to 5"),
        numerator=_("Differences of those who answered at the start and at the end"),
        denominator=_("People who answered both times"),
        source=ANSWERS,
        group=lambda facts: facts.gained,
        figure=by.mean(lambda one: one.after - one.before),
        reads=("gained",),
    ),
    Indicator(
        key="applied_later",
        name=_("Put to use six months later"),
        kind=Kind.OUTCOME,
        unit=Unit.SHARE,
        formula=_("people who put something to use / people who answered, six months after the end"),
        numerator=_("People who have put something to use since"),
        denominator=_("People who answered six months after the end"),
        source=ANSWERS,
        group=saying("applied-since"),
        figure=by.share(lambda one: one.good),
        reads=("said",),
    ),
)
NOWHERE = tuple(one for one in SURVEYED if one.source == ANSWERS)

"""The waves of a round with how many were asked and have answered."""

from dataclasses import dataclass

from django.db.models import Count, Q

from fairlead.programmes.models import Round
from fairlead.surveys.enums import AskState
from fairlead.surveys.models import Questionnaire, Wave
from fairlead.surveys.queries.questionnaires import of_programme

COUNTED = {
    "asked": Count("asks"),
    "answered": Count("asks", filter=Q(asks__state=AskState.ANSWERED)),
    "declined": Count("asks", filter=Q(asks__state=AskState.DECLINED)),
}


@dataclass(frozen=True)
class Rate:
    """A wave with its response rate: answered of asked. Those who do not want to answer count as asked."""

    wave: Wave
    asked: int
    answered: int
    declined: int

    @property
    def percent(self) -> int | None:
        """The response rate in percent; None where nobody was asked."""
        return round(100 * self.answered / self.asked) if self.asked else None


def rates(of: Round) -> list[Rate]:
    """The waves of a round in the order of their days, with their response rates; one query."""
    found = Wave.objects.filter(round=of).select_related("questionnaire__form", "version", "round__programme")
    counted = found.annotate(**COUNTED).order_by("opens_on", "questionnaire__made_at", "pk")
    return [_rate(wave) for wave in counted]


def rate(wave: Wave) -> Rate:
    """The response rate of one wave; one query."""
    return _rate(Wave.objects.filter(pk=wave.pk).annotate(**COUNTED).get())


def _rate(wave: Wave) -> Rate:
    counts = {name: getattr(wave, name) for name in COUNTED}
    return Rate(wave, **counts)


def unplanned(of: Round) -> list[Questionnaire]:
    """Questionnaires of the round's programme that are not asked in the round yet; three queries."""
    there = set(Wave.objects.filter(round=of).values_list("questionnaire", flat=True))
    return [one for one in of_programme(of.programme) if one.pk not in there]

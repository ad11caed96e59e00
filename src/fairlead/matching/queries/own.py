"""The programme's own questions as criteria: those asked alike on both sides and marked for matching.

Only answers out of a fixed choice, yes or no, and numbers can be; who reads an answer stays as the form says,
so these criteria are told to coordinators and never to the two of a pair.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from django.utils.translation import get_language

from fairlead.engine.policy import SHARE, Criterion
from fairlead.programmes.models import Programme
from fairlead.questions.enums import CAN_MATCH, Kind
from fairlead.questions.queries import matching_questions
from fairlead.questions.wording import said

PREFIX = "own_"
LISTS = frozenset({Kind.CHOICES.value, Kind.RANKED.value})
NUMBERS = frozenset({Kind.NUMBER.value, Kind.SCALE.value})
USUAL_SPAN = {Kind.SCALE.value: 4, Kind.NUMBER.value: 10}


@dataclass(frozen=True)
class Shared:
    """A question that both sides answer in the same way; `span` is how far two numbers can be apart."""

    key: str
    kind: str
    label: str
    span: int = 0


def shared(programme: Programme) -> list[Shared]:
    """The questions that can be weighed, in the order of the mentees' form."""
    by_side = matching_questions(programme)
    mentors = {one.key: one for one in by_side.get("mentor", [])}
    language = get_language() or ""
    return [
        Shared(one.key, one.kind, said(one.label, language), _span(one.kind, one.limits))
        for one in by_side.get("mentee", [])
        if one.key in mentors and mentors[one.key].kind == one.kind and one.kind in CAN_MATCH
    ]


def _span(kind: str, limits: Mapping[str, Any]) -> int:
    if kind not in NUMBERS:
        return 0
    least, most = limits.get("least"), limits.get("most")
    if least is None or most is None:
        return USUAL_SPAN[kind]
    return max(1, round(float(most) - float(least)))


def answers(given: Mapping[str, Any], questions: Iterable[Shared]) -> dict[str, Any]:
    """Somebody's answers to these questions as plain structured values; what is not answered is left out."""
    found: dict[str, Any] = {}
    for one in questions:
        value = given.get(one.key)
        if value is None or value == []:
            continue
        if one.kind in LISTS:
            found[one.key] = [str(each) for each in value]
        elif one.kind in NUMBERS:
            found[one.key] = str(round(value))
        else:
            found[one.key] = "yes" if value is True else "no" if value is False else str(value)
    return found


def as_values(given: Mapping[str, Any]) -> dict[str, Any]:
    """The frozen answers as the engine's candidates hold them."""
    return {
        f"{PREFIX}{key}": tuple(value) if isinstance(value, list) else value for key, value in given.items()
    }


def criteria(weighed: Mapping[str, Mapping[str, Any]]) -> Iterable[Criterion]:
    """A criterion for each weighed question: the same answer, answers in common, or near numbers."""
    for key, one in weighed.items():
        points, field = Decimal(one["weight"]), f"{PREFIX}{key}"
        if not points:
            continue
        if one["kind"] in LISTS:
            yield Criterion("overlap", field, field, field, label=one["label"], points=(points,), count=SHARE)
        elif one["kind"] in NUMBERS:
            less = max(Decimal(1), (points / Decimal(one["span"])).quantize(Decimal(1)))
            yield Criterion(
                "numeric", field, field, field, label=one["label"], points=(points,), per_unit=less
            )
        else:
            yield Criterion("equal", field, field, field, label=one["label"], points=(points,))

"""The waiting list as the coordinators' page shows it."""

from dataclasses import dataclass
from datetime import datetime

from fairlead.matching.models import WaitNotice
from fairlead.matching.queries import wording
from fairlead.matching.queries.waiting import Wait, of_round
from fairlead.programmes.models import Round


@dataclass(frozen=True)
class Row:
    """One wait in words, and when the person was last told of it."""

    wait: Wait
    detail: str
    short: str
    reason: str
    expected: str
    helps: list[str]
    told_at: datetime | None


def rows(round: Round, *, at: datetime) -> list[Row]:
    """Everybody who waits, longest first, in the words that they read; one query more than the waits."""
    waits = sorted(of_round(round, at=at), key=lambda one: (one.since, one.application.person.name))
    told = dict(WaitNotice.objects.filter(application__round=round).values_list("application", "told_at"))
    return [
        Row(
            wait=one,
            detail=" · ".join(
                part.name for part in (one.application.unit, one.application.institution) if part
            ),
            short=wording.short_reason(one),
            reason=wording.reason(one),
            expected=wording.expected(one),
            helps=wording.helping(one),
            told_at=told.get(one.application.pk),
        )
        for one in waits
    ]

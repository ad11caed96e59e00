"""What participants have left for the programme's record, as far as they agree to it now."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from fairlead.kernel.times import end_of_day, start_of_day
from fairlead.mentorships.enums import Naming
from fairlead.mentorships.models import Comment
from fairlead.programmes.models import Programme


@dataclass(frozen=True)
class Quoted:
    """Somebody's words for the record; `name` is empty where they agreed to be quoted without it."""

    pk: UUID
    words: str
    name: str
    side: str
    year: int

    @property
    def as_mentor(self) -> bool:
        """Whether a mentor said it."""
        return self.side == "mentor"


def consented_comments(programme: Programme, period: tuple[date, date]) -> list[Quoted]:
    """The words that may be quoted, of the days from the first to the last of `period`; one query.

    Only what nobody has taken back. Named ones first, each in order of the day; of those without a name
    nothing is told but the side and the year.
    """
    first, last = period
    return _quoted(
        _kept(programme).filter(consented_at__gte=start_of_day(first), consented_at__lt=end_of_day(last))
    )


def of_programme(programme: Programme) -> list[Quoted]:
    """All words that may be quoted, in the same order; one query."""
    return _quoted(_kept(programme))


def standing(pks: Iterable[UUID]) -> dict[UUID, Quoted]:
    """Those of these comments that may still be quoted, by id; one query."""
    kept = Comment.objects.filter(pk__in=list(pks), withdrawn_at=None).select_related("person")
    return {one.pk: one for one in _quoted(kept)}


def _kept(programme: Programme) -> QuerySet[Comment]:
    kept = Comment.objects.filter(mentorship__round__programme=programme, withdrawn_at=None)
    return kept.select_related("person")


def _quoted(kept: Iterable[Comment]) -> list[Quoted]:
    rows = sorted(kept, key=lambda one: (one.naming != Naming.NAMED, one.consented_at))
    return [
        Quoted(
            pk=one.pk,
            words=one.words,
            name=one.person.name if one.naming == Naming.NAMED else "",
            side=one.side,
            year=one.consented_at.year,
        )
        for one in rows
    ]

"""Read where people work."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Max

from fairlead.people.models import Affiliation, Person


def who_left(people: Iterable[UUID]) -> dict[UUID, date]:
    """Those of the people who worked somewhere and work nowhere now, each with their last day; one query."""
    known = Affiliation.objects.filter(person__in=list(people)).order_by()
    last = known.values("person").annotate(last=Max("ended_on"))
    now = known.filter(ended_on__isnull=True).values("person")
    return {row["person"]: row["last"] for row in last.exclude(person__in=now)}


def leaving(people: Iterable[UUID]) -> dict[UUID, date]:
    """Those of the people of whom somebody has said that they leave, each with their last day; one query."""
    here = Affiliation.objects.filter(person__in=list(people), ended_on__isnull=True, leaves_on__isnull=False)
    return {person: on for person, on in here.values_list("person", "leaves_on") if on is not None}


def by_address(email: str) -> Person | None:
    """The active person with this address, however it is written; one query."""
    return Person.objects.filter(email__iexact=email.strip(), is_active=True).first()

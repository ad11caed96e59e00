"""Partner coordinators name a deputy of their institution for a time."""

from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.matching.models import Deputy
from fairlead.notifications.actions import write
from fairlead.people.models import Affiliation, Person
from fairlead.programmes.models import Programme, TeamMember


class CannotStandIn(Refused):
    """The deputy is not known at the institution, or the days are in disorder."""


@transaction.atomic
def name_deputy(
    programme: Programme,
    institution: UUID,
    *,
    email: str,
    first_day: date,
    last_day: date,
    by: Actor,
    at: datetime,
) -> Deputy:
    """Let a colleague decide for the institution from a day to a day; replaces whom the actor named before.

    Raises `CannotStandIn`.
    """
    TeamMember.objects.select_for_update().filter(programme=programme, person=by.person_id).first()
    if last_day < max(first_day, localdate(at)):
        raise CannotStandIn(_("The last day lies before the first, or is over."))
    here = Affiliation.objects.filter(institution=institution, person__email__iexact=email.strip())
    found = here.exclude(ended_on__lt=localdate(at)).exclude(person=by.person_id).select_related("person")
    colleague = found.filter(person__is_active=True).first()
    if colleague is None:
        raise CannotStandIn(_("Nobody else of your institution with this address has signed in here yet."))
    given: dict[str, Any] = {"person": colleague.person, "first_day": first_day, "last_day": last_day}
    made, _new = Deputy.objects.update_or_create(
        programme=programme, institution_id=institution, named_by_id=by.person_id, defaults=given
    )
    _tell(made, colleague.person, programme, by=by, at=at)
    record("named deputy", made, by=by, at=at, label=str(made.pk), details={"person": str(made.person_id)})
    return made


def _tell(made: Deputy, person: Person, programme: Programme, *, by: Actor, at: datetime) -> None:
    write(
        key=f"deputy:{made.pk}:{person.pk}:{made.first_day}:{made.last_day}",
        kind="deputy",
        to_email=person.email,
        to_name=person.name,
        template="matching/letters/deputy.txt",
        context={
            "programme": programme,
            "named_by": by.name,
            "first_day": made.first_day,
            "last_day": made.last_day,
            "url": settings.BASE_URL + reverse("portal:home"),
        },
        at=at,
        language=person.language,
    )


@transaction.atomic
def dismiss(programme: Programme, *, by: Actor, at: datetime) -> bool:
    """Take back whom the actor named in the programme; whether there was somebody."""
    found = Deputy.objects.filter(programme=programme, named_by=by.person_id)
    for one in found:
        one.delete()
        record("dismissed deputy", programme, by=by, at=at, label=programme.name)
        return True
    return False

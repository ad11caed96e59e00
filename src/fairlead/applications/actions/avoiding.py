"""Whom somebody must not be paired with: from the words they wrote to the people they mean."""

import re
from collections.abc import Collection, Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from fairlead.applications import queries
from fairlead.applications.actions.answers import plain_name
from fairlead.applications.enums import OPEN_STATES
from fairlead.applications.models import Application
from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.people.models import Person
from fairlead.programmes.models import Round

BETWEEN_NAMES = re.compile(r"[,;/\n&]|\band\b")


class NotTheApplicant(Refused):
    """Nobody is kept from being paired with themselves."""


def recognise_in(round: Round) -> None:
    """Settle whom the applicants of the round mean: people of the programme whose name or address they wrote.

    Only what belongs to one person is taken; who is settled stays. Three queries and one per person found.
    """
    written = Application.objects.filter(round=round, state__in=OPEN_STATES).exclude(avoid_text="")
    applications = list(written.prefetch_related("avoids"))
    if not applications:
        return
    known = _by_name(queries.people_in(round.programme))
    for application in applications:
        names = {plain_name(part) for part in BETWEEN_NAMES.split(application.avoid_text)}
        meant = {known[name][0] for name in names & known.keys() if len(known[name]) == 1}
        meant -= {person for person in meant if person.pk == application.person_id}
        if new := meant - set(application.avoids.all()):
            application.avoids.add(*new)


def _by_name(people: Iterable[Person]) -> dict[str, list[Person]]:
    found: dict[str, list[Person]] = {}
    for person in people:
        for name in {plain_name(person.name), plain_name(person.email)}:
            found.setdefault(name, []).append(person)
    return found


@transaction.atomic
def set_avoids(application: Application, people: Collection[Person], *, by: Actor, at: datetime) -> None:
    """Say who is meant by the applicant's words; no run of the matching pairs them, in either direction.

    Raises `NotTheApplicant`.
    """
    if any(person.pk == application.person_id for person in people):
        raise NotTheApplicant(_("This is the applicant."))
    application.avoids.set(people)
    record(
        "people to avoid settled",
        application,
        by=by,
        at=at,
        label=queries.label(application),
        details={"people": sorted(str(person.pk) for person in people)},
    )

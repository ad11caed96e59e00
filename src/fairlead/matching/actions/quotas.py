"""Set a round's limits of institutions, and what it asks of pairs across them."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.matching.models import Exchange, PlaceQuota
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round


class CannotLimit(Refused):
    """The round is finished, or an institution does not take part."""


@transaction.atomic
def settle(
    round: Round,
    *,
    places: Mapping[UUID, Mapping[str, int | None]],
    across: Mapping[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    """Keep the limits of each institution and the wish about pairs across; they hold from the next run on.

    `places`: for each institution `mentors_least`, `mentors_most`, `mentees_least`, `mentees_most`; what is
    left out has no limit. `across`: crossing, percent, pairs. Raises `CannotLimit`.
    """
    standing = Round.objects.select_for_update(no_key=True).get(pk=round.pk)
    if standing.state == RoundState.FINISHED:
        raise CannotLimit(_("This round is finished; nobody is matched in it any more."))
    known = {one.pk for one in programmes.institutions(round.programme)}
    if not known >= places.keys():
        raise CannotLimit(_("An institution does not take part in this programme any more."))
    limited = {pk: given for pk, given in places.items() if _limits(given)}
    PlaceQuota.objects.filter(round=round).exclude(institution__in=limited).delete()
    for pk, given in limited.items():
        PlaceQuota.objects.update_or_create(round=round, institution_id=pk, defaults=dict(given))
    Exchange.objects.update_or_create(round=round, defaults=dict(across))
    details = {"institutions": len(limited), "crossing": str(across["crossing"])}
    record("set limits of institutions", round, by=by, at=at, label=round.name, details=details)


def _limits(given: Mapping[str, int | None]) -> bool:
    return any(value is not None if name.endswith("most") else value for name, value in given.items())

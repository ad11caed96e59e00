"""Settle how a programme reckons: its year, how setup is written off, what an hour costs."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction
from django.utils.translation import gettext as _

from fairlead.audit.actions import record
from fairlead.evaluation.models import Rate, Reckoning
from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved
from fairlead.programmes.models import Programme


@transaction.atomic
def settle(programme: Programme, *, year_starts: int, write_off_years: int, by: Actor, at: datetime) -> None:
    """Settle in which month the year begins and over how many years setup is written off."""
    given = {"year_starts": year_starts, "write_off_years": write_off_years}
    Reckoning.objects.update_or_create(programme=programme, defaults=given)
    record("settled reckoning", programme, by=by, at=at, details=given)


@transaction.atomic
def set_rate(
    programme: Programme,
    *,
    institution: Institution,
    role: str,
    per_hour: Decimal,
    valid_from: date,
    by: Actor,
    at: datetime,
) -> Rate:
    """Say what an hour of a role costs from a day on; the same day again replaces the rate of that day."""
    rate, _made = Rate.objects.update_or_create(
        programme=programme,
        institution=institution,
        role=role,
        valid_from=valid_from,
        defaults={"per_hour": per_hour},
    )
    details = {"role": role, "from": valid_from.isoformat(), "per_hour": str(per_hour)}
    record("set a rate", programme, by=by, at=at, details=details)
    return rate


@transaction.atomic
def remove_rate(rate: Rate, *, by: Actor, at: datetime) -> None:
    """Take a rate back; the one before holds on. Raises `AlreadyMoved`."""
    details = {"role": rate.role, "from": rate.valid_from.isoformat(), "per_hour": str(rate.per_hour)}
    if Rate.objects.filter(pk=rate.pk).delete()[0] != 1:
        raise AlreadyMoved(_("This rate had been taken back already."))
    record("removed a rate", rate.programme, by=by, at=at, details=details)

"""Set targets, add indicators of a programme's own, and write down their numbers."""

from datetime import date, datetime
from uuid import UUID, uuid5

from django.db import IntegrityError, transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _

from fairlead.audit.actions import record
from fairlead.evaluation.actions.ledger import AlreadyWritten
from fairlead.evaluation.models import OwnIndicator, OwnNumber, Target
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved
from fairlead.programmes.models import Programme

LONGEST_KEY = 50


@transaction.atomic
def aim(programme: Programme, key: str, value: float | None, *, by: Actor, at: datetime) -> None:
    """Set what the programme aims at by an indicator; None for no aim."""
    Target.objects.update_or_create(programme=programme, key=key, defaults={"value": value})
    record("set a target", programme, by=by, at=at, details={"indicator": key, "target": value})


@transaction.atomic
def add(
    programme: Programme,
    *,
    name: str,
    about: str,
    kind: str,
    unit: str,
    formula: str,
    more: bool,
    by: Actor,
    at: datetime,
) -> OwnIndicator:
    """Add an indicator of the programme's own; its key follows from its name."""
    made = OwnIndicator.objects.create(
        programme=programme,
        key=_free_key(programme, name),
        name=name,
        about=about,
        kind=kind,
        unit=unit,
        formula=formula,
        more=more,
        made_at=at,
    )
    record("added an indicator", made, by=by, at=at, label=name)
    return made


def _free_key(programme: Programme, name: str) -> str:
    stem = "own_" + (slugify(name).replace("-", "_")[:LONGEST_KEY].strip("_") or "indicator")
    taken = set(
        OwnIndicator.objects.select_for_update()
        .filter(programme=programme, key__startswith=stem)
        .values_list("key", flat=True)
    )
    count = 1
    key = stem
    while key in taken:
        count += 1
        key = f"{stem}_{count}"
    return key


@transaction.atomic
def note(
    own: OwnIndicator, *, on: date, value: float, words: str, key: UUID, by: Actor, at: datetime
) -> OwnNumber:
    """Write down a number of an own indicator. Raises `AlreadyWritten` when the same page is sent twice."""
    pk = uuid5(key, "number")
    try:
        with transaction.atomic():
            made = OwnNumber.objects.create(
                pk=pk, indicator=own, on=on, value=value, note=words, made_at=at, made_by_id=by.person_id
            )
    except IntegrityError:
        if not OwnNumber.objects.filter(pk=pk).exists():
            raise
        raise AlreadyWritten(_("This was written down already; it is not counted twice.")) from None
    record("noted a number", own, by=by, at=at, label=own.name, details={"on": on.isoformat()})
    return made


@transaction.atomic
def archive(own: OwnIndicator, *, by: Actor, at: datetime) -> None:
    """Show an own indicator no more; its numbers are kept. Raises `AlreadyMoved`."""
    if OwnIndicator.objects.filter(pk=own.pk, archived_at=None).update(archived_at=at) != 1:
        raise AlreadyMoved(_("This indicator had been put away already."))
    record("archived an indicator", own, by=by, at=at, label=own.name)

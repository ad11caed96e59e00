"""The areas of expertise of a programme."""

from collections.abc import Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.programmes.models import Area, Programme


class AreaNameTaken(Refused):
    """The programme already has an area of this name."""


@transaction.atomic
def add_area(programme: Programme, name: str, *, by: Actor, at: datetime) -> Area:
    """Add an area of expertise at the end of the list; one that was retired under this name comes back.

    Raises `AreaNameTaken`.
    """
    name = " ".join(name.split())
    standing = Area.objects.filter(programme=programme, name__iexact=name).first()
    if standing is not None:
        if standing.in_use:
            raise AreaNameTaken(_("There is already an area with this name."))
        restore_area(standing, by=by, at=at)
        return standing
    last = Area.objects.filter(programme=programme).aggregate(last=Max("position"))["last"]
    try:
        with transaction.atomic():
            area = Area.objects.create(
                programme=programme, name=name, position=0 if last is None else last + 1
            )
    except IntegrityError as taken:
        raise AreaNameTaken(_("There is already an area with this name.")) from taken
    record("area added", area, by=by, at=at)
    return area


@transaction.atomic
def rename_area(area: Area, name: str, *, by: Actor, at: datetime) -> None:
    """Give an area another name; everybody who chose it keeps it.

    Raises `AreaNameTaken`.
    """
    area.name = " ".join(name.split())
    try:
        with transaction.atomic():
            area.save(update_fields=["name"])
    except IntegrityError as taken:
        raise AreaNameTaken(_("There is already an area with this name.")) from taken
    record("area renamed", area, by=by, at=at)


@transaction.atomic
def remove_area(area: Area, *, by: Actor, at: datetime) -> bool:
    """Take an area out of the programme; True when it is gone, False when it was chosen and is retired.

    A retired area stays in the applications that chose it and is not offered again.
    """
    try:
        with transaction.atomic():
            Area.objects.get(pk=area.pk).delete()
    except ProtectedError:
        Area.objects.filter(pk=area.pk).update(in_use=False)
        area.in_use = False
        record("area retired", area, by=by, at=at)
        return False
    record("area removed", area, by=by, at=at)
    return True


@transaction.atomic
def restore_area(area: Area, *, by: Actor, at: datetime) -> None:
    """Offer a retired area again."""
    Area.objects.filter(pk=area.pk).update(in_use=True)
    area.in_use = True
    record("area restored", area, by=by, at=at)


@transaction.atomic
def put_areas_in_order(programme: Programme, order: Sequence[UUID], *, by: Actor, at: datetime) -> None:
    """Show the areas in this order; areas not named follow in the order they had."""
    wanted = {pk: place for place, pk in enumerate(order)}
    areas = sorted(
        Area.objects.filter(programme=programme), key=lambda area: wanted.get(area.pk, len(wanted))
    )
    for position, area in enumerate(areas):
        area.position = position
    Area.objects.bulk_update(areas, ["position"])
    record("areas put in order", programme, by=by, at=at)

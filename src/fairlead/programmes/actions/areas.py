"""The areas of expertise of a programme."""

from collections.abc import Iterator, Sequence
from datetime import datetime
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max, ProtectedError
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.programmes import queries
from fairlead.programmes.enums import Part
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
    _settle(programme)
    last = Area.objects.filter(programme=programme).aggregate(last=Max("position"))["last"]
    try:
        with transaction.atomic():
            area = Area.objects.create(
                programme=programme, name=name, position=0 if last is None else last + 1
            )
    except IntegrityError as taken:
        raise AreaNameTaken(_("There is already an area with this name.")) from taken
    _hand_down(programme)
    record("area added", area, by=by, at=at)
    return area


@transaction.atomic
def rename_area(area: Area, name: str, *, by: Actor, at: datetime) -> None:
    """Give an area another name; everybody who chose it keeps it.

    Raises `AreaNameTaken`.
    """
    before, area.name = Area.objects.get(pk=area.pk).name, " ".join(name.split())
    _settle(area.programme)
    try:
        with transaction.atomic():
            area.save(update_fields=["name"])
    except IntegrityError as taken:
        raise AreaNameTaken(_("There is already an area with this name.")) from taken
    _rename_below(area.programme, before, area.name)
    _hand_down(area.programme)
    record("area renamed", area, by=by, at=at)


@transaction.atomic
def remove_area(area: Area, *, by: Actor, at: datetime) -> bool:
    """Take an area out of the programme; True when it is gone, False when it was chosen and is retired.

    A retired area stays in the applications that chose it and is not offered again.
    """
    _settle(area.programme)
    gone = _drop(area)
    _hand_down(area.programme)
    record("area removed" if gone else "area retired", area, by=by, at=at)
    return gone


def _drop(area: Area) -> bool:
    try:
        with transaction.atomic():
            Area.objects.get(pk=area.pk).delete()
    except ProtectedError:
        Area.objects.filter(pk=area.pk).update(in_use=False)
        area.in_use = False
        return False
    return True


@transaction.atomic
def restore_area(area: Area, *, by: Actor, at: datetime) -> None:
    """Offer a retired area again."""
    _settle(area.programme)
    Area.objects.filter(pk=area.pk).update(in_use=True)
    area.in_use = True
    _hand_down(area.programme)
    record("area restored", area, by=by, at=at)


@transaction.atomic
def put_areas_in_order(programme: Programme, order: Sequence[UUID], *, by: Actor, at: datetime) -> None:
    """Show the areas in this order; areas not named follow in the order they had."""
    _settle(programme)
    wanted = {pk: place for place, pk in enumerate(order)}
    areas = sorted(
        Area.objects.filter(programme=programme), key=lambda area: wanted.get(area.pk, len(wanted))
    )
    for position, area in enumerate(areas):
        area.position = position
    Area.objects.bulk_update(areas, ["position"])
    _hand_down(programme)
    record("areas put in order", programme, by=by, at=at)


def take_over_areas(child: Programme, parent: Programme) -> None:
    """Offer in a sub-programme the areas that its parent offers, in the same order.

    Areas of the same name stay the same areas, for those who chose them; others are removed or retired.
    """
    standing = {area.name.lower(): area for area in Area.objects.filter(programme=child)}
    for position, area in enumerate(Area.objects.filter(programme=parent, in_use=True)):
        mine = standing.pop(area.name.lower(), None) or Area(programme=child)
        mine.name, mine.position, mine.in_use = area.name, position, True
        mine.save()
    for area in standing.values():
        _drop(area)


def _settle(programme: Programme) -> None:
    """A sub-programme that changes its list of areas has a list of its own from then on."""
    if queries.inherits(programme, Part.AREAS):
        programme.own = sorted({*programme.own, Part.AREAS.value})
        programme.save(update_fields=["own"])


def _takers(programme: Programme) -> Iterator[tuple[Programme, Programme]]:
    """Each sub-programme that takes its areas over from here, after the parent it takes them from."""
    for child in Programme.objects.filter(parent=programme):
        if Part.AREAS not in child.own:
            yield child, programme
            yield from _takers(child)


def _hand_down(programme: Programme) -> None:
    for child, parent in _takers(programme):
        take_over_areas(child, parent)


def _rename_below(programme: Programme, before: str, after: str) -> None:
    """Give the area its new name in sub-programmes, unless they have one of that name from earlier."""
    for child, _parent in _takers(programme):
        theirs = Area.objects.filter(programme=child)
        if before.lower() == after.lower() or not theirs.filter(name__iexact=after).exists():
            theirs.filter(name__iexact=before).update(name=after)

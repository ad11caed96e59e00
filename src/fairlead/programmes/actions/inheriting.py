"""Make a programme a sub-programme, and settle part by part what it takes over from its parent."""

from collections.abc import Collection, Iterable
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.utils.module_loading import import_string
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.programmes import queries
from fairlead.programmes.actions.areas import take_over_areas
from fairlead.programmes.enums import LOOKED_UP, PART_FIELDS, Part
from fairlead.programmes.models import EligibilityRule, Programme

HOMES = {name: part for part, names in PART_FIELDS.items() for name in names}


class NotAParent(Refused):
    """The programme cannot be a sub-programme of this one."""


@transaction.atomic
def place(
    programme: Programme, parent: Programme | None, *, taking_over: bool, by: Actor, at: datetime
) -> None:
    """Make the programme a sub-programme of `parent`, or let it stand alone.

    With `taking_over` every part of the design comes from the parent, now and whenever the parent changes;
    without, the programme keeps its design and takes over nothing yet. A programme that stands alone again
    keeps what it had taken over. Raises `NotAParent`.
    """
    lock_family(programme, parent)
    if parent is None:
        for part in LOOKED_UP:
            if queries.inherits(programme, part):
                copy_part(part, queries.owner(programme, part), programme, by=by, at=at)
        own: list[str] = []
    elif not queries.possible_parents(programme, Programme.objects.filter(pk=parent.pk)).exists():
        raise NotAParent(
            _("It cannot be part of %(programme)s: that one is part of it, is archived, or stands too deep.")
            % {"programme": parent.name}
        )
    else:
        own = [] if taking_over else list(Part.values)
    programme.parent, programme.own, programme.changed_at = parent, own, at
    programme.save(update_fields=["parent", "own", "changed_at"])
    if parent is not None and taking_over:
        _take(programme, parent, Part.values, at=at)
        hand_down(programme, Part.values, at=at)
    details = {"parent": str(parent.pk) if parent else None}
    record("programme placed", programme, by=by, at=at, details=details)


@transaction.atomic
def settle_part(programme: Programme, part: str, *, by: Actor, at: datetime) -> None:
    """Let the programme settle this part of its design itself, beginning with what it has now."""
    lock_family(programme)
    if not queries.inherits(programme, part):
        return
    if part in LOOKED_UP:
        copy_part(part, queries.owner(programme, part), programme, by=by, at=at)
    make_own(programme, [part], at=at)
    record("design part settled", programme, by=by, at=at, details={"part": part})


@transaction.atomic
def take_part_over(programme: Programme, part: str, *, by: Actor, at: datetime) -> None:
    """Take this part of the design over from the parent again; the programme's own words for it go."""
    lock_family(programme)
    if programme.parent is None or part not in programme.own:
        return
    programme.own = [one for one in programme.own if one != part]
    programme.save(update_fields=["own"])
    _take(programme, programme.parent, [part], at=at)
    hand_down(programme, [part], at=at)
    record("design part taken over", programme, by=by, at=at, details={"part": part})


def make_own(programme: Programme, parts: Iterable[str], *, at: datetime) -> None:
    """Note that a sub-programme settles these parts itself from now on."""
    new = [part for part in dict.fromkeys(parts) if queries.inherits(programme, part)]
    if new:
        programme.own = sorted({*programme.own, *new})
        programme.changed_at = at
        programme.save(update_fields=["own", "changed_at"])


def hand_down(programme: Programme, parts: Collection[str], *, at: datetime) -> None:
    """Write these parts into every sub-programme that takes them over from here."""
    for child in Programme.objects.filter(parent=programme):
        taken = [part for part in parts if part not in child.own]
        if taken:
            _take(child, programme, taken, at=at)
            hand_down(child, taken, at=at)


def _take(child: Programme, parent: Programme, parts: Collection[str], *, at: datetime) -> None:
    names = [name for part in parts for name in PART_FIELDS.get(part, ())]
    if names:
        parent.refresh_from_db(fields=names)
    for name in names:
        setattr(child, name, getattr(parent, name))
    child.changed_at = at
    child.save(update_fields=[*names, "changed_at"])
    if Part.AREAS in parts:
        take_over_areas(child, parent)


def lock_family(programme: Programme, other: Programme | None = None) -> None:
    """Let nobody else change what these programmes and their relatives take over until all is written."""
    tops = {queries.line(one)[-1].pk for one in (programme, other) if one is not None}
    list(Programme.objects.select_for_update().filter(pk__in=tops).order_by("pk"))
    programme.refresh_from_db(fields=["own", "parent"])


def copy_part(part: str, source: Programme, target: Programme, *, by: Actor, at: datetime) -> None:
    """Copy rules, forms or the texts of agreements from one programme to another."""
    if part == Part.ELIGIBILITY:
        _copy_rules(source, target)
    elif (copier := settings.PROGRAMME_COPIERS.get(part)) is not None:
        import_string(copier)(source, target, by=by, at=at)


def _copy_rules(source: Programme, target: Programme) -> None:
    if source == target or EligibilityRule.objects.filter(programme=target).exists():
        return
    names = ("side", "position", "subject", "test", "value", "explanation", "exceptions_by")
    copies: list[EligibilityRule] = []
    for rule in EligibilityRule.objects.filter(programme=source):
        values: dict[str, Any] = {name: getattr(rule, name) for name in names}
        copies.append(EligibilityRule(programme=target, **values))
    EligibilityRule.objects.bulk_create(copies)

"""Keep the calendar of a round."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.programmes import queries
from fairlead.programmes.enums import MilestoneKind
from fairlead.programmes.models import Milestone, Round

AFTER_THE_END = (MilestoneKind.END, MilestoneKind.FOLLOW_UP)


@transaction.atomic
def fill_calendar(round: Round, *, by: Actor, at: datetime) -> int:
    """Add the usual milestones that the round does not have yet; how many were added."""
    standing = set(Milestone.objects.filter(round=round).values_list("kind", flat=True))
    new = [one for one in queries.usual_milestones(round) if one.kind not in standing]
    Milestone.objects.bulk_create(new)
    if new:
        record("calendar filled", round, by=by, at=at, details={"milestones": len(new)})
    return len(new)


@transaction.atomic
def add_milestone(round: Round, fields: Mapping[str, Any], *, by: Actor, at: datetime) -> Milestone:
    """Put something into the round's calendar."""
    milestone = Milestone.objects.create(round=round, **fields)
    record("milestone added", round, by=by, at=at, details={"kind": milestone.kind})
    return milestone


@transaction.atomic
def change_milestone(milestone: Milestone, fields: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Move or rename something in the round's calendar."""
    for name, value in fields.items():
        setattr(milestone, name, value)
    milestone.save(update_fields=list(fields))
    record("milestone changed", milestone.round, by=by, at=at, details={"kind": milestone.kind})


@transaction.atomic
def remove_milestone(milestone: Milestone, *, by: Actor, at: datetime) -> None:
    """Take something out of the round's calendar."""
    round, kind = milestone.round, milestone.kind
    milestone.delete()
    record("milestone removed", round, by=by, at=at, details={"kind": kind})


def move_milestones(
    round: Round, *, starts: tuple[date | None, date | None], ends: tuple[date | None, date | None]
) -> int:
    """Move the milestones with the days on which pairs start and end (before, after); how many moved.

    What belongs to the end moves with the end, everything else with the start.
    """
    moved = []
    for milestone in Milestone.objects.filter(round=round):
        before, after = ends if milestone.kind in AFTER_THE_END else starts
        distance = after - before if before and after else timedelta()
        if distance:
            shift(milestone, distance)
            moved.append(milestone)
    Milestone.objects.bulk_update(moved, ["on", "until"])
    return len(moved)


def shift(milestone: Milestone, distance: timedelta) -> None:
    """Move a milestone by so many days, without storing it."""
    milestone.on += distance
    milestone.until = milestone.until + distance if milestone.until else None

"""Set a rolling intake's schedule, make its draft runs, and tell the coordinators of them."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import Refused
from fairlead.matching.actions import running
from fairlead.matching.enums import ProposalState, RunState
from fairlead.matching.models import Run, Schedule
from fairlead.matching.queries.runs import newest_done
from fairlead.matching.queries.scheduling import TAKES_IN, is_due, moment_has_come
from fairlead.matching.queries.weighing import default_weights
from fairlead.notifications.actions import write
from fairlead.notifications.models import Letter
from fairlead.people.models import Person
from fairlead.programmes.enums import RoundState, TeamRole
from fairlead.programmes.models import Round, TeamMember


class NotRolling(Refused):
    """Only a rolling intake is matched by a schedule."""


@transaction.atomic
def plan(round: Round, *, given: dict[str, Any], by: Actor, at: datetime) -> Schedule:
    """Set when the round makes draft runs; counted from now, so that nothing starts at once.

    `given` holds the schedule's fields: rhythm, weekday, hour, enough, days. One that is paused stays so.
    Raises `NotRolling`.
    """
    if not round.rolling or round.state == RoundState.FINISHED:
        raise NotRolling(_("Draft runs are made in a rolling intake that is not finished."))
    made, _new = Schedule.objects.update_or_create(round=round, defaults={**given, "last_looked_at": at})
    details = {key: str(given[key]) for key in sorted(given)}
    record("set schedule", made, by=by, at=at, label=str(made.pk), details=details)
    return made


@transaction.atomic
def turn(round: Round, *, on: bool, by: Actor, at: datetime) -> None:
    """Pause the round's draft runs, or go on with them from now. Raises `NotRolling` where none were set."""
    found = Schedule.objects.select_for_update().filter(round=round).first()
    if found is None or round.state == RoundState.FINISHED:
        raise NotRolling(_("Draft runs are made in a rolling intake that is not finished."))
    if found.active == on:
        return
    found.active = on
    if on:
        found.last_looked_at = at
    found.save(update_fields=["active", "last_looked_at"])
    record("resumed schedule" if on else "paused schedule", found, by=by, at=at, label=str(found.pk))


@transaction.atomic
def look(schedule_id: UUID, *, at: datetime) -> bool:
    """Make the schedule's draft run if it is time for one; True when it was made.

    The schedule's row is locked and looked at again, so of two sweeps one makes the run; all is one
    transaction, so a worker killed half-way leaves nothing and the next sweep begins anew.
    """
    schedule = Schedule.objects.select_for_update(of=("self",)).select_related("round__programme")
    standing = schedule.get(pk=schedule_id)
    if not moment_has_come(standing, at=at):
        return False
    due = is_due(standing, at=at)
    looked = {"last_looked_at": at, **({"last_made_at": at} if due else {})}
    Schedule.objects.filter(pk=schedule_id).update(**looked)
    if not due:
        return False
    newest = newest_done(standing.round)
    weights = newest.policy if newest else default_weights()
    running.ask(standing.round, weights=weights, base=newest, by=NOBODY, at=at, scheduled=True)
    return True


def drafts_to_tell() -> dict[Person, list[Run]]:
    """For each coordinator the newest draft runs of their rounds with pairs to decide on; two queries."""
    found = Run.objects.filter(
        scheduled=True, state=RunState.DONE, round__state__in=TAKES_IN, finished_at__isnull=False
    ).defer("frozen")
    found = found.filter(proposals__state=ProposalState.PROPOSED).distinct().order_by("number")
    newest = {run.round_id: run for run in found.select_related("round__programme")}
    by_programme: dict[UUID, list[Run]] = defaultdict(list)
    for run in newest.values():
        by_programme[run.round.programme_id].append(run)
    team = TeamMember.objects.filter(programme__in=by_programme, role=TeamRole.COORDINATOR)
    told: dict[Person, list[Run]] = defaultdict(list)
    for member in team.select_related("person").order_by("programme__name", "pk"):
        told[member.person] += by_programme[member.programme_id]
    return told


def tell(person: Person, runs: Iterable[Run], *, at: datetime) -> bool:
    """Write a coordinator one letter for all drafts finished since the last one, at most one a day."""
    earlier = Letter.objects.filter(key__startswith=f"drafts:{person.pk}:").order_by("-written_at").first()
    new = [run for run in runs if earlier is None or _finished(run) > earlier.written_at]
    today = localtime(at).date()
    if not new or (earlier is not None and localtime(earlier.written_at).date() >= today):
        return False
    write(
        key=f"drafts:{person.pk}:{today.isoformat()}",
        kind="drafts",
        to_email=person.email,
        to_name=person.name,
        template="matching/letters/drafts.txt",
        context={
            "drafts": [
                {
                    "where": f"{run.round.programme.name}, {run.round.name}",
                    "pairs": run.result["places_used"],
                    "left": run.result["mentees"] - run.result["matched"],
                    "url": settings.BASE_URL + reverse("matching:run", args=[run.pk]),
                }
                for run in new
            ]
        },
        at=at,
        language=person.language,
    )
    return True


def _finished(run: Run) -> datetime:
    assert run.finished_at is not None
    return run.finished_at

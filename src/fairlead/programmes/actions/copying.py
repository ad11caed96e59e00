"""Begin from what is there: copy a programme, start a new round from the last, archive and bring back."""

from datetime import date, datetime, timedelta
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.people.models import Person
from fairlead.programmes import queries
from fairlead.programmes.actions.calendar import shift
from fairlead.programmes.actions.designing import free_slug
from fairlead.programmes.actions.inheriting import copy_part
from fairlead.programmes.actions.rounds import DATES, DAYS, Archived, RoundNameTaken
from fairlead.programmes.enums import LOOKED_UP, PART_FIELDS, RoundState, TeamRole
from fairlead.programmes.models import Area, Milestone, Partner, PracticeBlock, Programme, Round, TeamMember

COPIED = [name for names in PART_FIELDS.values() for name in names] + ["part_of", "part_of_link"]
BLOCK = ("cost_level", "time_level", "effort_level", "money", "weeks", "hours")
BLOCK_WORDS = ("actors", "partners", "indicators")


class IntakeStillOpen(Refused):
    """A programme that takes applications is not archived."""


@transaction.atomic
def copy_programme(
    source: Programme, *, name: str, starts_on: date | None, with_team: bool, by: Actor, at: datetime
) -> Programme:
    """A new programme with the design, areas, partners, practice blocks, rules and forms of `source`.

    With `starts_on` its first round is planned from the source's last dated one, every day of its calendar
    moved by the same distance. Whoever copies it is its coordinator; `with_team` brings the others. Staff do
    not see it until it is shown to them.
    """
    values: dict[str, Any] = {field: getattr(source, field) for field in COPIED}
    made = Programme.objects.create(
        name=" ".join(name.split()),
        slug=free_slug(name),
        lead_id=source.lead_id,
        parent_id=source.parent_id,
        own=source.own,
        copied_from=source,
        published=False,
        changed_at=at,
        **values,
    )
    _copy_lists(source, made)
    _copy_team(source, made, by=by, with_team=with_team)
    for part in LOOKED_UP:
        if not queries.inherits(source, part):
            copy_part(part, source, made, by=by, at=at)
    last = queries.last_dated_round(source)
    if starts_on is not None and last is not None:
        repeat_round(last, name=last.name, starts_on=starts_on, into=made, by=by, at=at)
    record("programme copied", made, by=by, at=at, details={"from": str(source.pk)})
    return made


def _copy_lists(source: Programme, made: Programme) -> None:
    partners = Partner.objects.filter(programme=source, left_on=None)
    Partner.objects.bulk_create(
        Partner(programme=made, institution_id=one.institution_id) for one in partners
    )
    areas = Area.objects.filter(programme=source, in_use=True)
    Area.objects.bulk_create(Area(programme=made, name=one.name, position=one.position) for one in areas)
    PracticeBlock.objects.bulk_create(
        PracticeBlock(
            programme=made,
            phase=block.phase,
            **{field: getattr(block, field) for field in (*BLOCK, *BLOCK_WORDS)},
        )
        for block in PracticeBlock.objects.filter(programme=source)
    )


def _copy_team(source: Programme, made: Programme, *, by: Actor, with_team: bool) -> None:
    assert by.person_id is not None
    person = Person.objects.get(pk=by.person_id)
    TeamMember.objects.create(
        programme=made, person=person, role=TeamRole.COORDINATOR, institution_id=source.lead_id
    )
    if not with_team:
        return
    others = TeamMember.objects.filter(programme=source).exclude(person=person, role=TeamRole.COORDINATOR)
    TeamMember.objects.bulk_create(
        TeamMember(
            programme=made,
            person_id=one.person_id,
            role=one.role,
            institution_id=one.institution_id,
            responsible_for=one.responsible_for,
        )
        for one in others
    )


@transaction.atomic
def repeat_round(
    round: Round, *, name: str, starts_on: date, into: Programme | None = None, by: Actor, at: datetime
) -> Round:
    """Plan the next round from this one: every day moved by the distance between the two starts.

    Raises `RoundNameTaken`, `Archived`; `ValueError` for a round without a start.
    """
    if round.starts_on is None:
        raise ValueError("a round without a start has no distance to move by")
    programme = into or round.programme
    if programme.archived_at is not None:
        raise Archived(_("The programme is archived. Bring it back first."))
    distance = starts_on - round.starts_on
    dates = {field: _moved(getattr(round, field), distance) for field in DATES}
    try:
        with transaction.atomic():
            made = Round.objects.create(
                programme=programme,
                name=" ".join(name.split()),
                copied_from=round,
                **dates,
                mentors_each=round.mentors_each,
                **{field: getattr(round, field) for field in DAYS},
            )
    except IntegrityError as taken:
        raise RoundNameTaken(_("This programme already has a round with this name.")) from taken
    milestones = list(Milestone.objects.filter(round=round))
    for one in milestones:
        shift(one, distance)
    Milestone.objects.bulk_create(
        Milestone(round=made, kind=one.kind, name=one.name, on=one.on, until=one.until, note=one.note)
        for one in milestones
    )
    record("round planned", made, by=by, at=at, details={"from": str(round.pk)})
    return made


def _moved(day: date | None, distance: timedelta) -> date | None:
    return day + distance if day else None


def suggested_start(round: Round, *, at: datetime) -> date | None:
    """When a round like this one could start next, on the same weekday and with its opening still ahead.

    Half a year later for cycles of up to half a year, else a year.
    """
    if round.starts_on is None:
        return None
    step = timedelta(weeks=26 if round.programme.length_months <= 6 else 52)
    today = timezone.localdate(at)
    start, opens = round.starts_on + step, (round.opens_on or round.starts_on) + step
    while opens < today:
        start, opens = start + step, opens + step
    return start


@transaction.atomic
def archive(programme: Programme, *, by: Actor, at: datetime) -> None:
    """Put the programme away: staff no longer see it, no round begins; the team can read everything.

    Raises `IntakeStillOpen`.
    """
    Programme.objects.select_for_update().get(pk=programme.pk)
    if Round.objects.filter(programme=programme, state=RoundState.OPEN).exists():
        raise IntakeStillOpen(_("An intake is open. Close it first, then archive the programme."))
    programme.archived_at = at
    programme.save(update_fields=["archived_at"])
    record("programme archived", programme, by=by, at=at)


@transaction.atomic
def bring_back(programme: Programme, *, by: Actor, at: datetime) -> None:
    """Take an archived programme up again, as it was."""
    programme.archived_at = None
    programme.save(update_fields=["archived_at"])
    record("programme brought back", programme, by=by, at=at)

"""Letters about approvals: to those who decide for an institution, and to the coordinators."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.kernel.nudges import Nudge
from fairlead.matching.models import Approval, Run
from fairlead.matching.queries import approvals as queries
from fairlead.matching.queries import deciders
from fairlead.matching.queries.deciders import Table
from fairlead.notifications.actions import write
from fairlead.people.models import Person
from fairlead.programmes import queries as programmes
from fairlead.programmes.models import Programme, Round

REMIND_WITHIN = 2


def tell_approvers(run: Run, rows: Iterable[Approval], table: Table, *, template: str, at: datetime) -> None:
    """One letter to each person who decides: how many pairs wait, until when.

    Coordinators get one for what is left to them, and read which institution cannot decide itself.
    """
    waiting: dict[tuple[Person, bool], list[Approval]] = defaultdict(list)
    for row in rows:
        found = table.of(row, run.round.programme_id)
        for person in found.people:
            waiting[person, found.left].append(row)
    for (person, left), some in waiting.items():
        write(
            key=f"{template}:{run.pk}:{person.pk}:{at.isoformat()}{':left' if left else ''}",
            kind="approvals",
            to_email=person.email,
            to_name=person.name,
            template=f"matching/letters/{template}.txt",
            context={
                "programme": run.round.programme,
                "round": run.round.name,
                "count": len(some),
                "deadline": max(row.deadline for row in some),
                "left_by": ", ".join(sorted({row.institution.name for row in some})) if left else "",
                "url": settings.BASE_URL + reverse("matching:approvals", args=[run.round_id]),
            },
            at=at,
            language=person.language,
        )


def tell_coordinators(run: Run, *, key: str, template: str, at: datetime, told: Mapping[str, object]) -> None:
    """One letter to each coordinator of the programme."""
    for person in programmes.coordinators(run.round.programme):
        write(
            key=f"{template}:{run.pk}:{key}:{person.pk}",
            kind="approvals",
            to_email=person.email,
            to_name=person.name,
            template=f"matching/letters/{template}.txt",
            context={
                "programme": run.round.programme,
                "round": run.round.name,
                "url": settings.BASE_URL + reverse("matching:run", args=[run.pk]),
                **told,
            },
            at=at,
            language=person.language,
        )


def nudges(*, at: datetime) -> list[Nudge]:
    """Who decides for an institution is reminded two days before the last day, once for each last day."""
    today = localdate(at)
    by_round: dict[Round, list[Approval]] = defaultdict(list)
    for one in queries.near_their_deadline(today=today, within=REMIND_WITHIN):
        by_round[one.proposal.run.round].append(one)
    found = []
    table = deciders.load({round.programme_id for round in by_round}, today=today)
    for round, rows in by_round.items():
        waiting: dict[Person, list[Approval]] = defaultdict(list)
        for row in rows:
            for person in table.of(row, round.programme_id).people:
                waiting[person].append(row)
        found += [_nudge(person, own, round.programme, round.pk) for person, own in waiting.items()]
    return found


def _nudge(person: Person, rows: list[Approval], programme: Programme, round_id: UUID) -> Nudge:
    deadline = min(row.deadline for row in rows)
    with translation.override(person.language):
        text = ngettext(
            "%(n)d proposed pair waits for your word until %(day)s.",
            "%(n)d proposed pairs wait for your word until %(day)s.",
            len(rows),
        )
        return Nudge(
            key=f"approvals:{rows[0].proposal.run_id}:{person.pk}:{deadline.isoformat()}",
            person=person.pk,
            email=person.email,
            name=person.name,
            language=person.language,
            title=_("Pairs to approve in %(name)s") % {"name": programme.name},
            text=text % {"n": len(rows), "day": date_format(deadline, "j F")},
            url=settings.BASE_URL + reverse("matching:approvals", args=[round_id]),
            action=_("Look at them"),
            programme=programme,
            can_wait=False,
        )

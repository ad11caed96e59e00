"""Bring an application in from a file."""

from dataclasses import dataclass, replace
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from fairlead.applications import queries
from fairlead.applications.actions import answers as answering
from fairlead.applications.actions.answers import Answers
from fairlead.applications.enums import APPLICATION_MOVES, OPEN_STATES, ApplicationState, Origin
from fairlead.applications.models import Application
from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.states import move
from fairlead.people.models import Person
from fairlead.programmes.models import Round


class Outcome(StrEnum):
    """What became of one row of the file."""

    CREATED = "created"
    UPDATED = "updated"
    UNCHANGED = "unchanged"
    KEPT = "kept"


@dataclass(frozen=True)
class BroughtIn:
    """The application and what became of the row; `sentence` says why a standing application was kept."""

    application: Application
    outcome: Outcome
    sentence: str = ""


@transaction.atomic
def bring_in(
    *,
    round: Round,
    person: Person,
    side: str,
    answers: Answers,
    submitted_at: datetime,
    by: Actor,
    at: datetime,
) -> BroughtIn:
    """Make the file's answers the person's application to the round on this side, if they are news.

    A new application is created as sent. A standing one is updated when the file's answers are newer and
    differ; it is kept when it was written here later, or is already in the pool. The same file again changes
    nothing, also after the application was declined or withdrawn. Supervisors are not asked by this.
    """
    Person.objects.select_for_update().get(pk=person.pk)
    here = Application.objects.select_for_update().filter(round=round, person=person, side=side)
    standing = here.filter(state__in=OPEN_STATES).first()
    if standing is None:
        return _create_unless_known(round, person, side, answers, submitted_at=submitted_at, by=by, at=at)
    last = standing.submitted_at or standing.saved_at
    if answering.same(answering.read(standing), _as_stored(answers, standing)):
        return BroughtIn(standing, Outcome.UNCHANGED)
    if submitted_at <= last:
        return _older(standing, submitted_at)
    if standing.state == ApplicationState.ACCEPTED:
        sentence = _(
            "Already in the pool with earlier answers; the newer ones in the file were not taken over."
        )
        return BroughtIn(standing, Outcome.KEPT, sentence)
    return _update(standing, answers, submitted_at=submitted_at, by=by, at=at)


def _as_stored(answers: Answers, standing: Application) -> Answers:
    """The file's answers as they would be stored; people recognised in the words count as written."""
    meant = tuple({*answers.avoids, *standing.avoids.all()})
    return answering.settled(replace(answers, avoids=meant), standing.side)


def _older(standing: Application, submitted_at: datetime) -> BroughtIn:
    if standing.origin == Origin.WEB:
        return BroughtIn(
            standing, Outcome.KEPT, _("Written here later than in the file; the answers here were kept.")
        )
    if standing.submitted_at == submitted_at:
        return BroughtIn(standing, Outcome.UNCHANGED)
    return BroughtIn(standing, Outcome.KEPT, _("A later answer was brought in before; it was kept."))


def _create_unless_known(
    round: Round,
    person: Person,
    side: str,
    answers: Answers,
    *,
    submitted_at: datetime,
    by: Actor,
    at: datetime,
) -> BroughtIn:
    closed = Application.objects.filter(round=round, person=person, side=side, submitted_at__gte=submitted_at)
    known = closed.order_by("-submitted_at").first()
    if known is not None:
        sentence = _("This application was decided or withdrawn before; it was left as it is.")
        return BroughtIn(known, Outcome.UNCHANGED, sentence)
    application = Application(
        round=round,
        programme_id=round.programme_id,
        person=person,
        side=side,
        state=ApplicationState.SUBMITTED,
        origin=Origin.IMPORT,
        created_at=at,
        saved_at=at,
        submitted_at=submitted_at,
    )
    application.save(force_insert=True)
    answering.put(application, answers)
    record("application brought in", application, by=by, at=at, label=queries.label(application))
    return BroughtIn(application, Outcome.CREATED)


def _update(
    standing: Application, answers: Answers, *, submitted_at: datetime, by: Actor, at: datetime
) -> BroughtIn:
    if standing.state == ApplicationState.DRAFT:
        move(standing, ApplicationState.SUBMITTED, moves=APPLICATION_MOVES)
    standing.origin = Origin.IMPORT
    standing.submitted_at, standing.saved_at = submitted_at, at
    answering.put(standing, answers)
    record("application updated from a file", standing, by=by, at=at, label=queries.label(standing))
    return BroughtIn(standing, Outcome.UPDATED)

"""What evaluation asks of somebody: to sign a year, and to follow up what was agreed."""

from datetime import datetime
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.evaluation import policies
from fairlead.evaluation.enums import AgreedState, AssessmentState
from fairlead.evaluation.models import AgreedAction, Assessment
from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, Urgency
from fairlead.programmes import policies as programmes


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Years to read and sign in the name of an office or a partner, and agreed actions that are due.

    Three queries for members of a team, none for others.
    """
    roles = programmes.team_roles(actor)
    if not roles:
        return []
    return [*_to_sign(actor, list(roles)), *_due(actor, at=at)]


def _to_sign(actor: Actor, teams: list[UUID]) -> list[Todo]:
    presented = Assessment.objects.filter(programme__in=teams, state=AssessmentState.PRESENTED)
    found = presented.select_related("programme").prefetch_related("signatures").order_by("year", "pk")
    waiting = []
    for one in found:
        signed = {(each.voice, each.institution_id) for each in one.signatures.all()}
        if policies.speaks_as(actor, one.programme_id) - signed:
            waiting.append(one)
    return [
        Todo(
            title=_("Read and sign the assessment %(year)s") % {"year": one.name_of_year},
            detail=one.programme.name,
            url=reverse("evaluation:assessment", args=[one.pk]),
            action=_("Read it"),
            icon="file-check",
            programme=one.programme_id,
        )
        for one in waiting
    ]


def _due(actor: Actor, *, at: datetime) -> list[Todo]:
    """Agreed actions whose day has come, for coordinators; those of signed assessments."""
    run = [pk for pk in programmes.team_roles(actor) if programmes.coordinates(actor, pk)]
    if not run:
        return []
    due = AgreedAction.objects.filter(
        assessment__programme__in=run,
        assessment__state=AssessmentState.SIGNED,
        state=AgreedState.OPEN,
        due_on__lte=timezone.localdate(at),
    )
    return [
        Todo(
            title=_("Say what became of “%(action)s”") % {"action": one.text},
            detail=_("agreed for %(day)s") % {"day": date_format(one.due_on, "j F Y")},
            url=reverse("evaluation:agreed", args=[one.pk]),
            action=_("Follow up"),
            icon="flag",
            urgency=Urgency.WHENEVER,
            programme=one.assessment.programme_id,
        )
        for one in due.select_related("assessment")
    ]

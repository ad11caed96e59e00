"""What somebody is asked: their surveys, what they have written so far, and who a link belongs to."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.times import day_of
from fairlead.kernel.todos import Todo, Urgency
from fairlead.kernel.tokens import fingerprint
from fairlead.programmes import policies as programmes
from fairlead.sealed import queries as sealed
from fairlead.surveys import policies
from fairlead.surveys.enums import AskState, WaveState
from fairlead.surveys.models import Ask, Wave


@dataclass(frozen=True)
class Mine:
    """A person's surveys: those to be answered, and those that need nothing any more."""

    waiting: list[Ask]
    done: list[Ask]


def by_secret(secret: str) -> Ask | None:
    """Who is asked by the link with this secret; one query."""
    found = Ask.objects.filter(fingerprint=fingerprint(secret))
    return found.select_related(
        "person", "draft", "wave__round__programme", "wave__questionnaire__form", "wave__version__form"
    ).first()


def draft_of(actor: Actor, ask: Ask) -> dict[str, Any]:
    """What the person has written so far; nobody else can open it. Two queries at most."""
    words = sealed.said(actor, ask.draft_id)
    found: dict[str, Any] = json.loads(words) if words else {}
    return found


def mine(actor: Actor) -> Mine:
    """The actor's surveys, the most urgent first; one query."""
    asks = list(policies.own(actor).order_by("due_on", "pk"))
    waiting = [one for one in asks if one.state == AskState.ASKED and one.wave.state == WaveState.OPEN]
    return Mine(waiting, [one for one in reversed(asks) if one not in waiting])


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Surveys that wait for the actor, and waves of their programmes that lack a form; two queries."""
    if not actor.signed_in:
        return []
    today = day_of(at)
    found = [
        Todo(
            title=_("Answer the survey “%(title)s”") % {"title": one.wave.questionnaire.form.title},
            detail=_("%(programme)s: until %(day)s")
            % {"programme": one.wave.round.programme.name, "day": date_format(one.due_on)},
            url=reverse("surveys:answer", args=[one.pk]),
            urgency=Urgency.SOON if one.due_on >= today else Urgency.TODAY,
            icon="list-checks",
            action=_("Answer"),
        )
        for one in mine(actor).waiting
    ]
    return found + _stuck(actor, at)


def _stuck(actor: Actor, at: datetime) -> list[Todo]:
    """Waves whose day has come while their questionnaire has no published version."""
    led = [pk for pk in programmes.team_roles(actor) if programmes.coordinates(actor, pk)]
    if not led:
        return []
    due = Wave.objects.filter(
        state=WaveState.PLANNED, opens_on__lte=day_of(at), closes_on__gte=day_of(at), round__programme__in=led
    )
    waves = due.exclude(questionnaire__form__versions__state="published").select_related(
        "questionnaire__form", "round__programme"
    )
    return [
        Todo(
            title=_("Publish the survey “%(title)s”") % {"title": wave.questionnaire.form.title},
            detail=_("%(round)s: its day has come, and it asks nothing yet") % {"round": wave.round.name},
            url=reverse("surveys:questionnaires", args=[wave.round.programme_id]),
            urgency=Urgency.SOON,
            icon="list-checks",
            action=_("Look at it"),
            programme=wave.round.programme_id,
        )
        for wave in waves.order_by("opens_on", "pk")
    ]

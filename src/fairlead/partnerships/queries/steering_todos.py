"""What steering meetings ask of the team."""

from datetime import datetime, timedelta

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.times import day_of
from fairlead.kernel.todos import Todo, Urgency
from fairlead.partnerships.enums import ActionState
from fairlead.partnerships.models import SteeringAction, SteeringMeeting
from fairlead.partnerships.queries import steering
from fairlead.programmes import policies as programmes

SHOWN_BEFORE = timedelta(days=14)


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """What the actor said they would do, from two weeks before; minutes of meetings they planned.

    Two queries beside that of the team; none for whoever is on no team.
    """
    teams = programmes.team_roles(actor)
    if actor.person_id is None or not teams:
        return []
    mine = SteeringAction.objects.filter(
        owner=actor.person_id,
        state=ActionState.OPEN,
        due_on__lte=day_of(at) + SHOWN_BEFORE,
        meeting__programme__in=teams.keys(),
    )
    found = [_to_do(one, at=at) for one in mine.select_related("meeting__programme")]
    late = [one for one in steering.without_minutes([actor.person_id], at=at) if one.programme_id in teams]
    return [*found, *(_to_write(one) for one in late)]


def _to_do(one: SteeringAction, *, at: datetime) -> Todo:
    said = {"programme": one.meeting.programme.name, "day": date_format(one.due_on, "j F Y")}
    late = one.due_on < day_of(at)
    return Todo(
        title=one.text,
        detail=_("%(programme)s: agreed at the steering meeting, by %(day)s") % said,
        url=reverse("partnerships:meeting", args=[one.meeting_id]) + "#actions",
        urgency=Urgency.TODAY if late else Urgency.SOON,
        icon="circle-check",
        action=_("See it"),
        programme=one.meeting.programme_id,
    )


def _to_write(one: SteeringMeeting) -> Todo:
    said = {"programme": one.programme.name, "day": date_format(one.starts_at, "j F Y")}
    return Todo(
        title=_("Write the minutes of the steering meeting"),
        detail=_("%(programme)s: it was on %(day)s") % said,
        url=reverse("partnerships:minutes_write", args=[one.pk]),
        urgency=Urgency.SOON,
        icon="file-pen",
        action=_("Write them"),
        programme=one.programme_id,
    )

"""What of the steering meetings belongs to somebody of the team: what they would do, and minutes."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.kernel.actors import Actor
from fairlead.partnerships.enums import ActionState, SteeringState
from fairlead.partnerships.models import SteeringAction, SteeringMeeting
from fairlead.people.models import Person
from fairlead.programmes.models import TeamMember
from fairlead.programmes.succession import Belonging


def belongings(member: TeamMember, *, at: datetime) -> list[Belonging]:
    """What they have to do, meetings they planned, and those they are invited to; three queries."""
    where = reverse("partnerships:meetings", args=[member.programme_id])
    to_do, planned = _to_do(member).count(), _planned(member).count()
    invited = SteeringMeeting.objects.filter(
        programme=member.programme_id,
        state=SteeringState.PLANNED,
        starts_at__gt=at,
        guests__person=member.person_id,
    ).count()
    agreed = ngettext(
        "%(n)d thing agreed at steering meetings to do",
        "%(n)d things agreed at steering meetings to do",
        to_do,
    )
    owed = ngettext("%(n)d steering meeting planned", "%(n)d steering meetings planned", planned)
    coming = ngettext(
        "invited to %(n)d steering meeting to come", "invited to %(n)d steering meetings to come", invited
    )
    return [
        Belonging(agreed % {"n": to_do}, to_do, where),
        Belonging(owed % {"n": planned}, planned, where),
        Belonging(
            coming % {"n": invited},
            invited,
            where,
            passes=False,
            note=_("Change who is invited on the page of the meeting; the calendars follow."),
        ),
    ]


def pass_on(member: TeamMember, successor: Person, *, by: Actor, at: datetime) -> None:
    """The successor does what is open, and owes the minutes of meetings that were planned."""
    _to_do(member).update(owner=successor)
    _planned(member).update(planned_by=successor)


def _to_do(member: TeamMember) -> QuerySet[SteeringAction]:
    return SteeringAction.objects.filter(
        meeting__programme=member.programme_id, owner=member.person_id, state=ActionState.OPEN
    )


def _planned(member: TeamMember) -> QuerySet[SteeringMeeting]:
    return SteeringMeeting.objects.filter(
        programme=member.programme_id, planned_by=member.person_id, state=SteeringState.PLANNED
    )

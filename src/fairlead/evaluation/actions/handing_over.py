"""What was agreed in yearly assessments and is somebody's of the team to do."""

from datetime import datetime

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import ngettext

from fairlead.evaluation.enums import AgreedState
from fairlead.evaluation.models import AgreedAction
from fairlead.kernel.actors import Actor
from fairlead.people.models import Person
from fairlead.programmes.models import TeamMember
from fairlead.programmes.succession import Belonging


def belongings(member: TeamMember, *, at: datetime) -> list[Belonging]:
    """Agreed actions that are open and name them as who does it; one query."""
    count = _open(member).count()
    words = ngettext("%(n)d agreed action of an assessment", "%(n)d agreed actions of assessments", count)
    return [
        Belonging(words % {"n": count}, count, reverse("evaluation:assessments", args=[member.programme_id]))
    ]


def pass_on(member: TeamMember, successor: Person, *, by: Actor, at: datetime) -> None:
    """The successor does what is open; a signed year still says who had agreed to it."""
    _open(member).update(owner=successor.name)


def _open(member: TeamMember) -> QuerySet[AgreedAction]:
    return AgreedAction.objects.filter(
        assessment__programme=member.programme_id,
        owner__iexact=member.person.name,
        state=AgreedState.OPEN,
    )

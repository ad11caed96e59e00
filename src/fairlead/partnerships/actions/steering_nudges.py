"""Remind those who said at a steering meeting that they would do something, in the mail of the day."""

from datetime import datetime, timedelta

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.kernel.nudges import Nudge
from fairlead.kernel.times import day_of
from fairlead.partnerships.models import SteeringAction
from fairlead.partnerships.queries import steering as queries

SAID_BEFORE = timedelta(days=3)
SAID_AFTER = timedelta(days=7)


def nudges(*, at: datetime) -> list[Nudge]:
    """What is due in three days or less, once, and once more a week after that day."""
    today = day_of(at)
    return [
        _nudge(one, late=one.due_on <= today - SAID_AFTER)
        for one in queries.due_actions(until=today + SAID_BEFORE)
    ]


def _nudge(one: SteeringAction, *, late: bool) -> Nudge:
    owner = one.owner
    assert owner is not None
    with translation.override(owner.language):
        said = {"text": one.text, "day": date_format(one.due_on, "j F Y")}
        return Nudge(
            key=f"steering-action:{one.pk}:{one.due_on.isoformat()}:{'late' if late else 'due'}:{owner.pk}",
            person=owner.pk,
            email=owner.email,
            name=owner.name,
            language=owner.language,
            title=_("Overdue: %(text)s") % said if late else _("Due on %(day)s: %(text)s") % said,
            text=_("You said at the steering meeting that you would do it. Say when it is done."),
            url=queries.address_of(one.meeting),
            action=_("See it"),
            programme=one.meeting.programme,
        )

"""Tell people in the mail of the day that they can say their wishes."""

from datetime import date, datetime

from django.conf import settings
from django.urls import reverse
from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.applications.models import Application
from fairlead.kernel.nudges import Nudge
from fairlead.preferences.models import Terms
from fairlead.preferences.queries.asking import silent


def nudges(*, at: datetime) -> list[Nudge]:
    """Everybody who is asked and has said nothing, each once; two queries."""
    asked = list(silent(at=at))
    until = dict(
        Terms.objects.filter(round__in={one.round_id for one in asked}).values_list("round", "until")
    )
    return [_nudge(one, until[one.round_id]) for one in asked]


def _nudge(one: Application, until: date) -> Nudge:
    person = one.person
    with translation.override(person.language):
        return Nudge(
            key=f"wishes:{one.participation_id}",
            person=person.pk,
            email=person.email,
            name=person.name,
            language=person.language,
            title=_("With whom would you like to be paired?"),
            text=_(
                "Until %(day)s you can look at cards of the people you could be paired with and say whom you "
                "would like, or would rather not. Nobody reads what you say against somebody. You can also "
                "leave it to the team; we do not remind you again."
            )
            % {"day": date_format(until, "j F")},
            url=settings.BASE_URL + reverse("preferences:people", args=[one.pk]),
            action=_("Look at the cards"),
            programme=one.programme,
        )

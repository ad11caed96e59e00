"""What is held of a person's calendar: working hours, and connected calendars without their address."""

from django.utils.translation import gettext as _

from fairlead.calendars.models import Connection, WorkingHours
from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section


def export(actor: Actor) -> list[Section]:
    """Working hours and that a calendar is connected; two queries."""
    person = actor.person_id
    hours = WorkingHours.objects.filter(person=person).select_related("person")
    connected = Connection.objects.filter(person=person).select_related("person")
    sealed = ["person", "address", "busy", "under"]
    return [
        section("hours", _("Your working hours"), hours, without=["person"]),
        section("calendars", _("Calendars you connected"), connected, without=sealed),
    ]

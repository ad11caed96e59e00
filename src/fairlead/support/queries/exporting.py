"""What is held of a person in support: how it was going, reminders, what they asked for in confidence."""

from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section
from fairlead.support.models import Case, Choice, Pulse


def export(actor: Actor) -> list[Section]:
    """Pulses, the choice of reminders, cases they raised; three queries."""
    person = actor.person_id
    pulses = Pulse.objects.filter(person=person).select_related("mentorship", "person")
    chosen = Choice.objects.filter(person=person).select_related("person")
    cases = Case.objects.filter(raised_by=person).select_related("programme", "pair", "owner", "former")
    return [
        section("pulses", _("How you said it was going"), pulses, without=["person"]),
        section("reminders", _("How you are reminded"), chosen, without=["person"]),
        section("cases", _("What you asked for in confidence"), cases, without=["raised_by", "words"]),
    ]

"""What is held of a person in support: how it was going, reminders, what they asked for in confidence."""

from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section
from fairlead.sealed.exporting import told
from fairlead.sealed.models import Opening
from fairlead.support.models import Case, Choice, Pulse


def export(actor: Actor) -> list[Section]:
    """Pulses, the choice of reminders, cases they raised with their own words; six queries.

    What others asked for in confidence, and what was written about it, is of those others (GDPR art. 15(4)).
    """
    person = actor.person_id
    pulses = Pulse.objects.filter(person=person).select_related("mentorship", "person")
    chosen = Choice.objects.filter(person=person).select_related("person")
    cases = Case.objects.filter(raised_by=person).select_related("programme", "pair", "owner", "former")
    wrote = Opening.objects.filter(person=person, text__in=cases.order_by().values("words"))
    return [
        section("pulses", _("How you said it was going"), pulses, without=["person"]),
        section("reminders", _("How you are reminded"), chosen, without=["person"]),
        section("cases", _("What you asked for in confidence"), cases, without=["raised_by", "words"]),
        Section("concerns", _("What you wrote in confidence"), told(actor, wrote)),
    ]

"""What is held of a person's training."""

from django.db.models import F
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section
from fairlead.training.models import Completion, Enrolment


def export(actor: Actor) -> list[Section]:
    """What they completed, and sessions they enrolled in; two queries."""
    person = actor.person_id
    done = Completion.objects.filter(person=person).select_related("module", "person", "by", "session")
    titled = done.annotate(of=F("module__title"))
    coming = Enrolment.objects.filter(person=person).select_related("session", "person", "institution")
    return [
        section("completions", _("Completed training"), titled, without=["person"], of="of"),
        section("sessions", _("Sessions you enrolled in"), coming, without=["person"]),
    ]

"""Certificates of a person."""

from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section
from fairlead.recognition.models import Certificate


def export(actor: Actor) -> list[Section]:
    """Certificates as they were issued; one query."""
    person = actor.person_id
    issued = Certificate.objects.filter(person=person).select_related(
        "mentorship", "institution", "replaced_by"
    )
    return [section("certificates", _("Certificates"), issued, without=["person"])]

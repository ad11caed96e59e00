"""What is held of a person in programmes: where they take part and whose team they are on."""

from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section
from fairlead.programmes.models import Participation, TeamMember


def export(actor: Actor) -> list[Section]:
    """Participations and places in teams; two queries."""
    person = actor.person_id
    parts = Participation.objects.filter(person=person).select_related("round__programme", "person")
    teams = TeamMember.objects.filter(person=person).select_related("programme", "institution", "person")
    return [
        section("participations", _("Rounds you took part in"), parts, without=["person"]),
        section("teams", _("Teams you are on"), teams, without=["person"]),
    ]

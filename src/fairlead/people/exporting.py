"""What is held of a person's name, work and roles."""

from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section
from fairlead.people.models import Affiliation, Person, RoleGrant


def export(actor: Actor) -> list[Section]:
    """Name and address, where they worked, roles for the whole installation; three queries."""
    person = actor.person_id
    places = Affiliation.objects.filter(person=person).select_related("person", "institution", "unit")
    roles = RoleGrant.objects.filter(person=person).select_related("person")
    return [
        section("person", _("You"), Person.objects.filter(pk__in=[person] if person else [])),
        section("affiliations", _("Where you work and worked"), places, without=["person"]),
        section("roles", _("Roles for the whole installation"), roles, without=["person"]),
    ]

"""That a person was asked in surveys; what they answered has no name and cannot be told."""

from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section
from fairlead.surveys.models import Ask


def export(actor: Actor) -> list[Section]:
    """When they were asked, and whether they have answered; one query."""
    person = actor.person_id
    asked = Ask.objects.filter(person=person).select_related("wave", "person")
    return [section("surveys", _("Surveys you were asked in"), asked, without=["person", "draft"])]

"""Invitations that went to a person."""

from django.db.models import Q
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section
from fairlead.recruitment.models import Invitation, PausedMentor


def export(actor: Actor) -> list[Section]:
    """Invitations by person or address, and pauses; two queries. Who suggested them is not told."""
    person = actor.person_id
    to_them = Invitation.objects.filter(Q(person=person) | Q(email__iexact=actor.email)).select_related(
        "round", "invited_by", "call"
    )
    pauses = PausedMentor.objects.filter(person=person).select_related("programme", "person")
    others = ["person", "suggested_by", "application", "past"]
    return [
        section("invitations", _("Invitations to be a mentor"), to_them, without=others),
        section("pauses", _("Pauses you take"), pauses, without=["person"]),
    ]

"""What is held of a person's pairs; sealed words are told by those who keep them."""

from django.db.models import F, Q
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section
from fairlead.mentorships.models import Comment, Meeting, Mentorship, Signature


def export(actor: Actor) -> list[Section]:
    """Pairs with who was in them, their meetings, signatures and comments; four queries."""
    person = actor.person_id
    either = Q(mentor__person=person) | Q(mentee__person=person)
    pairs = Mentorship.objects.filter(either).select_related("round", "mentor", "mentee")
    pairs = pairs.annotate(mentor_name=F("mentor__person__name"), mentee_name=F("mentee__person__name"))
    own = Q(mentorship__mentor__person=person) | Q(mentorship__mentee__person=person)
    met = Meeting.objects.filter(own).select_related("mentorship", "asked_by")
    signed = Signature.objects.filter(person=person).select_related("agreement", "person")
    said = Comment.objects.filter(person=person).select_related("mentorship", "person")
    names = {"mentor_name": "mentor_name", "mentee_name": "mentee_name"}
    return [
        section("pairs", _("Pairs"), pairs, without=["mentor", "mentee", "end_reason"], **names),
        section("meetings", _("Meetings"), met, without=["place"]),
        section("signatures", _("Your signatures"), signed, without=["person"]),
        section("comments", _("Your comments"), said, without=["person"]),
    ]

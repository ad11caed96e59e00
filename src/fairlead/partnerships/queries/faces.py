"""Whose letter it is: the recipient's own institution's, or that of whoever leads the programme."""

from collections.abc import Mapping

from django.conf import settings
from django.db.models.functions import Lower

from fairlead.institutions.models import Institution
from fairlead.institutions.sending import base_url, may_send_as
from fairlead.notifications.faces import Face
from fairlead.people.models import Affiliation
from fairlead.programmes.models import Programme


def of_letter(to_email: str, context: Mapping[str, object]) -> Face:
    """The face of a letter to this address; one query, and one more for a lead that is not loaded.

    A programme's own ending holds for the people of its lead, and for whoever has no institution.
    """
    programme = context.get("programme")
    lead = programme.lead if isinstance(programme, Programme) else None
    own = _institution_of(to_email) or lead
    if own is None:
        return Face()
    own_ending = isinstance(programme, Programme) and programme.letter_ending and own == lead
    allowed = own.sender_address and may_send_as(own.sender_address)
    return Face(
        sender_name=own.sender_name,
        sender_address=own.sender_address if allowed else "",
        reply_to=own.reply_to,
        closing="" if own_ending else own.letter_closing,
        base_url=base_url(own),
        language=own.language if own.language in dict(settings.LANGUAGES) else "",
    )


def _institution_of(email: str) -> Institution | None:
    now = Affiliation.objects.filter(ended_on=None).alias(address=Lower("person__email"))
    current = now.filter(address=email.strip().lower())
    found = current.select_related("institution").first()
    return found.institution if found else None

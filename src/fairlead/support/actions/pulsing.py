"""Ask the two of a pair how it is going, and keep what they tap."""

from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.tokens import fingerprint
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.support.models import BEST, Pulse
from fairlead.support.queries import pulses


class NoSuchThumbs(Refused):
    """A pulse is one to five thumbs."""


def ask(pair: UUID, number: int, person: UUID, at: datetime) -> None:
    """Note that one of the two is asked, in the transaction of the letter that asks."""
    Pulse.objects.get_or_create(
        mentorship_id=pair,
        person_id=person,
        number=number,
        defaults={
            "id": pulses.id_of(pair, number, person),
            "fingerprint": fingerprint(pulses.secret_of(pair, number, person)),
            "asked_at": at,
            "expires_at": at + pulses.LINK_WORKS,
        },
    )


@transaction.atomic
def answer(pulse: Pulse, *, thumbs: int, at: datetime) -> None:
    """Keep one to five thumbs; a link answers once. Raises `NoSuchThumbs`, `AlreadyMoved`.

    Nothing is put on record: who tapped what is told to nobody.
    """
    if not 1 <= thumbs <= BEST:
        raise NoSuchThumbs(_("Tap one to five thumbs."))
    lives = Mentorship.objects.select_for_update(no_key=True).filter(
        pk=pulse.mentorship_id, state__in=LIVE_STATES
    )
    if not lives.values_list("pk", flat=True):
        raise AlreadyMoved(_("This mentorship has ended; there is nothing to answer any more."))
    waiting = Pulse.objects.filter(pk=pulse.pk, answered_at=None, expires_at__gt=at)
    if waiting.update(thumbs=thumbs, answered_at=at) != 1:
        raise AlreadyMoved(_("This link has answered already, or it is too old."))
    pulse.thumbs, pulse.answered_at = thumbs, at

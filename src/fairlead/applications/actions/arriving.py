"""Let staff in whom Fairlead does not know yet."""

from datetime import datetime, timedelta

from django.db import transaction
from django.utils.translation import gettext as _

from fairlead.kernel.errors import Refused
from fairlead.people.actions import know_person, send_sign_in_link
from fairlead.people.models import SignInLink

ARRIVALS_PER_HOUR = 200


class TooManyArrivals(Refused):
    """More people ask for a link to apply than is believable."""


@transaction.atomic
def arrive(*, name: str, email: str, next_path: str, at: datetime) -> None:
    """Mail a link that signs the person in and leads to `next_path`, where they apply.

    A new address becomes a person with this name; a known one keeps its name, and the answer is the same.
    An address gets at most five links an hour, all of them together two hundred. Raises `TooManyArrivals`.
    """
    recent = SignInLink.objects.filter(
        asked_at__gt=at - timedelta(hours=1), next_path__startswith="/take-part/"
    )
    if recent.count() >= ARRIVALS_PER_HOUR:
        raise TooManyArrivals(_("Very many people are asking for a link just now. Try again in an hour."))
    know_person(email=email, name=name, at=at)
    send_sign_in_link(email=email, next_path=next_path, at=at)

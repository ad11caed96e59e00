"""Who met whom goes with the round's data."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.flash.models import FlashGuest, FlashMeeting
from fairlead.programmes.keeping import Held, Key, Part, own_and_met

KINDS = {"flash": _("Whom people met in flash meetings")}


def held(programme: UUID) -> Held:
    """Places in flash meetings, and meetings of both people, by part; three queries."""
    guests = FlashGuest.objects.filter(participation__round__programme=programme).order_by()
    rows = list(guests.values_list("participation__round", "participation__person"))
    met = FlashMeeting.objects.filter(session__round__programme=programme).order_by()
    rows += [*met.values_list("mentee__round", "mentee__person")]
    rows += [*met.values_list("mentor__round", "mentor__person")]
    return Counter(("flash", Part(round, person)) for round, person in rows)


@transaction.atomic
def prune(keys: Collection[Key], *, at: datetime) -> Counter[str]:
    """Let go what these people had in flash meetings of these rounds, also for those whom they met."""
    theirs, either = own_and_met(keys)
    gone = FlashGuest.objects.filter(theirs).delete()[0] + FlashMeeting.objects.filter(either).delete()[0]
    return +Counter({"flash": gone})

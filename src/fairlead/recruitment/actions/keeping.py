"""Invitations whose time is over: whom they went to is erased; their number and what came of them stay."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.times import day_of
from fairlead.people.actions import NOWHERE
from fairlead.programmes.keeping import Alone, Held, Key, days
from fairlead.recruitment.models import Invitation

KINDS = {"invitations": _("Whom invitations to be a mentor went to")}


def held(programme: UUID) -> Held:
    """Invitations that still name somebody, by their day; one query."""
    rows = Invitation.objects.filter(round__programme=programme).exclude(email__endswith=f"@{NOWHERE}")
    found = rows.order_by().values_list("round", "invited_at")
    return Counter(("invitations", Alone(round, day_of(at))) for round, at in found)


@transaction.atomic
def prune(keys: Collection[Key], *, at: datetime) -> Counter[str]:
    """Forget whom the invitations of these days went to, and who was named in them."""
    by_day = days(keys)
    rows = Invitation.objects.filter(round__in=by_day).exclude(email__endswith=f"@{NOWHERE}")
    gone = [
        one
        for one in rows.select_for_update().order_by("pk")
        if day_of(one.invited_at) in by_day[one.round_id]
    ]
    for one in gone:
        one.email, one.name, one.note = f"{one.pk}@{NOWHERE}", "", ""
        one.person = one.suggested_by = one.application = one.past = None
    named = ["email", "name", "note", "person", "suggested_by", "application", "past"]
    Invitation.objects.bulk_update(gone, named, batch_size=200)
    return +Counter({"invitations": len(gone)})

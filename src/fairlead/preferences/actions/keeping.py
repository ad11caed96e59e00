"""Wishes whose time is over are destroyed."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.preferences.models import Request, Statement
from fairlead.programmes.keeping import Held, Key, Part, own_and_met
from fairlead.sealed import actions as sealed

KINDS = {
    "wishes": _("Wishes, and whom somebody would rather not be paired with"),
    "requests": _("Whom mentees asked to be their mentor"),
}

IN_CONFIDENCE = ("wishes", "requests")


def held(programme: UUID) -> Held:
    """What people have said and whom they asked, by their part; two queries."""
    rows = Statement.objects.filter(participation__round__programme=programme)
    found = rows.order_by().values_list("participation__round", "participation__person")
    asked = Request.objects.filter(mentee__round__programme=programme)
    whose = asked.order_by().values_list("mentee__round", "mentee__person")
    return Counter(
        [
            *(("wishes", Part(round, person)) for round, person in found),
            *(("requests", Part(round, person)) for round, person in whose),
        ]
    )


@transaction.atomic
def prune(keys: Collection[Key], *, at: datetime) -> Counter[str]:
    """Destroy what these people have said, and whom they asked or were asked by, in these rounds."""
    theirs, either = own_and_met(keys)
    asked = Request.objects.filter(either).delete()[0]
    texts = list(Statement.objects.filter(theirs).order_by("pk").values_list("text", flat=True))
    sealed.destroy(texts)
    return +Counter({"wishes": len(texts), "requests": asked})

"""Wishes whose time is over are destroyed."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairlead.preferences.models import Statement
from fairlead.programmes.keeping import Held, Key, Part, some
from fairlead.sealed import actions as sealed

KINDS = {"wishes": _("Wishes, and whom somebody would rather not be paired with")}


def held(programme: UUID) -> Held:
    """What people have said, by their part; one query."""
    rows = Statement.objects.filter(participation__round__programme=programme)
    found = rows.order_by().values_list("participation__round", "participation__person")
    return Counter(("wishes", Part(round, person)) for round, person in found)


@transaction.atomic
def prune(keys: Collection[Key], *, at: datetime) -> Counter[str]:
    """Destroy what these people have said in these rounds."""
    theirs = Q(pk__in=())
    for one in some(keys, Part):
        theirs |= Q(participation__round=one.round, participation__person=one.person)
    texts = list(Statement.objects.filter(theirs).order_by("pk").values_list("text", flat=True))
    sealed.destroy(texts)
    return +Counter({"wishes": len(texts)})

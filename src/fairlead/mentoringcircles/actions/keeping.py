"""Who sat in which circle, and who could come when, goes with the round's data."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.mentoringcircles.models import CircleAnswer, CircleSeat
from fairlead.programmes.keeping import Held, Key, Part, own_and_met

KINDS = {"mentoringcircles": _("Answers and seats in mentoring circles")}


def held(programme: UUID) -> Held:
    """Answers and seats, by part; two queries."""
    rows = []
    for model in (CircleAnswer, CircleSeat):
        found = model.objects.filter(participation__round__programme=programme).order_by()
        rows += [*found.values_list("participation__round", "participation__person")]
    return Counter(("mentoringcircles", Part(round, person)) for round, person in rows)


@transaction.atomic
def prune(keys: Collection[Key], *, at: datetime) -> Counter[str]:
    """Let go what these people answered and where they sat, in these rounds."""
    theirs, _either = own_and_met(keys)
    seats, answers = CircleSeat.objects.filter(theirs), CircleAnswer.objects.filter(theirs)
    gone = seats.count() + answers.count()
    seats.delete()
    answers.delete()
    return +Counter({"mentoringcircles": gone})

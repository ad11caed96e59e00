"""Notes on training: why somebody was let in, what was noted with a completion. Completions stay."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.programmes.keeping import Alone, Held, Key, Part, days, some
from fairlead.training.models import Completion, Lift

KINDS = {"training": _("Notes on training, and why somebody was let in without it")}
# A recorded completion has a note; this stands where one was.
ERASED = "–"


def held(programme: UUID) -> Held:
    """Reasons by participant, notes by the day of the completion; two queries."""
    found: Held = Counter()
    lifts = Lift.objects.filter(participation__round__programme=programme).exclude(reason="").order_by()
    rows = lifts.values_list("participation__round", "participation__person")
    found.update(("training", Part(*row)) for row in rows)
    notes = Completion.objects.filter(module__programme=programme).exclude(note__in=["", ERASED]).order_by()
    found.update(("training", Alone(programme, on)) for on in notes.values_list("on", flat=True))
    return found


@transaction.atomic
def prune(keys: Collection[Key], *, at: datetime) -> Counter[str]:
    """Forget why these participants were let in, and what was noted on these days."""
    parts, by_day = set(some(keys, Part)), days(keys)
    lifts = Lift.objects.filter(participation__round__in={one.round for one in parts}).exclude(reason="")
    rows = lifts.order_by().values_list("pk", "participation__round", "participation__person")
    gone = [pk for pk, round, person in rows if Part(round, person) in parts]
    done = Lift.objects.filter(pk__in=gone).update(reason="")
    for programme, some_days in by_day.items():
        notes = Completion.objects.filter(module__programme=programme, on__in=some_days)
        done += notes.exclude(note__in=["", ERASED]).update(note=ERASED)
    return +Counter({"training": done})

"""Closed cases lose their words and who asked; what a pair said of how it goes, goes with the pair."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.times import day_of
from fairlead.programmes.keeping import Alone, Held, Key, Pair, days, some
from fairlead.sealed import actions as sealed
from fairlead.support.enums import CaseState
from fairlead.support.models import Case, CaseNote, CaseReader, Pulse, SharedWord, Sharing, Unsure

KINDS = {
    "cases": _("Words of closed cases, and who asked"),
    "unsure": _("That somebody said they were unsure"),
    "pulses": _("How people said it was going"),
}


def _whole(where: Q) -> QuerySet[Case]:
    """Closed cases that still say something of somebody."""
    notes, readers = (model.objects.filter(case=OuterRef("pk")) for model in (CaseNote, CaseReader))
    told = Sharing.objects.filter(case=OuterRef("pk"), summary__isnull=False)
    written = SharedWord.objects.filter(sharing__case=OuterRef("pk"))
    said = Q(words__isnull=False) | Q(raised_by__isnull=False)
    said |= Exists(notes) | Exists(readers) | Exists(told) | Exists(written)
    return Case.objects.filter(where & said, state=CaseState.CLOSED, closed_at__isnull=False)


def held(programme: UUID) -> Held:
    """Closed cases by pair, or by the day they were closed; who was unsure, and pulses; three queries."""
    found: Held = Counter()
    rows = _whole(Q(programme=programme)).order_by().values_list("pair", "closed_at")
    for pair, closed in rows:
        if closed is not None:
            found["cases", Alone(programme, day_of(closed)) if pair is None else Pair(pair)] += 1
    said = Unsure.objects.filter(pair__round__programme=programme, settled_at__isnull=False).order_by()
    found.update(("unsure", Pair(pk)) for pk in said.values_list("pair", flat=True))
    asked = Pulse.objects.filter(mentorship__round__programme=programme).order_by()
    found.update(("pulses", Pair(pk)) for pk in asked.values_list("mentorship", flat=True))
    return found


@transaction.atomic
def prune(keys: Collection[Key], *, at: datetime) -> Counter[str]:
    """Destroy the words of these cases, with their notes, readers and who asked, and the pairs' pulses."""
    pairs, by_day = [one.mentorship for one in some(keys, Pair)], days(keys)
    where = Q(pair__in=pairs) | Q(pair=None, programme__in=by_day)
    rows = _whole(where).select_for_update().order_by("pk")
    gone = [
        one
        for one in rows
        if one.pair_id or (one.closed_at and day_of(one.closed_at) in by_day[one.programme_id])
    ]
    ids = [one.pk for one in gone]
    notes = CaseNote.objects.filter(case__in=ids).order_by().values_list("text", flat=True)
    told = Sharing.objects.filter(case__in=ids).order_by().values_list("summary", flat=True)
    written = SharedWord.objects.filter(sharing__case__in=ids).order_by().values_list("text", flat=True)
    sealed.destroy([*notes, *told, *written, *(one.words_id for one in gone)])
    CaseReader.objects.filter(case__in=ids).delete()
    Case.objects.filter(pk__in=ids).update(raised_by=None)
    unsure = Unsure.objects.filter(pair__in=pairs, settled_at__isnull=False).delete()[0]
    pulses = Pulse.objects.filter(mentorship__in=pairs).delete()[0]
    return +Counter({"cases": len(ids), "unsure": unsure, "pulses": pulses})

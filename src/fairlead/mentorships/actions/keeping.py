"""What two people wrote together: its time over, it is destroyed for both; what is counted stays."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from fairlead.mentorships.models import (
    Agreement,
    Goal,
    Meeting,
    MeetingAsk,
    MeetingNote,
    Mentorship,
    Step,
    Thanks,
    Thumb,
)
from fairlead.programmes.keeping import Held, Key, Pair, some
from fairlead.sealed import actions as sealed

KINDS = {
    "notebooks": _("Sealed words of pairs: agreements, plans, places and notes of meetings, thanks"),
    "reasons": _("Why two people were paired"),
    "thumbs": _("Whether a meeting was worth it, and letters that asked whether they met"),
}
# Where sealed words of a pair hang: the row, the column that leads to the words, and the way to the pair.
SEALED: tuple[tuple[type[models.Model], str, str], ...] = (
    (Agreement, "words", "mentorship"),
    (Goal, "words", "plan__mentorship"),
    (Step, "words", "goal__plan__mentorship"),
    (Meeting, "place", "mentorship"),
    (MeetingNote, "text", "meeting__mentorship"),
    (Thanks, "text", "mentorship"),
)
ASKED: tuple[tuple[type[models.Model], str], ...] = (
    (Thumb, "meeting__mentorship"),
    (MeetingAsk, "mentorship"),
)


def _rows(model: type[models.Model], **where: Any) -> "models.QuerySet[Any]":
    return model._default_manager.filter(**where).order_by()


def held(programme: UUID) -> Held:
    """What is whole of each pair; nine queries."""
    found: Held = Counter()
    for model, words, pair in SEALED:
        rows = _rows(model, **{f"{pair}__round__programme": programme, f"{words}__isnull": False})
        found.update(("notebooks", Pair(pk)) for pk in rows.values_list(pair, flat=True))
    told = Mentorship.objects.filter(round__programme=programme).exclude(reasons=[]).order_by()
    found.update(("reasons", Pair(pk)) for pk in told.values_list("pk", flat=True))
    for model, pair in ASKED:
        rows = _rows(model, **{f"{pair}__round__programme": programme})
        found.update(("thumbs", Pair(pk)) for pk in rows.values_list(pair, flat=True))
    return found


@transaction.atomic
def prune(keys: Collection[Key], *, at: datetime) -> Counter[str]:
    """Destroy what these pairs wrote, and who was asked what; states, days, numbers and comments stay."""
    pairs = [one.mentorship for one in some(keys, Pair)]
    locked = Mentorship.objects.select_for_update().filter(pk__in=pairs).order_by("pk")
    ids = list(locked.values_list("pk", flat=True))
    done: Counter[str] = Counter()
    for model, words, pair in SEALED:
        rows = _rows(model, **{f"{pair}__in": ids, f"{words}__isnull": False})
        texts = list(rows.values_list(words, flat=True))
        sealed.destroy(texts)
        done["notebooks"] += len(texts)
    done["reasons"] += Mentorship.objects.filter(pk__in=ids).exclude(reasons=[]).update(reasons=[])
    for model, pair in ASKED:
        done["thumbs"] += _rows(model, **{f"{pair}__in": ids}).delete()[0]
    return +done

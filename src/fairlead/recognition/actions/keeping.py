"""Notes for an appraisal go with the notebook of their pair. Certificates stay; they are the person's."""

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.programmes.keeping import Held, Key, Pair, some
from fairlead.recognition.models import AppraisalNote
from fairlead.sealed import actions as sealed

KINDS = {"appraisal": _("Notes that people wrote for their appraisal")}


def held(programme: UUID) -> Held:
    """Notes with their words, by pair; one query."""
    rows = AppraisalNote.objects.filter(mentorship__round__programme=programme).order_by()
    return Counter(("appraisal", Pair(pk)) for pk in rows.values_list("mentorship", flat=True))


@transaction.atomic
def prune(keys: Collection[Key], *, at: datetime) -> Counter[str]:
    """Destroy the notes on these pairs."""
    notes = AppraisalNote.objects.filter(mentorship__in=[one.mentorship for one in some(keys, Pair)])
    rows = list(notes.select_for_update().order_by("pk").values_list("pk", "words"))
    sealed.destroy([words for _pk, words in rows])
    AppraisalNote.objects.filter(pk__in=[pk for pk, _words in rows]).delete()
    return +Counter({"appraisal": len(rows)})

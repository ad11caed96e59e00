"""Write the note for one's own appraisal, and forget it."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.mentorships.models import Mentorship
from fairlead.recognition.enums import NoteLine
from fairlead.recognition.models import AppraisalNote
from fairlead.recognition.queries.notes import Draft
from fairlead.sealed import actions as sealed

KIND = "appraisal-note"


class NoteChanged(Refused):
    """The note was changed in another window since this page was shown."""


@transaction.atomic
def write(
    pair: Mentorship, *, lines: Iterable[str], sentence: str, seen: int, by: Actor, at: datetime
) -> AppraisalNote:
    """Keep what the actor wants to say, sealed for them alone; nobody is told, and no record says so.

    `seen` is the revision the page was shown with, 0 for a note that was not begun. Raises `NoteChanged`.
    """
    assert by.person_id is not None
    Mentorship.objects.select_for_update().get(pk=pair.pk)
    kept = AppraisalNote.objects.filter(mentorship=pair, person=by.person_id).first()
    if (kept.revision if kept else 0) != seen:
        raise NoteChanged(
            _("You have changed this note in another window. What you see here is not saved yet; save again.")
        )
    chosen = Draft(tuple(line for line in NoteLine.values if line in set(lines)), sentence.strip())
    words = sealed.seal(chosen.sealed(), kind=KIND, readers=[by.person_id], at=at)
    if kept is None:
        return AppraisalNote.objects.create(
            mentorship=pair, person_id=by.person_id, words=words, changed_at=at
        )
    before = kept.words_id
    kept.words, kept.revision, kept.changed_at = words, seen + 1, at
    kept.save(update_fields=["words", "revision", "changed_at"])
    sealed.destroy([before])
    return kept


@transaction.atomic
def forget(pair: Mentorship, *, by: Actor) -> bool:
    """Destroy the actor's note and its words; False when there was none."""
    kept = AppraisalNote.objects.filter(mentorship=pair, person=by.person_id).first()
    if kept is None:
        return False
    words = kept.words_id
    kept.delete()
    sealed.destroy([words])
    return True

"""Settle how a programme's certificates are worded."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.programmes import actions as programmes
from fairlead.programmes import queries as designs
from fairlead.programmes.enums import Part
from fairlead.programmes.models import Programme
from fairlead.recognition.models import Wording
from fairlead.recognition.queries.wording import wording_of

WORDS = (
    "heading",
    "mentor_words",
    "mentee_words",
    "first_name",
    "first_role",
    "second_name",
    "second_role",
    "least_meetings",
)


class WordsChanged(Refused):
    """Somebody else has changed the wording since the page was shown."""


class WordsTakenOver(Refused):
    """The wording comes from the parent programme; it is settled here first."""


@transaction.atomic
def settle_wording(
    programme: Programme, words: Mapping[str, Any], *, seen: int, by: Actor, at: datetime
) -> None:
    """Word the certificates that are issued from now on; those that are issued keep their words.

    `seen` is the revision the page was shown with, 0 for one that nobody has written yet. Raises
    `WordsChanged`, `WordsTakenOver`.
    """
    programmes.lock_family(programme)
    if designs.inherits(programme, Part.CERTIFICATE):
        raise WordsTakenOver(_("This comes from the programme above. Settle it here first."))
    wording = wording_of(programme)
    if wording.revision != seen:
        raise WordsChanged(
            _("Somebody else has changed this meanwhile. Yours is still here; compare, then save.")
        )
    for name in WORDS:
        setattr(wording, name, words[name])
    wording.revision, wording.changed_at = seen + 1, at
    wording.save()
    record("certificate wording changed", programme, by=by, at=at, details={"revision": wording.revision})


@transaction.atomic
def copy_wording(source: Programme, target: Programme, *, by: Actor, at: datetime) -> None:
    """Let a programme begin with the wording of another, the product's where nobody has written any there."""
    if source == target:
        return
    found = Wording.objects.filter(programme=source).first()
    if found is None:
        Wording.objects.filter(programme=target).delete()
        return
    words = {name: getattr(found, name) for name in WORDS}
    Wording.objects.update_or_create(programme=target, defaults={**words, "changed_at": at})

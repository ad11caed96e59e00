"""Settle words that a programme has of its own, or takes over from above: of agreements, of certificates."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.programmes import queries
from fairlead.programmes.actions.inheriting import lock_family
from fairlead.programmes.enums import Part
from fairlead.programmes.models import OwnWords, Programme

Kept = TypeVar("Kept", bound=OwnWords)


class WordsChanged(Refused):
    """Somebody else has changed the words since the page was shown."""


class WordsTakenOver(Refused):
    """The words come from the parent programme; they are settled here first."""


@dataclass(frozen=True)
class Words(Generic[Kept]):
    """One kind of words: the part of the design they are, where they are kept, and which fields they are.

    `standing` gives what holds for a programme: its own, its parent's, or the product's, which is not stored
    and has revision 0. `verb` is what the record of acts says of a change.
    """

    part: Part
    model: type[Kept]
    names: tuple[str, ...]
    standing: Callable[[Programme], Kept]
    verb: str

    def settle(
        self, programme: Programme, words: Mapping[str, Any], *, seen: int, by: Actor, at: datetime
    ) -> None:
        """Give the programme these words from now on; what was signed or issued keeps its own.

        `seen` is the revision the page was shown with, 0 for one that nobody has written yet. Raises
        `WordsChanged`, `WordsTakenOver`.
        """
        with transaction.atomic():
            lock_family(programme)
            if queries.inherits(programme, self.part):
                raise WordsTakenOver(_("This comes from the programme above. Settle it here first."))
            kept = self.standing(programme)
            if kept.revision != seen:
                raise WordsChanged(
                    _("Somebody else has changed this meanwhile. Yours is still here; compare, then save.")
                )
            for name in self.names:
                setattr(kept, name, words[name])
            kept.revision, kept.changed_at = seen + 1, at
            kept.save()
            record(self.verb, programme, by=by, at=at, details={"revision": kept.revision})

    def copy(self, source: Programme, target: Programme, *, by: Actor, at: datetime) -> None:
        """Let a programme begin with another's words, the product's where nobody has written any there."""
        if source == target:
            return
        with transaction.atomic():
            found = self.model._default_manager.filter(programme=source).first()
            if found is None:
                self.model._default_manager.filter(programme=target).delete()
                return
            words = {name: getattr(found, name) for name in self.names}
            self.model._default_manager.update_or_create(
                programme=target, defaults={**words, "changed_at": at}
            )

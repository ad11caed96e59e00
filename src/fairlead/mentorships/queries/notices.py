"""What contexts above tell the two, or the coordinators, on the page of a pair."""

from collections.abc import Callable
from datetime import datetime

from django.conf import settings
from django.utils.module_loading import import_string

from fairlead.kernel.actors import Actor
from fairlead.kernel.notes import Note, in_order
from fairlead.mentorships.models import Mentorship

Source = Callable[[Actor, Mentorship, datetime, str], list[Note]]


def gathered(actor: Actor, pair: Mentorship, *, at: datetime, place: str = "overview") -> list[Note]:
    """The notes of every source in the settings, what asks for something first.

    `place` is the page: overview or closing. Each source asks the database a constant number of times.
    """
    sources: list[Source] = [import_string(path) for path in settings.PAIR_NOTES]
    return in_order(note for source in sources for note in source(actor, pair, at, place))

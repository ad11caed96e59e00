"""What waits for somebody: the one shape in which every context tells the home page."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from uuid import UUID

from django.utils.functional import Promise


class Urgency(IntEnum):
    """How soon a thing wants doing; the smaller comes first."""

    OVERDUE = 0
    TODAY = 1
    SOON = 2
    WHENEVER = 3


@dataclass(frozen=True)
class Todo:
    """One thing that waits for the actor, and the page where it is done.

    `title` says what to do, in a verb ("Decide on 7 applications"); `detail` says why or since when. `count`
    is how many things it stands for. `programme` is the programme in whose team the actor is asked; None when
    the actor is asked for themselves, as mentor, mentee or supervisor. `action` is the word on the button.
    """

    title: str | Promise
    url: str
    detail: str | Promise = ""
    urgency: Urgency = Urgency.SOON
    count: int = 1
    icon: str = "circle-dot"
    action: str | Promise = ""
    programme: UUID | None = None


def in_order(todos: Iterable[Todo]) -> list[Todo]:
    """The most urgent first, then what stands for more; equals stay in the order in which they were given."""
    return sorted(todos, key=lambda todo: (todo.urgency, -todo.count))

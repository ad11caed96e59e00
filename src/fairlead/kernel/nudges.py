"""What somebody is reminded of: the one shape in which every context tells the daily mail."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID


@dataclass(frozen=True)
class Nudge:
    """One thing to remind a person of, with one link.

    `key` names the reason ("first-meeting:<pair>:<person>"); of one key somebody hears once. `title` and
    `text` are in the reader's language, `url` is a whole address, `action` the words of its button. `pair` is
    the mentorship it is about: none is said once that has ended. `can_wait`: whether a weekly mail or a pause
    may put it off. `noted` is called in the transaction in which it is said.
    """

    key: str
    person: UUID
    email: str
    name: str
    language: str
    title: str
    text: str
    url: str
    action: str
    programme: Any
    pair: UUID | None = None
    can_wait: bool = True
    noted: Callable[[datetime], None] | None = None

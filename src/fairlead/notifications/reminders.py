"""Reminders: letters that wait for the one mail a day in which everything for one address is gathered."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Reminder:
    """What makes a letter a reminder.

    `still` names a function that says of the id `about` whether the reminder still holds when its hour comes.
    `can_wait`: whether people may put it off, by a weekly mail or a pause; what has a deadline cannot.
    """

    still: str
    about: UUID
    can_wait: bool = False

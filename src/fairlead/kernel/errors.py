"""Refusals: an action says no with a sentence a person can read."""

from django.utils.functional import Promise


class Refused(Exception):
    """An action was not carried out; `sentence` says why and what to do, in the reader's language."""

    def __init__(self, sentence: str | Promise) -> None:
        self.sentence = sentence
        super().__init__(str(sentence))


class AlreadyMoved(Refused):
    """Somebody else changed the thing first; nothing was written."""

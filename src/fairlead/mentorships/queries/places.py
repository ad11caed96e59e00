"""Where meetings are: sealed words, opened for the two."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from fairlead.kernel.actors import Actor
from fairlead.mentorships.models import Meeting
from fairlead.sealed import queries as sealed


@dataclass(frozen=True)
class Place:
    """Where a meeting is, in words, and the link to the call; both may be empty."""

    words: str = ""
    link: str = ""

    def __bool__(self) -> bool:
        return bool(self.words or self.link)

    def packed(self) -> str:
        """The place as the text that is sealed."""
        return json.dumps({"words": self.words, "link": self.link}, ensure_ascii=False)


NOWHERE = Place()


def places(actor: Actor, meetings: Iterable[Meeting]) -> dict[UUID, Place]:
    """Where each of the meetings is, by its id, as far as the actor can open it; at most two queries."""
    known = {meeting.place_id: meeting.pk for meeting in meetings if meeting.place_id}
    return {known[text]: Place(**json.loads(said)) for text, said in sealed.opened(actor, known).items()}


def place_of(actor: Actor, meeting: Meeting) -> Place:
    """Where one meeting is; `NOWHERE` when nothing was said or the actor cannot open it."""
    return places(actor, [meeting]).get(meeting.pk, NOWHERE)

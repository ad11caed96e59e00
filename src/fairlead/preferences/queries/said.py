"""What one person has said: their ranks, and whom they would rather not be paired with."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from fairlead.kernel.actors import Actor
from fairlead.preferences.models import Statement
from fairlead.sealed import queries as sealed

KIND = "wishes"
# Room for ten ranks and ten others; every statement is filled up to it.
LENGTH = 1024


@dataclass(frozen=True)
class Said:
    """Participations of the other side: those ranked, the dearest first, and those ruled out.

    `shown`: whether the coordinators may read the ranks, in a round in which mentees suggest.
    """

    ranked: tuple[UUID, ...] = ()
    out: tuple[UUID, ...] = ()
    shown: bool = False

    @property
    def packed(self) -> str:
        """As it is sealed: always of one length."""
        words = {
            "ranked": [str(one) for one in self.ranked],
            "out": [str(one) for one in self.out],
            "shown": self.shown,
        }
        return json.dumps(words).ljust(LENGTH)

    @classmethod
    def unpacked(cls, words: str) -> "Said":
        """What was sealed."""
        found = json.loads(words)
        ranked, out = (tuple(UUID(one) for one in found.get(key, [])) for key in ("ranked", "out"))
        return cls(ranked, out, bool(found.get("shown")))


NOTHING = Said()


def own(actor: Actor, participation: UUID | None) -> Said:
    """What the actor has said as this participation; nothing where it is somebody else's. Three queries."""
    kept = Statement.objects.filter(
        participation=participation, participation__person=actor.person_id
    ).first()
    words = sealed.said(actor, kept.text_id) if kept else ""
    return Said.unpacked(words) if words else NOTHING


def of_all(participations: Iterable[UUID]) -> dict[UUID, Said]:
    """What these people have said, for the matching alone: it is shown to nobody. Three queries."""
    rows = Statement.objects.filter(participation__in=set(participations)).values_list(
        "text", "participation"
    )
    whose = dict(rows)
    if not whose:
        return {}
    return {whose[text]: Said.unpacked(words) for text, words in sealed.heeded(whose).items()}

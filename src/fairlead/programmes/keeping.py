"""What is kept for how long: the one shape in which contexts say what they hold of people, and let it go."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from importlib import import_module
from typing import Protocol, TypeVar, cast
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.utils.functional import Promise


@dataclass(frozen=True, order=True)
class Part:
    """What one person wrote and what was said of them in one round."""

    round: UUID
    person: UUID


@dataclass(frozen=True, order=True)
class Pair:
    """What two people wrote together."""

    mentorship: UUID


@dataclass(frozen=True, order=True)
class Alone:
    """What belongs to nobody's part: it is of a round, or of a whole programme, and of a day."""

    of: UUID
    on: date


Key = Part | Pair | Alone
Held = Counter[tuple[str, Key]]
K = TypeVar("K", Part, Pair, Alone)


class Keeper(Protocol):
    """What a module named in the RETENTION setting offers."""

    KINDS: Mapping[str, str | Promise]
    """What it lets go, by kind, in words."""

    def held(self, programme: UUID) -> Held:
        """How many records of each kind are still whole, by what they belong to; constant queries."""

    def prune(self, keys: Collection[Key], *, at: datetime) -> Counter[str]:
        """Let what belongs to these go, in one transaction; how many by kind. Done twice it does nothing."""


def keepers() -> list[Keeper]:
    """The modules, in the order of the setting."""
    return [cast(Keeper, import_module(path)) for path in settings.RETENTION]


def kinds() -> dict[str, str]:
    """All kinds in words, in the order of the setting."""
    return {kind: str(words) for one in keepers() for kind, words in one.KINDS.items()}


def in_confidence() -> frozenset[str]:
    """Kinds of which the team reads no number: that there is one would tell that somebody has spoken.

    A keeper names them in `IN_CONFIDENCE`.
    """
    return frozenset(kind for one in keepers() for kind in getattr(one, "IN_CONFIDENCE", ()))


def held(programme: UUID) -> Held:
    """What all contexts still hold of a programme's people."""
    return sum((one.held(programme) for one in keepers()), Counter())


def some(keys: Iterable[Key], kind: type[K]) -> list[K]:
    """Those of one sort, in a lasting order: whoever locks by them locks in the same order."""
    return sorted(one for one in keys if isinstance(one, kind))


def own_and_met(keys: Iterable[Key]) -> tuple[Q, Q]:
    """What finds rows whose `participation` is one of these parts, and rows whose `mentee` or `mentor` is."""
    own, met = Q(pk__in=()), Q(pk__in=())
    for one in some(keys, Part):
        own |= Q(participation__round=one.round, participation__person=one.person)
        met |= Q(mentee__round=one.round, mentee__person=one.person)
        met |= Q(mentor__round=one.round, mentor__person=one.person)
    return own, met


def days(keys: Iterable[Key]) -> dict[UUID, set[date]]:
    """What stands alone, by what it is of."""
    found: dict[UUID, set[date]] = {}
    for one in some(keys, Alone):
        found.setdefault(one.of, set()).add(one.on)
    return found

"""The places of mentees on a board: where a round gives several mentors, each place is a seat of its own.

A seat is known by the id of its mentee, from the second place on with a full stop and its number behind it.
"""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID

SEAT = r"[0-9a-f-]{36}(?:\.[23])?"


def seat(mentee: str | UUID, place: int) -> str:
    """The seat of a mentee's place."""
    return f"{mentee}.{place}" if place > 1 else str(mentee)


def mentee_of(seat: str) -> str:
    """Whose seat it is; of a mentor's or mentee's id that id itself."""
    return seat.partition(".")[0]


def place_of(seat: str) -> int:
    """Which of the mentee's places it is."""
    return int(seat.partition(".")[2] or 1)


def id_of(seat: str) -> UUID:
    """The participation whose seat it is."""
    return UUID(mentee_of(seat))


def read(text: str) -> str:
    """A seat as a page sent it. Raises `ValueError`."""
    if not re.fullmatch(SEAT, text):
        raise ValueError(text)
    id_of(text)
    return text


def of_frozen(mentees: Iterable[Mapping[str, Any]]) -> dict[str, list[str]]:
    """For each mentee of a run's frozen input the seats that the run may fill, the lowest place first."""
    found = {}
    for one in mentees:
        taken = one.get("taken", [])
        numbers = [place for place in range(1, one["places"] + len(taken) + 1) if place not in taken]
        found[one["id"]] = [seat(one["id"], place) for place in numbers[: one["places"]]]
    return found


def laid(
    made: Iterable[tuple[str, str]], seats: Mapping[str, list[str]], before: Mapping[str, str]
) -> dict[str, str]:
    """Pairs of (mentee, mentor) on seats: whoever stands there already stays, others take the lowest free.

    `before`: seat to mentor. The result is in the order of the pairs given.
    """
    new: dict[str, list[str]] = {}
    found: dict[str, str] = {}
    for mentee, mentor in made:
        stands = [one for one in seats.get(mentee, [mentee]) if before.get(one) == mentor]
        if stands:
            found[stands[0]] = mentor
        else:
            new.setdefault(mentee, []).append(mentor)
    for mentee, mentors in new.items():
        free = [one for one in seats.get(mentee, [mentee]) if one not in found]
        found.update(zip(free, mentors, strict=False))
    return found

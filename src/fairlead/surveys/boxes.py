"""Where answers lie without names: a list in the order of its words, padded and sealed as a whole.

Pure functions over lists of answers, and their sealing. A list that is sorted by its own words is the same
however it came about ("history independent": Naor and Teague, STOC 2001), so it cannot say who answered
first. docs/surveys.md says against whom this holds.
"""

import json
from collections.abc import Iterable, Mapping, Sequence
from random import SystemRandom
from typing import Any

from fairlead.sealed import ciphers

Answer = Mapping[str, Any]
SMALLEST_GROUP = 5
BLOCK = 8192
_chance = SystemRandom()


def words_of(answer: Answer) -> str:
    """An answer as one line that is the same for the same answer, whatever the order of its parts."""
    return json.dumps(answer, sort_keys=True, ensure_ascii=True, separators=(",", ":"))


def in_order(answers: Iterable[Answer]) -> list[Answer]:
    """The answers in the order of their words."""
    return sorted(answers, key=words_of)


def packed(answers: Iterable[Answer]) -> bytes:
    """The answers as bytes, in order, filled up to whole blocks so that the length says little."""
    text = "[" + ",".join(words_of(one) for one in in_order(answers)) + "]"
    return text.encode().ljust(-(-len(text) // BLOCK) * BLOCK)


def unpacked(content: bytes) -> list[dict[str, Any]]:
    """The answers that were packed."""
    found: list[dict[str, Any]] = json.loads(content)
    return found


def to_show(waiting: Sequence[Answer], *, closing: bool = False) -> tuple[list[Answer], list[Answer]]:
    """Which waiting answers can be shown now, and which go on waiting.

    Whatever is shown grows by five or more at a time, so that two looks at the results never differ by few
    enough answers to guess whose they are. While a wave is open, five always go on waiting: the last step,
    at its closing, is then never smaller than five. Which ones wait is left to chance. Fewer than five in
    all are shown to nobody, also not at the closing.
    """
    if closing:
        return (list(waiting), []) if len(waiting) >= SMALLEST_GROUP else ([], list(waiting))
    if len(waiting) < 2 * SMALLEST_GROUP:
        return [], list(waiting)
    drawn = set(_chance.sample(range(len(waiting)), len(waiting) - SMALLEST_GROUP))
    now = [one for place, one in enumerate(waiting) if place in drawn]
    return now, [one for place, one in enumerate(waiting) if place not in drawn]


def sealed(answers: Iterable[Answer], *, key: bytes, about: str) -> bytes:
    """The answers packed and sealed."""
    return ciphers.close(packed(answers), under=key, about=about)


def opened(content: bytes | memoryview, *, key: bytes, about: str) -> list[dict[str, Any]]:
    """The answers of a sealed list. Raises `ciphers.CannotOpen`."""
    return unpacked(ciphers.open_(content, under=key, about=about))

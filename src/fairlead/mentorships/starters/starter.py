"""What an example of a goal is made of."""

from dataclasses import dataclass

from django.utils.functional import Promise

Words = str | Promise


@dataclass(frozen=True)
class Starter:
    """A goal to begin from: written for an area, to be put into the pair's own words.

    `scale` describes the levels from -2 to +2; `steps` are the first steps.
    """

    key: str
    name: Words
    area: Words
    kind: str
    title: Words
    why: Words
    evidence: Words
    scale: tuple[Words, Words, Words, Words, Words]
    steps: tuple[Words, ...]

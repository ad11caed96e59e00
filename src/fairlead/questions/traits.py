"""Words that name what never feeds the matching: traits, performance, and what is only monitored.

A net for the plain cases, in the languages in which forms are most often written; the coordinator decides on
the rest and the form says beside each question whether it feeds the matching.
"""

import re
from collections.abc import Iterable

STEMS = (
    "appraisal",
    "behinder",
    "character",
    "disab",
    "discapacidad",
    "ethni",
    "extraver",
    "extrover",
    "gender",
    "geschlecht",
    "handicap",
    "introver",
    "leistung",
    "marital",
    "nationalit",
    "performance",
    "personalidad",
    "personality",
    "personnalité",
    "persönlichkeit",
    "pregnan",
    "pronoun",
    "racial",
    "religi",
    "sexual",
    "staatsangehörigkeit",
    "temperament",
    "género",
)
WHOLE = (
    "age",
    "alter",
    "born",
    "citizenship",
    "edad",
    "genre",
    "race",
    "sex",
)
NAMED = re.compile(rf"\b(?:(?:{'|'.join(STEMS)})\w*|(?:{'|'.join(WHOLE)})\b)", re.IGNORECASE)


def named(texts: Iterable[str]) -> str:
    """The first word of these texts that names such a thing; empty when none does."""
    found = (NAMED.search(text) for text in texts)
    return next((one[0] for one in found if one), "")

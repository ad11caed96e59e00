"""Which heading of a form export holds which answer: guessed, remembered, and checked."""

from collections.abc import Iterable, Mapping

from fairlead.integrations.form_csv.fields import FIELDS, NAME_PARTS, REQUIRED, Field
from fairlead.integrations.form_csv.reading import Table
from fairlead.integrations.form_csv.spelling import fold, words

NOT_USED = ""


def guess(headings: Iterable[str]) -> dict[str, str]:
    """For each heading the key of the answer it most likely holds, or "" for none; no answer is given
    twice.
    """
    headings = list(headings)
    rated = [
        (score, -position, heading, field.key)
        for position, heading in enumerate(headings)
        for field in FIELDS
        if (score := _fit(heading, field))
    ]
    found: dict[str, str] = {}
    taken: set[str] = set()
    for _score, _position, heading, key in sorted(rated, reverse=True):
        if heading not in found and key not in taken:
            found[heading] = key
            taken.add(key)
    return {heading: found.get(heading, NOT_USED) for heading in headings}


def propose(headings: Iterable[str], remembered: Mapping[str, str]) -> dict[str, str]:
    """The mapping of last time where a heading was known then, and a guess for the others.

    `remembered` maps folded headings to keys, as `to_remember` gives them.
    """
    headings = list(headings)
    known = {heading: remembered[fold(heading)] for heading in headings if fold(heading) in remembered}
    taken = {key for key in known.values() if key}
    guessed = guess(heading for heading in headings if heading not in known)
    rest = {heading: NOT_USED if key in taken else key for heading, key in guessed.items()}
    return {heading: known.get(heading, rest.get(heading, NOT_USED)) for heading in headings}


def to_remember(mapping: Mapping[str, str]) -> dict[str, str]:
    """The mapping by folded headings, so that case and accents do not matter next time."""
    return {fold(heading): key for heading, key in mapping.items()}


def missing(mapping: Mapping[str, str]) -> list[str]:
    """Keys of the answers a file must have that no heading is mapped to, in the order of the fields.

    First and last name together are a name.
    """
    have = set(mapping.values())
    if have.issuperset(NAME_PARTS):
        have.add("name")
    return [key for key in REQUIRED if key not in have]


def doubled(mapping: Mapping[str, str]) -> list[str]:
    """Keys of the answers that more than one heading is mapped to."""
    keys = [key for key in mapping.values() if key]
    return sorted({key for key in keys if keys.count(key) > 1})


def examples(table: Table, most: int = 3) -> dict[str, list[str]]:
    """For each heading up to `most` different values, cut to 60 characters, for the eye of whoever maps
    it.
    """
    shown: dict[str, list[str]] = {}
    for position, heading in enumerate(table.headings):
        different = dict.fromkeys(
            cell if len(cell) <= 60 else f"{cell[:59]}…"
            for row in table.rows[:200]
            if (cell := " ".join(row.cells[position].split()))
        )
        shown[heading] = list(different)[:most]
    return shown


def _fit(heading: str, field: Field) -> int:
    """How well a heading fits an answer: words matched, then the trust in the phrase; 0 for not at all."""
    said = words(heading)
    best = 0
    for rank, phrase in enumerate(field.words):
        wanted = phrase.split()
        if all(any(word.startswith(begin) for word in said) for begin in wanted):
            whole = 5 if wanted == said else 0
            best = max(best, len(wanted) * 20 + whole + 10 - rank)
    return best

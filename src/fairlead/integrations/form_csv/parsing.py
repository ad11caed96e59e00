"""One cell becomes an answer: dates, numbers, lists, roles, yes and no, addresses. Pure; nothing is
guessed silently.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Literal

from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from fairlead.integrations.form_csv.spelling import fold, words

DateOrder = Literal["day", "month"]
NUMBER_WORDS: dict[str, int] = {
    word: number
    for number, several in enumerate(
        (
            "zero none null nula keiner aucun",
            "one a eins ein einer un une uno una jeden jedna jedneho jeden",
            "two zwei deux dos due dva dvaja dve dwa dwoje couple",
            "three drei trois tres tre tri traja trzy",
            "four vier quatre cuatro quattro styri styria ctyri cztery",
            "five funf cinq cinco cinque pat piati pet piec",
            "six sechs seis sei sest szesc",
            "seven sieben sept siete sette sedem sedm siedem",
            "eight acht huit ocho otto osem osm osiem",
            "nine neun neuf nueve nove devat devet dziewiec",
            "ten zehn dix diez dieci desat deset dziesiec",
        )
    )
    for word in several.split()
}
YES = frozenset(
    [
        "yes",
        "y",
        "true",
        "1",
        "x",
        "ok",
        "agree",
        "agreed",
        "accept",
        "accepted",
        "ja",
        "oui",
        "si",
        "sim",
        "tak",
        "ano",
        "áno",
        "hai",
        "evet",
        "da",
        "kyllä",
        "✓",
        "✔",
        "☑",
        "on",
    ]
)
NO = frozenset(
    [
        "no",
        "n",
        "false",
        "0",
        "disagree",
        "declined",
        "decline",
        "nein",
        "non",
        "nie",
        "ne",
        "não",
        "nao",
        "não",
        "hayir",
        "ei",
        "off",
    ]
)
MODES: dict[str, tuple[str, ...]] = {
    "either": ("either", "both", "no preference", "any", "hybrid", "egal", "oboje", "mixed", "don t mind"),
    "in_person": (
        "in person",
        "face to face",
        "on site",
        "onsite",
        "personally",
        "osobne",
        "person",
        "personlich",
    ),
    "online": ("online", "remote", "remotely", "video", "virtual", "teams", "zoom", "on line"),
}
MENTOR_WORDS = ("mentor", "mentorin", "mentorka", "tutor")
MENTEE_WORDS = ("mentee", "mentored", "mentoree", "protege", "menti")


@dataclass(frozen=True)
class Number:
    """A number read from a cell, and how: "plain", "comma" for a decimal comma, "word", or "within" other
    text.
    """

    value: Decimal
    how: Literal["plain", "comma", "word", "within"]


def number(text: str) -> Number | None:
    """The number a cell holds; None where there is none."""
    bare = text.strip().replace("\u00a0", " ")
    if re.fullmatch(r"[+-]?\d{1,6}(\.\d{1,6})?", bare):
        return Number(Decimal(bare), "plain")
    if re.fullmatch(r"[+-]?\d{1,6},\d{1,6}", bare):
        return Number(Decimal(bare.replace(",", ".")), "comma")
    said = words(bare)
    if len(said) == 1 and said[0] in NUMBER_WORDS:
        return Number(Decimal(NUMBER_WORDS[said[0]]), "word")
    inside = re.search(r"(?<![\d.,/])\d{1,3}(?:[.,]\d{1,2})?(?![\d.,/])", bare)
    if inside:
        return Number(Decimal(inside[0].replace(",", ".")), "within")
    spoken = [NUMBER_WORDS[word] for word in said if word in NUMBER_WORDS and word not in {"a", "un", "si"}]
    return Number(Decimal(spoken[0]), "word") if len(spoken) == 1 else None


_DATE = re.compile(
    r"(?P<a>\d{1,4})[./-]\s?(?P<b>\d{1,2})[./-]\s?(?P<c>\d{2,4})"
    r"(?:[T,\s]+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?:[:.](?P<second>\d{2})(?:\.\d+)?)?)?"
    r"\s*(?P<half>[AaPp]\.?[Mm]\.?)?\s*(?:Z|UTC|[+-]\d{2}:?\d{2})?"
)


def date_order(cells: Iterable[str]) -> DateOrder:
    """Whether the dates of a column put the day or the month first: by those that can be read one way only.

    Day first unless some can only be month first and none only day first.
    """
    day = month = False
    for cell in cells:
        match = _DATE.fullmatch(cell.strip())
        if match and len(match["a"]) <= 2:
            day = day or int(match["a"]) > 12
            month = month or int(match["b"]) > 12
    return "month" if month and not day else "day"


def date(text: str, order: DateOrder = "day") -> datetime | None:
    """The date, without zone, that a cell holds (`19/09/2026 12:13`, `19.9.2026`, ISO, `9/19/2026 1:05 PM`).

    A date that cannot be read in the given order is read in the other; None where neither works.
    """
    match = _DATE.fullmatch(text.strip())
    if not match:
        return None
    first, second, third = match["a"], match["b"], match["c"]
    if len(first) == 4:
        tries = [(first, second, third)]
    else:
        year = third if len(third) == 4 else f"20{third[-2:]}"
        tries = [(year, second, first), (year, first, second)]
        if order == "month":
            tries.reverse()
    hour = _hour(int(match["hour"] or 0), (match["half"] or "").casefold())
    for year, month, day in tries:
        try:
            return datetime(  # noqa: DTZ001 - the caller gives it the zone of the installation
                int(year), int(month), int(day), hour, int(match["minute"] or 0), int(match["second"] or 0)
            )
        except ValueError:
            continue
    return None


def listing(text: str, known: Iterable[str] = ()) -> list[str]:
    """The items of a list parted by `;`, line breaks or, where all parts are then known, commas.

    Items themselves may hold commas ("Data, digital tools and process improvement"); empty ones are dropped.
    """
    items = [" ".join(item.split()) for item in re.split(r"[;\n\r|]+", text)]
    names = {fold(name): name for name in known}
    found: list[str] = []
    for item in items:
        if not item:
            continue
        parts = _by_commas(item, names) if "," in item and fold(item) not in names else None
        found.extend(parts or [item])
    return found


def sides(text: str) -> list[str]:
    """The sides a person applies for: "mentor", "mentee", both in this order, or none where it cannot be
    read.
    """
    said = words(text)
    mentor = any(word.startswith(MENTOR_WORDS) and not word.startswith(MENTEE_WORDS) for word in said)
    mentee = any(word.startswith(MENTEE_WORDS) for word in said)
    if not (mentor or mentee) and "both" in said:
        mentor = mentee = True
    return [side for side, wanted in (("mentor", mentor), ("mentee", mentee)) if wanted]


def agrees(text: str) -> bool | None:
    """Whether a cell says yes or no; None where it says neither."""
    bare = text.strip().casefold()
    said = words(text)
    if bare in NO or (said and said[0] in NO) or "not" in said or "nicht" in said:
        return False
    if (
        bare in YES
        or (said and said[0] in YES)
        or fold(text).startswith(("i agree", "i have read", "i accept", "i consent"))
    ):
        return True
    return None


def mode(text: str) -> str:
    """How to meet: "in_person", "online", "either"; empty where it cannot be read."""
    said = " ".join(words(text))
    found = [key for key, signs in MODES.items() if any(sign in said for sign in signs)]
    if "in_person" in found and "online" in found:
        return "either"
    return found[0] if found else ""


def codes(items: Iterable[str], names: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """The codes of languages by their folded names or codes, each once, and the items that are none we
    know.
    """
    found: list[str] = []
    unknown: list[str] = []
    for item in items:
        bare = re.sub(r"\(.*?\)", "", item).strip()
        code = names.get(fold(bare)) or LANGUAGE_WORDS.get(fold(bare))
        if code is None:
            unknown.append(item)
        elif code not in found:
            found.append(code)
    return found, unknown


LANGUAGE_WORDS: dict[str, str] = {
    word.replace("_", " "): code
    for code, several in {
        "zh": "chinese mandarin_chinese",
        "sl": "slovenian",
        "fa": "farsi",
        "ga": "gaelic",
        "nl": "flemish",
        "es": "castilian espanol spanisch spanielcina",
        "no": "norwegian_bokmal",
        "ro": "moldovan",
        "en": "anglictina englisch anglais ingles inglese angielski",
        "de": "deutsch nemcina allemand aleman tedesco niemiecki",
        "sk": "slovencina slowakisch",
        "cs": "cestina tschechisch",
        "pl": "polstina polski",
        "fr": "francais franzosisch francuzstina",
        "it": "italiano italienisch taliancina",
        "uk": "ukrajincina",
        "hu": "magyar madarcina",
    }.items()
    for word in several.split()
}


@dataclass(frozen=True)
class Address:
    """An e-mail address as it can be used, and whether it was found so, "tidied" or "mended"; empty if it
    is broken.
    """

    value: str
    how: Literal["plain", "tidied", "mended", "broken"]


def address(text: str, domains: Iterable[str] = ()) -> Address:
    """The address in a cell; case and surrounding space are tidied, and a known `domain` helps to mend the
    rest.
    """
    tidy = text.strip().strip("\u00a0\u200b").lower()
    if is_address(tidy):
        return Address(tidy, "plain" if tidy == text else "tidied")
    mended = re.sub(r"^mailto:|[<>\"'()\[\]]", "", re.sub(r"\s*[\[(]\s*at\s*[\])]\s*|\s+at\s+", "@", tidy))
    inside = re.search(r"[^\s<>;,]+@[^\s<>;,]+\.[a-z]{2,}", mended)
    if inside and is_address(inside[0]) and " " in mended and mended.count("@") == 1 and "," not in mended:
        before = mended.partition("@")[0]
        if " " in before and len(before.split()) > 2:
            return Address(inside[0], "mended")
    mended = re.sub(r"\s+", "", mended).replace(",", ".").replace(";", ".").rstrip(".")
    mended = re.sub(r"@+", "@", re.sub(r"\.{2,}", ".", mended)).replace(".@", "@").replace("@.", "@")
    if "@" not in mended:
        domain = next((name for name in domains if mended.endswith(name) and len(mended) > len(name)), "")
        mended = f"{mended[: -len(domain)].rstrip('.')}@{domain}" if domain else mended
    elif "." not in mended.partition("@")[2]:
        stem = mended.partition("@")[2]
        domain = next((name for name in domains if stem and name.split(".")[0] == stem.split(".")[0]), "")
        mended = f"{mended.partition('@')[0]}@{domain}" if domain else mended
    return Address(mended, "mended") if is_address(mended) else Address("", "broken")


def is_address(text: str) -> bool:
    """Whether a letter can be sent to this text."""
    try:
        validate_email(text)
    except ValidationError:
        return False
    return len(text) <= 254


def _hour(hour: int, half: str) -> int:
    if half.startswith("p") and hour < 12:
        return hour + 12
    return 0 if half.startswith("a") and hour == 12 else hour


def _by_commas(item: str, names: Mapping[str, str]) -> list[str] | None:
    """The item as known names joined by commas; None where one part is not known."""
    parts = [part.strip() for part in item.split(",")]
    found: list[str] = []
    at = 0
    while at < len(parts):
        for end in range(len(parts), at, -1):
            name = names.get(fold(", ".join(parts[at:end])))
            if name is not None:
                found.append(name)
                at = end
                break
        else:
            return None
    return found

"""Spellings compared: folding, one-letter distance, letters that an export lost, and names likely meant."""

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

PLAIN = str.maketrans(
    {
        "ø": "o", "Ø": "O", "ł": "l", "Ł": "L", "ı": "i", "đ": "d", "Đ": "D", "ð": "d", "Ð": "D",
        "ß": "ss", "æ": "ae", "Æ": "Ae", "œ": "oe", "Œ": "Oe", "þ": "th", "Þ": "Th", "’": "'", "‘": "'",
    }
)  # fmt: skip
LOST = "?\ufffd"
# Letters that Windows-1252 cannot hold, by the plain letter that an address shows in their place.
UNHELD: dict[str, str] = {
    "a": "ąăāạ", "c": "ćčċ", "d": "đď", "e": "ęěėēễếệ", "g": "ğģ", "i": "ıİīị", "k": "ķ", "l": "łľĺļ",
    "n": "ńňņ", "o": "őōộơ", "r": "řŕ", "s": "śşș", "t": "ťţțị", "u": "ůűūưų", "y": "ỹ", "z": "żź",
}  # fmt: skip
# Frequent names with such letters, from Polish to Vietnamese.
_NAMES = (
    "Łukasz Michał Paweł Wojciech Przemysław Stanisław Bolesław Bartłomiej Małgorzata Elżbieta Grażyna "
    "Bożena Wiśniewski Wiśniewska Wójcik Woźniak Kowalczyk Zieliński Zielińska Szymański Szymańska "
    "Dąbrowski Dąbrowska Kozłowski Kozłowska Jabłoński Jabłońska Piątek Wróbel Pawłowski Michałowski "
    "Król Wieczorek Głowacki Jiří Ondřej Jindřich Bořek Řehoř Dvořák Dvořáková Kučera Kučerová Černý "
    "Černá Procházka Němec Němcová Růžička Růžičková Beneš Fiala Sedláček Kříž Křížová Kovář Kovářová "
    "Holečková Ľubomír Ľubica Ľudovít Ľuboš Yılmaz Yıldız Yıldırım Aydın Kılıç Şahin Şimşek Şebnem Ayşe "
    "Işık Çağlar Doğan Erdoğan Koç Özdağ Barış Gülşen Ștefan Șerban Ionuț Mădălina Cătălin Țepeș Răzvan "
    "Ghiță Pătrașcu Erdős Kőszegi Győr Gergő Jenő Szőke Szűcs Fűzesi Đorđe Đoković Đurić Petrović "
    "Jovanović Nikolić Kovačević Marković Horvatić Jurić Ivančić Perić Nguyễn Trần Phạm Huỳnh Võ Đặng "
    "Bùi Đỗ Hồ Ngô Dương Thị Lê Vũ Đinh"
)
FREQUENT = tuple(_NAMES.split())


@lru_cache(maxsize=20_000)
def fold(text: str) -> str:
    """The text without accents, case, and doubled space: what two spellings of one thing have in common."""
    parts = unicodedata.normalize("NFKD", text.translate(PLAIN))
    bare = "".join(letter for letter in parts if not unicodedata.combining(letter))
    return " ".join(bare.casefold().split())


def words(text: str) -> list[str]:
    """The folded words of a text, without punctuation."""
    return re.findall(r"[^\W_]+", fold(text).replace("'", ""))


def person_key(name: str) -> str:
    """A name as it is compared: folded, without dots, titles of one letter, and order of the words."""
    return " ".join(sorted(word for word in words(name) if len(word) > 1))


def near(one: str, other: str) -> bool:
    """Whether the two texts differ by at most one letter added, lost, changed, or two neighbours swapped."""
    if one == other:
        return True
    if len(one) > len(other):
        one, other = other, one
    if len(other) - len(one) > 1:
        return False
    at = next((at for at, letter in enumerate(one) if letter != other[at]), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    return one[at + 1 :] == other[at + 1 :] or (
        one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    )


def shortened(text: str) -> set[str]:
    """The text, and the text with each one letter taken out: two near texts have one of these in common."""
    return {text, *(text[:at] + text[at + 1 :] for at in range(len(text)))}


def likeness(one: str, other: str) -> float:
    """How alike two names of a thing are, 0..1: shared words, where a beginning of a word counts in part."""
    left, right = _telling(one), _telling(other)
    if not left or not right:
        return 0.0
    forward = sum(max(_beginning(word, against) for against in right) for word in left) / len(left)
    backward = sum(max(_beginning(word, against) for against in left) for word in right) / len(right)
    return (2 * forward + backward) / 3


def best(text: str, names: Iterable[str]) -> tuple[str, float]:
    """The name most like the text, and how alike it is; an empty name when there is none."""
    rated = [(likeness(text, name), name) for name in names]
    score, name = max(rated, key=lambda pair: pair[0], default=(0.0, ""))
    return name, score


def has_lost_letters(name: str) -> bool:
    """Whether the name holds the mark an export writes for a letter it could not write."""
    return any(mark in name for mark in LOST)


def respell(name: str, *, known: Iterable[str], email: str) -> tuple[str, ...]:
    """Spellings a name with lost letters may have, the most likely first.

    Each word is looked for among `known` words, then among frequent names, then read from the address.
    """
    near_address = words(email.partition("@")[0].replace(".", " ").replace("-", " ").replace("_", " "))
    vocabulary = [word for full in known for word in full.split()]
    options = [
        _spellings(word, vocabulary, near_address) if has_lost_letters(word) else [word]
        for word in name.split()
    ]
    if any(not choices for choices in options):
        return ()
    full = [""]
    for choices in options:
        full = [f"{start} {word}".strip() for start in full for word in choices]
    return tuple(dict.fromkeys(full))[:6]


def _spellings(word: str, vocabulary: list[str], address: list[str]) -> list[str]:
    shape = re.compile("".join("[^\\W\\d_]" if letter in LOST else re.escape(letter) for letter in word))
    found = [known for known in [*vocabulary, *FREQUENT] if shape.fullmatch(known)]
    plain = _from_address(word, address)
    fitting = [
        known for known in found if not plain or fold(known).replace("'", "") == fold(plain).replace("'", "")
    ]
    spelled = list(dict.fromkeys(fitting))
    if plain and not spelled:
        spelled = _accented(word, plain)
    if plain:
        spelled.append(plain)
    return list(dict.fromkeys(spelled))[:4]


def _from_address(word: str, address: list[str]) -> str:
    """The word with its lost letters as the address shows them; empty where it cannot be read there."""
    bare = re.sub(r"[^\w?\ufffd]", "", fold(word))
    shape = re.compile("".join("[a-z]" if letter in LOST else re.escape(letter) for letter in bare))
    match = next((part for part in address if shape.fullmatch(part)), "")
    if not match:
        return ""
    letters = iter(letter for letter, mark in zip(match, bare, strict=True) if mark in LOST)
    plain = "".join(next(letters) if letter in LOST else letter for letter in word)
    return plain[:1].upper() + plain[1:] if word[0] in LOST else plain


def _accented(word: str, plain: str) -> list[str]:
    at = next(at for at, letter in enumerate(word) if letter in LOST)
    upper = plain[at].isupper()
    return [
        plain[:at] + (letter.upper() if upper else letter) + plain[at + 1 :]
        for letter in UNHELD.get(plain[at].lower(), "")[:2]
    ]


def _telling(text: str) -> list[str]:
    return [
        word for word in words(text) if word not in {"of", "the", "and", "for", "a", "in", "de", "der", "fur"}
    ]


def _beginning(word: str, against: str) -> float:
    shared = next(
        (at for at, (left, right) in enumerate(zip(word, against, strict=False)) if left != right),
        min(len(word), len(against)),
    )
    return shared / min(len(word), len(against)) if shared >= min(3, len(word), len(against)) else 0.0

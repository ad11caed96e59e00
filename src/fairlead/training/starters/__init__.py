"""The curriculum that comes with Fairlead: one file per module, in a folder per language.

A file begins with lines `name: value`, then the reading after a line `---`, and the questions after another:
a line `? ` asks, each line `+ ` (right) or `- ` answers it, with what is said about the answer after ` :: `.
"""

from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent
FALLBACK = "en"
ORDER = (
    "role",
    "listening",
    "goals",
    "intercultural",
    "confidentiality",
    "gdpr",
    "refresher",
    "plan",
    "preparing",
    "feedback",
)


@dataclass(frozen=True)
class Reply:
    """One answer of a question."""

    text: str
    feedback: str
    right: bool


@dataclass(frozen=True)
class Asked:
    """One question with its answers."""

    text: str
    answers: tuple[Reply, ...]


@dataclass(frozen=True)
class Starter:
    """A module as it comes with Fairlead."""

    key: str
    kind: str
    track: str
    title: str
    summary: str
    minutes: int
    months_valid: int | None
    refreshes: tuple[str, ...]
    text: str
    sources: str
    questions: tuple[Asked, ...]


@cache
def starters(language: str) -> tuple[Starter, ...]:
    """The modules in this language, in English where nobody has written them in it yet."""
    folder = FOLDER / language.partition("-")[0]
    if not folder.name.isalpha() or not folder.is_dir():
        folder = FOLDER / FALLBACK
    return tuple(read(key, (folder / f"{key}.md").read_text(encoding="utf-8")) for key in ORDER)


def read(key: str, written: str) -> Starter:
    """One module as it is written in its file."""
    head, text, asked = (part.strip() for part in written.split("\n---\n"))
    facts: dict[str, list[str]] = {}
    for line in head.splitlines():
        name, _colon, value = line.partition(":")
        facts.setdefault(name.strip(), []).append(value.strip())
    one = {name: values[0] for name, values in facts.items()}
    return Starter(
        key=key,
        kind=one.get("kind", "reading"),
        track=one["track"],
        title=one["title"],
        summary=one["summary"],
        minutes=int(one["minutes"]),
        months_valid=int(one["months"]) if "months" in one else None,
        refreshes=tuple(one.get("refreshes", "").replace(",", " ").split()),
        text=text,
        sources="\n".join(facts.get("source", [])),
        questions=_questions(asked),
    )


def _questions(written: str) -> tuple[Asked, ...]:
    found: list[tuple[str, list[Reply]]] = []
    for line in written.splitlines():
        mark, words = line[:2], line[2:].strip()
        if mark == "? ":
            found.append((words, []))
        elif mark in {"+ ", "- "}:
            text, _sign, feedback = words.partition(" :: ")
            found[-1][1].append(Reply(text.strip(), feedback.strip(), mark == "+ "))
    return tuple(Asked(text, tuple(answers)) for text, answers in found)

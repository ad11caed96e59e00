"""What was found in a file: problems by row and column, and the choices a coordinator has."""

import hashlib
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

CREATE = "create"
LEAVE = "leave"
TYPED = "typed"
EMPTY = "empty"


@dataclass(frozen=True)
class Option:
    """One way to settle a question."""

    value: str
    label: str


@dataclass(frozen=True)
class Choice:
    """A question about the file, the ways to settle it, and the one proposed.

    `required` choices must be made before anything is brought in; `typed` allows a text of one's own, of
    which
    `typed_proposal` is a first version. A `private` choice holds what somebody is called or reached by: it
    is not
    remembered for other files.
    """

    key: str
    kind: str
    question: str
    options: tuple[Option, ...]
    proposal: str
    required: bool = False
    typed_label: str = ""
    typed_proposal: str = ""
    private: bool = False

    def allows(self, value: str) -> bool:
        """Whether the value is one of the options."""
        return any(option.value == value for option in self.options)


@dataclass(frozen=True)
class Answer:
    """How a choice stands: by the coordinator (`made`) or as proposed."""

    value: str
    text: str = ""
    made: bool = False


@dataclass(frozen=True)
class Problem:
    """One thing found in one cell: what stood there, what is proposed, and the choice that settles it, if
    any.
    """

    kind: str
    row: int
    field: str
    found: str
    proposed: str
    choice: str = ""


@dataclass
class Findings:
    """Gathers problems and choices while a file is checked, and answers choices already made.

    `made` holds the coordinator's choices by key: {"value": ..., "text": ...}.
    """

    made: Mapping[str, Mapping[str, str]]
    problems: list[Problem] = field(default_factory=list)
    choices: dict[str, Choice] = field(default_factory=dict)

    def note(
        self, kind: str, row: int, column: str, found: str, proposed: str, choice: Choice | None = None
    ) -> None:
        """Name a problem in a cell."""
        key = choice.key if choice else ""
        problem = Problem(kind, row, column, found, proposed, key)
        if problem not in self.problems[-50:]:
            self.problems.append(problem)

    def ask(self, choice: Choice) -> Answer:
        """How this choice stands; a choice asked twice is required if it was required once."""
        before = self.choices.get(choice.key)
        if before is not None and before.required and not choice.required:
            choice = replace(choice, required=True)
        self.choices[choice.key] = choice
        return self.answer(choice)

    def answer(self, choice: Choice) -> Answer:
        """The coordinator's answer where it fits the options, else the proposal."""
        said = self.made.get(choice.key)
        if said and choice.allows(str(said.get("value", ""))):
            return Answer(str(said["value"]), str(said.get("text", "")).strip(), made=True)
        return Answer(choice.proposal, choice.typed_proposal)


def key(kind: str, *parts: object) -> str:
    """The stable key of a choice; a fingerprint of its parts, so that it says nothing about a person."""
    joined = "\x1f".join(str(part) for part in parts)
    return f"{kind}:{hashlib.sha256(joined.encode()).hexdigest()[:20]}"


def clean(posted: Mapping[str, Any], choices: Iterable[Choice]) -> dict[str, dict[str, str]]:
    """The choices made in a form: fields `KEY` and `KEY.text`; values that are no option are ignored."""
    made: dict[str, dict[str, str]] = {}
    for choice in choices:
        value = str(posted.get(choice.key, ""))
        if choice.allows(value):
            made[choice.key] = {"value": value}
            text = " ".join(str(posted.get(f"{choice.key}.text", "")).split())[:500]
            if value == TYPED:
                made[choice.key]["text"] = text
    return made

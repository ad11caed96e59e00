"""What the engine refuses: a code and facts, never a sentence."""

from __future__ import annotations

from typing import Any


class Refusal(Exception):
    """The engine cannot take this input. `code` says why, `facts` holds the particulars; no prose."""

    code = "refused"

    def __init__(self, **facts: Any) -> None:
        super().__init__(self.code, facts)
        self.facts: dict[str, Any] = facts

    def __reduce__(self) -> tuple[Any, ...]:
        return _again, (type(self), self.facts)

    def __str__(self) -> str:
        told = ", ".join(f"{name}={value!r}" for name, value in self.facts.items())
        return f"{self.code} ({told})" if told else self.code


def _again(kind: type[Refusal], facts: dict[str, Any]) -> Refusal:
    """The same refusal on the other side of a pickle."""
    return kind(**facts)


class UnknownPerson(Refusal):
    """A locked or forbidden pair, or a question, names nobody who takes part. Facts: side, person."""

    code = "unknown_person"


class DuplicatePerson(Refusal):
    """The same id is given twice on one side. Facts: side, person."""

    code = "duplicate_person"


class LockedPairForbidden(Refusal):
    """A locked pair breaks a hard rule; rules are never broken. Facts: mentee, mentor, blocks."""

    code = "locked_pair_forbidden"


class BrokenProblem(Refusal):
    """The arrays of a problem do not fit together. Facts: what, and where it helps index, mentee, mentor."""

    code = "broken_problem"


class ScoresTooWide(Refusal):
    """The scores have too many digits to be added exactly. Facts: digits, largest, or bits and most."""

    code = "scores_too_wide"


class NotProven(Refusal):
    """The independent check did not confirm the result, so none is given. Facts: findings."""

    code = "not_proven"


class Cancelled(Refusal):
    """Whoever watched the work has called it off; nothing is left behind. Facts: step."""

    code = "cancelled"


class NotEnoughMemory(Refusal):
    """The work needs more memory than there is, so it was not begun. Facts: needed, available (bytes)."""

    code = "not_enough_memory"


class NotSolvable(Refusal):
    """No method takes this problem as it is. Facts: what (the part that none can take), tiers or size."""

    code = "not_solvable"

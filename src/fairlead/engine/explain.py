"""Why this pair, why not that one, why nobody: computed from the optimum, not narrated.

Ask an `Explainer` when there are many questions about one solution; the functions here make one each time.
"""

from __future__ import annotations

from fairlead.engine.compile import Compiled
from fairlead.engine.model import Solution
from fairlead.engine.moves import Alternative, Explainer, Move, NothingToExplain
from fairlead.engine.remedies import Remedies, Remedy, help_together, remedies, with_changes
from fairlead.engine.smallest import Helping, Smallest, smallest
from fairlead.engine.unmatched import (
    Area,
    Nearly,
    Relaxation,
    Unmatched,
    explain_all_unmatched,
    explain_unmatched,
    kinds_of_unmatched,
    unmatched_mentees,
)


def alternatives(compiled: Compiled, solution: Solution, mentee: str) -> tuple[Alternative, ...]:
    """Every mentor for a mentee with the exact overall cost and who would move, or why she cannot be."""
    return Explainer(compiled, solution).alternatives(mentee)


def runner_up(compiled: Compiled, solution: Solution, mentee: str) -> Alternative | None:
    """The best other mentor for a mentee, with the exact overall cost; None if there is none."""
    return Explainer(compiled, solution).runner_up(mentee)


def unmatched(compiled: Compiled, solution: Solution, mentee: str, *, relax: bool = True) -> Unmatched:
    """Why a mentee has no mentor; with `relax` also what would help, found true by solving again."""
    return explain_unmatched(Explainer(compiled, solution), mentee, relax=relax)


__all__ = [
    "Alternative",
    "Area",
    "Explainer",
    "Helping",
    "Move",
    "Nearly",
    "NothingToExplain",
    "Relaxation",
    "Remedies",
    "Remedy",
    "Smallest",
    "Unmatched",
    "alternatives",
    "explain_all_unmatched",
    "explain_unmatched",
    "help_together",
    "kinds_of_unmatched",
    "remedies",
    "runner_up",
    "smallest",
    "unmatched",
    "unmatched_mentees",
    "with_changes",
]

"""The gain in skills with its uncertainty: interval and effect size, as the surveys reckon them."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from fairlead.evaluation.indicators.catalogue import BY_KEY
from fairlead.evaluation.indicators.facts import Where
from fairlead.surveys.statistics import paired_change

if TYPE_CHECKING:
    from fairlead.evaluation.queries.boards import Board
    from fairlead.surveys.statistics import Change


def rows(board: "Board", rounds: Mapping[UUID, str]) -> list[dict[str, Any]]:
    """The paired change of the whole programme and of each round, where it may be told."""
    told = board.may_be_told(BY_KEY["skill_gain"])
    parts = [(name, Where(round=pk)) for pk, name in rounds.items()] + [(_("All together"), Where())]
    found = []
    for label, where in parts:
        pairs = [(one.before, one.after) for one in board.facts.gained if where.holds(one)]
        change = paired_change(pairs) if where in told else None
        if change is not None:
            found.append(_row(label, change))
    return found


def _row(label: str, change: "Change") -> dict[str, Any]:
    low, high = change.low, change.high
    return {
        "label": label,
        "n": change.n,
        "before": _said(change.before),
        "after": _said(change.after),
        "mean": _signed(change.mean),
        "span": f"{_signed(low)} … {_signed(high)}" if low is not None and high is not None else "–",
        "g": _signed(change.g) if change.g is not None else "–",
    }


def _said(value: float) -> str:
    return number_format(round(value, 2), 2, use_l10n=True)


def _signed(value: float) -> str:
    sign = "+" if round(value, 2) > 0 else "−" if round(value, 2) < 0 else ""
    return f"{sign}{_said(abs(value))}"

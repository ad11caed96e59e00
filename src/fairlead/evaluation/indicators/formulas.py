"""A formula over indicators, as a coordinator types it: numbers, keys, + - * /, brackets, min, max, abs."""

import ast
import operator
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass
from math import isfinite

from django.utils.translation import gettext as _

LONGEST = 300
MOST_PARTS = 80
LARGEST = 1e12
OPERATIONS: dict[type[ast.operator], Callable[[float, float], float]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
}
SIGNS: dict[type[ast.unaryop], Callable[[float], float]] = {
    ast.USub: operator.neg,
    ast.UAdd: operator.pos,
}
FUNCTIONS: dict[str, Callable[..., float]] = {"min": min, "max": max, "abs": abs}


class FormulaRefused(ValueError):
    """A formula that cannot be read; `column` is where, counted from one."""

    def __init__(self, sentence: str, column: int) -> None:
        self.column = column
        super().__init__(_("Column %(column)d: %(sentence)s") % {"column": column, "sentence": sentence})


@dataclass(frozen=True)
class Formula:
    """A formula that was read, and the keys it stands on."""

    text: str
    tree: ast.expr
    names: frozenset[str]

    def value(self, figures: Mapping[str, float | None]) -> float | None:
        """Its value; None where one of its figures has none, or nothing can be divided by."""
        if any(figures.get(name) is None for name in self.names):
            return None
        try:
            found = _value(self.tree, figures)
        except (ZeroDivisionError, OverflowError):
            return None
        return found if isfinite(found) else None


def parse(text: str, known: Collection[str]) -> Formula:
    """Read a formula over these keys. Raises `FormulaRefused` with the column and what is wrong there."""
    typed = text.strip()
    if not typed:
        raise FormulaRefused(_("There is nothing here."), 1)
    if len(typed) > LONGEST:
        raise FormulaRefused(_("A formula has 300 characters at most."), LONGEST + 1)
    try:
        tree = ast.parse(typed, mode="eval").body
    except (SyntaxError, ValueError, MemoryError, RecursionError) as unclear:
        column = getattr(unclear, "offset", None) or len(typed)
        raise FormulaRefused(_("It cannot be read from here on."), min(column, len(typed))) from None
    names = _checked(typed, tree, frozenset(known))
    if sum(1 for _node in ast.walk(tree)) > MOST_PARTS:
        raise FormulaRefused(_("It has too many parts."), 1)
    return Formula(typed, tree, names)


def _checked(text: str, tree: ast.expr, known: frozenset[str]) -> frozenset[str]:
    """The keys in it, once every part of it is one that is allowed."""
    names: set[str] = set()
    waiting: list[ast.expr] = [tree]
    while waiting:
        node = waiting.pop()
        if isinstance(node, ast.Name):
            if node.id not in known:
                sentence = _("“%(word)s” is no key of an indicator.") % {"word": node.id}
                raise FormulaRefused(sentence, _column(text, node))
            names.add(node.id)
        else:
            waiting += _parts(text, node)
    return frozenset(names)


def _parts(text: str, node: ast.expr) -> Iterator[ast.expr]:
    """The parts of one step, when it is a step that is allowed."""
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        yield from (node.left, node.right)
    elif isinstance(node, ast.UnaryOp) and type(node.op) in SIGNS:
        yield node.operand
    elif isinstance(node, ast.Call):
        yield from _arguments(text, node)
    elif not _is_number(node):
        raise FormulaRefused(
            _("Only numbers, keys, + - * /, brackets, min, max and abs."), _column(text, node)
        )


def _is_number(node: ast.expr) -> bool:
    if not isinstance(node, ast.Constant) or isinstance(node.value, bool):
        return False
    return isinstance(node.value, int | float) and abs(node.value) <= LARGEST


def _arguments(text: str, node: ast.Call) -> list[ast.expr]:
    name = node.func.id if isinstance(node.func, ast.Name) else ""
    if name not in FUNCTIONS or node.keywords or any(isinstance(one, ast.Starred) for one in node.args):
        raise FormulaRefused(_("Only min, max and abs can be called."), _column(text, node))
    if len(node.args) != 1 if name == "abs" else len(node.args) < 2:
        raise FormulaRefused(_("abs takes one part; min and max two or more."), _column(text, node))
    return node.args


def _column(text: str, node: ast.expr) -> int:
    """Where a part begins, in characters from one: the parser counts bytes."""
    return len(text.encode()[: node.col_offset].decode(errors="ignore")) + 1


def _value(node: ast.expr, figures: Mapping[str, float | None]) -> float:
    if isinstance(node, ast.Name):
        return float(figures[node.id] or 0)
    if isinstance(node, ast.Constant):
        return float(node.value)  # type: ignore[arg-type]
    if isinstance(node, ast.UnaryOp):
        return SIGNS[type(node.op)](_value(node.operand, figures))
    if isinstance(node, ast.BinOp):
        return OPERATIONS[type(node.op)](_value(node.left, figures), _value(node.right, figures))
    assert isinstance(node, ast.Call)
    assert isinstance(node.func, ast.Name)
    return FUNCTIONS[node.func.id](*(_value(one, figures) for one in node.args))

"""The tables of states are whole, and the docs show them as they are."""

import pytest
from django.db.models import TextChoices

from tools import states

TABLES = list(states.tables())


def gaps(choices: type[TextChoices], moves: states.Moves) -> list[str]:
    """States without a row, rows without a state, states nothing leads to."""
    reached = {next(iter(choices)), *(state for followers in moves.values() for state in followers)}
    return sorted(
        {f"{state} has no row" for state in choices if state not in moves}
        | {f"{state} is no state" for state in moves if state not in set(choices)}
        | {f"nothing leads to {state}" for state in choices if state not in reached}
    )


def test_the_docs_show_the_tables_as_they_are():
    assert states.PAGE.read_text(encoding="utf-8") == states.page(), "run: python tools/states.py"


@pytest.mark.parametrize(
    ("context", "choices", "moves"), TABLES, ids=[f"{t[0]}-{t[1].__name__}" for t in TABLES]
)
def test_a_table_is_whole(context, choices, moves):
    assert gaps(choices, moves) == []


def test_gaps_are_noticed():
    class Light(TextChoices):
        RED = "red"
        GREEN = "green"
        BLUE = "blue"

    moves = {Light.RED: frozenset({Light.GREEN}), Light.GREEN: frozenset({Light.RED})}
    assert gaps(Light, moves) == ["blue has no row", "nothing leads to blue"]

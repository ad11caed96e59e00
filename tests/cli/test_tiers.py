"""What tiers reached is told in the words and units of those who asked."""

from decimal import Decimal

import pytest

from fairlead.cli import tiers
from fairlead.engine.compile import Candidate, Compiled, bare, compile_problem
from fairlead.engine.model import Problem, Tier
from fairlead.engine.policy import Policy, Priority

SCORED = bare(
    Problem.of(
        ["a", "b", "c"],
        ["A", "B"],
        [(0, 0, 50), (1, 0, 25), (1, 1, 50), (2, 1, 75)],
        scale=100,
        mentee_class=[2, 1, 0],
    )
)


def digits(*counts: int, base: int) -> int:
    number = 0
    for count in counts:
        number = number * base + count
    return number


def by_class(*counts: int) -> int:
    """Counts of classes 1 and 2 as one number: three mentees need two bits."""
    return digits(*counts, base=4)


def by_score(*counts: int) -> int:
    """Counts at 0.25, 0.5 and 0.75 as one number below 0: four pairs need three bits."""
    return -digits(*counts, base=8)


@pytest.mark.parametrize(
    ("tier", "value", "data", "words"),
    [
        ("mentees", 2, 2, "2"),
        ("score", 125, Decimal("1.25"), "1.25"),
        ("worst", 25, Decimal("0.25"), "0.25"),
        ("even", -3, -3, "3"),
        ("priority", by_class(1, 0), {"class 1": 1, "class 2": 0}, "1 of class 1 and 0 of class 2"),
        ("leximin", by_score(0, 2, 1), {"0.5": 2, "0.75": 1}, "2 pairs at 0.5, 1 pair at 0.75"),
        ("leximin", by_score(0, 0, 0), {}, "no pair"),
    ],
)
def test_a_figure_is_told_by_class_and_by_score(tier: str, value: int, data: tiers.Shown, words: str) -> None:
    assert tiers.shown(SCORED, tier, value) == data
    assert tiers.told(SCORED, tier, value) == words


def test_only_the_lowest_scores_are_told_in_words() -> None:
    problem = Problem.of(["a"], ["A", "B", "C", "D"], [(0, one, one) for one in range(4)])
    value = -digits(1, 1, 1, 1, base=8)
    assert tiers.told(bare(problem), "leximin", value) == "1 pair at 0, 1 pair at 1, 1 pair at 2, ..."


def test_classes_are_called_as_the_policy_calls_them() -> None:
    compiled: Compiled = compile_problem(
        [Candidate("a", {"waiting": "long"}), Candidate("b", {"waiting": "late"})],
        [Candidate("A")],
        Policy(priority=Priority("waiting", ("long", "late")), tiers=("priority",)),
    )
    assert tiers.told(compiled, "priority", by_class(1, 0)) == "1 of long and 0 of late"
    assert tiers.told(compile_problem([], [], Policy()), "priority", 0) == "no class is given"


def test_what_is_short_of_the_best_is_told_level_by_level() -> None:
    one = Tier("leximin", by_score(1, 0, 1), by_score(0, 2, 0))
    assert tiers.as_data(SCORED, one, bound="best", short=True) == {
        "name": "leximin",
        "value": {"0.25": 1, "0.75": 1},
        "best": {"0.5": 2},
        "short": {"0.5": 2, "0.25": -1, "0.75": -1},
    }
    assert tiers.as_data(SCORED, Tier("score", 100, 125)) == {
        "name": "score",
        "value": Decimal("1.00"),
        "bound": Decimal("1.25"),
    }


@pytest.mark.parametrize(
    ("some", "said"),
    [
        ((Tier("mentees", 2, 2), Tier("score", 100, 100)), ""),
        (
            (Tier("mentees", 2, 2), Tier("score", 100, 125), Tier("kept", 1, 2)),
            "score is 1, and no more than 1.25 is possible",
        ),
        ((Tier("even", -3, -1),), "even is 3, and no less than 1 is possible"),
    ],
)
def test_how_far_the_best_can_be_is_told_by_the_first_tier_not_proven(
    some: tuple[Tier, ...], said: str
) -> None:
    assert tiers.gap(SCORED, some) == said

"""A problem of very many people asks a source for its pairs, and comes to the same result."""

from decimal import Decimal

import numpy as np
import pytest

from fairlead.engine import numba_door
from fairlead.engine.compile import Candidate, Compiled, compile_problem
from fairlead.engine.judging import Breach, Judgement, judge
from fairlead.engine.model import Method
from fairlead.engine.policy import Criterion, Group, GroupQuota, Limits, Policy, Rule
from fairlead.engine.solvers import solve
from fairlead.engine.sources.bits import BitSource
from fairlead.engine.sources.blocks import BlockSource
from fairlead.engine.unlisted import can_have_source

AREAS = ("tax", "visa", "pay", "law", "care")
POLICY = Policy(
    rules=(Rule("not_equal", "team", "team", "team"),),
    criteria=(Criterion("overlap", "areas", "wants", "offers", points=(Decimal(5), Decimal(3))),),
    mentors=Limits(most=2),
)
SMALL = 0


def people(side: str, many: int) -> list[Candidate]:
    """People who want and offer areas by a fixed pattern."""
    field = "wants" if side == "e" else "offers"
    return [
        Candidate(f"{side}{i}", {field: (AREAS[i % 5], AREAS[i * 3 % 5]), "team": f"t{i % 4}"})
        for i in range(many)
    ]


def compiled(policy: Policy = POLICY, most_cells: int = SMALL, **pairs: list[tuple[str, str]]) -> Compiled:
    return compile_problem(people("e", 9), people("o", 6), policy, most_cells=most_cells, **pairs)


def test_few_pairs_are_listed_and_many_are_asked_for() -> None:
    assert compiled(most_cells=54).problem.source is None
    assert isinstance(compiled(most_cells=53).problem.source, BitSource)
    assert compiled(locked=[("e0", "o1")]).problem.source is None
    assert compiled(base=[("e0", "o1")]).problem.source is None


def test_the_source_gives_the_same_best_figures_and_no_more_blocks() -> None:
    asked, listed = compiled(forbidden=[("e0", "o1")]), compiled(most_cells=54, forbidden=[("e0", "o1")])
    found, expected = solve(asked.problem, POLICY.objective), solve(listed.problem, POLICY.objective)
    assert found.method is Method.PRICED
    assert [(tier.value, tier.bound) for tier in found.tiers] == [
        (tier.value, tier.bound) for tier in expected.tiers
    ]
    assert asked.blocks("e0", "o2") == listed.blocks("e0", "o2") == ()
    assert asked.blocks("e0", "o1") == listed.blocks("e0", "o1") != ()


def test_points_too_wide_for_bits_are_read_in_blocks() -> None:
    wide = Policy(
        rules=POLICY.rules,
        criteria=(Criterion("overlap", "areas", "wants", "offers", points=(Decimal(10**11), Decimal(3))),),
        mentors=Limits(most=2),
    )
    assert isinstance(compiled(wide).problem.source, BlockSource)


@pytest.mark.parametrize(
    "policy",
    [
        Policy(tiers=("score",)),
        Policy(mentees=Limits(most=2)),
        Policy(mentors=Limits(most=2, least=1)),
        Policy(together="team"),
        Policy(quotas=(GroupQuota("q", mentors=Group("team", "t0"), most=1),)),
    ],
)
def test_what_a_source_cannot_do_yet_is_listed(policy: Policy, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(numba_door, "PRESENT", True)
    assert compiled(policy).problem.source is None


def test_without_numba_pairs_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    none = np.zeros(1, dtype=np.int64)
    limits = {"mentee_most": none + 1, "mentee_least": none, "mentor_least": none}
    monkeypatch.setattr(numba_door, "PRESENT", True)
    assert can_have_source(POLICY, limits)
    monkeypatch.setattr(numba_door, "PRESENT", False)
    assert not can_have_source(POLICY, limits)


def test_pairs_are_judged_against_a_source_as_against_a_list() -> None:
    asked, listed = compiled(), compiled(most_cells=54)
    best = solve(asked.problem, POLICY.objective)
    named = [tuple(best.problem.named(pair).values()) for pair in best.pairs]
    pairs = [(mentee, mentor) for mentee, mentor in named]
    assert judge(asked, POLICY.objective, pairs).judgement is Judgement.OPTIMAL
    some = [*pairs[1:4], ("e0", "o0"), ("nobody", "o0")]
    found, expected = (judge(one, POLICY.objective, some) for one in (asked, listed))
    assert (found.judgement, found.tiers) == (Judgement.INVALID, expected.tiers)
    assert found.breaches == expected.breaches
    assert Breach("unknown_person", 4, ("nobody", "o0"), "mentee", "nobody") in found.breaches
    assert (found.nearest, found.blocking, bool(found.moves)) == (False, (), True)

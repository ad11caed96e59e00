"""Points that few pairs have, such as wishes, on top of a source: as if every pair had been scored."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine import scoring
from fairlead.engine.compile import Candidate, compile_problem
from fairlead.engine.policy import EACH, SHARE, Criterion, Limits, Policy, Rule
from fairlead.engine.scoring import CRITERIA, digits_of
from fairlead.engine.solvers import solve
from fairlead.engine.sources import added
from fairlead.engine.sources.added import AddedSource, few, points_of
from fairlead.engine.sources.bits import BitSource
from fairlead.engine.sources.blocks import BlockSource
from fairlead.engine.sources.told import Said
from fairlead.engine.values import People
from tests.engine.peopled import every_pair, naive, policies, sides

WISHES = Criterion(
    "overlap", "wishes", "wished", "id", points=(Decimal(90_000),), count=SHARE, most=Decimal(9)
)


@st.composite
def wishing(draw: Any) -> tuple[People, Policy]:
    """People of whom some wish for some, once or by a list of points, and what else a policy may hold."""
    people, policy = draw(sides(5)), draw(policies())
    names = [one.id for one in people.mentors]
    mentees = []
    for one in people.mentees:
        wished = draw(st.dictionaries(st.sampled_from(names), st.integers(0, 5), max_size=3)) if names else {}
        importance = {**one.importance, "wished": {**wished, "-": 100} if wished else {}}
        mentees.append(
            Candidate(
                one.id, {**one.values, "wished": (*wished, "-") if wished else ()}, importance=importance
            )
        )
    mentors = tuple(replace(one, values={**one.values, "id": one.id}) for one in people.mentors)
    count, most = draw(st.sampled_from((SHARE, EACH))), draw(st.sampled_from((None, Decimal(9))))
    wishes = replace(WISHES, count=count, most=most)
    return People(tuple(mentees), mentors), replace(policy, criteria=(*policy.criteria, wishes))


def best_of(found: Any, own: int, value: Any) -> list[tuple[int, int]]:
    """For each pair found its person and what it is worth, in order."""
    return sorted(zip(found[own].tolist(), value.tolist(), strict=True))


@given(wishing(), st.integers(0, 6), st.data())
@settings(max_examples=60, deadline=None)
def test_points_added_to_few_pairs_answer_as_if_every_pair_was_scored(
    given_: tuple[People, Policy], k: int, data: st.DataObject
) -> None:
    people, policy = given_
    digits = max(digits_of(one, people) for one in policy.criteria)
    said, wishes = Said(people), policy.criteria[-1]
    whole, rest = naive(people, policy), replace(policy, criteria=policy.criteria[:-1])
    size = len(people.mentees), len(people.mentors)
    base = BlockSource(
        size,
        whole._allowed_by,
        [CRITERIA[one.kind](one, people, digits) for one in rest.criteria],
    )
    source = AddedSource(base, points_of(said, wishes, digits))
    rows, cols = every_pair(people)
    assert source.allowed(rows, cols).tolist() == whole.allowed(rows, cols).tolist()
    fine = whole.allowed(rows, cols)
    assert source.scores(rows, cols)[fine].tolist() == whole.scores(rows, cols)[fine].tolist()
    assert source.most_score >= max(source.scores(rows, cols)[fine].tolist(), default=0)
    for own, side in enumerate(("mentee", "mentor")):
        found, expected = source.best(side, k), whole.best(side, k)
        assert best_of(found, own, found[2]) == best_of(expected, own, expected[2])
        assert found[2].tolist() == whole.scores(found[0], found[1]).tolist()
    need = np.array([data.draw(st.integers(-20, 60)) for _ in people.mentees], dtype=np.int64)
    price = np.array([data.draw(st.integers(0, 20)) for _ in people.mentors], dtype=np.int64)
    found, expected = (one.above(need, price, max(1, k)) for one in (source, whole))
    worth = [one[2] - price[one[1]] for one in (found, expected)]
    assert best_of(found, 0, worth[0]) == best_of(expected, 0, worth[1])


@given(sides(5), policies(), st.integers(0, 3))
@settings(max_examples=40, deadline=None)
def test_very_many_words_are_counted_sparsely_to_the_same_points(
    people: People, policy: Policy, least: int
) -> None:
    rows, cols = np.arange(len(people.mentees)), np.arange(len(people.mentors))
    for one in policy.criteria:
        digits = digits_of(one, people)
        dense = CRITERIA[one.kind](one, people, digits)(rows, cols)
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(scoring, "CELLS_DENSE", least)
            sparse = CRITERIA[one.kind](one, people, digits)(rows, cols)
        assert sparse.tolist() == dense.tolist()


AREAS = ("tax", "visa", "pay", "law", "care")
POLICY = Policy(
    rules=(Rule("not_equal", "team", "team", "team"),),
    criteria=(Criterion("overlap", "areas", "areas", "areas", points=(Decimal(5), Decimal(3))), WISHES),
    mentors=Limits(most=2),
)


def wishers(many: int = 9) -> tuple[list[Candidate], list[Candidate]]:
    """Mentees who wish for two mentors each by a fixed pattern, and two mentors for three mentees."""
    mentors = [
        Candidate(f"o{i}", {"areas": (AREAS[i % 5], AREAS[i * 3 % 5]), "team": f"t{i % 4}", "id": f"o{i}"})
        for i in range(2 * many // 3)
    ]
    mentees = []
    for i in range(many):
        wished = {f"o{(i * 5 + 1) % len(mentors)}": 60, f"o{i * 7 % len(mentors)}": 30}
        wished["-"] = 100 - sum(wished.values())
        values = {"areas": (AREAS[i % 5], AREAS[i * 3 % 5]), "team": f"t{i % 4}", "wished": tuple(wished)}
        mentees.append(Candidate(f"e{i}", values, importance={"wished": wished}))
    return mentees, mentors


def test_wishes_of_very_many_people_stay_on_the_source_of_bits_and_give_the_same_best_figures() -> None:
    mentees, mentors = wishers()
    apart = [("e0", "o1"), ("e3", "o4")]
    asked, listed = (
        compile_problem(mentees, mentors, POLICY, forbidden=apart, most_cells=most) for most in (0, 1_000)
    )
    assert isinstance(asked.problem.source, AddedSource)
    assert isinstance(asked.problem.source.source, BitSource)
    found, expected = (solve(one.problem, POLICY.objective) for one in (asked, listed))
    assert [(one.name, one.value, one.bound) for one in found.tiers] == [
        (one.name, one.value, one.bound) for one in expected.tiers
    ]
    without = compile_problem(mentees, mentors, replace(POLICY, criteria=POLICY.criteria[:1]), most_cells=0)
    assert solve(without.problem, POLICY.objective).total_score < found.total_score


def test_the_order_of_the_people_does_not_decide() -> None:
    mentees, mentors = wishers(12)
    made = set()
    for some, others in ((mentees, mentors), (mentees[::-1], mentors[::-1])):
        problem = compile_problem(some, others, POLICY, most_cells=0).problem
        best = solve(problem, POLICY.objective)
        made.add(frozenset((one["mentee"], one["mentor"]) for one in map(best.problem.named, best.pairs)))
    assert len(made) == 1


def test_what_many_share_or_could_take_points_away_is_not_set_apart(monkeypatch: pytest.MonkeyPatch) -> None:
    mentees, mentors = wishers()
    said = Said(People(tuple(mentees), tuple(mentors)))
    assert few(said, POLICY, 0) == (replace(POLICY, criteria=POLICY.criteria[:1]), [WISHES])
    for other in (replace(WISHES, most=Decimal(-1)), replace(WISHES, important="team")):
        policy = replace(POLICY, criteria=(other,))
        assert few(said, policy, 0) == (policy, [])
    monkeypatch.setattr(added, "FEW_A_PERSON", 0)
    assert few(said, POLICY, 0) == (POLICY, [])
    finer = replace(POLICY, criteria=(POLICY.criteria[0], replace(WISHES, most=Decimal("8.5"))))
    monkeypatch.undo()
    source = compile_problem(mentees, mentors, finer, most_cells=0).problem.source
    assert not isinstance(source, AddedSource)

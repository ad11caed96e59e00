from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from decimal import Decimal
from multiprocessing import get_context
from typing import Any

import numpy as np
import pytest

from fairlead.engine.given import Found
from fairlead.engine.policy import Criterion, Policy, Rule
from fairlead.engine.refusals import Cancelled
from fairlead.engine.sources import bits, bits_index
from fairlead.engine.sources.bits import BitSource, source_of
from fairlead.engine.sources.bits_adding import PEOPLE
from fairlead.engine.sources.bits_programs import NotInBits
from fairlead.engine.sources.told import Coded
from fairlead.engine.values import People
from fairlead.engine.watching import Watch
from tests.engine.peopled import naive

SKILLS = Criterion("overlap", "skills", "skills", "skills", points=(Decimal(5), Decimal(3), Decimal(1)))
SITE = Criterion("equal", "site", "site", "site", points=(Decimal(4),))
TEAM = Rule("not_equal", "team", "team", "team")


def coded(mentees: int, mentors: int, skills: int = 12, sites: int = 3) -> Coded:
    draw = np.random.default_rng(7)

    def side(size: int) -> dict[str, Any]:
        listed = draw.permuted(np.tile(np.arange(skills), (size, 1)), axis=1)[:, : min(4, skills)]
        return {
            "skills": listed,
            "site": draw.integers(-1, sites, size),
            "team": draw.integers(0, 9, size),
        }

    return Coded(side(mentees), side(mentors))


def people_of(told: Coded) -> People:
    sides = (range(told.size(side)) for side in ("mentee", "mentor"))
    return People(
        *(
            tuple(told.candidate(side, place) for place in places)
            for side, places in zip(("mentee", "mentor"), sides, strict=True)
        )
    )


def told(found: Found) -> list[tuple[int, int, int]]:
    return list(zip(*(part.tolist() for part in found), strict=True))


def agrees(source: BitSource, people: People, policy: Policy, k: int) -> None:
    ranks = np.arange(len(people.mentees)), source.order("mentee")
    slow = naive(people, policy, ranks=ranks)
    assert told(source.best("mentee", k)) == told(slow.best("mentee", k))
    need = np.arange(len(people.mentees)) % 9
    price = np.arange(len(people.mentors)) % 7
    assert told(source.above(need, price, k)) == told(slow.above(need, price, k))


@pytest.mark.parametrize("k", [1, 30])
def test_several_blocks_of_people_are_searched_exactly(k: int) -> None:
    told_by, policy = coded(40, 3000), Policy(rules=(TEAM,), criteria=(SKILLS, SITE))
    agrees(source_of(told_by, policy), people_of(told_by), policy, k)


def test_thousands_of_equals_are_counted_and_shared_out() -> None:
    told_by, policy = coded(6, 5000, sites=1), Policy(rules=(TEAM,), criteria=(SITE,))
    agrees(source_of(told_by, policy), people_of(told_by), policy, 20)
    agrees(source_of(told_by, Policy()), people_of(told_by), Policy(), 20)


def test_a_block_that_can_hold_no_equal_is_not_looked_through_again() -> None:
    elsewhere = np.zeros(6 * PEOPLE + 1, dtype=np.int64)
    mentees = {"site": np.zeros(3, dtype=np.int64)}
    last = int(np.argmax(source_of(Coded(mentees, {"site": elsewhere}), Policy()).order("mentee")))
    elsewhere[last] = 1
    told_by, policy = Coded(mentees, {"site": elsewhere}), Policy(criteria=(SITE,))
    agrees(source_of(told_by, policy), people_of(told_by), policy, 20)
    found = told(source_of(told_by, policy).best("mentee", 20))
    assert [(row, col) for row, col, _points in found if col == last] == []


def test_points_that_need_more_than_eight_digits_are_added_exactly() -> None:
    wide = Criterion("overlap", "skills", "skills", "skills", points=(Decimal(301), Decimal(77), Decimal(1)))
    told_by, policy = coded(20, 2500), Policy(rules=(TEAM,), criteria=(wide, SITE))
    agrees(source_of(told_by, policy), people_of(told_by), policy, 25)


def test_points_too_wide_for_bits_and_values_too_many_are_refused() -> None:
    wide = Criterion("equal", "site", "site", "site", points=(Decimal(1), Decimal(40000)))
    odd = Criterion("equal", "odd", "site", "site", points=(Decimal(40001),))
    with pytest.raises(NotInBits) as refused:
        source_of(coded(5, 5), Policy(criteria=(wide, odd)))
    assert refused.value.facts["why"] == "too_wide"
    ages = {"age": np.arange(300) * 7}
    near = Criterion("numeric", "age", "age", "age", points=(Decimal(300),), per_unit=Decimal(1))
    with pytest.raises(NotInBits) as refused:
        source_of(Coded(ages, ages), Policy(criteria=(near,)))
    assert refused.value.facts == {"key": "age", "why": "too_many_values"}


def test_the_answer_is_the_same_whoever_does_the_work(monkeypatch: pytest.MonkeyPatch) -> None:
    source = source_of(coded(300, 2000), Policy(rules=(TEAM,), criteria=(SKILLS, SITE)))
    alone = told(source.best("mentee", 5))
    monkeypatch.setattr(bits, "PAIRS_A_PIECE", 50_000)
    with ThreadPoolExecutor(3) as threads:
        assert told(source.best("mentee", 5, executor=threads)) == alone
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as processes:
        assert told(source.best("mentee", 5, executor=processes)) == alone
    assert told(source.best("mentee", 5)) == alone


def test_work_called_off_stops_between_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bits, "PAIRS_A_PIECE", 10_000)
    steps: list[tuple[str, float]] = []
    watch = Watch(lambda step, done: steps.append((step, done)), lambda: len(steps) > 3)
    source = source_of(coded(300, 2000), Policy(criteria=(SKILLS,)))
    with pytest.raises(Cancelled):
        source.best("mentee", 5, watch)
    assert {step for step, _ in steps} == {"best_mentee"}
    assert len(steps) == 4


def test_a_turned_flag_stops_the_search_at_once() -> None:
    index = source_of(coded(5, 5), Policy(criteria=(SKILLS,)))._index("mentee")
    turned = np.ones(1, dtype=np.int8)
    assert bits_index.search_piece(index, bits_index.Piece(0, 5, 2, None), turned).many.tolist() == [0] * 5

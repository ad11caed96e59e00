"""Peer pairs: most pairs of one pool, then the greatest total, proven by prices."""

from dataclasses import replace
from itertools import combinations
from types import SimpleNamespace

import networkx as nx
import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine import peers
from fairlead.engine.check_peers import violations
from fairlead.engine.model import (
    BrokenProblem,
    DuplicatePerson,
    LockedPairForbidden,
    NotProven,
    NotSolvable,
    ScoresTooWide,
)
from fairlead.engine.peer_model import PeerPool
from fairlead.engine.peers import pair_up


@st.composite
def pools(draw):
    """A pool of at most seven people, with negative scores and ties, and perhaps a locked pair."""
    size = draw(st.integers(0, 7))
    every = list(combinations(range(size), 2))
    allowed = draw(st.lists(st.sampled_from(every), unique=True)) if every else []
    scores = {pair: draw(st.integers(-3, 6)) for pair in allowed}
    locked = allowed[:1] if draw(st.booleans()) else []
    return PeerPool.of(map(str, range(size)), scores, locked=locked)


def pairings(pairs):
    """Every way to choose pairs with nobody twice."""
    if not pairs:
        yield ()
        return
    first, *rest = pairs
    yield from pairings(rest)
    for more in pairings([pair for pair in rest if not set(pair) & set(first)]):
        yield (first, *more)


def best(pool):
    """Most pairs, then the greatest total, by trying all."""
    every = [some for some in pairings(list(pool.scores)) if set(pool.locked) <= set(some)]
    return max((len(some), sum(pool.scores[pair] for pair in some)) for some in every)


def cliques(hubs, count, size):
    """Groups in which everybody suits everybody; of each only one person suits the hubs."""
    scores = {}
    for start in range(hubs, hubs + count * size, size):
        scores |= {(a, b): a * b % 20 for a, b in combinations(range(start, start + size), 2)}
        scores |= {(hub, start): 3 for hub in range(hubs)}
    return PeerPool.of(map(str, range(hubs + count * size)), scores)


def scattered(size, seed):
    """People on a plane, who suit each other the better the closer they are: many odd sets bind."""
    at = np.random.default_rng(seed).random((size, 2)) * 1000
    scores = {(a, b): int(2000 - np.hypot(*(at[a] - at[b]))) for a, b in combinations(range(size), 2)}
    return PeerPool.of(map(str, range(size)), scores)


@settings(max_examples=40)
@given(pools(), st.integers(0, 3))
def test_the_pairs_are_the_best_of_all_and_proven(pool, seed):
    found = pair_up(pool, seed=seed)
    assert (len(found.pairs), found.score) == best(pool)
    assert (found.proven, violations(found)) == (True, [])
    assert len(found.alone) == len(pool.people) - 2 * len(found.pairs)


@settings(max_examples=25)
@given(pools(), st.randoms())
def test_the_order_of_people_and_pairs_changes_nothing(pool, chance):
    order = list(range(len(pool.people)))
    chance.shuffle(order)
    at = {one: place for place, one in enumerate(order)}
    moved = [((at[a], at[b]), score) for (a, b), score in pool.scores.items()]
    chance.shuffle(moved)
    locked = [(at[a], at[b]) for a, b in pool.locked]
    other = PeerPool.of([pool.people[one] for one in order], dict(moved), locked=locked)

    def named(found):
        return {frozenset(found.pool.people[end] for end in pair) for pair in found.pairs}

    assert named(pair_up(pool)) == named(pair_up(other))


@pytest.mark.parametrize("pool", [cliques(2, 8, 5), scattered(41, 1), scattered(60, 2)])
def test_larger_pools_are_as_good_as_another_library_finds_and_proven(pool):
    graph = nx.Graph()
    graph.add_weighted_edges_from((a, b, score) for (a, b), score in pool.scores.items())
    other = nx.max_weight_matching(graph, maxcardinality=True)
    total = sum(pool.scores[min(pair), max(pair)] for pair in other)
    found = pair_up(pool)
    assert (len(found.pairs), found.score, found.proven) == (len(other), total, True)
    assert found.proof.sets


def test_equally_good_pairs_are_told_apart_by_the_seed_alone():
    pool = PeerPool.of("abcdefghij", dict.fromkeys(combinations(range(10), 2), 20))
    assert pair_up(pool, seed=1).pairs == pair_up(pool, seed=1).pairs
    assert len({pair_up(pool, seed=seed).pairs for seed in range(4)}) == 4


def test_with_three_who_suit_each_other_one_stays_alone():
    pool = PeerPool.of("abc", {(0, 1): 5, (1, 2): 9, (0, 2): 7})
    found = pair_up(pool)
    assert (found.pairs, found.alone, found.most_pairs) == (((1, 2),), (0,), 1)


def test_a_locked_pair_is_made_and_the_rest_proven_around_it():
    pool = PeerPool.of("abcd", {(0, 1): 1, (2, 3): 1, (0, 2): 9, (1, 3): 9}, locked=[(1, 0)])
    found = pair_up(pool)
    assert (found.pairs, found.score, found.proven) == (((0, 1), (2, 3)), 2, True)


def test_every_false_claim_is_noticed():
    found = pair_up(PeerPool.of("abcde", dict.fromkeys(combinations(range(5), 2), 4) | {(0, 1): 9}))
    whole = found.proof
    broken = {
        "the total is another": replace(found, score=99),
        "more points are not ruled out": replace(found, most_score=found.score - 1),
        "more pairs are not ruled out": replace(found, most_pairs=1),
        "a pair more is not worth more than all scores": replace(found, unit=1),
        "person 0 twice": replace(found, pairs=((0, 1), (0, 2))),
        "pair (1, 1) is not allowed": replace(found, pairs=((1, 1),)),
        "the prices are for others": replace(found, proof=replace(whole, people=(1,))),
        "a price below 0": replace(found, proof=replace(whole, people=(-1, 0, 0, 0, 0))),
        "no odd set of people: [0, 9]": replace(found, proof=replace(whole, sets=((frozenset({0, 9}), 1),))),
        "pair (0, 1) is worth more than it pays": replace(found, proof=replace(whole, people=(0,) * 5)),
        "locked pair (0, 1) is missing": replace(found, pairs=(), pool=replace(found.pool, locked=((0, 1),))),
    }
    assert {said: said in violations(claim) for said, claim in broken.items()} == dict.fromkeys(broken, True)


def test_a_programme_that_stops_early_tells_the_gap(monkeypatch):
    monkeypatch.setattr(peers, "MOST_ROUNDS", 0)
    found = pair_up(scattered(40, 3))
    assert (len(found.pairs), found.proven, violations(found)) == (20, False, [])
    monkeypatch.undo()
    assert found.score <= pair_up(scattered(40, 3)).score <= found.most_score


def test_what_the_check_or_the_solver_does_not_confirm_is_not_given(monkeypatch):
    pool = PeerPool.of("ab", {(0, 1): 1})
    monkeypatch.setattr(peers.check_peers, "violations", lambda _found: ["no"])
    with pytest.raises(NotProven):
        pair_up(pool)
    monkeypatch.setattr(peers, "linprog", lambda *_args, **_kinds: SimpleNamespace(x=None, message="no"))
    with pytest.raises(NotProven):
        pair_up(pool)


def test_what_cannot_be_read_is_refused():
    with pytest.raises(NotSolvable):
        pair_up(PeerPool.of(map(str, range(401)), {}))
    for refused, people, scores, locked in (
        (DuplicatePerson, "aa", {}, ()),
        (BrokenProblem, "ab", {(0, 0): 1}, ()),
        (BrokenProblem, "ab", {(0, 1): 1, (1, 0): 2}, ()),
        (ScoresTooWide, "ab", {(0, 1): 1 << 40}, ()),
        (LockedPairForbidden, "ab", {}, [(0, 1)]),
        (BrokenProblem, "abc", {(0, 1): 1, (0, 2): 1}, [(0, 1), (0, 2)]),
    ):
        with pytest.raises(refused):
            PeerPool.of(people, scores, locked=locked)

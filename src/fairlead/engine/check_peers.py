"""The independent check of peer pairs: it shares no code with the solver, and counts in whole numbers alone.

A proof is a price for each person and for some odd sets of people. If no allowed pair is worth
more than the prices it pays, then no pairs together are worth more than all prices together: each person pays
at most once, and a set of 2r + 1 people holds at most r pairs (J. Edmonds, Maximum matching and a polyhedron
with 0,1-vertices, J. Res. Nat. Bur. Standards 69B, 1965). All worths being whole, the bound is rounded down.
"""

from __future__ import annotations

from collections.abc import Mapping

from fairlead.engine.peer_model import Pair, PeerPrices, Peers


def violations(found: Peers) -> list[str]:
    """What is wrong with the pairs, their total, or the proof; nothing if all is as told."""
    pool, unit = found.pool, found.unit
    held = {end for pair in pool.locked for end in pair}
    free = {pair: score for pair, score in pool.scores.items() if not held & set(pair)}
    lowest, half = min(free.values(), default=0), (len(pool.people) - len(held)) // 2
    wrong = _pairs_wrong(found)
    if found.score != sum(pool.scores.get(pair, 0) for pair in found.pairs):
        wrong.append("the total is another")
    if unit <= half * (max(free.values(), default=0) - lowest):
        wrong.append("a pair more is not worth more than all scores")
    worth = {pair: unit + score - lowest for pair, score in free.items()}
    wrong += prices_wrong(len(pool.people), worth, found.proof)
    room, count = bound(found.proof), len(found.pairs) - len(pool.locked)
    more = found.most_pairs + 1 - len(pool.locked)
    if more <= half and room >= more * unit:
        wrong.append("more pairs are not ruled out")
    given = sum(pool.scores[pair] for pair in pool.locked)
    if room - count * (unit - lowest) > found.most_score - given:
        wrong.append("more points are not ruled out")
    return wrong


def _pairs_wrong(found: Peers) -> list[str]:
    pool, seen, wrong = found.pool, set[int](), []
    for pair in found.pairs:
        if pair not in pool.scores:
            wrong.append(f"pair {pair} is not allowed")
        wrong += [f"person {end} twice" for end in pair if end in seen]
        seen |= set(pair)
    wrong += [f"locked pair {pair} is missing" for pair in pool.locked if pair not in found.pairs]
    return wrong


def prices_wrong(size: int, worth: Mapping[Pair, int], prices: PeerPrices) -> list[str]:
    """Where prices are below 0, a set is not odd, or a pair is worth more than it pays."""
    wrong = []
    if prices.scale < 1 or len(prices.people) != size:
        return ["the prices are for others"]
    if min(prices.people, default=0) < 0 or any(price < 0 for _some, price in prices.sets):
        wrong.append("a price below 0")
    for some, _price in prices.sets:
        if len(some) % 2 == 0 or len(some) < 3 or not all(0 <= one < size for one in some):
            wrong.append(f"no odd set of people: {sorted(some)}")
    member: list[dict[int, int]] = [{} for _one in range(size)]
    for number, (some, price) in enumerate(prices.sets):
        for one in some:
            if 0 <= one < size:
                member[one][number] = price
    for (one, other), value in worth.items():
        both = member[one].keys() & member[other].keys() if member[one] else ()
        pays = prices.people[one] + prices.people[other]
        if pays + sum(member[one][number] for number in both) < value * prices.scale:
            wrong.append(f"pair {(one, other)} is worth more than it pays")
    return wrong


def bound(prices: PeerPrices) -> int:
    """What pairs are worth together at most."""
    total = sum(prices.people) + sum(price * (len(some) // 2) for some, price in prices.sets)
    return total // prices.scale


__all__ = ["bound", "prices_wrong", "violations"]

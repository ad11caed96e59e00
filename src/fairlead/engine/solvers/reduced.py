"""Prices of a flow that is best, and what they leave open."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from fairlead.engine.model import Ints
from fairlead.engine.network import Network
from fairlead.engine.residual import Residual

BUDGET = 1 << 60


class NoFlow(Exception):
    """No flow fills the places that have to be full."""


def room(network: Network) -> int:
    """The largest absolute cost that the solver can take on this network."""
    return BUDGET // (network.size + 1)


def largest_of(numbers: NDArray[Any]) -> int:
    """The largest absolute number, 0 if there is none."""
    return max(int(numbers.max()), -int(numbers.min())) if numbers.size else 0


def prices(network: Network, cost: NDArray[Any], flow: Ints, free: NDArray[np.bool_]) -> NDArray[Any]:
    """The cheapest cost of reaching each node by the moves still possible; it proves the flow to be cheapest.

    Raises `NotProven` if some round of moves gains.
    """
    can_add, can_drop = free & (flow < network.upper), free & (flow > 0)
    moves = Residual.of(network.size, network.tail, network.head, cost, can_add, can_drop)
    return moves.distances()[0]


def reduced(network: Network, cost: NDArray[Any], prices: NDArray[Any]) -> NDArray[Any]:
    """Cost minus the gain in price along each arc, in unlimited integers where 64 bits might not do."""
    if cost.dtype == object or largest_of(cost) + 2 * largest_of(prices) >= 1 << 62:
        cost, prices = cost.astype(object), prices.astype(object)
    left: NDArray[Any] = cost + prices[network.tail] - prices[network.head]
    return left

"""What ties between places (units or institutions) amount to, before and after: figures of plain graphs."""

from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations

import networkx as nx

Place = Hashable
Link = tuple[Place, Place]
STEPS = 2


@dataclass(frozen=True, kw_only=True)
class Shape:
    """One graph of places: how many links and separate parts it has, and how close its places are.

    `within_two` is the mean number of other places that a place reaches in at most two steps; `linked` is the
    share of pairs of places with any way between them (0..1).
    """

    places: int
    links: int
    parts: int
    within_two: float
    linked: float


@dataclass(frozen=True, kw_only=True)
class Figures:
    """What the pairs of a programme added to the ties known before.

    `pairs` mentorships, of which `across` join two different places; `new` are links between places that
    had none, `bridges` those of them whose loss would cut the network in two; `joints` are places whose
    loss would. `path_before` and `path_after` are the mean number of steps between places that were already
    connected before; None where none were.
    """

    pairs: int
    across: int
    before: Shape
    after: Shape
    new: tuple[Link, ...]
    bridges: tuple[Link, ...]
    joints: tuple[Place, ...]
    path_before: float | None
    path_after: float | None

    @property
    def shorter(self) -> float | None:
        """By how many steps the mean way became shorter; None where nothing was connected before."""
        if self.path_before is None or self.path_after is None:
            return None
        return self.path_before - self.path_after


def measure(places: Iterable[Place], *, before: Iterable[Link], made: Sequence[Link]) -> Figures:
    """The figures for these places, the links known before, and one link for each pair that was made.

    A link from a place to itself counts as a pair within it, and is no tie between places. Places that only
    a link names belong to the graph, too.
    """
    earlier: nx.Graph[Place] = nx.Graph()
    earlier.add_nodes_from(places)
    earlier.add_nodes_from(end for link in made for end in link)
    earlier.add_edges_from(link for link in before if link[0] != link[1])
    later = earlier.copy()
    later.add_edges_from(link for link in made if link[0] != link[1])
    new = tuple(link for link in later.edges if not earlier.has_edge(*link))
    cutting = {frozenset(link) for link in nx.bridges(later)}
    path_before, path_after = _paths(earlier, later)
    return Figures(
        pairs=len(made),
        across=sum(first != second for first, second in made),
        before=_shape(earlier),
        after=_shape(later),
        new=new,
        bridges=tuple(link for link in new if frozenset(link) in cutting),
        joints=tuple(place for place in later if place in set(nx.articulation_points(later))),
        path_before=path_before,
        path_after=path_after,
    )


def _shape(graph: "nx.Graph[Place]") -> Shape:
    size = graph.number_of_nodes()
    parts = [len(part) for part in nx.connected_components(graph)]
    near = sum(len(nx.single_source_shortest_path_length(graph, place, cutoff=STEPS)) - 1 for place in graph)
    possible = size * (size - 1)
    return Shape(
        places=size,
        links=graph.number_of_edges(),
        parts=len(parts),
        within_two=near / size if size else 0.0,
        linked=sum(part * (part - 1) for part in parts) / possible if possible else 0.0,
    )


def _paths(earlier: "nx.Graph[Place]", later: "nx.Graph[Place]") -> tuple[float | None, float | None]:
    """The mean way, before and after, over the pairs of places that were connected before."""
    ways = dict(nx.all_pairs_shortest_path_length(earlier))
    pairs = [(one, other) for one, other in combinations(earlier, 2) if other in ways[one]]
    if not pairs:
        return None, None
    now = dict(nx.all_pairs_shortest_path_length(later))
    before = sum(ways[one][other] for one, other in pairs) / len(pairs)
    return before, sum(now[one][other] for one, other in pairs) / len(pairs)

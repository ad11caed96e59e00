"""The picture of a network: which places are drawn, where each stands, which lines join them.

Places of fewer than five people are drawn together. Nothing in it names a person, and the same network gives
the same picture.
"""

from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import atan2, cos, pi, sin, sqrt

import networkx as nx

from fairlead.evaluation.suppression import SMALLEST, gathered

Place = Hashable
Group = Hashable
MOST_DRAWN = 28
MIDDLE = 180.0
RADIUS = 126.0
LABELS = 166.0
SMALL, LARGE = 8.0, 19.0


@dataclass(frozen=True)
class Rest:
    """The places of a group that are drawn together; of all groups where it is None."""

    group: Group | None


Drawn = Place | Rest


@dataclass(frozen=True, kw_only=True)
class Node:
    """A circle: its place, group and number of people; where it stands, how large, and its short name."""

    place: Drawn
    group: Group | None
    people: int
    name: str
    x: float
    y: float
    radius: float
    label_x: float
    label_y: float


@dataclass(frozen=True, kw_only=True)
class Line:
    """A line between two circles: how many pairs made it, whether there was one before, and its curve."""

    first: Node
    second: Node
    pairs: int
    before: bool
    curve: str

    @property
    def new(self) -> bool:
        """Whether the programme made a tie where there was none."""
        return bool(self.pairs) and not self.before


@dataclass(frozen=True, kw_only=True)
class Picture:
    """Circles and lines; `within` counts pairs inside each place."""

    nodes: tuple[Node, ...]
    lines: tuple[Line, ...]
    within: Mapping[Drawn, int]


def draw(
    people: Mapping[Place, Collection[Hashable]],
    groups: Mapping[Place, Group],
    *,
    before: Iterable[tuple[Place, Place]],
    made: Sequence[tuple[Place, Place]],
) -> Picture:
    """The picture of the people at each place and the links between them; places are grouped in order.

    A place without people in `people` is drawn with the others of its group.
    """
    shown = _shown(people, groups)
    sizes = _sizes(people, shown)
    order = _order(sizes, shown, groups)
    nodes = _nodes(order, sizes, {drawn: _group(drawn, groups) for drawn in order})
    counted, within = _counted(made, shown)
    earlier = {frozenset((shown[a], shown[b])) for a, b in before if a in shown and b in shown}
    keys = sorted({*counted, *(key for key in earlier if len(key) == 2)}, key=lambda key: _rank(key, order))
    lines = []
    for key in keys:
        first, second = sorted(key, key=order.index)
        a, b = nodes[first], nodes[second]
        lines.append(
            Line(first=a, second=b, pairs=counted.get(key, 0), before=key in earlier, curve=_curve(a, b))
        )
    return Picture(nodes=tuple(nodes.values()), lines=tuple(lines), within=within)


def _shown(people: Mapping[Place, Collection[Hashable]], groups: Mapping[Place, Group]) -> dict[Place, Drawn]:
    """What each place is drawn as: itself, the rest of its group, or the rest of all; nothing if too few."""
    shown: dict[Place, Drawn] = {}
    for group in dict.fromkeys(groups[place] for place in people):
        here = {place: len(set(people[place])) for place in people if groups[place] == group}
        alone, _together = gathered(here)
        shown |= {place: place if place in alone else Rest(group) for place in here}
    sizes = _sizes(people, shown)
    if len(sizes) > MOST_DRAWN:
        largest = sorted(sizes, key=lambda one: (-sizes[one], str(one)))[:MOST_DRAWN]
        shown = {place: as_ if as_ in largest else Rest(groups[place]) for place, as_ in shown.items()}
        sizes = _sizes(people, shown)
    alone, _together = gathered(sizes)
    if len(alone) < len(sizes):
        shown = {place: as_ if as_ in alone else Rest(None) for place, as_ in shown.items()}
    if any(size < SMALLEST for size in _sizes(people, shown).values()):
        return {}
    return shown


def _sizes(people: Mapping[Place, Collection[Hashable]], shown: Mapping[Place, Drawn]) -> dict[Drawn, int]:
    """How many different people each drawn place stands for."""
    found: dict[Drawn, set[Hashable]] = {}
    for place, drawn in shown.items():
        found.setdefault(drawn, set()).update(people[place])
    return {drawn: len(who) for drawn, who in found.items()}


def _group(drawn: Drawn, groups: Mapping[Place, Group]) -> Group | None:
    return drawn.group if isinstance(drawn, Rest) else groups[drawn]


def _order(
    sizes: Mapping[Drawn, int], shown: Mapping[Place, Drawn], groups: Mapping[Place, Group]
) -> list[Drawn]:
    """Group by group as given, in each the places as given, its rest last; the rest of all at the end."""
    named = list(dict.fromkeys(groups[place] for place in shown))
    last = len(named)
    seen = list(dict.fromkeys(shown.values()))

    def key(drawn: Drawn) -> tuple[int, bool, int]:
        group = _group(drawn, groups)
        return (last if group is None else named.index(group), isinstance(drawn, Rest), seen.index(drawn))

    return sorted(sizes, key=key)


def _nodes(
    order: Sequence[Drawn], sizes: Mapping[Drawn, int], groups: Mapping[Drawn, Group | None]
) -> dict[Drawn, Node]:
    """The circles on a ring, begun at the top, each as large in area as it has people."""
    ring = nx.circular_layout(nx.empty_graph(len(order)))
    most = max(sizes.values(), default=1)
    letters = {group: _letters(number) for number, group in enumerate(dict.fromkeys(groups.values()))}
    counted: dict[Group | None, int] = {}
    found: dict[Drawn, Node] = {}
    for number, drawn in enumerate(order):
        group = groups[drawn]
        counted[group] = counted.get(group, 0) + 1
        # networkx counts from three o'clock; a reader begins at the top.
        turn = atan2(ring[number][1], ring[number][0]) - pi / 2 if len(order) > 1 else -pi / 2
        radius = max(SMALL, LARGE * sqrt(sizes[drawn] / most))
        out = min(LABELS, RADIUS + radius + 13)
        found[drawn] = Node(
            place=drawn,
            group=group,
            people=sizes[drawn],
            name=f"{letters[group]}{counted[group]}",
            x=round(MIDDLE + RADIUS * cos(turn), 1),
            y=round(MIDDLE + RADIUS * sin(turn), 1),
            radius=round(radius, 1),
            label_x=round(MIDDLE + out * cos(turn), 1),
            label_y=round(MIDDLE + out * sin(turn), 1),
        )
    return found


def _letters(number: int) -> str:
    """A, B, … Z, AA, AB, …"""
    before, last = divmod(number, 26)
    return (_letters(before - 1) if before else "") + chr(ord("A") + last)


def _counted(
    made: Sequence[tuple[Place, Place]], shown: Mapping[Place, Drawn]
) -> tuple[dict[frozenset[Drawn], int], dict[Drawn, int]]:
    """How many pairs join two drawn places, and how many are inside each."""
    across: dict[frozenset[Drawn], int] = {}
    within: dict[Drawn, int] = {}
    for first, second in made:
        if first not in shown or second not in shown:
            continue
        ends = frozenset((shown[first], shown[second]))
        if len(ends) == 1:
            within[shown[first]] = within.get(shown[first], 0) + 1
        else:
            across[ends] = across.get(ends, 0) + 1
    return across, within


def _rank(ends: frozenset[Drawn], order: Sequence[Drawn]) -> tuple[int, ...]:
    return tuple(sorted(order.index(end) for end in ends))


def _curve(first: Node, second: Node) -> str:
    """A line that bends towards the middle of the ring, as an SVG path."""
    pull = 0.35
    x = MIDDLE + ((first.x + second.x) / 2 - MIDDLE) * pull
    y = MIDDLE + ((first.y + second.y) / 2 - MIDDLE) * pull
    return f"M{first.x:.1f} {first.y:.1f}Q{x:.1f} {y:.1f} {second.x:.1f} {second.y:.1f}"

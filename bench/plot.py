"""The picture of the page: for each case how many times as fast as the best peer, on a logarithmic scale."""

from __future__ import annotations

import math
from dataclasses import dataclass
from html import escape

WIDTH, LEFT, RIGHT, TOP, HEIGHT = 900, 330, 30, 64, 24
STYLE = """
  text { font: 13px system-ui, sans-serif; fill: #1c2330 } .soft { fill: #55606f } .axis { stroke: #c3cad3 }
  .one { stroke: #55606f; stroke-width: 1.5 } .range { stroke: #1f6f5c; stroke-width: 3 } .dot { fill:
  #1f6f5c } .behind { fill: #b3422f; stroke: #b3422f } .goal { stroke: #8a5a00; stroke-width: 2.5 } .ground
  { fill: #ffffff } @media (prefers-color-scheme: dark) { text { fill: #e8ecf1 } .soft { fill: #a9b4c1 }
  .axis { stroke: #3a4552 } .one { stroke: #a9b4c1 } .range { stroke: #6fcdb4 } .dot { fill: #6fcdb4 }
  .behind { fill: #f09a86; stroke: #f09a86 } .goal { stroke: #e0b050 } .ground { fill: #151b23 } }
"""


@dataclass(frozen=True)
class Row:
    """A case: its ratio with the range, the peer it is against, and the ratio it is to reach, if any."""

    title: str
    peer: str
    value: float
    low: float
    high: float
    goal: float | None = None


def scale(rows: list[Row]) -> tuple[int, int]:
    """The powers of ten between which everything lies."""
    values = [value for row in rows for value in (row.low, row.high, row.goal or row.value)]
    lowest, highest = min(values, default=1), max(values, default=10)
    return min(-1, math.floor(math.log10(lowest))), max(1, math.ceil(math.log10(highest)))


def _row(row: Row, top: float, place: tuple[int, int]) -> list[str]:
    def x(value: float) -> float:
        part = (math.log10(value) - place[0]) / (place[1] - place[0])
        return round(LEFT + part * (WIDTH - LEFT - RIGHT), 1)

    middle = top + HEIGHT / 2
    kind = "dot" if row.value >= 1 else "behind"
    told = f"{row.title}: {row.value:.2g} times as fast as {row.peer}"
    ends = f'x1="{x(row.low)}" y1="{middle}" x2="{x(row.high)}" y2="{middle}"'
    lines = [
        f"<g><title>{escape(told)}</title>",
        f'<text x="{LEFT - 12}" y="{middle + 4}" text-anchor="end">{escape(row.title)}</text>',
        f'<line class="{"range" if kind == "dot" else "range behind"}" {ends}/>',
        f'<circle class="{kind}" cx="{x(row.value)}" cy="{middle}" r="5"/>',
    ]
    if row.goal is not None:
        at = x(row.goal)
        lines.append(f'<line class="goal" x1="{at}" y1="{middle - 9}" x2="{at}" y2="{middle + 9}"/>')
    return [*lines, "</g>"]


def svg(rows: list[Row]) -> str:
    """The picture, readable on light and dark ground; each row tells its figures to a screen reader too."""
    lowest, highest = scale(rows)
    height = TOP + HEIGHT * len(rows) + 16
    told = "; ".join(f"{row.title} {row.value:.2g} ({row.peer})" for row in rows)
    size = f'viewBox="0 0 {WIDTH} {height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} role="img" aria-labelledby="title desc">',
        '<title id="title">How many times as fast as the best peer</title>',
        f'<desc id="desc">Logarithmic scale; above 1 the engine is faster. {escape(told)}.</desc>',
        f"<style>{STYLE}</style>",
        f'<rect class="ground" width="{WIDTH}" height="{height}"/>',
        '<text x="12" y="22">How many times as fast as the best peer: median, range; upright: target</text>',
    ]
    for power in range(lowest, highest + 1):
        at = round(LEFT + (power - lowest) / (highest - lowest) * (WIDTH - LEFT - RIGHT), 1)
        mark = f"{10**power:,}" if power >= 0 else f"{10.0**power:g}"
        kind = "one" if power == 0 else "axis"
        lines.append(f'<line class="{kind}" x1="{at}" y1="{TOP - 8}" x2="{at}" y2="{height - 12}"/>')
        lines.append(f'<text class="soft" x="{at}" y="{TOP - 14}" text-anchor="middle">{mark} x</text>')
    for place, row in enumerate(rows):
        lines += _row(row, TOP + HEIGHT * place, (lowest, highest))
    return "\n".join([*lines, "</svg>"]) + "\n"

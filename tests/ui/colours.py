"""Reads the tokens and computes contrast as WCAG 2.2 defines it."""

import re
from functools import cache
from pathlib import Path

import fairlead.ui

STATIC = Path(fairlead.ui.__file__).parent / "static"
TOKENS = STATIC / "ui/tokens.css"
Colour = tuple[float, float, float]


@cache
def declared() -> dict[str, str]:
    """Each token with its value as written."""
    return dict(re.findall(r"--([\w-]+):\s*([^;]+);", TOKENS.read_text()))


def arguments(call: str) -> list[str]:
    """The arguments of a function, split at its outer commas."""
    inside = call[call.index("(") + 1 : call.rindex(")")]
    parts, depth = [""], 0
    for character in inside:
        depth += {"(": 1, ")": -1}.get(character, 0)
        if character == "," and depth == 0:
            parts.append("")
        else:
            parts[-1] += character
    return [part.strip() for part in parts]


def colour(value: str, theme: str) -> Colour:
    """Red, green and blue in 0..1 of a value in the light or the dark theme."""
    value = value.strip()
    if value.startswith("#"):
        digits = value[1:]
        assert len(digits) == 6, f"{value} is not opaque"
        red, green, blue = (int(digits[at : at + 2], 16) / 255 for at in (0, 2, 4))
        return red, green, blue
    if value.startswith("var("):
        return token(arguments(value)[0].removeprefix("--"), theme)
    if value.startswith("light-dark("):
        return colour(arguments(value)[("light", "dark").index(theme)], theme)
    assert value.startswith("color-mix("), value
    space, first, second = arguments(value)
    assert space == "in srgb"
    named, share = first.rsplit(" ", 1)
    part = float(share.removesuffix("%")) / 100
    red, green, blue = (
        part * a + (1 - part) * b for a, b in zip(colour(named, theme), colour(second, theme), strict=True)
    )
    return red, green, blue


def token(name: str, theme: str) -> Colour:
    """The colour of a token in a theme."""
    return colour(declared()[name], theme)


def luminance(of: Colour) -> float:
    """Relative luminance."""
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in of)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: Colour, other: Colour) -> float:
    """Contrast ratio, 1..21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)

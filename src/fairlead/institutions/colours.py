"""An institution's colour, made readable: pure arithmetic on sRGB and OKLCH.

The contrast is that of WCAG 2.2 (success criterion 1.4.3), the lightness that of Björn Ottosson's OKLab
(2020): https://bottosson.github.io/posts/oklab/.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass

HEX = re.compile(r"#[0-9a-f]{6}")
ENOUGH = 4.5
TINT = 0.09
STEP = 0.005
# The surfaces of tokens.css on which the colour stands as words, and the words that stand on the colour.
LIGHT_PAPER, LIGHT_SURFACES, ON_LIGHT = "#ffffff", ("#ffffff", "#faf8f4", "#f6f7f7"), "#ffffff"
DARK_PAPER, DARK_SURFACES, ON_DARK = "#17242a", ("#17242a", "#10191d", "#1f2c32"), "#0d1a1e"

Triple = tuple[float, float, float]


@dataclass(frozen=True)
class Shades:
    """The colour as it is shown, on light and on dark pages."""

    given: str
    light: str
    dark: str

    @property
    def light_moved(self) -> bool:
        """Whether the colour was too pale for light pages."""
        return self.light != self.given

    @property
    def dark_moved(self) -> bool:
        """Whether the colour was too deep for dark pages."""
        return self.dark != self.given


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, 1 to 21."""
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def luminance(colour: str) -> float:
    """Relative luminance of `#rrggbb`, 0 to 1."""
    red, green, blue = _linear(colour)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def shades(colour: str) -> Shades:
    """The nearest shades of the same hue that can be read: darker on light pages, lighter on dark ones.

    Raises `ValueError` for anything but `#rrggbb` in lower case.
    """
    if not HEX.fullmatch(colour):
        raise ValueError(colour)
    return Shades(colour, _until(colour, readable_on_light, -STEP), _until(colour, readable_on_dark, STEP))


def readable_on_light(colour: str) -> bool:
    """Whether words in this colour, and words on it, reach 4.5 : 1 on light pages."""
    return _readable(colour, (*LIGHT_SURFACES, _mixed(colour, LIGHT_PAPER)), ON_LIGHT)


def readable_on_dark(colour: str) -> bool:
    """Whether words in this colour, and words on it, reach 4.5 : 1 on dark pages."""
    return _readable(colour, (*DARK_SURFACES, _mixed(colour, DARK_PAPER)), ON_DARK)


def _readable(colour: str, surfaces: tuple[str, ...], words: str) -> bool:
    return all(contrast(colour, other) >= ENOUGH for other in (*surfaces, words))


def _until(colour: str, readable: Callable[[str], bool], step: float) -> str:
    lightness, a, b = _lab(_linear(colour))
    tried = colour
    while not readable(tried):
        lightness += step
        if not 0 < lightness < 1:
            return "#000000" if step < 0 else "#ffffff"
        tried = _hex(_rgb((lightness, a, b)))
    return tried


def _mixed(colour: str, paper: str) -> str:
    """The tint of tokens.css: `color-mix(in srgb, colour 9%, paper)`."""
    pairs = zip(_bytes(colour), _bytes(paper), strict=True)
    return "#" + "".join(f"{round(TINT * one + (1 - TINT) * other):02x}" for one, other in pairs)


def _bytes(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def _linear(colour: str) -> Triple:
    red, green, blue = (
        value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4
        for value in (byte / 255 for byte in _bytes(colour))
    )
    return red, green, blue


def _hex(linear: Triple) -> str:
    held = (min(max(value, 0.0), 1.0) for value in linear)
    curved = (12.92 * value if value <= 0.0031308 else 1.055 * value ** (1 / 2.4) - 0.055 for value in held)
    return "#" + "".join(f"{round(255 * value):02x}" for value in curved)


def _lab(linear: Triple) -> Triple:
    red, green, blue = linear
    long = (0.4122214708 * red + 0.5363325363 * green + 0.0514459929 * blue) ** (1 / 3)
    middle = (0.2119034982 * red + 0.6806995451 * green + 0.1073969566 * blue) ** (1 / 3)
    short = (0.0883024619 * red + 0.2817188376 * green + 0.6299787005 * blue) ** (1 / 3)
    return (
        0.2104542553 * long + 0.7936177850 * middle - 0.0040720468 * short,
        1.9779984951 * long - 2.4285922050 * middle + 0.4505937099 * short,
        0.0259040371 * long + 0.7827717662 * middle - 0.8086757660 * short,
    )


def _rgb(lab: Triple) -> Triple:
    lightness, a, b = lab
    long = (lightness + 0.3963377774 * a + 0.2158037573 * b) ** 3
    middle = (lightness - 0.1055613458 * a - 0.0638541728 * b) ** 3
    short = (lightness - 0.0894841775 * a - 1.2914855480 * b) ** 3
    return (
        4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short,
        -1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short,
        -0.0041960863 * long - 0.7034186147 * middle + 1.7076147010 * short,
    )

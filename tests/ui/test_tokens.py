"""The colours: readable in both themes, and named in one place."""

import re

import pytest

from tests.ui.colours import STATIC, TOKENS, colour, contrast, declared, token

TEXT = 4.5
SHAPE = 3.0
GROUNDS = ("sail", "paper", "sunk", "harbour-tint", "buoy-tint", "moss-tint", "amber-tint", "brick-tint")
WORDS = [(word, ground) for word in ("ink", "ink-soft") for ground in (*GROUNDS, "track")]
WORDS += [("harbour", ground) for ground in ("sail", "paper", "sunk", *GROUNDS[3:])]
WORDS += [("harbour-deep", ground) for ground in GROUNDS]
WORDS += [
    (tone, ground)
    for tone in ("buoy", "moss", "amber", "brick")
    for ground in ("sail", "paper", f"{tone}-tint")
]
WORDS += [("on-harbour", ground) for ground in ("harbour", "harbour-deep", "buoy", "buoy-deep")]
SHAPES = [(name, ground) for name in ("edge", "ink") for ground in ("sail", "paper")]
SHAPES += [(f"tone-{number}", ground) for number in range(1, 7) for ground in ("paper", "track")]
SHAPES += [(name, "track") for name in ("harbour", "buoy", "moss", "amber", "brick")]
SHEETS = sorted((STATIC / "ui").glob("*.css"))
LINKED = re.findall(r"static 'ui/(\w+\.css)'", (STATIC.parent / "templates/ui/stylesheets.html").read_text())
LITERAL = re.compile(
    r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|hwb|lab|lch|oklab|oklch|color|light-dark)\(", re.IGNORECASE
)


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("word", "ground"), WORDS)
def test_words_can_be_read(word, ground, theme):
    assert contrast(token(word, theme), token(ground, theme)) >= TEXT


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize(("shape", "ground"), SHAPES)
def test_shapes_can_be_seen(shape, ground, theme):
    assert contrast(token(shape, theme), token(ground, theme)) >= SHAPE


def test_contrast_is_computed_as_defined():
    assert contrast(colour("#000000", "light"), colour("#ffffff", "light")) == pytest.approx(21)
    assert contrast(colour("#777777", "light"), colour("#ffffff", "light")) == pytest.approx(4.478, abs=0.001)
    assert colour("color-mix(in srgb, #ffffff 25%, #000000)", "dark") == (0.25, 0.25, 0.25)


def test_every_token_in_use_is_declared_and_every_one_declared_is_used():
    text = "".join(sheet.read_text() for sheet in SHEETS)
    used = set(re.findall(r"var\(--([\w-]+)", text))
    locally = set(re.findall(r"--([\w-]+):", "".join(s.read_text() for s in SHEETS if s != TOKENS)))
    assert used - set(declared()) - locally == set()
    assert set(declared()) - used == set()


def test_the_six_theme_tokens_have_the_agreed_values():
    agreed = {
        "ink": "light-dark(#12303b, #e8eef0)",
        "harbour": "light-dark(#0b6e75, #3fb6bd)",
        "buoy": "light-dark(#b8431c, #f0825a)",
        "sail": "light-dark(#faf8f4, #10191d)",
        "paper": "light-dark(#ffffff, #17242a)",
    }
    assert {name: declared()[name] for name in agreed} == agreed


def test_no_colour_literal_outside_the_tokens():
    found = {sheet.name: LITERAL.findall(sheet.read_text()) for sheet in SHEETS if sheet != TOKENS}
    assert {name: literals for name, literals in found.items() if literals} == {}


@pytest.mark.parametrize("literal", ["#fff", "rgb(0 0 0)", "oklch(50% 0 0)", "light-dark(a, b)"])
def test_a_colour_literal_is_noticed(literal):
    assert LITERAL.search(f".x {{ color: {literal} }}")


def test_the_stylesheet_keeps_its_size():
    assert 15_000 <= sum(len((STATIC / "ui" / name).read_bytes()) for name in LINKED) <= 32 * 1024


def test_a_sheet_for_some_pages_only_is_small():
    sizes = {sheet.name: len(sheet.read_bytes()) for sheet in SHEETS if sheet.name not in LINKED}
    assert {name: size for name, size in sizes.items() if size > 4_000} == {}


def test_the_tokens_come_first_and_every_sheet_lies_in_a_layer():
    assert LINKED[0] == "tokens.css"
    assert [sheet.name for sheet in SHEETS if "@layer" not in sheet.read_text()] == []


def test_sheets_use_logical_directions():
    physical = re.compile(
        r"\b(?:margin|padding|border)-(?:left|right|top|bottom)\b|[{;]\s*(?:left|right|top|bottom):"
    )
    assert {sheet.name: physical.findall(sheet.read_text()) for sheet in SHEETS} == {
        s.name: [] for s in SHEETS
    }

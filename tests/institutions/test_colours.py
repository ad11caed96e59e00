"""A colour is shown in the nearest shade that can be read."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.institutions import colours
from tests.house.tree import ROOT

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(COLOURS)
def test_whatever_the_colour_its_shades_can_be_read(colour):
    shown = colours.shades(colour)
    assert colours.readable_on_light(shown.light)
    assert colours.readable_on_dark(shown.dark)


@given(COLOURS)
def test_a_shade_that_can_be_read_stays_as_it_is(colour):
    shown = colours.shades(colour)
    assert colours.shades(shown.light).light == shown.light
    assert colours.shades(shown.dark).dark == shown.dark


@given(COLOURS)
def test_light_pages_get_no_paler_shade_and_dark_ones_no_deeper(colour):
    shown, given_light = colours.shades(colour), colours.luminance(colour)
    assert colours.luminance(shown.light) <= given_light + 0.01
    assert colours.luminance(shown.dark) >= given_light - 0.01


@given(COLOURS, COLOURS)
def test_contrast_is_mutual_and_within_its_bounds(one, other):
    found = colours.contrast(one, other)
    assert found == colours.contrast(other, one)
    assert 1 <= found <= 21.0001


def test_contrast_is_that_of_the_standard():
    assert colours.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert colours.contrast("#767676", "#ffffff") == pytest.approx(4.54, abs=0.01)


def test_the_colour_of_the_installation_stays_on_light_pages():
    shown = colours.shades("#0b6e75")
    assert (shown.light, shown.light_moved, shown.dark_moved) == ("#0b6e75", False, True)


def test_a_yellow_becomes_deeper_on_light_pages_only():
    shown = colours.shades("#ffd400")
    assert (shown.light_moved, shown.dark, shown.dark_moved) == (True, "#ffd400", False)


@pytest.mark.parametrize("wrong", ["", "red", "#fff", "#GGGGGG", "#0b6e75;}", "#0b6e75\n"])
def test_anything_else_is_no_colour(wrong):
    with pytest.raises(ValueError, match=f"^{re.escape(wrong)}$"):
        colours.shades(wrong)


def test_the_surfaces_are_those_of_the_style_sheet():
    tokens = (ROOT / "src/fairlead/ui/static/ui/tokens.css").read_text()
    found = dict(re.findall(r"--(paper|sail|on-harbour): light-dark\((#\w{6}, #\w{6})\)", tokens))
    assert found == {
        "paper": f"{colours.LIGHT_PAPER}, {colours.DARK_PAPER}",
        "sail": f"{colours.LIGHT_SURFACES[1]}, {colours.DARK_SURFACES[1]}",
        "on-harbour": f"{colours.ON_LIGHT}, {colours.ON_DARK}",
    }

"""A cell never becomes a formula."""

import pytest

from fairlead.kernel.spreadsheet import inert


@pytest.mark.parametrize(
    "cell", ["=1+1", "+49 30 1", "-2", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "＝1", "  =HYPERLINK(1)"]
)
def test_formula_gets_an_apostrophe_in_front(cell):
    assert inert(cell) == f"'{cell}"


@pytest.mark.parametrize("cell", ["", "Ásta", "3.5", "a=b", " plain", "'=1"])
def test_plain_words_stay_as_they_are(cell):
    assert inert(cell) == cell

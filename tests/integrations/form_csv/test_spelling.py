"""Two spellings of one thing."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from fairlead.integrations.form_csv.spelling import best, fold, near, person_key, respell, shortened

WORD = st.text("abc", max_size=6)


def distance(one: str, other: str) -> int:
    """Edits between two words, with swaps of neighbours: Damerau and Levenshtein, restricted, by table."""
    rows = [
        [row + column if 0 in (row, column) else 0 for column in range(len(other) + 1)]
        for row in range(len(one) + 1)
    ]
    for row in range(1, len(one) + 1):
        for column in range(1, len(other) + 1):
            same = one[row - 1] == other[column - 1]
            rows[row][column] = min(
                rows[row - 1][column] + 1, rows[row][column - 1] + 1, rows[row - 1][column - 1] + (not same)
            )
            if row > 1 and column > 1 and one[row - 2 : row] == other[column - 2 : column][::-1]:
                rows[row][column] = min(rows[row][column], rows[row - 2][column - 2] + 1)
    return rows[-1][-1]


@given(WORD, WORD)
def test_near_is_a_distance_of_at_most_one(one, other):
    assert near(one, other) is (distance(one, other) <= 1)


@given(WORD, WORD)
def test_near_words_share_a_shortened_form(one, other):
    if near(one, other):
        assert shortened(one) & shortened(other)


def test_folding_takes_accents_case_and_letters_without_accents_alike():
    assert [fold(name) for name in ("ŁUKASZ  Dvořák", "Søren Yılmaz", "Straße")] == [
        "lukasz dvorak",
        "soren yilmaz",
        "strasse",
    ]


def test_a_person_is_known_without_initials_and_in_any_order():
    assert person_key("A. Peter Novák") == person_key("NOVAK, Peter")
    assert person_key("Ingrid O’Connor") == person_key("ingrid O'Connor")


@pytest.mark.parametrize(
    ("name", "email", "likely"),
    [
        ("Noor Y?lmaz", "noor.yilmaz@x.example", "Noor Yılmaz"),
        ("?ukasz O’Connor", "lukasz.oconnor@x.example", "Łukasz O’Connor"),
        ("?ebnem Y?lmaz", "sebnem.yilmaz@x.example", "Şebnem Yılmaz"),
        ("Nguy?n Wi?niewski", "nguyen.wisniewski@x.example", "Nguyễn Wiśniewski"),
        ("Emil Dvo?ák", "emil.dvorak@x.example", "Emil Dvořák"),
        ("Ewa W?sik", "ewa.wasik@x.example", "Ewa Wąsik"),
    ],
)
def test_lost_letters_are_found_among_names_and_in_the_address(name, email, likely):
    assert respell(name, known=[], email=email)[0] == likely


def test_a_spelling_in_the_same_file_comes_first():
    assert respell("Jana ?olc", known=["Petr Šolc"], email="jana.solc@x.example")[0] == "Jana Šolc"


def test_letters_that_cannot_be_read_anywhere_are_left_to_be_typed():
    assert respell("Ana ??rk", known=[], email="office@x.example") == ()


def test_the_likeliest_thing_is_found():
    names = [
        "Institute for Coastal Research",
        "Northport University of Applied Sciences",
        "University of Northport",
    ]
    assert best("Uni Northport", names)[0] == "University of Northport"
    assert best("Taxes (general)", ["Accommodation", "Taxation", "Dual career"])[0] == "Taxation"
    assert best("", names) == ("Institute for Coastal Research", 0.0)

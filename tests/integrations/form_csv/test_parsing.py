"""Cells become answers."""

from datetime import datetime
from decimal import Decimal

import pytest

from fairlead.integrations.form_csv import parsing


@pytest.mark.parametrize(
    ("cell", "value", "how"),
    [
        ("2", "2", "plain"),
        ("4.7", "4.7", "plain"),
        (" 4,7 ", "4.7", "comma"),
        ("two", "2", "word"),
        ("Zwei", "2", "word"),
        ("dvaja", "2", "word"),
        ("trois", "3", "word"),
        ("about 5 years", "5", "within"),
        ("Grade 7", "7", "within"),
        ("-3", "-3", "plain"),
    ],
)
def test_numbers(cell, value, how):
    assert parsing.number(cell) == parsing.Number(Decimal(value), how)


@pytest.mark.parametrize("cell", ["", "many", "one or two", "12/2026/3.4.5"])
def test_what_is_no_number(cell):
    assert parsing.number(cell) is None


@pytest.mark.parametrize(
    ("cell", "order", "moment"),
    [
        ("19/09/2026 12:13", "day", datetime(2026, 9, 19, 12, 13)),
        ("03/09/2026", "day", datetime(2026, 9, 3)),
        ("03/09/2026", "month", datetime(2026, 3, 9)),
        ("9/19/2026 1:05 PM", "day", datetime(2026, 9, 19, 13, 5)),
        ("9/19/2026 12:05 AM", "month", datetime(2026, 9, 19, 0, 5)),
        ("2026-09-19T12:13:04Z", "day", datetime(2026, 9, 19, 12, 13, 4)),
        ("19.9.2026 8.05", "day", datetime(2026, 9, 19, 8, 5)),
        ("19. 9. 2026", "day", datetime(2026, 9, 19)),
        ("31/02/2026", "day", None),
        ("yesterday", "day", None),
        ("", "day", None),
    ],
)
def test_dates(cell, order, moment):
    assert parsing.date(cell, order) == moment


def test_the_month_comes_first_only_where_it_must():
    assert parsing.date_order(["03/09/2026", "19/09/2026"]) == "day"
    assert parsing.date_order(["03/09/2026", "09/19/2026"]) == "month"
    assert parsing.date_order(["19/09/2026", "09/19/2026"]) == "day"
    assert parsing.date_order(["03/09/2026", "2026-09-19"]) == "day"


def test_lists_keep_commas_inside_their_items():
    cell = "Data, digital tools and process improvement;Dual career;"
    assert parsing.listing(cell) == ["Data, digital tools and process improvement", "Dual career"]


def test_lists_joined_by_commas_are_taken_apart_where_all_parts_are_known():
    known = ["Taxation", "Family, childcare and schools", "Dual career"]
    assert parsing.listing("Taxation, Family, childcare and schools, dual career", known) == [
        "Taxation",
        "Family, childcare and schools",
        "Dual career",
    ]
    assert parsing.listing("Taxation, fishing", known) == ["Taxation, fishing"]


@pytest.mark.parametrize(
    ("cell", "sides"),
    [
        ("Mentor", ["mentor"]),
        ("mentee;", ["mentee"]),
        ("Mentor;Mentee", ["mentor", "mentee"]),
        ("I want to be a mentee and a mentor", ["mentor", "mentee"]),
        ("Both", ["mentor", "mentee"]),
        ("", []),
        ("Director", []),
    ],
)
def test_sides(cell, sides):
    assert parsing.sides(cell) == sides


@pytest.mark.parametrize(
    ("cell", "agrees"),
    [
        ("Yes", True), ("áno", True), ("TRUE", True), ("I agree to the notice", True), ("Yes, I agree", True),
        ("No", False), ("nein", False), ("I do not agree", False), ("", None), ("maybe", None),
    ],
)  # fmt: skip
def test_agreement(cell, agrees):
    assert parsing.agrees(cell) is agrees


@pytest.mark.parametrize(
    ("cell", "mode"),
    [
        ("In person", "in_person"), ("online", "online"), ("Either", "either"), ("Face to face", "in_person"),
        ("in person or online", "either"), ("", ""), ("by pigeon", ""),
    ],
)  # fmt: skip
def test_how_to_meet(cell, mode):
    assert parsing.mode(cell) == mode


def test_languages_are_known_by_name_and_code_in_several_languages():
    names = {"english": "en", "slovak": "sk", "en": "en", "sk": "sk"}
    assert parsing.codes(["English", "Slovenčina", "SK", "Klingon"], names) == (["en", "sk"], ["Klingon"])


@pytest.mark.parametrize(
    ("cell", "address", "how"),
    [
        ("ana@x.example", "ana@x.example", "plain"),
        ("ANA@X.EXAMPLE ", "ana@x.example", "tidied"),
        ("ana@x,example", "ana@x.example", "mended"),
        ("ana bo@x.example", "anabo@x.example", "mended"),
        ("ana@@x.example", "ana@x.example", "mended"),
        ("ana@x..example", "ana@x.example", "mended"),
        ("ana at x.example", "ana@x.example", "mended"),
        ("ana.bx.example", "ana.b@x.example", "mended"),
        ("ana@x", "ana@x.example", "mended"),
        ("mailto:ana@x.example", "ana@x.example", "mended"),
        ("Ana Bo Cee <ana@x.example>", "ana@x.example", "mended"),
        ("ana", "", "broken"),
        ("", "", "broken"),
    ],
)
def test_addresses(cell, address, how):
    assert parsing.address(cell, ["x.example"]) == parsing.Address(address, how)

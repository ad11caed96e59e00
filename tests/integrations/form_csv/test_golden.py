"""The two exports as they came: every problem counted by hand, by row and column."""

from collections import Counter

import pytest

from fairlead.integrations.form_csv.findings import Problem
from fairlead.integrations.form_csv.plan import Plan
from tests.integrations.form_csv.known import COMMA, SEMICOLON, plan_of, thing, where

LEFT_OUT = {
    5: "resubmission",
    28: "resubmission",
    36: "resubmission",
    69: "resubmission",
    72: "resubmission",
    114: "resubmission",
    121: "consent_missing",
    123: "test_row",
    124: "consent_missing",
    126: "test_row",
    129: "test_row",
    130: "test_row",
}
FIRST_OF_UNIT = [2, 4, 7, 8, 10, 11, 12, 15, 16, 18, 19, 20, 24, 25, 39, 47]


@pytest.fixture(scope="module")
def comma() -> Plan:
    return plan_of(COMMA)


@pytest.fixture(scope="module")
def semicolon() -> Plan:
    return plan_of(SEMICOLON)


def one(plan: Plan, kind: str, row: int) -> Problem:
    return next(problem for problem in plan.problems if (problem.kind, problem.row) == (kind, row))


def rows(plan: Plan, kind: str) -> list[int]:
    return [row for row, _column in where(plan, kind)]


def test_comma_export_brings_in_118_rows_as_66_mentors_and_67_mentees(comma):
    assert len(comma.lines) == 130
    assert {line.row: line.out for line in comma.left_out} == LEFT_OUT
    assert Counter(entry.side for entry in comma.entries) == {"mentor": 66, "mentee": 67}
    assert {entry.effect for entry in comma.entries} == {"new"}


def test_comma_export_has_these_kinds_of_problems_and_no_other(comma):
    assert Counter(problem.kind for problem in comma.problems) == {
        "test_row": 4,
        "consent_missing": 2,
        "consent_later": 4,
        "same_person": 4,
        "resubmission": 6,
        "address_tidied": 2,
        "institution_unknown": 1,
        "area_unknown": 1,
        "unit_new": 16,
        "decimal_comma": 31,
        "number_word": 14,
        "places_missing": 9,
        "other_side": 3,
        "manager_self": 1,
        "avoid_found": 7,
        "formula": 13,
    }


def test_comma_export_names_row_and_column(comma):
    assert where(comma, "test_row") == [(row, "name") for row in (123, 126, 129, 130)]
    assert where(comma, "consent_missing") == [(121, "consent"), (124, "consent")]
    assert where(comma, "address_tidied") == [(127, "email"), (128, "email")]
    assert where(comma, "institution_unknown") == [(125, "institution")]
    assert where(comma, "area_unknown") == [(122, "offers")]
    assert where(comma, "manager_self") == [(87, "manager_email")]
    assert where(comma, "other_side") == [(120, "wants"), (122, "offers"), (131, "wants")]
    assert rows(comma, "unit_new") == FIRST_OF_UNIT
    assert rows(comma, "decimal_comma") == [
        7, 8, 10, 11, 19, 24, 33, 42, 45, 46, 51, 52, 58, 63, 71, 74, 80, 83, 86, 87, 88, 90, 95, 97, 106,
        111, 113,
        116, 117, 118, 128,
    ]  # fmt: skip
    assert rows(comma, "number_word") == [7, 10, 30, 40, 54, 75, 82, 87, 96, 98, 105, 110, 127, 131]
    assert rows(comma, "places_missing") == [27, 29, 32, 34, 47, 58, 79, 94, 117]
    assert rows(comma, "formula") == [2, 7, 10, 11, 22, 33, 61, 62, 90, 94, 99, 104, 110]


def test_comma_export_says_what_it_proposes(comma):
    assert one(comma, "institution_unknown", 125).proposed == "University of Northport"
    assert one(comma, "area_unknown", 122).proposed == "Taxation"
    assert one(comma, "decimal_comma", 7).proposed == "4.2"
    assert one(comma, "number_word", 7).proposed == "2"
    assert one(comma, "address_tidied", 127).proposed == "renee.popescu@universityof.example"
    assert one(comma, "resubmission", 36).proposed == "Left out: row 120 counts"
    assert one(comma, "same_person", 122).proposed == "One person: mateo.shevchenko@universityof.example"


def test_comma_export_needs_five_choices(comma):
    assert sorted(choice.kind for choice in comma.open_choices) == [
        "consent_later",
        "consent_later",
        "institution_unknown",
        "same_person",
        "same_person",
    ]


def test_comma_export_finds_everybody_who_should_not_be_met(comma):
    named = {line.row: line.avoid_emails for line in comma.lines if line.avoid_emails}
    assert named == {
        11: ["fatou.virtanen@institutefor.example"],
        51: ["samira.yilmaz@institutefor.example"],
        58: ["colm.novak@universityof.example"],
        93: ["dragana.ostergaard@universityof.example"],
        101: ["pavel.janssens@universityof.example"],
        112: ["peter.dvorak@universityof.example"],
        117: ["emil.kovacs@universityof.example"],
    }


def test_comma_export_takes_newest_answers_under_the_older_address(comma):
    line = next(line for line in comma.lines if line.row == 125)
    assert (line.name, line.email) == ("Samira Schmidt", "samira.schmidt@universityof.example")
    assert line.institution == thing("University of Northport")


def test_semicolon_export_brings_in_40_rows_as_27_mentors_and_17_mentees(semicolon):
    assert len(semicolon.lines) == 45
    assert {line.row: line.out for line in semicolon.left_out} == {
        25: "resubmission",
        27: "resubmission",
        32: "resubmission",
        43: "consent_missing",
        44: "consent_missing",
    }
    assert Counter(entry.side for entry in semicolon.entries) == {"mentor": 27, "mentee": 17}


def test_semicolon_export_has_these_kinds_of_problems_and_no_other(semicolon):
    assert Counter(problem.kind for problem in semicolon.problems) == {
        "consent_missing": 2,
        "consent_later": 4,
        "name_lost": 19,
        "resubmission": 3,
        "address_tidied": 1,
        "unit_new": 16,
        "decimal_comma": 13,
        "number_word": 5,
        "places_missing": 1,
        "twice": 2,
        "avoid_found": 1,
        "formula": 6,
    }


def test_semicolon_export_finds_lost_letters_again(semicolon):
    assert where(semicolon, "name_lost") == [
        *((row, "name") for row in (2, 3, 5, 11, 13, 25, 29, 32, 39, 42, 45)),
        *((row, "manager_name") for row in (8, 12, 13, 19, 22, 36, 39, 46)),
    ]
    spelled = {
        choice.question: choice.proposal
        for choice in semicolon.choices.values()
        if choice.kind == "name_lost"
    }
    assert spelled == {
        "How is “Noor Y?lmaz” spelled?": "Noor Yılmaz",
        "How is “?ukasz O’Connor” spelled?": "Łukasz O’Connor",
        "How is “Dimitra Y?lmaz” spelled?": "Dimitra Yılmaz",
        "How is “Elif Y?lmaz” spelled?": "Elif Yılmaz",
        "How is “?ukasz Kovács” spelled?": "Łukasz Kovács",
        "How is “Nguy?n Mensah” spelled?": "Nguyễn Mensah",
        "How is “?ebnem Y?lmaz” spelled?": "Şebnem Yılmaz",
        "How is “Nguy?n Wi?niewski” spelled?": "Nguyễn Wiśniewski",
        "How is “Emil Dvo?ák” spelled?": "Emil Dvořák",
        "How is “?ukasz Byrne” spelled?": "Łukasz Byrne",
        "How is “?ukasz Wi?niewski” spelled?": "Łukasz Wiśniewski",
    }


def test_semicolon_export_needs_thirteen_choices(semicolon):
    assert Counter(choice.kind for choice in semicolon.open_choices) == {"name_lost": 11, "consent_later": 2}


def test_semicolon_export_counts_an_area_named_twice_once(semicolon):
    assert where(semicolon, "twice") == [(42, "wants"), (46, "wants")]
    line = next(line for line in semicolon.lines if line.row == 42)
    assert [area.name for area in line.wants] == [
        "Family, childcare and schools",
        "Language and intercultural skills",
        "Taxation",
    ]

"""Each kind of problem, small."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from fairlead.integrations.form_csv.findings import CREATE, EMPTY, LEAVE, TYPED, clean
from fairlead.integrations.form_csv.plan import KnownApplication, Thing
from tests.integrations.form_csv.known import AT, made, mentor, only, plan, proposed, thing, where

LATER = "20/09/2026 10:00"


def test_a_clean_row_has_no_problem_but_its_new_unit():
    found = plan({})
    assert [problem.kind for problem in found.problems] == ["unit_new"]
    (entry,) = found.entries
    line = entry.line
    assert (entry.side, entry.effect, line.email) == ("mentee", "new", "ana.novak@northport.example")
    assert (line.grade, line.years, line.mode, line.languages) == (6, Decimal("4.5"), "online", ["en", "sk"])
    assert [area.name for area in line.wants] == ["Taxation", "Dual career"]
    assert line.important == thing("Taxation")
    assert line.submitted.astimezone(UTC) == datetime(2026, 9, 19, 10, 13, tzinfo=UTC)


def test_one_row_for_both_sides_makes_two_applications():
    found = plan(mentor(**{"Take part as": "Mentor;Mentee", "Areas I would like to develop": "Dual career;"}))
    assert [entry.side for entry in found.entries] == ["mentor", "mentee"]


def test_an_unknown_institution_is_chosen_or_created():
    found = plan({"Institution": "Uni Northport"})
    choice = only(found, "institution_unknown")
    assert found.entries[0].line.institution == thing("University of Northport")
    created = plan({"Institution": "Uni Northport"}, made=made(choice, CREATE))
    assert created.entries[0].line.institution == Thing(None, "Uni Northport")


def test_an_institution_nothing_is_like_is_proposed_to_be_created():
    assert only(plan({"Institution": "Ocean College"}), "institution_unknown").proposal == CREATE


def test_a_missing_institution_is_guessed_from_the_address():
    found = plan({}, mentor(Institution=""))
    assert proposed(found, "institution_unknown") == ["University of Northport"]


def test_people_of_an_institution_that_has_left_stay_out_however_it_is_spelled():
    gone = thing("University of Northport")
    other = mentor(Institution="Uni Northport", Email="cy.hale@northport.example", Name="Cy Hale")
    found = plan({}, mentor(), other, left=frozenset({gone.pk}))
    assert where(found, "institution_left") == [(2, "institution"), (3, "institution"), (4, "institution")]
    assert (found.entries, where(found, "unit_new")) == ((), [])
    assert {one.out_because for one in found.left_out} == {"University of Northport has left the programme."}


def test_who_is_elsewhere_comes_in_beside_an_institution_that_has_left():
    gone = thing("Institute for Coastal Research")
    found = plan({}, mentor(Institution=gone.name), left=frozenset({gone.pk}))
    assert [entry.line.row for entry in found.entries] == [2]


def test_a_unit_is_said_once_and_can_be_one_we_have():
    have = {thing("University of Northport").pk: (Thing(UUID(int=7), "Welcome Center"),)}
    found = plan({}, mentor(), units=have)
    assert where(found, "unit_new") == [(2, "unit")]
    assert only(found, "unit_new").required
    assert {entry.line.unit for entry in found.entries} == {Thing(UUID(int=7), "Welcome Center")}
    new = plan({}, mentor(), units=have, made=made(only(found, "unit_new"), CREATE))
    assert {entry.line.unit for entry in new.entries} == {Thing(None, "Welcome Centre")}


def test_an_unknown_area_is_chosen_created_or_left_out():
    row = {"Areas I would like to develop": "Taxes (general);Dual career;", "Most important area": ""}
    found = plan(row)
    choice = only(found, "area_unknown")
    names = {
        value: [area.name for area in plan(row, made=made(choice, value)).entries[0].line.wants]
        for value in (str(thing("Taxation").pk), CREATE, LEAVE)
    }
    assert list(names.values()) == [
        ["Taxation", "Dual career"],
        ["Taxes (general)", "Dual career"],
        ["Dual career"],
    ]


def test_the_most_important_area_is_added_to_those_wanted():
    found = plan({"Most important area": "Accommodation"})
    assert where(found, "important_elsewhere") == [(2, "important")]
    assert [area.name for area in found.entries[0].line.wants] == ["Taxation", "Dual career", "Accommodation"]


def test_nobody_without_areas_goes_unsaid():
    found = plan(
        mentor(**{"Areas I can offer": ";"}), {"Areas I would like to develop": "", "Most important area": ""}
    )
    assert (where(found, "mentor_no_areas"), where(found, "mentee_no_areas")) == (
        [(2, "offers")],
        [(3, "wants")],
    )


def test_areas_of_the_other_side_can_mean_both():
    row = mentor(**{"Areas I would like to develop": "Dual career;"})
    found = plan(row)
    assert [entry.side for entry in found.entries] == ["mentor"]
    both = plan(row, made=made(only(found, "other_side"), "both"))
    assert [entry.side for entry in both.entries] == ["mentor", "mentee"]


def test_an_unknown_language_is_asked_and_none_is_said():
    found = plan({"Languages": "Klingon;English"}, mentor(Languages=""))
    assert only(found, "language_unknown").proposal == LEAVE
    assert where(found, "languages_missing") == [(3, "languages")]
    chosen = plan({"Languages": "Klingon;English"}, made=made(only(found, "language_unknown"), "sk"))
    assert chosen.entries[0].line.languages == ["en", "sk"]


@pytest.mark.parametrize(
    ("column", "cell"), [("Grade", "21"), ("Grade", "n/a"), ("Years", "61"), ("Years", "-2")]
)
def test_numbers_out_of_range_stay_empty_unless_typed(column, cell):
    found = plan({column: cell})
    choice = only(found, "number_unreadable")
    line = found.entries[0].line
    assert (choice.required, getattr(line, column.lower())) == (False, None)
    typed = plan({column: cell}, made=made(choice, TYPED, "8")).entries[0].line
    assert getattr(typed, column.lower()) == 8


def test_a_number_inside_words_is_proposed():
    found = plan({"Grade": "Grade 7"})
    assert (proposed(found, "number_unreadable"), found.entries[0].line.grade) == (["7"], 7)


def test_mentors_without_a_number_get_the_places_chosen_once_for_all():
    rows = (
        mentor(**{"How many mentees?": ""}),
        mentor(Email="c@northport.example", Name="Cy", **{"How many mentees?": ""}),
    )
    found = plan(*rows)
    choice = only(found, "places_missing")
    assert [entry.line.places for entry in found.entries] == [1, 1]
    assert [entry.line.places for entry in plan(*rows, made=made(choice, "3")).entries] == [3, 3]


def test_long_texts_are_cut_and_formulas_kept():
    found = plan({"Job title": "x" * 300, "Hopes": '=HYPERLINK("http://x.example")'})
    assert (where(found, "too_long"), where(found, "formula")) == ([(2, "job_title")], [(2, "hopes")])
    texts = found.entries[0].line.texts
    assert (len(texts["job_title"]), texts["hopes"]) == (200, '=HYPERLINK("http://x.example")')


def test_a_date_that_cannot_be_read_is_the_time_of_the_upload():
    found = plan({"Completion time": "soon"})
    assert (where(found, "date_unreadable"), found.entries[0].line.submitted) == ([(2, "submitted")], AT)


def test_month_first_is_said():
    found = plan({"Completion time": "09/03/2026"}, mentor(**{"Completion time": "09/19/2026"}))
    assert proposed(found, "date_order") == ["Month first, then day"]
    assert found.entries[0].line.submitted.date().isoformat() == "2026-09-03"


def test_rows_without_any_date_were_sent_when_the_file_was_taken_in():
    found = plan({"Completion time": ""}, mentor(**{"Completion time": ""}))
    assert {entry.line.submitted for entry in found.entries} == {AT}
    assert where(found, "date_unreadable") == []


def test_how_to_meet_is_either_where_nothing_is_said():
    found = plan({"How would you like to meet?": "by pigeon"})
    assert (where(found, "mode_unknown"), found.entries[0].line.mode) == ([(2, "mode")], "either")


def test_one_letter_off_a_unit_of_the_same_file_is_proposed_as_that_unit():
    rows = [
        mentor(Email=f"m{number}@northport.example", Name=f"Mo {'abc'[number] * 4}") for number in range(3)
    ]
    found = plan(*rows, {"Unit": "Welcome Center"})
    assert {entry.line.unit for entry in found.entries} == {Thing(None, "Welcome Centre")}


ANSWERS = {
    "institution": "University of Northport",
    "unit": "Welcome Centre",
    "job_title": "Officer",
    "grade": "6",
    "years": "4.5",
    "campus": "City",
    "mode": "online",
    "languages": "English, Slovak",
    "areas": "Dual career; Taxation",
    "important": "Taxation",
    "places": "",
    "manager_name": "Lena Manager",
    "manager_email": "lena.manager@northport.example",
    "avoid": "",
    "hopes": "Learn.",
}
SENT = datetime(2026, 9, 19, 10, 13, tzinfo=UTC)


def effect(**more: object) -> tuple[str, list[str]]:
    given = {"answers": ANSWERS, "state": "Sent", "since": SENT, **more}
    have = KnownApplication(**given)  # type: ignore[arg-type]
    (entry,) = plan({}, applications={("ana.novak@northport.example", "mentee"): have}).entries
    return entry.effect, [change.label for change in entry.changes]


def test_what_we_have_already_stays_the_same():
    assert effect() == ("same", [])
    assert effect(open=False) == ("same", [])


def test_newer_answers_are_shown_as_an_update_with_what_changes():
    earlier = datetime(2026, 9, 1, tzinfo=UTC)
    assert effect(answers={**ANSWERS, "grade": "5"}, since=earlier) == ("update", ["Grade"])


def test_older_answers_and_those_in_the_pool_stay_ours():
    later, earlier = datetime(2026, 10, 1, tzinfo=UTC), datetime(2026, 9, 1, tzinfo=UTC)
    changed = {**ANSWERS, "grade": "5"}
    assert effect(answers=changed, since=later, imported=False) == ("closed", [])
    assert effect(answers=changed, since=earlier, in_pool=True) == ("closed", [])
    assert effect(open=False, since=earlier) == ("new", [])


def test_only_options_are_taken_from_a_form():
    found = plan({"Institution": "Uni Northport"})
    choice = only(found, "institution_unknown")
    assert clean({choice.key: "anything", "other": "x"}, found.choices.values()) == {}
    assert clean({choice.key: CREATE, f"{choice.key}.text": "x"}, [choice]) == {choice.key: {"value": CREATE}}
    assert plan({"Institution": "Uni Northport"}, made={choice.key: {"value": EMPTY}}).open_choices == [
        choice
    ]

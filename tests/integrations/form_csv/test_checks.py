"""Each kind of problem, small."""

from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

import pytest

from fairlead.integrations.form_csv.findings import CREATE, EMPTY, LEAVE, TYPED, clean
from fairlead.integrations.form_csv.plan import KnownApplication, KnownPerson, Plan, Thing
from tests.integrations.form_csv.known import AT, mentor, plan, thing, where

LATER = "20/09/2026 10:00"


def only(found: Plan, kind: str):
    choices = [choice for choice in found.choices.values() if choice.kind == kind]
    assert len(choices) == 1
    return choices[0]


def made(choice, value: str, text: str = "") -> dict[str, dict[str, str]]:
    assert choice.allows(value)
    return {choice.key: {"value": value, "text": text}}


def proposed(found: Plan, kind: str) -> list[str]:
    return [problem.proposed for problem in found.problems if problem.kind == kind]


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


def test_newest_answers_of_an_address_count():
    found = plan({}, {"Email": "ANA.NOVAK@northport.example", "Completion time": LATER, "Grade": "7"})
    assert where(found, "resubmission") == [(2, "email")]
    assert [(entry.row, entry.line.grade) for entry in found.entries] == [(3, 7)]


def test_newest_complete_answers_count_before_newer_incomplete_ones():
    found = plan({}, {"Completion time": LATER, "Areas I would like to develop": ""})
    assert [entry.row for entry in found.entries] == [2]


def test_one_form_as_mentor_and_another_as_mentee_can_mean_both():
    rows = ({}, mentor(Email="ana.novak@northport.example", Name="Ana Novak", **{"Completion time": LATER}))
    found = plan(*rows)
    assert [(entry.row, entry.side) for entry in found.entries] == [(3, "mentor")]
    choice = only(found, "two_forms")
    both = plan(*rows, made=made(choice, "both"))
    assert choice.required
    assert [(entry.row, entry.side) for entry in both.entries] == [(2, "mentee"), (3, "mentor")]


def test_two_spellings_can_be_two_people():
    rows = ({}, {"Email": "xana.novak@northport.example", "Name": "A. Ana Novák", "Completion time": LATER})
    found = plan(*rows)
    choice = only(found, "same_person")
    assert choice.required
    assert [entry.line.email for entry in found.entries] == ["ana.novak@northport.example"]
    apart = plan(*rows, made=made(choice, "two"))
    assert [entry.line.email for entry in apart.entries] == [
        "ana.novak@northport.example",
        "xana.novak@northport.example",
    ]


def test_a_name_one_letter_off_in_the_same_unit_is_asked_about_and_in_another_unit_not():
    other = {"Email": "ana.nowak@northport.example", "Name": "Ana Nowak"}
    assert where(plan({}, other), "same_person") == [(2, "email"), (3, "email")]
    assert where(plan({}, {**other, "Unit": "Library"}), "same_person") == []


def test_somebody_the_programme_knows_under_another_address_is_asked_about():
    person = KnownPerson("a.novak@northport.example", "Ana Novák", concerned=True)
    found = plan({}, people={person.email: person})
    assert [entry.line.email for entry in found.entries] == ["a.novak@northport.example"]
    assert only(found, "same_person").required
    stranger = KnownPerson(person.email, person.name)
    assert where(plan({}, people={person.email: stranger}), "same_person") == []


def test_a_later_no_takes_an_earlier_agreement_back_unless_chosen_otherwise():
    rows = ({}, {"Privacy notice": "No", "Completion time": LATER})
    found = plan(*rows)
    assert found.entries == ()
    choice = only(found, "consent_later")
    assert (choice.proposal, choice.required) == (LEAVE, True)
    assert [entry.row for entry in plan(*rows, made=made(choice, "counts")).entries] == [2]


def test_an_earlier_no_is_only_left_out():
    found = plan({"Privacy notice": "No"}, {"Completion time": LATER})
    assert [(line.row, line.out) for line in found.left_out] == [(2, "consent_missing")]
    assert where(found, "consent_later") == []


@pytest.mark.parametrize("said", ["", "No", "perhaps"])
def test_without_agreement_a_row_is_always_left_out(said):
    found = plan({"Privacy notice": said})
    assert (found.entries, where(found, "consent_missing"), found.choices) == ((), [(2, "consent")], {})


def test_a_test_row_can_be_a_person_after_all():
    found = plan({"Name": "TEST TEST", "Email": "test@test.example"})
    assert found.entries == ()
    kept = plan(
        {"Name": "TEST TEST", "Email": "test@test.example"}, made=made(only(found, "test_row"), "keep")
    )
    assert [entry.line.email for entry in kept.entries] == ["test@test.example"]
    assert where(plan({"Name": "Test Testová"}), "test_row") == []


def test_a_broken_address_is_mended_by_choice_only():
    found = plan({"Email": "ana.novak@northport,example"}, mentor())
    choice = only(found, "address_broken")
    assert (choice.required, choice.private, choice.typed_proposal) == (
        True,
        True,
        "ana.novak@northport.example",
    )
    typed = plan({"Email": "ana.novak@northport,example"}, made=made(choice, TYPED, "ana@other.example"))
    assert [entry.line.email for entry in typed.entries] == ["ana@other.example"]
    out = plan({"Email": "ana.novak@northport,example"}, made=made(choice, LEAVE))
    assert [(line.row, line.out) for line in out.left_out] == [(2, "address_broken")]


def test_an_address_is_proposed_as_the_institution_writes_them():
    found = plan(mentor(), {"Email": "n/a"})
    assert only(found, "address_broken").typed_proposal == "ana.novak@northport.example"
    spaced = plan(mentor(), {"Email": "ana novak@northport.example"})
    assert only(spaced, "address_broken").typed_proposal == "ana.novak@northport.example"


def test_an_address_that_cannot_be_guessed_leaves_the_row_out_until_one_is_typed():
    found = plan({"Email": "n/a"})
    assert (only(found, "address_broken").proposal, found.entries) == (LEAVE, ())


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


def test_nobody_is_their_own_line_manager():
    own = {"Line manager (name)": "Ana Novak", "Line manager (email)": "ana.novak@northport.example"}
    found = plan(own)
    choice = only(found, "manager_self")
    line = found.entries[0].line
    assert (choice.required, line.manager_name, line.manager_email) == (True, "", "")
    typed = plan(own, made=made(choice, TYPED, "Olga Boss <olga.boss@northport.example>")).entries[0].line
    assert (typed.manager_name, typed.manager_email) == ("Olga Boss", "olga.boss@northport.example")
    assert only(plan(own, approval_needed=False), "manager_self").required is False


def test_a_line_managers_address_is_found_in_another_row():
    found = plan(mentor(), {"Line manager (email)": "lena.manager"})
    assert only(found, "manager_broken").typed_proposal == "lena.manager@northport.example"
    assert {entry.line.manager_email for entry in found.entries} == {"lena.manager@northport.example"}


def test_no_line_manager_is_said():
    found = plan({"Line manager (name)": "", "Line manager (email)": ""})
    assert where(found, "manager_missing") == [(2, "manager_name")]


def test_somebody_to_avoid_is_found_exactly_nearly_or_not():
    other = mentor(Email="boris.kral@northport.example", Name="Boris Kráľ")
    exact = plan({"Anybody you should not be paired with?": "boris kral"}, other)
    assert exact.entries[0].line.avoid_emails == ["boris.kral@northport.example"]
    close = plan({"Anybody you should not be paired with?": "Boris Král’s"}, other)
    assert where(close, "avoid_unclear") == [(2, "avoid")]
    nobody = plan({"Anybody you should not be paired with?": "Zoe Unknown"}, other)
    assert (where(nobody, "avoid_unknown"), nobody.entries[0].line.avoid_emails) == ([(2, "avoid")], [])
    assert nobody.entries[0].line.texts["avoid"] == "Zoe Unknown"


@pytest.mark.parametrize("said", ["no", "N/A", "None", "-", "Nobody."])
def test_nobody_to_avoid_is_nobody(said):
    found = plan({"Anybody you should not be paired with?": said}, mentor())
    assert [problem.kind for problem in found.problems] == ["unit_new"]


def test_two_people_of_one_name_to_avoid_are_asked_about():
    two = (
        mentor(Email="boris.kral@northport.example"),
        mentor(Email="b.kral@coast.example", Institution="Institute for Coastal Research"),
    )
    found = plan({"Anybody you should not be paired with?": "Boris Kral"}, *two)
    choice = only(found, "avoid_unclear")
    text = plan({"Anybody you should not be paired with?": "Boris Kral"}, *two, made=made(choice, "text"))
    assert (len(found.entries[0].line.avoid_emails), text.entries[0].line.avoid_emails) == (1, [])


def test_a_missing_name_is_proposed_from_the_address():
    found = plan({"Name": ""})
    choice = only(found, "name_missing")
    assert (choice.required, choice.typed_proposal) == (True, "Ana Novak")
    assert plan({"Name": ""}, made=made(choice, TYPED, "Anna N.")).entries[0].line.name == "Anna N."


@pytest.mark.parametrize(
    ("value", "sides"),
    [("mentee", ["mentee"]), ("mentor", ["mentor"]), ("both", ["mentor", "mentee"]), (LEAVE, [])],
)
def test_a_role_nobody_understands_is_asked(value, sides):
    found = plan({"Take part as": "Captain"})
    choice = only(found, "role_unknown")
    assert (choice.required, found.left_out[0].out) == (True, "role_unknown")
    chosen = plan({"Take part as": "Captain"}, made=made(choice, value))
    assert [entry.side for entry in chosen.entries] == sides


def test_rows_without_any_date_were_sent_when_the_file_was_taken_in():
    found = plan({"Completion time": ""}, mentor(**{"Completion time": ""}))
    assert {entry.line.submitted for entry in found.entries} == {AT}
    assert where(found, "date_unreadable") == []


def test_how_to_meet_is_either_where_nothing_is_said():
    found = plan({"How would you like to meet?": "by pigeon"})
    assert (where(found, "mode_unknown"), found.entries[0].line.mode) == ([(2, "mode")], "either")


def test_capitals_in_a_line_managers_address_are_tidied():
    found = plan({"Line manager (email)": "LENA.Manager@northport.example"})
    assert where(found, "address_tidied") == [(2, "manager_email")]
    assert found.entries[0].line.manager_email == "lena.manager@northport.example"


def test_a_line_manager_we_know_is_spelled_as_we_know_them():
    known = {"lena.manager@northport.example": "Lena Mănăger"}
    found = plan({"Line manager (name)": "Lena M?n?ger"}, managers=known)
    assert (found.entries[0].line.manager_name, where(found, "name_lost")) == ("Lena Mănăger", [])


def test_one_letter_off_a_unit_of_the_same_file_is_proposed_as_that_unit():
    rows = [
        mentor(Email=f"m{number}@northport.example", Name=f"Mo {'abc'[number] * 4}") for number in range(3)
    ]
    found = plan(*rows, {"Unit": "Welcome Center"})
    assert {entry.line.unit for entry in found.entries} == {Thing(None, "Welcome Centre")}


def test_lost_letters_are_never_settled_silently():
    row = {"Name": "Ana Nov?k", "Email": "ana.novak@northport.example"}
    found = plan(row, mentor(Name="Eva Novák", Email="eva.novak@northport.example"))
    choice = only(found, "name_lost")
    assert (choice.required, choice.proposal) == (True, "Ana Novák")
    typed = plan(row, made=made(only(plan(row), "name_lost"), TYPED, "Anna Novik")).entries[0].line
    assert typed.name == "Anna Novik"


def test_a_person_we_have_keeps_the_name_we_know():
    person = KnownPerson("ana.novak@northport.example", "Ana Nováková")
    found = plan({"Name": "Ana Nov?k"}, people={person.email: person})
    assert (where(found, "name_kept"), where(found, "name_lost")) == ([(2, "name")], [])
    assert found.entries[0].line.name == "Ana Nováková"


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

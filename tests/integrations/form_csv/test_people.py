"""Who a row is from, and whom they are tied to."""

import pytest

from fairlead.integrations.form_csv.findings import LEAVE, TYPED
from fairlead.integrations.form_csv.plan import KnownPerson
from tests.integrations.form_csv.known import made, mentor, only, plan, where

LATER = "20/09/2026 10:00"


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


def test_capitals_in_a_line_managers_address_are_tidied():
    found = plan({"Line manager (email)": "LENA.Manager@northport.example"})
    assert where(found, "address_tidied") == [(2, "manager_email")]
    assert found.entries[0].line.manager_email == "lena.manager@northport.example"


def test_a_line_manager_we_know_is_spelled_as_we_know_them():
    known = {"lena.manager@northport.example": "Lena Mănăger"}
    found = plan({"Line manager (name)": "Lena M?n?ger"}, managers=known)
    assert (found.entries[0].line.manager_name, where(found, "name_lost")) == ("Lena Mănăger", [])


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

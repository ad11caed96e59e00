"""Headings are recognised, and remembered."""

from fairlead.integrations.form_csv import mapping
from fairlead.integrations.form_csv.reading import read
from tests.integrations.form_csv.known import COMMA

OF_THE_EXPORT = {
    "ID": "",
    "Start time": "",
    "Completion time": "submitted",
    "Email": "email",
    "Name": "name",
    "Institution": "institution",
    "Unit / Department": "unit",
    "Job title": "job_title",
    "Grade": "grade",
    "Years supporting international academics": "years",
    "I would like to take part as": "role",
    "Line manager (name)": "manager_name",
    "Line manager (email)": "manager_email",
    "Areas in which I can offer experience": "offers",
    "Areas I would like to develop": "wants",
    "Most important area for me": "important",
    "Languages I can meet in": "languages",
    "Campus": "campus",
    "How would you like to meet?": "mode",
    "How many mentees could you take?": "places",
    "Is there anybody you should not be paired with?": "avoid",
    "What do you hope to get out of it?": "hopes",
    "I have read the privacy notice and agree that partner institutions see what a match needs": "consent",
}


def test_every_heading_of_the_export_is_recognised():
    assert mapping.guess(read(COMMA).headings) == OF_THE_EXPORT


def test_headings_of_another_form_are_recognised():
    assert mapping.guess(
        ["Timestamp", "E-Mail", "Full name", "University", "Applying as", "Supervisor e-mail", "I consent"]
    ) == {
        "Timestamp": "submitted",
        "E-Mail": "email",
        "Full name": "name",
        "University": "institution",
        "Applying as": "role",
        "Supervisor e-mail": "manager_email",
        "I consent": "consent",
    }


def test_a_name_may_stand_in_two_columns():
    found = mapping.guess(["Email", "First name", "Last name", "University", "Role", "Consent"])
    assert (found["First name"], found["Last name"], mapping.missing(found)) == (
        "first_name",
        "last_name",
        [],
    )
    assert mapping.missing({**found, "First name": ""}) == ["name"]


def test_the_address_of_a_line_manager_is_not_taken_for_ones_own():
    found = mapping.guess(["Line manager’s e-mail address", "E-mail address", "Line manager"])
    assert list(found.values()) == ["manager_email", "email", "manager_name"]


def test_no_answer_is_given_to_two_columns():
    assert mapping.guess(["Email", "Email address"]) == {"Email": "email", "Email address": ""}


def test_what_is_missing_or_doubled_is_named():
    assert mapping.missing({"A": "email", "B": "name"}) == ["consent", "role", "institution"]
    assert mapping.doubled({"A": "email", "B": "email", "C": "", "D": ""}) == ["email"]


def test_what_was_set_by_hand_is_proposed_next_time_and_only_the_rest_guessed():
    remembered = mapping.to_remember({"Name": "", "Who are you": "name", "EMAIL": "email"})
    assert mapping.propose(["who ARE you", "Email", "Name", "Campus"], remembered) == {
        "who ARE you": "name",
        "Email": "email",
        "Name": "",
        "Campus": "campus",
    }


def test_examples_are_different_and_short():
    shown = mapping.examples(read(b"Name,Hopes\r\nAna,x\r\nAna," + b"y" * 80 + b"\r\nBo,\r\n"))
    assert shown == {"Name": ["Ana", "Bo"], "Hopes": ["x", "y" * 59 + "…"]}

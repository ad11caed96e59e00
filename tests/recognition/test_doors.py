"""Every address of recognition, and what each role gets there."""

import pytest
from django.urls import reverse

from fairlead.mentorships.enums import MentorshipState
from fairlead.programmes.enums import RoundState, Side
from fairlead.recognition.actions import issuing, notes
from tests import doors, factories
from tests.recognition import ended

pytestmark = pytest.mark.django_db

NONE = {**dict.fromkeys(doors.ROLES, 404), "stranger": 302}
OPEN = dict.fromkeys(doors.ROLES, 200)
TEAM = {"coordinator": 200, "partner_coordinator": 200, "hr_lead": 200}
DOORS = {
    "recognition:mine": {**OPEN, "stranger": 302},
    "recognition:state_hours": {**NONE, "mentee": 302, "mentor": 302},
    "recognition:hand_out": {**NONE, "coordinator": 302},
    "recognition:pdf": {**NONE, "mentee": 200},
    "recognition:badge": {**NONE, "mentee": 200},
    "recognition:renew": {**NONE, "mentee": 302},
    "recognition:withdraw": {**NONE, "coordinator": 302},
    "recognition:wording": {**NONE, **TEAM},
    "recognition:sample": {**NONE, **TEAM},
    "recognition:round": {**NONE, "coordinator": 200, "hr_lead": 200},
    "recognition:record": {**OPEN, "stranger": 302},
    "recognition:note": {**NONE, "mentee": 200, "mentor": 200},
    "recognition:note_pdf": {**NONE, "mentee": 200, "mentor": 302},
    "recognition:note_text": {**NONE, "mentee": 200, "mentor": 302},
    "recognition:note_forget": {**NONE, "mentee": 302, "mentor": 302},
    "recognition:look_up": OPEN,
    "recognition:verify": OPEN,
    "recognition:issuer": OPEN,
    "recognition:did": OPEN,
    "recognition:status": OPEN,
}
POSTED = {f"recognition:{name}" for name in ("state_hours", "hand_out", "renew", "withdraw", "note_forget")}


@pytest.fixture
def stage(at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    pair = ended.pair()
    home, away = factories.unit(), factories.unit()
    factories.affiliation(pair.mentor.person, home)
    factories.affiliation(pair.mentee.person, away)
    early = ended.pair(
        round=factories.round(pair.round.programme, state=RoundState.FINISHED),
        mentor=pair.mentor.person,
        mentee=pair.mentee.person,
        state=MentorshipState.ENDED_EARLY,
    )
    notes.write(pair, lines=["role"], sentence="", seen=0, by=ended.mentee_of(pair), at=at)
    persons = {
        **factories.team_and_strangers(pair.round.programme, home.institution),
        "applicant": factories.application(pair.round).person,
        "mentee": pair.mentee.person,
        "mentor": pair.mentor.person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }
    return pair, early, ended.certificate(pair, at), persons


def address(name, pair, early, certificate):
    given = {
        "mine": [],
        "look_up": [],
        "record": [],
        **{key: [pair.pk] for key in ("note", "note_pdf", "note_text", "note_forget")},
        "state_hours": [early.pk],
        "hand_out": [pair.pk, "mentor"],
        "wording": [pair.round.programme_id],
        "sample": [pair.round.programme_id, "mentor"],
        "round": [pair.round_id],
        "verify": [certificate.code],
        "issuer": [certificate.institution_id],
        "did": [certificate.institution_id],
        "status": [certificate.institution_id, 0],
    }
    return reverse(name, args=given.get(name.partition(":")[2], [certificate.pk]))


def visit(client, stage, name, role):
    *things, persons = stage
    if persons[role] is not None:
        client.force_login(persons[role])
    where = address(name, *things)
    return client.post(where) if name in POSTED else client.get(where)


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    assert doors.answers(client, row, lambda role: visit(client, stage, name, role)) == row


@pytest.mark.parametrize("role", ["coordinator", "hr_lead", "partner_coordinator", "mentee"])
def test_wording_is_changed_by_coordinators_alone(client, stage, role):
    pair, _early, _certificate, persons = stage
    client.force_login(persons[role])
    answer = client.post(reverse("recognition:wording", args=[pair.round.programme_id]), {})
    assert answer.status_code == (422 if role == "coordinator" else 404)


@pytest.mark.parametrize("name", ["sample", "hand_out"])
def test_there_are_two_sides(client, stage, name):
    pair, _early, _certificate, persons = stage
    client.force_login(persons["coordinator"])
    where = {"sample": pair.round.programme_id, "hand_out": pair.pk}[name]
    where = reverse(f"recognition:{name}", args=[where, "audience"])
    answer = client.post(where) if name == "hand_out" else client.get(where)
    assert answer.status_code == 404


@pytest.mark.parametrize("name", ["issuer", "did", "status"])
def test_institution_that_leads_no_programme_signs_nothing(client, name):
    more = [0] if name == "status" else []
    where = reverse(f"recognition:{name}", args=[factories.institution().pk, *more])
    assert client.get(where).status_code == 404


def test_there_is_no_badge_for_a_statement_of_hours(client, stage, at):
    _pair, early, _certificate, persons = stage
    one = issuing.state_hours(early, by=ended.mentee_of(early), at=at)
    client.force_login(persons["mentee"])
    page = client.get(reverse("recognition:badge", args=[one.pk]), follow=True)
    assert "There is a badge for each certificate that holds" in page.content.decode()
    assert one.side == Side.MENTEE

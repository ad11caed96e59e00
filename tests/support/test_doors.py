"""Every address of on-going support, and what each role gets there."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fairlead.programmes.enums import Side
from fairlead.support import tasks
from fairlead.support.actions import circles, hours, sharing
from fairlead.support.enums import SharingLevel
from fairlead.support.models import Case, Circle, CircleMeeting, Hour, Sharing
from fairlead.support.queries import cases, pulses
from tests import doors, factories
from tests.support import caring, scenes

pytestmark = pytest.mark.django_db

NOBODY = {**dict.fromkeys(doors.ROLES, 404), "stranger": 302}
TEAM = {**NOBODY, "coordinator": 200, "hr_lead": 200}
RUNS = {**NOBODY, "coordinator": 200}
RUNS_ACT = {**NOBODY, "coordinator": 302}
OWN = {**dict.fromkeys(doors.ROLES, 200), "stranger": 302}
LINK = dict.fromkeys(doors.ROLES, 200)
TWO = {**NOBODY, "mentee": 200, "mentor": 200}
TWO_ACT = {**NOBODY, "mentee": 302, "mentor": 302}
DOORS = {
    "support:pairs": {**TEAM, "partner_coordinator": 200},
    "support:patience": RUNS,
    "support:contacts": RUNS,
    "support:remove_contact": RUNS_ACT,
    "support:new_case": RUNS,
    "support:cases": OWN,
    "support:case": RUNS,
    "support:case_note": RUNS_ACT,
    "support:case_do": RUNS_ACT,
    "support:share": RUNS,
    "support:sharing": {**RUNS, "partner_coordinator": 200},
    "support:sharing_word": {**RUNS_ACT, "partner_coordinator": 302},
    "support:sharing_note": {**NOBODY, "partner_coordinator": 302},
    "support:sharing_do": {**RUNS_ACT, "partner_coordinator": 302},
    "support:choose": {**NOBODY, "mentee": 200},
    "support:help": TWO,
    "support:unsure": TWO_ACT,
    "support:unsure_take_back": TWO_ACT,
    "support:write": TWO,
    "support:circles": RUNS,
    "support:circle": {**TEAM, "mentor": 200},
    "support:plan_circle": RUNS_ACT,
    "support:move_circle": RUNS,
    "support:cancel_circle": RUNS_ACT,
    "support:join_circle": {**NOBODY, "mentor": 302},
    "support:leave_circle": {**TEAM, "coordinator": 302, "hr_lead": 302, "mentor": 302},
    "support:hours": RUNS,
    "support:book_hour": {**TWO_ACT, "applicant": 302},
    "support:give_back_hour": {**TWO_ACT, "applicant": 302},
    "support:call_off_hour": RUNS_ACT,
    "support:together": OWN,
    "support:reminders": OWN,
    "support:pulse": LINK,
}
OF_PROGRAMME = {"pairs", "patience", "contacts", "new_case", "circles", "hours"}
OF_PAIR = {"help", "unsure", "unsure_take_back", "write"}
OF_CIRCLE = {"circle", "plan_circle", "join_circle", "leave_circle"}
OF_HOUR = {"book_hour", "give_back_hour", "call_off_hour"}
POSTED = {
    "remove_contact",
    "case_note",
    "case_do",
    "sharing_word",
    "sharing_note",
    "sharing_do",
    "unsure",
    "unsure_take_back",
    "plan_circle",
    "cancel_circle",
    "join_circle",
    "leave_circle",
    *OF_HOUR,
}


@pytest.fixture
def stage(at, monkeypatch):
    """A pair on its thirtieth day, whose mentee is unsure and has said so to the coordinator."""
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    one = scenes.pair(at, ago=30, met=[3])
    home = factories.unit()
    factories.affiliation(one.mentor.person, home)
    persons = {
        **factories.team_and_strangers(one.round.programme, home.institution),
        "applicant": factories.application(one.round).person,
        "mentee": one.mentee.person,
        "mentor": one.mentor.person,
        "supervisor": factories.person(email="line.manager@northport.example"),
    }
    made = caring.Scene(one, persons["coordinator"], factories.person())
    caring.named(made, at)
    caring.unsure(made, at)
    _share(made, persons["partner_coordinator"], at)
    _together(made, at)
    tasks.sweep(at=at)
    return made, persons


def _share(made, partner, at):
    """A case opened by hand about the mentor, of the partner’s institution, that its coordinator shares."""
    case = caring.by_hand(made, at)
    level = SharingLevel.TALK
    by = made.by("coordinator")
    one = sharing.propose(case, sharing.Offer(partner.pk, level, "A word."), by=by, at=at)
    sharing.accept(one, by=factories.actor(partner), at=at)


def _together(made, at):
    """A circle of mentors with a meeting, and an office hour."""
    programme, by = made.pair.round.programme, made.by("coordinator")
    circle = circles.form(programme, Side.MENTOR, "Table", "", facilitator=None, by=by, at=at)
    when = circles.When(at + timedelta(days=3), 60)
    circles.plan(circle, when, by=by, at=at)
    hours.offer(programme, when, places=3, by=by, at=at)


def address(name, made):
    short, pair = name.partition(":")[2], made.pair
    if short == "remove_contact":
        contact = cases.contacts(pair.round.programme).get()
        return reverse(name, args=[pair.round.programme_id, contact.pk])
    if short in OF_PROGRAMME:
        return reverse(name, args=[pair.round.programme_id])
    if short in OF_PAIR:
        return reverse(name, args=[pair.pk])
    if short == "pulse":
        return reverse(name, args=[pulses.secret_of(pair.pk, 1, pair.mentee.person_id)])
    if short in OF_CIRCLE:
        return reverse(name, args=[Circle.objects.get().pk])
    if short in {"move_circle", "cancel_circle"}:
        meeting = CircleMeeting.objects.get()
        return reverse(name, args=[meeting.circle_id, meeting.pk])
    if short in OF_HOUR:
        return reverse(name, args=[Hour.objects.get().pk])
    if short in {"cases", "reminders", "together"}:
        return reverse(name)
    if short.startswith("sharing"):
        more = ["end"] if short == "sharing_do" else []
        return reverse(name, args=[Sharing.objects.get().pk, *more])
    case = Case.objects.get(origin="unsure")
    return reverse(name, args=[case.pk, *(["close"] if short == "case_do" else [])])


def visit(client, stage, name, role):
    made, persons = stage
    if persons[role] is not None:
        client.force_login(persons[role])
    given = {"words": "A note.", "own-words": "Mine.", "outcome": "goes_on", "to": str(made.contact.pk)}
    given |= {"starts_at": "2026-10-21T10:00", "minutes": "60"}
    ask = client.post if name.partition(":")[2] in POSTED else client.get
    return ask(address(name, made), given)


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    assert doors.answers(client, row, lambda role: visit(client, stage, name, role)) == row


@pytest.mark.parametrize("name", sorted(POSTED))
def test_what_changes_something_is_posted(client, stage, name):
    made, persons = stage
    client.force_login(persons["coordinator"])
    assert client.get(address(f"support:{name}", made)).status_code == 405


def test_case_knows_no_other_deed(client, stage):
    made, persons = stage
    client.force_login(persons["coordinator"])
    gossip = reverse("support:case_do", args=[Case.objects.get(origin="unsure").pk, "gossip"])
    assert client.post(gossip).status_code == 404

"""Every address of the import, and what each role gets there."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from fairlead.integrations.form_csv import actions, queries
from fairlead.programmes.enums import Side
from tests import doors, factories
from tests.integrations.form_csv.known import mentor
from tests.integrations.form_csv.scenes import bring_in, scene, take_in, written

pytestmark = pytest.mark.django_db

READS = {
    "stranger": 302,
    "applicant": 404,
    "mentee": 404,
    "mentor": 404,
    "coordinator": 200,
    "other_coordinator": 404,
    "partner_coordinator": 404,
    "hr_lead": 404,
    "it_admin": 404,
}
ACTS = {**READS, "coordinator": 302}
DOORS = {
    "form_csv:start": READS,
    "form_csv:columns": READS,
    "form_csv:preview": READS,
    "form_csv:row": READS,
    "form_csv:left_out": READS,
    "form_csv:confirm": ACTS,
    "form_csv:set_aside": ACTS,
    "form_csv:done": READS,
}
POSTED = {"form_csv:confirm", "form_csv:set_aside"}


@pytest.fixture
def stage(at):
    here = scene()
    done = bring_in(here, written({}), at=at)
    upload = take_in(here, written({}, mentor()), at=at)
    waiting = [upload.pk]
    addresses = {
        **dict.fromkeys(DOORS, waiting),
        "form_csv:start": [here.round.pk],
        "form_csv:row": [upload.pk, 3],
        "form_csv:done": [done.pk],
    }
    persons = {
        **factories.team_and_strangers(here.programme, here.programme.lead),
        "applicant": factories.person(),
        "mentee": factories.participation(here.round, Side.MENTEE).person,
        "mentor": factories.participation(here.round, Side.MENTOR).person,
        "coordinator": here.coordinator,
    }
    return addresses, persons, {"seen": queries.preview(upload).mark}


def visit(client, stage, name, role):
    addresses, persons, form = stage
    if persons[role] is not None:
        client.force_login(persons[role])
    url = reverse(name, args=addresses[name])
    return client.post(url, form) if name in POSTED else client.get(url)


@pytest.mark.parametrize(("name", "row"), doors.rows(DOORS))
def test_door(client, stage, name, row):
    assert doors.answers(client, row, lambda role: visit(client, stage, name, role)) == row


@pytest.mark.parametrize("name", sorted(POSTED))
def test_acting_door_does_not_open_by_a_link(client, stage, name):
    addresses, persons, _form = stage
    client.force_login(persons["coordinator"])
    assert client.get(reverse(name, args=addresses[name])).status_code == 405


@pytest.mark.parametrize("role", [role for role, status in READS.items() if status == 404])
def test_nobody_else_can_send_a_file_or_choose(client, stage, role):
    addresses, persons, _form = stage
    client.force_login(persons[role])
    file = SimpleUploadedFile("x.csv", written({}))
    assert (
        client.post(reverse("form_csv:start", args=addresses["form_csv:start"]), {"file": file}).status_code
        == 404
    )
    for name in ("form_csv:columns", "form_csv:preview"):
        assert client.post(reverse(name, args=addresses[name]), {"map": "1"}).status_code == 404


@pytest.mark.parametrize("name", sorted(DOORS))
def test_what_does_not_exist_is_not_found(client, stage, name):
    client.force_login(stage[1]["coordinator"])
    args = [uuid.uuid4(), 3] if name == "form_csv:row" else [uuid.uuid4()]
    url = reverse(name, args=args)
    assert (client.post(url) if name in POSTED else client.get(url)).status_code == 404


def test_a_file_set_aside_has_no_rows_any_more(client, stage, at):
    addresses, persons, _form = stage
    client.force_login(persons["coordinator"])
    upload = queries.Upload.objects.get(pk=addresses["form_csv:preview"][0])
    actions.set_aside(upload, by=factories.actor(persons["coordinator"]), at=at)
    seen = {
        name: client.get(reverse(name, args=addresses[name])).status_code
        for name in DOORS
        if name not in POSTED
    }
    assert seen == {
        "form_csv:start": 200,
        "form_csv:columns": 302,
        "form_csv:preview": 302,
        "form_csv:row": 302,
        "form_csv:left_out": 404,
        "form_csv:done": 200,
    }

"""One's own data: until when they are kept, and all of them to take along."""

import json
from datetime import timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest
from django.urls import reverse

from fairlead.applications.actions import deciding
from fairlead.privacy.actions import pruning, ruling
from tests import factories
from tests.privacy.scenes import DAY, EVE, past
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db
HOUR = timedelta(hours=1)


def archive(client):
    response = client.get(reverse("privacy:take_along"))
    packed = ZipFile(BytesIO(response.content))
    assert packed.namelist() == ["my-data.html", "my-data.json"]
    page, data = (packed.read(name).decode() for name in packed.namelist())
    return page, json.loads(data)


def test_everything_held_of_somebody_is_in_the_archive_and_nothing_of_others(client):
    scene = past()
    client.force_login(scene.of("Chen").person)
    page, data = archive(client)
    told = data["data"]
    assert data["form"] == "fairlead-personal-data"
    assert told["person"]["rows"][0]["email"] == "chen@northport.example"
    assert [one["hopes"] for one in told["applications"]["rows"]] == ["To grow."]
    assert [one["private_reason"] for one in told["answers"]["rows"]] == ["I know them too well."]
    assert [one["words"] for one in told["sealed"]["rows"]] == ["Thank you."]
    assert told["pairs"]["rows"][0]["mentor_name"] == "Ana"
    assert "To grow." in page
    assert not [one for one in ("Dana", "Emil", "live together", "x" * 64) if one in page + json.dumps(data)]


def test_what_another_answered_in_private_is_not_told(client):
    scene = past()
    client.force_login(scene.of("Ana").person)
    page, data = archive(client)
    assert "too well" not in page + json.dumps(data)


def test_a_reason_that_an_applicant_was_not_told_is_not_taken_along(client, at):
    written = factories.application(factories.round())
    deciding.waitlist(written, factories.actor(factories.person()), at, note="Ask Dana first.")
    deciding.decline(written, "No place is left.", factories.actor(factories.person()), at + HOUR)
    client.force_login(written.person)
    _page, data = archive(client)
    told = data["data"]["decisions"]["rows"]
    assert [(one["to"], one["reason"]) for one in told] == [
        ("declined", "No place is left."),
        ("waitlisted", ""),
    ]


def test_the_page_says_from_which_day_what_one_wrote_goes(client, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: EVE)
    scene = past()
    client.force_login(scene.of("Chen").person)
    assert "goes by itself from 15 May 2026" in text(client.get(reverse("privacy:mine")))
    ruling.rule(scene.round, months=None, held_until=DAY.date(), reason="A claim", by=scene.people.by, at=EVE)
    assert "Held until 15 May 2026" in text(client.get(reverse("privacy:mine")))
    ruling.rule(scene.round, months=None, held_until=None, reason="", by=scene.people.by, at=EVE)
    pruning.prune_due(at=DAY)
    assert "What you wrote has gone" in text(client.get(reverse("privacy:mine")))


@pytest.mark.parametrize(("now", "held"), [(EVE, True), (DAY, False)])
def test_a_hold_is_told_while_it_lasts(client, monkeypatch, now, held):
    monkeypatch.setattr("django.utils.timezone.now", lambda: now)
    scene = past()
    until = EVE.date()
    ruling.rule(scene.round, months=None, held_until=until, reason="A claim", by=scene.people.by, at=EVE)
    client.force_login(scene.of("Chen").person)
    assert ("Held until 14 May 2026" in text(client.get(reverse("privacy:mine")))) is held
    client.force_login(scene.people.coordinator)
    for name, of in (("programme", scene.round.programme_id), ("round", scene.round.pk)):
        assert ("A claim" in client.get(reverse(f"privacy:{name}", args=[of])).content.decode()) is held


def test_who_has_written_nothing_reads_so(client):
    scene = past()
    client.force_login(scene.people.coordinator)
    assert "You have written nothing in a programme." in text(client.get(reverse("privacy:mine")))

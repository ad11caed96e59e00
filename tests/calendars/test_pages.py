"""The page on which one connects a calendar and says when one works."""

import re
from datetime import time, timedelta

import pytest
from django.urls import reverse

from fairlead.calendars import actions, fetching, queries
from fairlead.calendars.enums import Problem
from fairlead.calendars.models import Connection, WorkingHours
from tests import factories
from tests.calendars.files import OUTLOOK

pytestmark = pytest.mark.django_db
ADDRESS = "https://cloud.example/remote.php/dav/public-calendars/Kestrel-Nine?export"


@pytest.fixture
def ming(client, at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    person = factories.person("Ming Mentee")
    client.force_login(person)
    return person


def page(client):
    return client.get(reverse("calendars:mine")).content.decode()


def words(html):
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", html))


def test_connected_calendar_is_shown_by_its_server_and_never_by_its_address(client, ming, at, monkeypatch):
    client.post(reverse("calendars:connect"), {"address": ADDRESS})
    shown = page(client)
    assert "cloud.example" in shown
    assert "Being read" in shown
    assert 'hx-trigger="every 2s"' in shown
    monkeypatch.setattr(fetching, "fetched", lambda place: OUTLOOK)
    actions.read(Connection.objects.get().pk, at=at)
    shown = page(client)
    assert "As of 5 October 2026, 11:00; busy times are known until 30 November." in words(shown)
    assert [word for word in ("Kestrel", "public-calendars", "hx-trigger") if word in shown] == []


def test_what_went_wrong_is_said_with_how_to_mend_it_and_what_is_still_known(client, ming, at, monkeypatch):
    client.post(reverse("calendars:connect"), {"address": ADDRESS})
    monkeypatch.setattr(fetching, "fetched", lambda place: OUTLOOK)
    made = Connection.objects.get()
    actions.read(made.pk, at=at - timedelta(days=8))

    def gone(place):
        raise fetching.Unread(Problem.GONE)

    monkeypatch.setattr(fetching, "fetched", gone)
    actions.read(made.pk, at=at)
    shown = words(page(client))
    assert "The server knows no calendar at this address (any more)." in shown
    assert "As of 27 September 2026" in shown
    assert "until it is read again, the calendar does not count" in shown


def test_refused_address_is_told_why_and_kept_nowhere(client, ming):
    answer = client.post(reverse("calendars:connect"), {"address": "http://cloud.example/Kestrel.ics"})
    assert answer.status_code == 422
    assert "This address is not encrypted." in words(answer.content.decode())
    assert Connection.objects.count() == 0


def test_fragment_alone_is_asked_for_again(client, ming, at):
    actions.connect(ADDRESS, by=factories.actor(ming), at=at)
    fragment = client.get(reverse("calendars:mine"), {"part": "connections"}).content.decode()
    assert fragment.strip().startswith("<section")
    assert "cloud.example" in fragment


def test_disconnecting_takes_it_off_the_page(client, ming, at):
    made = actions.connect(ADDRESS, by=factories.actor(ming), at=at)
    client.post(reverse("calendars:disconnect", args=[made.pk]))
    assert "cloud.example" not in page(client)
    assert client.post(reverse("calendars:disconnect", args=[made.pk])).status_code == 404


def test_three_calendars_leave_no_form_for_a_fourth(client, ming, at):
    for number in range(3):
        actions.connect(f"https://c.example/{number}.ics", by=factories.actor(ming), at=at)
    assert reverse("calendars:connect") not in page(client)


def test_working_hours_are_those_of_an_office_until_one_says_others(client, ming):
    hours = queries.as_hours(queries.hours_of(factories.actor(ming)))
    assert (sorted(hours.days), hours.begins, hours.ends) == ([0, 1, 2, 3, 4], time(9), time(17))
    assert hours.zone.key == "Europe/Bratislava"
    given = {"days": ["0", "6"], "begins": "07:30", "ends": "11:00", "zone": "America/Toronto"}
    assert client.post(reverse("calendars:hours"), given).status_code == 302
    assert client.post(reverse("calendars:hours"), given).status_code == 302
    kept = queries.as_hours(WorkingHours.objects.get())
    assert (sorted(kept.days), kept.begins, kept.ends) == ([0, 6], time(7, 30), time(11))
    assert kept.zone.key == "America/Toronto"


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"days": []}, "Choose at least one day."),
        ({"ends": "07:30"}, "The end comes before the beginning."),
        ({"zone": "Middle/Earth"}, "Choose one of those that are listed."),
        ({"days": ["7"]}, "Choose one of those that are listed."),
        ({"begins": "soon"}, "Enter a time, such as 14:30."),
    ],
)
def test_hours_that_nobody_works_are_refused_with_a_reason(client, ming, wrong, said):
    given = {"days": ["0"], "begins": "07:30", "ends": "11:00", "zone": "Europe/Vienna", **wrong}
    answer = client.post(reverse("calendars:hours"), given)
    assert answer.status_code == 422
    assert said in words(answer.content.decode())
    assert WorkingHours.objects.count() == 0


def test_page_is_light_and_asks_as_often_for_three_calendars_as_for_one(
    client, ming, at, django_assert_num_queries
):
    for number in range(3):
        actions.connect(f"https://c.example/{number}.ics", by=factories.actor(ming), at=at)
        if number in (0, 2):
            with django_assert_num_queries(5):
                assert len(page(client).encode()) < 100_000

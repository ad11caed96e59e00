"""One tap says how it is going: asked on day 30 and every sixty days, answered once, told as low or not."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fairlead.mentorships.enums import MentorshipState
from fairlead.programmes.patience import Patience
from fairlead.support import tasks
from fairlead.support.enums import Health
from fairlead.support.models import Pulse
from fairlead.support.queries import health, pulses
from tests import factories
from tests.support import scenes

pytestmark = pytest.mark.django_db


@pytest.fixture
def now(monkeypatch):
    """Set the clock that pages read."""
    return lambda moment: monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


@pytest.fixture
def asked(at, now):
    """A pair of which both have been asked today."""
    one = scenes.pair(at, ago=30, met=[2])
    now(at)
    tasks.sweep(at=at)
    return one


def address(pair, person, number=1):
    return reverse("support:pulse", args=[pulses.secret_of(pair.pk, number, person.pk)])


def fares(pair, at):
    lead = factories.member(pair.round.programme)
    (found,) = health.standings(factories.actor(lead), [pair.round.programme_id], at=at)
    return found.verdict.health


@pytest.mark.parametrize(
    ("days", "number"),
    [(29, 0), (30, 1), (44, 1), (45, 0), (89, 0), (90, 2), (150, 3)],
)
def test_pulse_is_due_on_day_thirty_and_every_sixty_days(at, days, number):
    one = scenes.pair(at, ago=days)
    assert pulses.due_number(one, Patience(), today=at.date()) == number


def test_opening_the_link_says_nothing_and_one_tap_answers_once(client, at, asked):
    link = address(asked, asked.mentee.person)
    assert client.get(link).status_code == 200
    assert Pulse.objects.filter(thumbs__isnull=False).count() == 0
    assert client.post(link, {"thumbs": "4"}).status_code == 302
    assert client.post(link, {"thumbs": "1"}).status_code == 409
    assert list(Pulse.objects.filter(thumbs__isnull=False).values_list("thumbs", flat=True)) == [4]
    assert b"Thank you" in client.get(link).content


@pytest.mark.parametrize("thumbs", ["0", "6", "", "five"])
def test_pulse_is_one_to_five_thumbs(client, asked, thumbs):
    assert client.post(address(asked, asked.mentee.person), {"thumbs": thumbs}).status_code == 422


def test_low_pulse_asks_for_a_word_until_a_better_one(client, at, now, asked):
    client.post(address(asked, asked.mentee.person), {"thumbs": "2"})
    client.post(address(asked, asked.mentor.person), {"thumbs": "5"})
    assert fares(asked, at) == Health.NEEDS_A_WORD
    scenes.meeting(asked, at, 63)
    then = at + timedelta(days=60)
    now(then)
    tasks.sweep(at=then)
    client.post(address(asked, asked.mentee.person, 2), {"thumbs": "4"})
    assert fares(asked, then) == Health.ON_TRACK


def test_link_closes_after_thirty_days_and_with_the_pair(client, at, now, asked):
    link = address(asked, asked.mentee.person)
    type(asked).objects.update(state=MentorshipState.COMPLETED, ended_on=at.date())
    assert client.post(link, {"thumbs": "3"}).status_code == 409
    type(asked).objects.update(state=MentorshipState.ACTIVE, ended_on=None)
    now(at + timedelta(days=30))
    assert b"closed" in client.get(link).content
    assert client.post(link, {"thumbs": "3"}).status_code == 409


def test_unknown_link_is_not_found(client, db):
    assert client.get(reverse("support:pulse", args=["nothing"])).status_code == 404


def test_nobody_reads_whose_pulse_was_low(client, at, asked):
    client.post(address(asked, asked.mentee.person), {"thumbs": "1"})
    client.force_login(factories.member(asked.round.programme))
    page = client.get(reverse("support:pairs", args=[asked.round.programme_id])).content.decode()
    assert "One of the two said on 5 October that it does not go well." in page
    client.force_login(asked.mentor.person)
    told = client.get(reverse("mentorships:detail", args=[asked.pk])).content.decode()
    assert "does not go well" not in told

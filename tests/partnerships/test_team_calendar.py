"""The calendar that the team of a programme shares, whichever institution each is from."""

from datetime import date, timedelta

import pytest
import vobject
from django.urls import reverse
from django.utils import timezone

from fairlead.partnerships.actions import feeds, steering
from fairlead.partnerships.models import TeamFeed
from fairlead.partnerships.queries import calendar
from fairlead.programmes.enums import MilestoneKind, RoundState, TeamRole
from fairlead.programmes.models import Milestone, Partner, Round
from fairlead.training.enums import Kind
from tests import factories
from tests.partnerships import arranging, steered
from tests.surveys import asking
from tests.training.learning import module, planned

pytestmark = pytest.mark.django_db
DAY = timedelta(days=1)


@pytest.fixture
def two(at):
    """A programme of two institutions with something of every kind."""
    two = arranging.in_force(at)
    round = factories.round(two.programme, name="Autumn")
    Milestone.objects.create(round=round, kind=MilestoneKind.OWN, name="Briefing", on=date(2026, 10, 20))
    planned(module(two.programme, "First meeting", kind=Kind.LIVE), at, days=9)
    steered.planned(two.programme, two.cora, at, [two.cora])
    return two


def titles(two, person, since=date(2026, 10, 1)):
    return [one.title for one in calendar.dates(factories.actor(person), two.programme, since=since)]


def test_everything_of_the_programme_is_in_it_by_day(two):
    assert titles(two, two.pia) == [
        "Applications (Autumn)",
        "Steering meeting",
        "Training: First meeting",
        "Briefing (Autumn)",
        "Pairs meet (Autumn)",
        "Last day of the arrangement with Coast Academy",
    ]
    later = titles(two, two.pia, since=date(2026, 10, 15))
    assert later[:2] == ["Applications (Autumn)", "Briefing (Autumn)"]


def test_what_is_cancelled_is_not_in_it(two, at):
    cancelled = steered.planned(two.programme, two.cora, at, starts_at=at + 2 * DAY)
    steering.cancel(cancelled, by=factories.actor(two.cora), at=at)
    assert titles(two, two.cora).count("Steering meeting") == 1


def test_another_partner_does_not_read_when_an_arrangement_ends(two):
    third = factories.institution("Third")
    Partner.objects.create(programme=two.programme, institution=third)
    other = factories.member(two.programme, TeamRole.PARTNER_COORDINATOR, institution=third)
    hidden = "Last day of the arrangement with Coast Academy"
    assert (hidden in titles(two, other), hidden in titles(two, two.cora)) == (False, True)


def test_it_is_shown_by_months(two):
    found = calendar.dates(factories.actor(two.cora), two.programme, since=date(2026, 10, 1))
    months = calendar.months(found, first=date(2026, 10, 1))
    assert [(one.first, len(one.dates)) for one in months] == [(date(2026, 10, 1), 4), (date(2026, 11, 1), 1)]


def test_waves_of_surveys_are_in_it(two, at):
    asking.wave(Round.objects.get(), at=at)
    surveys = [one for one in titles(two, two.pia) if one.startswith("Survey")]
    assert surveys == ["Survey: At the start (Autumn)"]


def test_a_feed_is_read_by_calendar_programmes_while_its_maker_is_on_the_team(client, two):
    client.force_login(two.pia)
    client.post(reverse("partnerships:team_feed_make", args=[two.programme.pk]))
    where = calendar.feed_address(TeamFeed.objects.get()).partition("://")[2]
    path = where[where.index("/") :]
    client.logout()
    read = vobject.readOne(client.get(path).content.decode())
    said = {one.summary.value for one in read.vevent_list}
    assert f"Pairs meet (Autumn) ({two.programme.name})" in said
    Partner.objects.filter(programme=two.programme, institution=two.coast).update(left_on=date(2026, 1, 1))
    assert client.get(path).status_code == 404


def test_a_link_taken_back_or_replaced_works_no_more(client, two, at):
    by = factories.actor(two.cora)
    first = feeds.make(two.programme, by=by, at=at)
    second = feeds.make(two.programme, by=by, at=at)
    paths = [calendar.feed_address(one).split("://")[1].partition("/")[2] for one in (first, second)]
    assert [client.get(f"/{path}").status_code for path in paths] == [404, 200]
    assert feeds.revoke(two.programme, by=by, at=at)
    assert client.get(f"/{paths[1]}").status_code == 404
    assert not feeds.revoke(two.programme, by=by, at=at)


@pytest.mark.parametrize("asked", ["nonsense", "0001-01", "9999-12", "2026-13", "\x00", "2026-10-05"])
def test_the_page_takes_any_nonsense_for_this_month(client, two, asked):
    client.force_login(two.pia)
    where = reverse("partnerships:team_calendar", args=[two.programme.pk])
    assert "This month" not in client.get(where, {"from": asked}).content.decode()


def test_the_page_shows_the_months_that_are_asked_for(client, two):
    client.force_login(two.pia)
    where = reverse("partnerships:team_calendar", args=[two.programme.pk])
    pages = [client.get(where, {"from": month}).content.decode() for month in ("2026-10", "2050-01")]
    assert ["Briefing (Autumn)" in page for page in pages] == [True, False]


def test_the_page_is_read_in_the_same_queries_for_one_and_for_three(client, two, django_assert_num_queries):
    client.force_login(two.pia)
    where = reverse("partnerships:team_calendar", args=[two.programme.pk]) + "?from=2026-10"
    with django_assert_num_queries(11):
        client.get(where)
    at = timezone.now()
    for days in (1, 2):
        factories.round(two.programme, state=RoundState.FINISHED)
        steered.planned(two.programme, two.cora, at, starts_at=at + days * DAY)
    with django_assert_num_queries(11):
        client.get(where)

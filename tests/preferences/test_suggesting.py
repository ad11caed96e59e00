"""Where mentees suggest, coordinators read what they chose to show, once the last day is over."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fairlead.matching.models import Ruling
from fairlead.preferences.actions import stating
from fairlead.preferences.actions.stating import CannotState
from fairlead.preferences.enums import Deed, Mode, Ranking
from fairlead.preferences.models import Terms
from fairlead.preferences.queries.suggested import suggested
from fairlead.programmes.enums import TeamRole
from fairlead.sealed.models import Sealed
from tests import factories
from tests.preferences.wishing import scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at):
    return scene(at, mode=Mode.SUGGESTED)


def over(here):
    """The last day is over, whatever day it is."""
    Terms.objects.update(until=here.at.date() - timedelta(days=1))


def read(here):
    terms = Terms.objects.select_related("round").get()
    return {
        one.mentee.person.name: [mentor.person.name for mentor in one.mentors]
        for one in suggested(terms, at=here.at)
    }


def show(here, who):
    by = factories.actor(here.of[who].person)
    stating.state(here.of[who], Deed.SHOW, "", by=by, at=here.at)


def test_only_who_chose_to_show_is_read_and_only_after_the_last_day(here):
    here.wish("Chen", "Boris", "Ana")
    here.wish("Dana", "Ana")
    show(here, "Chen")
    assert read(here) == {}
    over(here)
    assert read(here) == {"Chen": ["Boris", "Ana"]}


def test_shown_no_more_it_is_not_read(here):
    here.wish("Chen", "Ana")
    show(here, "Chen")
    here.say("Chen", Deed.HIDE, "Ana")
    over(here)
    assert (read(here), here.lists("Chen")) == ({}, (["Ana"], []))


def test_later_changes_stay_shown(here):
    show(here, "Chen")
    here.wish("Chen", "Ana", "Boris")
    here.say("Chen", Deed.UP, "Boris")
    over(here)
    assert read(here) == {"Chen": ["Boris", "Ana"]}


def test_mentor_who_ruled_the_mentee_out_leaves_no_gap(here):
    here.wish("Chen", "Ana", "Boris")
    show(here, "Chen")
    here.say("Ana", Deed.RATHER_NOT, "Chen")
    over(here)
    assert read(here) == {"Chen": ["Boris"]}
    here.say("Boris", Deed.RATHER_NOT, "Chen", here.at - timedelta(days=2))
    assert read(here) == {}


def test_whom_somebody_ruled_out_is_never_shown(here):
    show(here, "Chen")
    here.say("Chen", Deed.RATHER_NOT, "Ana")
    over(here)
    assert read(here) == {}


def test_showing_changes_nothing_of_what_the_database_tells(here):
    here.wish("Chen", "Ana")
    here.wish("Dana", "Ana")
    show(here, "Chen")
    assert len({len(bytes(one.sealed)) for one in Sealed.objects.filter(kind="wishes")}) == 1


@pytest.mark.parametrize("terms", [{}, {"mode": Mode.SUGGESTED, "ranking": Ranking.MENTORS}])
def test_nobody_shows_where_mentees_do_not_suggest(at, terms):
    with pytest.raises(CannotState, match="nobody shows"):
        show(scene(at, **terms), "Chen")


def test_mentors_show_nothing(here):
    with pytest.raises(CannotState, match="nobody shows"):
        show(here, "Ana")


def page(client, here, person):
    client.force_login(person)
    return client.get(reverse("preferences:terms", args=[here.people.round.pk])).content.decode()


def test_coordinator_reads_and_locks_and_leads_do_not_read(client, here):
    here.wish("Chen", "Boris")
    show(here, "Chen")
    Terms.objects.update(until=timezone.localdate() - timedelta(days=1))
    lead = factories.member(here.people.round.programme, TeamRole.HR_LEAD)
    assert "Boris" not in page(client, here, lead)
    shown = page(client, here, here.people.coordinator)
    assert "Chen" in shown
    assert "Boris" in shown
    pair = {"mentee": here.people.people["Chen"].pk, "mentor": here.people.people["Boris"].pk}
    answer = client.post(reverse("matching:rule", args=[here.people.round.pk, "lock"]), pair)
    assert (answer.status_code, Ruling.objects.get().kind) == (302, "lock")
    said, later = (page(client, here, here.people.coordinator).count("Locked") for _time in range(2))
    assert (said, later) == (2, 1)


def test_one_asks_as_much_for_one_as_for_many(client, here):
    def asked():
        with CaptureQueriesContext(connection) as watched:
            page(client, here, here.people.coordinator)
        return len(watched)

    here.wish("Chen", "Boris")
    show(here, "Chen")
    here.wish("Dana", "Ana", "Boris")
    Terms.objects.update(until=timezone.localdate() - timedelta(days=1))
    page(client, here, here.people.coordinator)
    few = asked()
    Terms.objects.update(until=here.at.date() + timedelta(days=7))
    show(here, "Dana")
    Terms.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert asked() == few


def test_page_offers_to_show_and_says_what_that_means(client, here):
    Terms.objects.update(until=timezone.localdate())
    client.force_login(here.of["Chen"].person)
    url = reverse("preferences:people", args=[here.of["Chen"].pk])
    assert "Nobody reads these wishes" in client.get(url).content.decode()
    assert client.post(url, {"do": "show:"}).status_code == 302
    assert "You show these wishes" in client.get(url).content.decode()

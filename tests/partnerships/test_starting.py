"""An arrangement begins on its first day: until then its institution does not take part by it."""

from datetime import UTC, date, datetime

import pytest
from django.db import IntegrityError
from django.urls import reverse

from fairlead.notifications.models import Letter
from fairlead.partnerships import policies
from fairlead.partnerships.actions import leaving, starting
from fairlead.partnerships.enums import Party
from fairlead.partnerships.models import Partnership
from fairlead.partnerships.queries import leaving as leaving_queries
from fairlead.partnerships.queries import voices, words_in_force
from fairlead.partnerships.queries.team_dates import dates
from fairlead.partnerships.tasks import sweep
from fairlead.portal.queries.home import home
from fairlead.programmes import policies as programmes
from fairlead.programmes import queries as programme_queries
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Partner, TeamMember
from tests import factories
from tests.partnerships import arranging
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db

FIRST = date(2026, 11, 2)
EVE = datetime(2026, 11, 1, 22, 59, tzinfo=UTC)  # 23:59 in Berlin
MIDNIGHT = datetime(2026, 11, 1, 23, 0, tzinfo=UTC)


@pytest.fixture
def two(at):
    """Both have signed on 5 October what begins on 2 November."""
    return arranging.in_force(at, starts_on=FIRST.isoformat())


def takes_part(two):
    return two.coast in programme_queries.institutions(two.programme)


def on_the_team(two):
    return two.programme.pk in programmes.team_roles(two.partner)


def test_before_its_first_day_the_partner_neither_takes_part_nor_is_on_the_team(two):
    assert (two.stored().state, two.stored().waits_until) == ("in_force", FIRST)
    assert (takes_part(two), on_the_team(two)) == (False, False)
    assert words_in_force(two.programme.pk, two.coast.pk) == {}
    assert sweep(at=EVE) == 0
    assert (takes_part(two), on_the_team(two)) == (False, False)


def test_from_the_midnight_of_its_first_day_it_takes_part_and_both_sides_are_told_once(two):
    assert (sweep(at=MIDNIGHT), sweep(at=MIDNIGHT)) == (1, 0)
    assert (takes_part(two), on_the_team(two), two.stored().waits_until) == (True, True, None)
    assert words_in_force(two.programme.pk, two.coast.pk)["mentors"] == 4
    assert arranging.letters("begun") == sorted([two.cora.email, two.pia.email])


@pytest.mark.parametrize("first", ["2026-10-05", "2026-01-01"])
def test_what_begins_today_or_began_before_waits_for_nothing(at, first):
    two = arranging.in_force(at, starts_on=first)
    assert (takes_part(two), on_the_team(two), two.stored().waits_until) == (True, True, None)
    assert (sweep(at=at), arranging.letters("begun")) == (0, [])


def test_until_then_whoever_came_reads_it_and_proposes_another_day(two, at):
    assert [one.pk for one in policies.visible(two.partner)] == [two.partnership.pk]
    assert policies.party(two.partner, two.stored()) == Party.PARTNER
    assert voices(two.stored(), Party.PARTNER) == [two.pia]
    later = arranging.propose(two, two.partner, at, starts_on="2026-12-01")
    arranging.sign(later, two.partner, at)
    assert two.stored().waits_until == FIRST
    arranging.sign(later, two.lead, at)
    assert two.stored().waits_until == date(2026, 12, 1)
    assert (sweep(at=MIDNIGHT), takes_part(two)) == (0, False)
    today = arranging.propose(two, two.lead, at, starts_on="2026-10-05")
    arranging.sign(today, two.lead, at)
    arranging.sign(today, two.partner, at)
    assert (two.stored().waits_until, takes_part(two), on_the_team(two)) == (None, True, True)


def test_once_it_has_begun_a_version_with_a_later_day_takes_nothing_away(two, at):
    sweep(at=MIDNIGHT)
    later = arranging.propose(two, two.lead, MIDNIGHT, starts_on="2027-01-01")
    arranging.sign(later, two.lead, MIDNIGHT)
    arranging.sign(later, two.partner, MIDNIGHT)
    assert (two.stored().waits_until, takes_part(two), on_the_team(two)) == (None, True, True)


def test_who_took_part_without_words_goes_on_until_the_first_day_and_then_by_them(at):
    two = arranging.begun(at)
    Partner.objects.create(programme=two.programme, institution=two.coast)
    factories.member(two.programme, TeamRole.PARTNER_COORDINATOR, who=two.pia, institution=two.coast)
    version = arranging.propose(two, two.lead, at, starts_on=FIRST.isoformat())
    arranging.sign(version, two.partner, at)
    arranging.sign(version, two.lead, at)
    assert (takes_part(two), on_the_team(two)) == (True, True)
    sweep(at=MIDNIGHT)
    assert Partner.objects.get(programme=two.programme, institution=two.coast).arranged
    assert TeamMember.objects.filter(programme=two.programme, person=two.pia).count() == 1


def test_either_side_ends_it_before_it_has_begun(two, at):
    seen = leaving_queries.preview(two.stored()).seen
    assert leaving.leave(two.stored(), on=date(2026, 10, 5), seen=seen, by=two.partner, at=at)
    assert (two.stored().state, two.stored().waits_until) == ("ended", None)
    assert (sweep(at=MIDNIGHT), takes_part(two), on_the_team(two)) == (1, False, False)
    assert [one.pk for one in policies.visible(two.partner)] == [two.partnership.pk]


def test_who_leaves_on_the_first_day_never_takes_part(two, at):
    seen = leaving_queries.preview(two.stored()).seen
    leaving.leave(two.stored(), on=FIRST, seen=seen, by=two.lead, at=at)
    sweep(at=MIDNIGHT)
    assert (two.stored().state, takes_part(two)) == ("ended", False)
    assert arranging.letters("begun") == []


def test_it_begins_even_if_who_signed_is_known_no_more(two):
    Partnership.objects.update(coordinator=None)
    assert starting.begin_due(two.stored(), at=MIDNIGHT) == 1
    assert (takes_part(two), on_the_team(two)) == (True, False)


def test_the_database_lets_nothing_wait_that_is_not_signed(two):
    with pytest.raises(IntegrityError):
        Partnership.objects.update(state="talking")


def test_the_page_and_the_list_say_when_it_begins(client, two):
    client.force_login(two.pia)
    shown = text(client.get(reverse("partnerships:page", args=[two.partnership.pk])))
    assert "Begins on 2 November 2026" in shown
    assert "Signed, not begun" in shown
    client.force_login(two.cora)
    listed = text(client.get(reverse("partnerships:partners", args=[two.programme.pk])))
    assert "begins on 2 November 2026" in listed
    sweep(at=MIDNIGHT)
    assert "begins on" not in text(client.get(reverse("partnerships:partners", args=[two.programme.pk])))


def test_the_first_day_to_come_is_in_the_calendar_of_the_team(two):
    shown = [(one.title, one.on) for one in dates(two.lead, two.programme, since=date(2026, 10, 5))]
    assert ("First day of the arrangement with Coast Academy", FIRST) in shown
    assert len(dates(two.lead, two.programme, since=date(2026, 11, 3))) == 1


def test_the_letter_says_from_when_it_holds(two):
    said = Letter.objects.get(kind="partnership-in-force", to_email=two.pia.email).text
    assert "It begins on 2 November 2026." in said
    assert "It holds from now on" not in said


@pytest.mark.django_db(transaction=True)
def test_it_begins_once_however_many_sweep_at_once(at, at_once):
    two = arranging.in_force(at, starts_on=FIRST.isoformat())
    begun = at_once(*[lambda: starting.begin_due(two.stored(), at=MIDNIGHT)] * 2)
    assert sorted(begun) == [0, 1]
    assert TeamMember.objects.filter(person=two.pia).count() == 1


def test_until_then_home_and_the_pages_say_from_which_day_and_never_in_force(two, client, at):
    rest = home(two.partner, at=at).rest
    page = reverse("partnerships:page", args=[two.stored().pk])
    assert (rest.title, rest.url) == ("Your institution takes part from 2 November 2026", page)
    client.force_login(two.pia)
    assert "In force" not in text(client.get(page))
    client.force_login(two.cora)
    shown = text(client.get(reverse("partnerships:partners", args=[two.programme.pk])))
    assert "Version 1, signed by both · begins on 2 November 2026" in shown
    sweep(at=MIDNIGHT)
    assert home(two.partner, at=MIDNIGHT).rest.url == ""


def test_who_signs_second_reads_from_which_day_it_holds(client, at):
    two = arranging.talking(at)
    version = arranging.propose(two, two.lead, at, starts_on="2999-11-02")
    arranging.sign(version, two.lead, at)
    client.force_login(two.pia)
    url = reverse("partnerships:sign", args=[version.pk])
    signed = client.post(url, {"seen": version.digest}, follow=True)
    assert "Signed by both sides: it begins on 2 November 2999." in text(signed)

"""How pairs fare follows from dates, and whoever needs help first comes first."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.mentorships.enums import MentorshipState
from fairlead.programmes import actions as programmes
from fairlead.programmes.enums import ParticipationState, TeamRole
from fairlead.programmes.models import Programme
from fairlead.programmes.patience import Patience, patience_of
from fairlead.support.actions import settling
from fairlead.support.enums import Health
from fairlead.support.judging import Signs, judge
from fairlead.support.queries import health
from tests import factories
from tests.support import scenes

pytestmark = pytest.mark.django_db
STARTING, ACTIVE, PAUSED = MentorshipState.STARTING, MentorshipState.ACTIVE, MentorshipState.PAUSED


def judged(at, *, state=ACTIVE, ago=60, met=None, coming=None, **more):
    """How a pair fares that began, met and meets so many days from today."""
    today = at.date()
    signs = Signs(
        state=state,
        starts_on=today - timedelta(days=ago),
        ends_on=today + timedelta(days=100),
        last_met=None if met is None else today - timedelta(days=met),
        next_on=None if coming is None else today + timedelta(days=coming),
        **more,
    )
    verdict = judge(signs, patience=Patience(), today=today)
    return verdict.health, verdict.reason


@pytest.mark.parametrize(
    ("signs", "health", "reason"),
    [
        ({"state": STARTING, "ago": -3}, Health.STARTING, "Begins on 8 October."),
        (
            {"state": STARTING, "ago": 1},
            Health.STARTING,
            "Began 1 day ago; the first meeting is yet to be fixed.",
        ),
        (
            {"state": STARTING, "ago": 15, "coming": 2},
            Health.STARTING,
            "Meets for the first time on 7 October.",
        ),
        (
            {"state": STARTING, "ago": 10},
            Health.QUIET,
            "Began 10 days ago and has fixed no first meeting.",
        ),
        (
            {"state": STARTING, "ago": 20},
            Health.NEEDS_A_WORD,
            "Began 20 days ago and has fixed no first meeting.",
        ),
        ({"met": 13}, Health.ON_TRACK, "Met on 22 September."),
        (
            {"met": 14},
            Health.QUIET,
            "Last met on 21 September, 14 days ago, and nothing is planned.",
        ),
        ({"met": 30, "coming": 3}, Health.ON_TRACK, "Met on 5 September, meets next on 8 October."),
        (
            {"met": 30, "choosing": True},
            Health.ON_TRACK,
            "Is choosing among times proposed for the next meeting.",
        ),
        (
            {"ago": 120, "met": 90},
            Health.NEEDS_A_WORD,
            "No sign of life for 90 days, and nothing is planned.",
        ),
        (
            {"state": PAUSED, "ago": 200},
            Health.ON_TRACK,
            "Paused. It keeps its place, and nobody is reminded.",
        ),
        ({"met": 3, "left": True}, Health.NEEDS_A_WORD, "One of the two no longer takes part in the round."),
    ],
)
def test_pair_fares_by_its_dates_and_the_reason_says_so(at, signs, health, reason):
    assert judged(at, **signs) == (health, reason)


def test_low_pulse_counts_for_sixty_days(at):
    low = at.date() - timedelta(days=60)
    said = "One of the two said on 6 August that it does not go well."
    assert judged(at, met=3, low_pulse_on=low) == (Health.NEEDS_A_WORD, said)
    assert judged(at, met=3, low_pulse_on=low - timedelta(days=1))[0] == Health.ON_TRACK


@pytest.fixture
def round():
    return factories.round()


@pytest.fixture
def coordinator(round):
    return factories.member(round.programme)


def listed(person, round, at):
    """(health, mentee's id) in the order in which the person sees the pairs."""
    found = health.standings(factories.actor(person), [round.programme_id], at=at)
    return [(one.verdict.health, one.pair.pk) for one in found]


def test_who_needs_help_first_comes_first(at, round, coordinator):
    fine = scenes.pair(at, round=round, met=[3])
    quiet = scenes.pair(at, round=round, met=[46])
    quieter = scenes.pair(at, round=round, met=[58])
    begun = scenes.pair(at, round=round, ago=2, state=STARTING)
    left = scenes.pair(at, round=round, met=[1])
    left.mentor.state = ParticipationState.LEFT
    left.mentor.save()
    scenes.pair(at, round=round, state=MentorshipState.COMPLETED, ended_on=at.date())
    assert listed(coordinator, round, at) == [
        (Health.NEEDS_A_WORD, left.pk),
        (Health.QUIET, quieter.pk),
        (Health.QUIET, quiet.pk),
        (Health.STARTING, begun.pk),
        (Health.ON_TRACK, fine.pk),
    ]


def test_team_member_does_not_judge_their_own_pair(at, round, coordinator):
    own, other = scenes.pair(at, round=round, met=[3]), scenes.pair(at, round=round, met=[3])
    own.mentor.person = coordinator
    own.mentor.save()
    assert listed(coordinator, round, at) == [(Health.ON_TRACK, other.pk)]


def test_partner_coordinator_sees_how_pairs_with_their_own_people_fare_and_no_other(client, at, round):
    home = factories.unit()
    partner = factories.member(round.programme, TeamRole.PARTNER_COORDINATOR, institution=home.institution)
    own, _other = scenes.pair(at, round=round, met=[46]), scenes.pair(at, round=round, met=[3])
    factories.affiliation(own.mentee.person, home)
    factories.affiliation(own.mentor.person, home)
    assert listed(partner, round, at) == [(Health.QUIET, own.pk)]
    client.force_login(partner)
    page = client.get(reverse("support:pairs", args=[round.programme_id]))
    assert [one.pair.pk for one, _tone in page.context["rows"]] == [own.pk]
    assert [part["label"] for part in page.context["parts"]] == ["Pairs", "Cases"]
    assert "Open a case" not in page.content.decode()


@pytest.mark.parametrize("count", [1, 3])
def test_page_asks_as_often_for_three_pairs_as_for_one(client, at, round, coordinator, count):
    for _ in range(count):
        scenes.pair(at, round=round, met=[20, 40], planned=[3])
    client.force_login(coordinator)
    with CaptureQueriesContext(
        connection,
    ) as asked:
        page = client.get(reverse("support:pairs", args=[round.programme_id]))
    assert (page.status_code, len(page.context["rows"]), len(asked) <= 10) == (200, count, True)


def test_page_filters_by_name_and_level(client, at, monkeypatch, round, coordinator):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    quiet, fine = scenes.pair(at, round=round, met=[46]), scenes.pair(at, round=round, met=[3])
    client.force_login(coordinator)

    def shown(**asked):
        page = client.get(reverse("support:pairs", args=[round.programme_id]), asked)
        return [one.pair for one, _tone in page.context["rows"]]

    assert shown() == [quiet, fine]
    assert shown(health="quiet") == [quiet]
    assert shown(search=fine.mentor.person.name.upper()) == [fine]
    assert shown(search="nobody") == []


def test_home_of_the_team_says_how_many_fare_well(client, at, monkeypatch, round, coordinator):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    scenes.pair(at, round=round, met=[46])
    scenes.pair(at, round=round, met=[3])
    client.force_login(coordinator)
    page = client.get("/").content.decode()
    assert ("1 of 2 live pairs start or are on track." in page, "1 is quiet" in page) == (True, True)
    client.force_login(factories.member(round.programme, TeamRole.PARTNER_COORDINATOR))
    assert "are on track" not in client.get("/").content.decode()


def test_coordinator_sets_the_days(client, round, coordinator):
    client.force_login(coordinator)
    address = reverse("support:patience", args=[round.programme_id])
    days = {**Patience().as_json, "first_meeting": 5, "quiet": 21}
    assert client.post(address, days).status_code == 302
    assert patience_of(Programme.objects.get()) == Patience(first_meeting=5, quiet=21)
    wrong = client.post(address, {**days, "silent": 30, "quiet": 40})
    assert (wrong.status_code, list(wrong.context["form"].errors)) == (422, ["silent"])
    assert wrong.context["form"]["quiet"].value() == "40"


def test_sub_programme_takes_the_days_over_until_it_sets_its_own(client, at, coordinator, round):
    whole, by = round.programme, factories.actor(coordinator)
    part = factories.programme("Part", lead=whole.lead)
    programmes.place(part, whole, taking_over=True, by=by, at=at)
    settling.settle(whole, Patience(first_meeting=5), by=by, at=at)
    assert patience_of(Programme.objects.get(pk=part.pk)).first_meeting == 5
    client.force_login(factories.member(part))
    address = reverse("support:patience", args=[part.pk])
    assert f"These days come from {whole.name}" in client.get(address).content.decode()
    client.post(address, Patience(first_meeting=8).as_json)
    settling.settle(whole, Patience(first_meeting=6), by=by, at=at)
    assert patience_of(Programme.objects.get(pk=part.pk)).first_meeting == 8
    assert "These days come from" not in client.get(address).content.decode()


def test_pairs_that_meet_monthly_are_given_more_time():
    often, monthly = Programme(length_months=3, meetings_expected=6), Programme()
    assert (patience_of(often).quiet, patience_of(monthly).quiet) == (14, 45)

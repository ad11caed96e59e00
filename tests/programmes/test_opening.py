"""What an intake needs before it opens, intakes side by side, and the midnight that closes one."""

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.test import override_settings
from django.urls import reverse
from django.utils import timezone

from fairlead.kernel.sweeping import sweep
from fairlead.programmes import actions, queries
from fairlead.programmes.enums import Phase, RoundState, TeamRole
from fairlead.programmes.models import PracticeBlock, Programme
from tests import factories
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def by():
    return factories.actor(factories.person("Cora"))


def planned(programme=None, **fields):
    return factories.round(programme, **{"state": RoundState.PLANNED, **fields})


def needed(programme, round, at):
    return [str(line.title) for line in queries.blockers(queries.checklist(programme, round, at=at))]


@pytest.mark.parametrize(
    ("change", "missing"),
    [
        ({"aim": " "}, "The aim is written"),
        ({"contact_email": ""}, "A contact and an address"),
        ({"privacy_notice": ""}, "A privacy notice"),
        ({"published": False}, "Shown to staff"),
        ({"archived_at": factories.AT}, "Shown to staff"),
    ],
)
def test_what_an_intake_needs_of_its_programme(by, at, change, missing):
    round = planned(factories.programme(**change))
    assert needed(round.programme, round, at) == [missing]
    with pytest.raises(actions.NotReady, match=missing):
        actions.open_round(round, by=by, at=at)
    assert round.state == RoundState.PLANNED


def test_an_intake_needs_an_area(at):
    round = planned(factories.programme(areas=()))
    assert needed(round.programme, round, at) == ["At least one area of expertise"]


@pytest.mark.parametrize(
    ("dates", "missing"),
    [
        ({"closes_on": date(2026, 10, 4)}, ["A last day for applications that is not over"]),
        ({"closes_on": date(2026, 10, 5)}, []),
        ({"closes_on": None}, ["A last day for applications that is not over"]),
        ({"starts_on": date(2026, 10, 31)}, ["Pairs start after the last day for applications"]),
        ({"starts_on": None}, []),
        ({"closes_on": None, "rolling": True, "starts_on": None, "ends_on": None}, []),
    ],
)
def test_what_an_intake_needs_of_its_dates(at, dates, missing):
    round = planned(**dates)
    assert needed(round.programme, round, at) == missing


def test_what_is_advised_is_done_when_it_is_there(at):
    programme = factories.programme(
        outcomes="A plan", mentor_requirements="Leads", mentee_requirements="Works"
    )
    for role in (TeamRole.HR_LEAD, TeamRole.IRO_LEAD):
        factories.member(programme, role)
    for phase in Phase:
        PracticeBlock.objects.create(
            programme=programme, phase=phase, cost_level=1, time_level=2, effort_level=3
        )
    assert [str(line.title) for line in queries.checklist(programme, at=at) if not line.done] == []
    PracticeBlock.objects.update(time_level=None)
    [line] = [line for line in queries.checklist(programme, at=at) if not line.done]
    assert (str(line.title), line.blocking) == ("Cost, time and effort of setup and delivery", False)


def another_context(programme):
    return [queries.Line(title="The form is published", url="/", done=False, blocking=True)]


@override_settings(OPENING_CHECKS=[f"{__name__}.another_context"])
def test_other_contexts_add_what_they_find_missing(at):
    round = planned()
    assert needed(round.programme, round, at) == ["The form is published"]


def test_an_intake_that_opens_early_has_opened_today(by, at):
    round = planned(opens_on=date(2026, 10, 20))
    actions.open_round(round, by=by, at=at)
    round.refresh_from_db()
    assert round.opens_on == date(2026, 10, 5)


def test_a_round_and_a_rolling_intake_are_open_side_by_side(client, by, at):
    programme = factories.programme(slug="harbour")
    rolling = planned(programme, name="All year", rolling=True, closes_on=None, starts_on=None, ends_on=None)
    autumn = planned(programme, name="Autumn")
    for round in (rolling, autumn):
        actions.open_round(round, by=by, at=at)
    assert queries.open_rounds(programme) == [autumn, rolling]
    assert queries.open_round(programme) == autumn
    page = text(client.get(reverse("programmes:public", args=["harbour"])))
    assert "Autumn takes applications until <strong>31 Oct 2026</strong>" in page
    assert "Whoever comes later joins the rolling intake, All year, at any time." in page
    actions.close_round(autumn, by=by, at=at)
    programme = Programme.objects.get()
    assert queries.open_round(programme) == rolling
    assert queries.rolling_beside(programme) is None


def test_two_rolling_intakes_are_not_open_at_once(by, at):
    programme = factories.programme()
    fields = {"rolling": True, "closes_on": None, "starts_on": None, "ends_on": None}
    factories.round(programme, name="All year", **fields)
    with pytest.raises(actions.AnotherIntakeOpen, match="All year"):
        actions.open_round(planned(programme, **fields), by=by, at=at)


def test_overlapping_rounds_are_told_when_planning(client):
    programme = factories.programme()
    client.force_login(factories.member(programme))
    factories.round(programme, name="Autumn")
    planned(programme, name="Advent", opens_on=date(2026, 11, 1), closes_on=date(2026, 11, 20))
    given = {
        "name": "Winter",
        "opens_on": "2026-10-31",
        "closes_on": "2026-11-01",
        "starts_on": "2027-01-10",
        "ends_on": "2027-06-10",
        "approval_days": "10",
        "offer_days": "10",
        "reminder_days": "7",
    }
    page = text(client.post(reverse("programmes:round_new", args=[programme.pk]), given, follow=True))
    assert "Autumn takes applications until 31 Oct 2026; this one can open when it is closed." in page
    assert "Advent is planned from 1 Nov 2026 to 20 Nov 2026; only one of them can be open at a time." in page


def test_rounds_that_follow_one_another_do_not_overlap():
    programme = factories.programme()
    factories.round(programme)
    factories.round(programme, state=RoundState.CLOSED)
    later = planned(programme, opens_on=date(2026, 11, 1), closes_on=date(2026, 12, 1))
    rolling = planned(programme, rolling=True)
    assert (queries.overlapping(later), queries.overlapping(rolling)) == ([], [])


ZONES = [
    ("Europe/Bratislava", date(2026, 10, 24), datetime(2026, 10, 24, 22, 0, tzinfo=UTC)),
    ("Europe/Bratislava", date(2026, 10, 25), datetime(2026, 10, 25, 23, 0, tzinfo=UTC)),
    ("Europe/Bratislava", date(2026, 10, 31), datetime(2026, 10, 31, 23, 0, tzinfo=UTC)),
    ("Europe/Bratislava", date(2027, 3, 28), datetime(2027, 3, 28, 22, 0, tzinfo=UTC)),
    ("Europe/London", date(2026, 10, 25), datetime(2026, 10, 26, 0, 0, tzinfo=UTC)),
    ("America/New_York", date(2026, 10, 31), datetime(2026, 11, 1, 4, 0, tzinfo=UTC)),
    ("Africa/Cairo", date(2026, 4, 23), datetime(2026, 4, 23, 22, 0, tzinfo=UTC)),
]


@pytest.mark.parametrize(("zone", "last_day", "midnight"), ZONES)
def test_until_a_day_means_until_midnight_here_across_clock_changes(zone, last_day, midnight):
    with timezone.override(ZoneInfo(zone)):
        round = factories.round(opens_on=date(2026, 1, 1), closes_on=last_day)
        assert queries.closes_at(round) == midnight
        assert actions.close_due(at=midnight - timedelta(seconds=1)) == 0
        assert actions.close_due(at=midnight) == 1
    round.refresh_from_db()
    assert round.state == RoundState.CLOSED


def test_the_sweep_closes_what_is_over_and_nothing_else(settings):
    settings.SWEEPS = ["fairlead.programmes.tasks.sweep"]
    over = factories.round(closes_on=date(2026, 10, 31))
    going_on = factories.round(closes_on=date(2026, 11, 2))
    rolling = factories.round(rolling=True, closes_on=None)
    assert queries.closes_at(rolling) is None
    at = datetime(2026, 11, 1, 9, 0, tzinfo=UTC)
    assert (sweep(at), sweep(at)) == (1, 0)
    for round in (over, going_on, rolling):
        round.refresh_from_db()
    assert [round.state for round in (over, going_on, rolling)] == ["closed", "open", "open"]


def test_a_planned_round_shows_what_it_still_needs(client):
    programme = factories.programme(privacy_notice="")
    client.force_login(factories.member(programme))
    round = planned(programme)
    page = text(client.get(reverse("programmes:round", args=[round.pk])))
    assert "A privacy notice" in page
    assert "A last day for applications that is not over" in page

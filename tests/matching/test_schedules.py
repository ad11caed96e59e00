"""A rolling intake makes draft runs by itself: at its hour, if something is new, never two at once."""

from datetime import UTC, datetime, timedelta
from itertools import product
from zoneinfo import ZoneInfo

import pytest
from django.urls import reverse

from fairlead.matching import tasks
from fairlead.matching.actions import offering, running, scheduling
from fairlead.matching.enums import Rhythm, RunState
from fairlead.matching.models import Run, Schedule
from fairlead.matching.queries import scheduling as schedules
from fairlead.matching.queries import wording
from fairlead.matching.queries.weighing import default_weights
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import RoundState, TeamRole
from fairlead.programmes.models import Participation, Round
from tests import factories
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db
HOME = ZoneInfo("Europe/Bratislava")
DAY = timedelta(days=1)
GIVEN = {"active": True, "rhythm": Rhythm.WEEKLY, "weekday": 0, "hour": 6, "enough": 2, "days": 14}


@pytest.fixture
def people():
    made = pool()
    Round.objects.update(rolling=True)
    made.round.refresh_from_db()
    made.mentor("Ana", places=3)
    made.mentee("Chen")
    return made


def planned(people, at, **given):
    return scheduling.plan(people.round, given={**GIVEN, **given}, by=people.by, at=at)


def days_with_drafts(people, at, days):
    """On which of the next days the sweep makes a draft; each run is computed at once."""
    made = []
    for day, hour in product(range(days), (0, 18, 19, 20)):
        now = at + timedelta(days=day, hours=hour)
        before = Run.objects.count()
        tasks.sweep(at=now)
        if Run.objects.count() > before:
            made.append(now.astimezone(HOME).strftime("%a %d %b %H:%M"))
        for run in Run.objects.filter(state=RunState.QUEUED):
            running.carry_out(run.pk, at=now)
            Run.objects.filter(pk=run.pk).update(finished_at=now)
    return made


def moment(text):
    return datetime.fromisoformat(text)


@pytest.mark.parametrize(
    ("rhythm", "weekday", "hour", "after", "expected"),
    [
        (Rhythm.WEEKLY, 0, 6, "2026-10-05T03:59+00:00", "2026-10-05T04:00+00:00"),
        (Rhythm.WEEKLY, 0, 6, "2026-10-05T04:00+00:00", "2026-10-12T04:00+00:00"),
        (Rhythm.WEEKLY, 0, 6, "2026-10-19T12:00+00:00", "2026-10-26T05:00+00:00"),
        (Rhythm.WEEKLY, 0, 6, "2027-03-22T12:00+00:00", "2027-03-29T04:00+00:00"),
        (Rhythm.DAILY, 0, 6, "2026-10-24T04:00+00:00", "2026-10-25T05:00+00:00"),
        (Rhythm.DAILY, 0, 2, "2026-10-24T23:00+00:00", "2026-10-25T00:00+00:00"),
        (Rhythm.DAILY, 0, 2, "2026-10-25T00:00+00:00", "2026-10-26T01:00+00:00"),
        (Rhythm.DAILY, 0, 2, "2027-03-27T22:00+00:00", "2027-03-28T01:00+00:00"),
        (Rhythm.DAILY, 0, 0, "2026-10-05T21:59+00:00", "2026-10-05T22:00+00:00"),
        (Rhythm.ENOUGH, 3, 6, "2026-10-05T05:00+00:00", "2026-10-06T04:00+00:00"),
    ],
)
def test_next_moment_keeps_the_local_hour_whatever_the_clocks_do(rhythm, weekday, hour, after, expected):
    found = schedules.next_moment(rhythm, weekday=weekday, hour=hour, after=moment(after), zone=HOME)
    assert found.astimezone(UTC) == moment(expected)


def test_weekly_schedule_makes_one_draft_a_week_as_long_as_something_is_new(people, at):
    planned(people, at)
    assert days_with_drafts(people, at, 14) == ["Mon 12 Oct 06:00"]
    people.mentee("Dana")
    assert days_with_drafts(people, at + 14 * DAY, 14) == ["Mon 26 Oct 06:00"]
    assert [run.scheduled for run in Run.objects.all()] == [True, True]
    newest = Run.objects.first()
    assert (newest.base.number, newest.result["matched"], newest.asked_by) == (1, 2, None)


def test_daily_schedule_takes_in_whoever_has_come_since_yesterday(people, at):
    planned(people, at, rhythm=Rhythm.DAILY)
    assert days_with_drafts(people, at, 1) == ["Tue 06 Oct 06:00"]
    people.mentee("Dana")
    assert days_with_drafts(people, at + DAY, 2) == ["Wed 07 Oct 06:00"]


def test_schedule_that_waits_for_enough_mentees_counts_those_without_a_proposed_mentor(people, at):
    planned(people, at, rhythm=Rhythm.ENOUGH)
    assert days_with_drafts(people, at, 2) == []
    people.mentee("Dana")
    assert days_with_drafts(people, at + 2 * DAY, 2) == ["Thu 08 Oct 06:00"]
    people.mentee("Emil")
    assert days_with_drafts(people, at + 4 * DAY, 2) == []


def test_schedule_that_waits_for_a_long_wait_makes_a_draft_once_somebody_has_waited(people, at):
    planned(people, at, rhythm=Rhythm.LONG, days=3)
    assert days_with_drafts(people, at, 5) == ["Fri 09 Oct 06:00"]


def test_people_with_an_open_offer_are_left_alone(people, at):
    run = people.run(at)
    offering.send_offers(run, proposals=run.proposals.all(), by=people.by, at=at)
    planned(people, at, rhythm=Rhythm.DAILY)
    assert days_with_drafts(people, at, 2) == []
    people.mentee("Dana")
    days_with_drafts(people, at + 2 * DAY, 1)
    assert people.pairs(Run.objects.first()) == {"Dana": "Ana"}


@pytest.mark.parametrize(
    "hindered",
    [
        lambda people: Schedule.objects.update(active=False),
        lambda people: Round.objects.update(state=RoundState.FINISHED),
        lambda people: Round.objects.update(state=RoundState.PLANNED),
        lambda people: Participation.objects.filter(person__name="Ana").update(state="left"),
        lambda people: Run.objects.create(
            round=people.round, number=9, policy={}, seed=1, asked_at=factories.AT + 99 * DAY
        ),
    ],
    ids=["switched off", "finished", "not open yet", "nobody to be matched with", "another run is under way"],
)
def test_no_draft_is_made(people, at, hindered):
    planned(people, at, rhythm=Rhythm.DAILY)
    hindered(people)
    before = Run.objects.count()
    tasks.sweep(at=at + 3 * DAY)
    assert Run.objects.count() == before


def test_draft_whose_worker_was_lost_before_the_commit_is_made_by_the_next_sweep(people, at, monkeypatch):
    schedule = planned(people, at, rhythm=Rhythm.DAILY)
    with monkeypatch.context() as patched:
        patched.setattr(running, "freeze", lambda round, base: 1 / 0)
        assert tasks.sweep(at=at + DAY) == 0
    schedule.refresh_from_db()
    assert (Run.objects.count(), schedule.last_looked_at) == (0, at)
    assert scheduling.look(schedule.pk, at=at + DAY) is True
    assert scheduling.look(schedule.pk, at=at + DAY) is False


@pytest.mark.django_db(transaction=True)
def test_two_sweeps_at_once_make_one_draft(at, at_once):
    made = pool()
    Round.objects.update(rolling=True)
    made.round.refresh_from_db()
    made.mentor("Ana")
    made.mentee("Chen")
    schedule = planned(made, at, rhythm=Rhythm.DAILY)
    at_once(*[lambda: scheduling.look(schedule.pk, at=at + DAY)] * 2)
    assert Run.objects.count() == 1


def test_schedule_is_for_rolling_intakes_that_are_not_over(people, at):
    Round.objects.update(state=RoundState.FINISHED)
    people.round.refresh_from_db()
    with pytest.raises(scheduling.NotRolling):
        planned(people, at)
    dated = pool()
    with pytest.raises(scheduling.NotRolling):
        planned(dated, at)


def test_coordinator_gets_one_letter_a_day_for_all_drafts(people, at):
    planned(people, at, rhythm=Rhythm.DAILY)
    other = pool()
    factories.member(other.round.programme, TeamRole.COORDINATOR, people.coordinator)
    Round.objects.update(rolling=True)
    other.round.refresh_from_db()
    other.mentor("Boris")
    other.mentee("Emil")
    planned(other, at, rhythm=Rhythm.DAILY)
    days_with_drafts(people, at, 2)
    mine = Letter.objects.filter(kind="drafts", to_email=people.coordinator.email)
    assert [letter.subject for letter in mine] == ["2 drafts of new pairs wait for you"]
    people.mentee("Dana")
    people.mentee("Fatma")
    days_with_drafts(people, at + 2 * DAY, 3)
    assert mine.all().count() == 2


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ({}, "Next draft run: Monday 12 October, 06:00."),
        ({"rhythm": Rhythm.LONG, "days": 3}, "Next draft run: Friday 9 October, 06:00."),
        ({"rhythm": Rhythm.ENOUGH}, "A draft is made when 2 mentees wait; 1 waits now."),
        ({"active": False}, "The schedule is paused: a run is made only when you start one."),
    ],
)
def test_page_says_when_the_next_draft_comes(client, people, at, monkeypatch, given, told):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    planned(people, at, **given)
    client.force_login(people.coordinator)
    for name in ("matching:schedule", "matching:round"):
        assert told in client.get(reverse(name, args=[people.round.pk])).content.decode()


def test_page_says_that_no_draft_is_made_while_nothing_changes(client, people, at, monkeypatch):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    planned(people, at)
    people.run(at)
    client.force_login(people.coordinator)
    page = client.get(reverse("matching:schedule", args=[people.round.pk])).content.decode()
    assert "Nothing has changed since the newest run" in page


def test_schedule_is_proposed_for_monday_morning(client, people):
    client.force_login(people.coordinator)
    form = client.get(reverse("matching:schedule", args=[people.round.pk])).context["form"]
    assert [form[name].value() for name in ("rhythm", "weekday", "hour")] == ["weekly", 0, 6]


def posted(client, people, **changes):
    client.force_login(people.coordinator)
    values = {"rhythm": "long", "weekday": "4", "hour": "7", "enough": "3", "days": "10"}
    return client.post(reverse("matching:schedule", args=[people.round.pk]), {**values, **changes})


def test_coordinator_sets_the_schedule(client, people):
    assert posted(client, people).status_code == 302
    made = Schedule.objects.get()
    assert (made.active, made.rhythm, made.weekday, made.hour, made.enough, made.days) == (
        True,
        "long",
        4,
        7,
        3,
        10,
    )
    assert posted(client, people, rhythm="daily").status_code == 302
    assert Schedule.objects.get().rhythm == "daily"


def turned(client, people, deed):
    client.force_login(people.coordinator)
    return client.post(reverse("matching:turn_schedule", args=[people.round.pk, deed])).status_code


def test_schedule_is_paused_and_goes_on_from_then(client, people, at, monkeypatch):
    planned(people, at, rhythm=Rhythm.DAILY)
    monkeypatch.setattr("django.utils.timezone.now", lambda: at + 3 * DAY)
    assert turned(client, people, "pause") == 302
    assert days_with_drafts(people, at, 3) == []
    assert posted(client, people, rhythm="daily", hour="6").status_code == 302
    assert Schedule.objects.get().active is False
    assert [turned(client, people, "resume"), turned(client, people, "resume")] == [302, 302]
    schedule = Schedule.objects.get()
    assert (schedule.active, schedule.last_looked_at) == (True, at + 3 * DAY)
    assert days_with_drafts(people, at + 3 * DAY, 2) == ["Fri 09 Oct 06:00"]
    assert turned(client, people, "stop") == 404


def test_nothing_is_paused_where_no_schedule_is_set(client, people):
    assert turned(client, people, "pause") == 302
    assert Schedule.objects.count() == 0


@pytest.mark.parametrize("changes", [{"enough": "0"}, {"days": "400"}, {"hour": "24"}, {"rhythm": "yearly"}])
def test_schedule_that_cannot_be_is_said_beside_the_field(client, people, changes):
    response = posted(client, people, **changes)
    assert (response.status_code, Schedule.objects.count()) == (422, 0)


def test_round_with_dates_has_no_schedule(client, people):
    Round.objects.update(rolling=False)
    assert posted(client, people).status_code == 302
    assert Schedule.objects.count() == 0
    page = client.get(reverse("matching:schedule", args=[people.round.pk])).content.decode()
    assert "A schedule belongs to a rolling intake." in page


def test_run_of_the_schedule_names_it(people, at):
    run = running.ask(people.round, weights=default_weights(), base=None, by=people.by, at=at, scheduled=True)
    running.carry_out(run.pk, at=at)
    record = {one["label"]: one["value"] for one in wording.summary(Run.objects.get()).record}
    assert record["Asked by"] == "the schedule of this intake"

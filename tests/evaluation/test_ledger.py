"""The ledger: entries by role, corrections that keep what stood there, and effort that comes again."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from uuid import uuid4

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.evaluation import repeating, tasks
from fairlead.evaluation.actions import ledger, recurring
from fairlead.evaluation.models import EffortEntry, Recurring
from fairlead.evaluation.numbers import plain_number
from fairlead.evaluation.queries import ledger as queries
from fairlead.kernel.errors import AlreadyMoved
from fairlead.programmes.enums import TeamRole
from tests import factories
from tests.evaluation import spending

pytestmark = pytest.mark.django_db
DAY = date(2026, 9, 14)


@pytest.fixture
def programme():
    return factories.programme()


@pytest.fixture
def by(programme):
    return factories.actor(factories.member(programme))


def standing(programme):
    return list(EffortEntry.objects.filter(programme=programme, state="standing").values_list("on", "hours"))


def post(client, by, programme, **said):
    client.force_login(factories.Person.objects.get(pk=by.person_id))
    usual = {
        "hours": "1,5",
        "activity": "support",
        "on": "2026-09-14",
        "role": "coordinator",
        "phase": "delivery",
        "institution": str(programme.lead_id),
        "key": str(uuid4()),
    }
    return client.post(reverse("evaluation:ledger", args=[programme.pk]), {**usual, **said})


def test_an_entry_is_written_with_a_comma(client, programme, by):
    assert post(client, by, programme).status_code == 302
    assert standing(programme) == [(DAY, Decimal("1.50"))]


def test_a_page_sent_twice_writes_once(client, programme, by):
    key = str(uuid4())
    for _time in range(2):
        answer = post(client, by, programme, key=key)
    page = client.get(answer["Location"]).content.decode()
    assert ("written down already" in page, len(standing(programme))) == (True, 1)


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"hours": ""}, "Write hours, or money, or both."),
        ({"hours": "a lot"}, "Enter a number from 0 to 2000."),
        ({"hours": "-1"}, "not below zero"),
        ({"hours": "2001"}, "Write 2000 at most"),
        ({"hours": "1.255"}, "two digits at most"),
        ({"on": "2999-01-01"}, "still to come"),
        ({"on": "1203-01-01"}, "in this century"),
        ({"activity": ""}, "Choose one."),
    ],
)
def test_bad_input_is_told_at_its_field_and_nothing_is_lost(client, programme, by, said, sentence):
    answer = post(client, by, programme, note="kept", **said)
    page = answer.content.decode()
    assert (answer.status_code, sentence in page, 'value="kept"' in page) == (422, True, True)
    assert standing(programme) == []


def test_the_next_entry_begins_as_the_last_one_was(client, programme, by):
    post(client, by, programme, activity="training", role="trainer")
    form = client.get(reverse("evaluation:ledger", args=[programme.pk])).context["form"]
    assert (form["activity"].value(), form["role"].value()) == ("training", "trainer")


def test_the_first_entry_begins_as_the_role_in_the_team(client, programme):
    client.force_login(factories.member(programme, TeamRole.HR_LEAD))
    form = client.get(reverse("evaluation:ledger", args=[programme.pk])).context["form"]
    assert (form["role"].value(), form["institution"].value()) == ("hr", programme.lead_id)


def test_a_correction_takes_the_place_and_keeps_what_stood_there(programme, by, at):
    first = spending.entry(programme, DAY, "2")
    second = ledger.correct(first, spending.spending(programme, "3"), on=DAY, by=by, at=at)
    third = ledger.correct(second, spending.spending(programme, "4"), on=DAY, by=by, at=at)
    assert standing(programme) == [(DAY, Decimal("4.00"))]
    assert [one.hours for one in queries.history(third)] == [Decimal(4), Decimal(3), Decimal(2)]


def test_of_two_corrections_of_one_entry_the_second_is_refused(programme, by, at):
    entry = spending.entry(programme, DAY)
    stale = EffortEntry.objects.get(pk=entry.pk)
    ledger.correct(entry, spending.spending(programme, "3"), on=DAY, by=by, at=at)
    with pytest.raises(AlreadyMoved):
        ledger.correct(stale, spending.spending(programme, "5"), on=DAY, by=by, at=at)
    with pytest.raises(AlreadyMoved):
        ledger.strike(EffortEntry.objects.get(pk=entry.pk), by=by, at=at)
    assert standing(programme) == [(DAY, Decimal("3.00"))]


@pytest.mark.parametrize("meanwhile", ["corrected", "struck"])
def test_a_correction_that_came_too_late_keeps_what_was_typed(client, programme, by, at, meanwhile):
    entry = spending.entry(programme, DAY)
    if meanwhile == "corrected":
        later = ledger.correct(entry, spending.spending(programme, "3"), on=DAY, by=by, at=at)
        goes_to = reverse("evaluation:entry", args=[later.pk])
    else:
        ledger.strike(entry, by=by, at=at)
        goes_to = reverse("evaluation:ledger", args=[programme.pk])
    client.force_login(factories.Person.objects.get(pk=by.person_id))
    said = {
        "hours": "7,25", "activity": "support", "on": "2026-09-14", "role": "coordinator",
        "phase": "delivery", "institution": str(programme.lead_id), "note": "typed", "key": str(uuid4()),
    }  # fmt: skip
    answer = client.post(reverse("evaluation:entry", args=[entry.pk]), said)
    page = answer.content.decode()
    kept = [f'action="{goes_to}"' in page, 'value="7,25"' in page, 'value="typed"' in page]
    assert (answer.status_code, kept) == (422, [True, True, True])
    assert client.post(goes_to, said).status_code == 302
    assert standing(programme) == [(DAY, Decimal("7.25"))]


def test_what_is_struck_counts_no_more_and_stays_readable(client, programme, by):
    entry = spending.entry(programme, DAY)
    client.force_login(factories.Person.objects.get(pk=by.person_id))
    assert client.post(reverse("evaluation:strike", args=[entry.pk])).status_code == 302
    page = client.get(reverse("evaluation:entry", args=[entry.pk])).content.decode()
    assert (standing(programme), "struck out and does not count" in page) == ([], True)


def test_a_corrected_entry_leads_to_the_one_that_counts(client, programme, by, at):
    entry = spending.entry(programme, DAY)
    later = ledger.correct(entry, spending.spending(programme, "3"), on=DAY, by=by, at=at)
    client.force_login(factories.Person.objects.get(pk=by.person_id))
    page = client.get(reverse("evaluation:entry", args=[entry.pk])).content.decode()
    assert reverse("evaluation:entry", args=[later.pk]) in page


def test_nothing_is_no_entry_for_the_database(programme):
    with pytest.raises(IntegrityError), transaction.atomic():
        spending.entry(programme, DAY, None, None)


def test_a_partner_sees_and_writes_only_their_institution(client, programme):
    partner = factories.institution()
    factories.Partner.objects.create(programme=programme, institution=partner)
    theirs = spending.entry(programme, DAY, "7", institution=partner)
    ours = spending.entry(programme, DAY, "9")
    who = factories.member(programme, TeamRole.PARTNER_COORDINATOR, institution=partner)
    client.force_login(who)
    page = client.get(reverse("evaluation:ledger", args=[programme.pk]))
    assert [one.pk for one in page.context["page"].object_list] == [theirs.pk]
    assert client.get(reverse("evaluation:entry", args=[ours.pk])).status_code == 404
    answer = post(client, factories.actor(who), programme)
    assert (answer.status_code, "institution" in answer.context["form"].errors) == (422, True)
    post(client, factories.actor(who), programme, institution=str(partner.pk))
    assert EffortEntry.objects.filter(institution=partner).count() == 2


def test_the_list_asks_the_same_for_one_entry_and_for_three(client, programme, by):
    client.force_login(factories.Person.objects.get(pk=by.person_id))
    address, counts = reverse("evaluation:ledger", args=[programme.pk]), []
    round = factories.round(programme)
    for _time in range(3):
        spending.entry(programme, DAY, round=round)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert client.get(address).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[2]


@pytest.mark.parametrize(
    ("query", "hours"),
    [
        ("", [4, 3, 2]),
        ("?phase=setup", [3]),
        ("?activity=travel", [4]),
        ("?year=2025", [2]),
        ("?year=x", [4, 3, 2]),
    ],
)
def test_filters_of_the_address(client, programme, by, query, hours):
    spending.entry(programme, date(2025, 12, 31), "2")
    spending.entry(programme, DAY, "3", phase="setup")
    spending.entry(programme, DAY + timedelta(days=1), "4", activity="travel")
    client.force_login(factories.Person.objects.get(pk=by.person_id))
    page = client.get(reverse("evaluation:ledger", args=[programme.pk]) + query).context["page"]
    assert [one.hours for one in page.object_list] == hours


@pytest.mark.parametrize(
    ("typed", "plain"),
    [
        ("1,5", "1.5"),
        ("1.5", "1.5"),
        ("1 234,50", "1234.50"),
        ("1,234.50", "1234.50"),
        ("1.234,50", "1234.50"),
        ("1’2", "1’2"),
    ],
)
def test_numbers_as_people_type_them(typed, plain):
    assert plain_number(typed) == plain


def test_monthly_keeps_the_day_or_takes_the_last_of_the_month():
    found = repeating.days(date(2026, 1, 31), date(2026, 5, 1), "monthly")
    assert [day.isoformat() for day in found] == ["2026-01-31", "2026-02-28", "2026-03-31", "2026-04-30"]


def test_weekly_comes_every_seven_days():
    found = list(repeating.days(date(2026, 12, 28), date(2027, 1, 11), "weekly"))
    assert found == [date(2026, 12, 28), date(2027, 1, 4), date(2027, 1, 11)]


def begin(programme, by, at, **said):
    usual = {"rhythm": "weekly", "starts_on": date(2026, 9, 14), "until": date(2026, 10, 19)}
    what = spending.spending(programme, "10")
    return recurring.begin(programme, what, **{**usual, **said}, key=uuid4(), by=by, at=at)


def test_what_comes_again_is_written_up_to_today_and_goes_on(programme, by, at):
    begun = begin(programme, by, at)
    days = [on for on, _hours in standing(programme)]
    assert days == [date(2026, 10, 5), date(2026, 9, 28), date(2026, 9, 21), date(2026, 9, 14)]
    assert (tasks.sweep(at), tasks.sweep(at + timedelta(days=7)), tasks.sweep(at + timedelta(days=7))) == (
        0,
        1,
        0,
    )
    assert (tasks.sweep(at + timedelta(days=300)), tasks.sweep(at + timedelta(days=301))) == (1, 0)
    assert Recurring.objects.get(pk=begun.pk).written_until == date(2026, 10, 19)


def test_a_struck_or_corrected_one_does_not_come_back(programme, by, at):
    begun = begin(programme, by, at)
    first, second, *_rest = EffortEntry.objects.order_by("on")
    ledger.strike(first, by=by, at=at)
    ledger.correct(second, spending.spending(programme, "1"), on=second.on, by=by, at=at)
    Recurring.objects.filter(pk=begun.pk).update(written_until=None)
    tasks.sweep(at)
    assert sorted(hours for _on, hours in standing(programme)) == [1, 10, 10]


def test_ending_keeps_what_was_written(programme, by, at):
    begun = begin(programme, by, at)
    recurring.end(begun, by=by, at=at)
    assert (tasks.sweep(at + timedelta(days=30)), len(standing(programme))) == (0, 4)
    with pytest.raises(AlreadyMoved):
        recurring.end(begun, by=by, at=at)


def test_recurring_is_begun_on_its_page_and_twice_is_once(client, programme, by):
    client.force_login(factories.Person.objects.get(pk=by.person_id))
    said = {
        "hours": "8", "activity": "planning", "role": "coordinator", "phase": "delivery",
        "institution": str(programme.lead_id), "rhythm": "monthly", "starts_on": "2026-01-31",
        "until": "2026-03-31", "key": str(uuid4()),
    }  # fmt: skip
    address = reverse("evaluation:recurring", args=[programme.pk])
    assert [client.post(address, said).status_code for _time in range(2)] == [302, 302]
    assert (Recurring.objects.count(), len(standing(programme))) == (1, 3)
    wrong = client.post(address, {**said, "until": "2025-01-01", "key": str(uuid4())})
    assert (wrong.status_code, "It ends before it begins." in wrong.content.decode()) == (422, True)
    long = client.post(address, {**said, "rhythm": "weekly", "until": "2037-01-01", "key": str(uuid4())})
    assert (long.status_code, "more than ten years" in long.content.decode()) == (422, True)


def test_recurring_ends_by_a_click_and_says_so_the_second_time(client, programme, by):
    begun = begin(
        programme, by, datetime.now(tz=factories.UTC), starts_on=date(2026, 1, 1), until=date(2999, 1, 1)
    )
    client.force_login(factories.Person.objects.get(pk=by.person_id))
    address = reverse("evaluation:end_recurring", args=[begun.pk])
    pages = [client.post(address, follow=True).content.decode() for _time in range(2)]
    assert ["It has ended" in pages[0], "come to its end already" in pages[1]] == [True, True]

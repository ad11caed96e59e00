"""What a programme costs: rates by day, setup written off, meetings that count by themselves."""

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.evaluation.actions import reckoning
from fairlead.evaluation.models import Rate, Reckoning
from fairlead.evaluation.periods import Year, year_of
from fairlead.evaluation.queries import costs
from fairlead.evaluation.queries.effort import efforts
from fairlead.kernel.errors import AlreadyMoved
from fairlead.mentorships.models import Meeting
from fairlead.programmes.enums import Side, TeamRole
from fairlead.programmes.models import PracticeBlock
from fairlead.training.models import Completion, Module
from tests import factories
from tests.evaluation import spending

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return factories.programme()


def rate(programme, role, per_hour, day, institution=None):
    return Rate.objects.create(
        programme=programme,
        institution=institution or programme.lead,
        role=role,
        per_hour=per_hour,
        valid_from=day,
    )


def pair(round, unit=None, **fields):
    unit = unit or factories.unit()
    mentor = factories.application(round, Side.MENTOR, unit=unit).participation
    mentee = factories.application(round, unit=unit).participation
    return factories.mentorship(round, mentor, mentee, **fields)


def held(of, day, minutes):
    at = datetime(*day, 10, tzinfo=UTC)
    return Meeting.objects.create(
        mentorship=of, state="held", starts_at=at, minutes=minutes, made_at=at, logged_at=at
    )


def year_costs(programme, month=1, over=3):
    counts = costs.counts(programme, month=month)
    return costs.years(efforts([programme.pk]), counts, month=month, over=over)


def test_an_hour_costs_what_held_on_its_day(programme):
    rate(programme, "coordinator", 30, date(2026, 1, 1))
    rate(programme, "coordinator", 40, date(2026, 7, 1))
    for day in (date(2025, 12, 31), date(2026, 6, 30), date(2026, 7, 1)):
        spending.entry(programme, day, "2", "5")
    found = {one.on: one.cost for one in efforts([programme.pk])}
    assert found == {date(2025, 12, 31): 5, date(2026, 6, 30): 65, date(2026, 7, 1): 85}


def test_meetings_count_twice_their_minutes(programme):
    unit = factories.unit(programme.lead)
    made = pair(factories.round(programme), unit)
    held(made, (2026, 3, 2), 90)
    cancelled = held(made, (2026, 3, 3), 60)
    Meeting.objects.filter(pk=cancelled.pk).update(state="cancelled")
    rate(programme, "mentor", 20, date(2026, 1, 1))
    found = sorted((one.role, one.hours, one.cost, one.counted) for one in efforts([programme.pk]))
    half = Decimal("1.5")
    assert found == [("mentee", half, 0, True), ("mentor", half, 30, True)]


def test_modules_of_participants_count_their_minutes(programme, at):
    application = factories.application(factories.round(programme), unit=factories.unit(programme.lead))
    module = Module.objects.create(
        programme=programme, kind="reading", title="Listening", minutes=45, changed_at=at
    )
    for who in (application.person, factories.person()):
        Completion.objects.create(module=module, person=who, how="done", on=at.date(), noted_at=at)
    found = [(one.role, one.hours, one.activity, one.counted) for one in efforts([programme.pk])]
    assert found == [("mentee", Decimal("0.75"), "training", True)]


def test_setup_is_borne_in_equal_parts_and_the_formula_holds(programme):
    """(setup 900 / 3 + delivery 200) / 2 completed = 250; hours (90 / 3 + 10) / 2 = 20."""
    spending.entry(programme, date(2025, 5, 1), "90", "900", phase="setup")
    spending.entry(programme, date(2026, 5, 1), "10", "200")
    round = factories.round(programme)
    for state, ended in (("completed", 5), ("completed", 6), ("ended_early", 6)):
        pair(round, state=state, starts_on=date(2026, 1, 5), ended_on=date(2026, ended, 30))
    newest, older = year_costs(programme)
    assert (newest.year, newest.pairs, newest.completed) == (Year(2026), 3, 2)
    assert [number.quantize(Decimal("0.01")) for number in newest.each(2)] == [20, 250]
    assert (older.setup.cost, round_(older.setup_share.cost), older.each(0)) == (900, 300, None)


def round_(number):
    return number.quantize(Decimal("0.01"))


def test_setup_is_borne_no_longer_than_it_is_written_off(programme):
    spending.entry(programme, date(2021, 5, 1), None, "300", phase="setup")
    spending.entry(programme, date(2024, 5, 1), None, "7")
    assert [(one.year.begins, round_(one.cost)) for one in year_costs(programme)] == [
        (2024, 7),
        (2023, 100),
        (2022, 100),
        (2021, 100),
    ]
    assert round_(year_costs(programme, over=1)[-1].cost) == 300


def test_years_begin_in_the_month_the_programme_reckons_from():
    assert (year_of(date(2026, 8, 31), 9), year_of(date(2026, 9, 1), 9)) == (Year(2025, 9), Year(2026, 9))
    assert (Year(2025, 9).name, Year(2025, 9).last, Year(2026).name) == ("2025/26", date(2026, 8, 31), "2026")
    assert (Year(2026).first, Year(2026).last) == (date(2026, 1, 1), date(2026, 12, 31))


def test_planned_and_actual_stand_side_by_side(client, programme):
    PracticeBlock.objects.create(programme=programme, phase="setup", money=800, weeks=10, hours=90)
    spending.entry(programme, date(2026, 5, 4), "30", "500", phase="setup")
    spending.entry(programme, date(2026, 5, 20), "10", phase="setup")
    client.force_login(factories.member(programme))
    page = client.get(reverse("evaluation:costs", args=[programme.pk]), {"year": "2026"})
    setup, delivery = page.context["actual"]
    assert (setup["money"], setup["hours"], setup["weeks"]) == (500, 40, 3)
    assert (delivery["hours"], delivery["weeks"], delivery["plan"].written) == (0, 0, False)


def test_a_partner_sees_the_cost_of_their_institution_alone(client, programme):
    partner = factories.institution()
    spending.entry(programme, date(2026, 5, 4), "30", "500")
    spending.entry(programme, date(2026, 5, 4), "3", "50", institution=partner)
    client.force_login(factories.member(programme, TeamRole.PARTNER_COORDINATOR, institution=partner))
    page = client.get(reverse("evaluation:costs", args=[programme.pk])).context
    assert (page["chosen"].cost, page["actual"]) == (50, [])


def test_an_empty_programme_says_what_comes_first(client, programme):
    client.force_login(factories.member(programme))
    page = client.get(reverse("evaluation:costs", args=[programme.pk])).content.decode()
    assert "Nothing to reckon yet" in page


def test_effort_of_many_programmes_is_read_in_four_queries():
    made = [factories.programme() for _time in range(3)]
    for one in made:
        spending.entry(one, date(2026, 5, 4))
        held(pair(factories.round(one)), (2026, 3, 2), 60)
    for wanted in (made[:1], made):
        with CaptureQueriesContext(connection) as found:
            assert len(efforts([one.pk for one in wanted])) == 3 * len(wanted)
        assert len(found) == 4


@pytest.mark.parametrize("role", [TeamRole.COORDINATOR, TeamRole.PARTNER_COORDINATOR])
def test_the_page_asks_twelve_times_at_most_for_one_pair_as_for_three(client, programme, role):
    partner = factories.institution()
    factories.Partner.objects.create(programme=programme, institution=partner)
    place = {"institution": partner} if role == TeamRole.PARTNER_COORDINATOR else {}
    client.force_login(factories.member(programme, role, **place))
    counts = []
    for _time in range(3):
        held(pair(factories.round(programme, state="finished"), factories.unit(partner)), (2026, 3, 2), 60)
        spending.entry(programme, date(2026, 3, 2))
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse("evaluation:costs", args=[programme.pk])).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[2]
    assert counts[0] <= 12


def test_rates_and_year_are_settled_on_their_page(client, programme):
    client.force_login(factories.member(programme))
    address = reverse("evaluation:rates", args=[programme.pk])
    said = {
        "institution": str(programme.lead_id),
        "role": "hr",
        "per_hour": "41,50",
        "valid_from": "2026-01-01",
    }
    assert [client.post(address, said).status_code for _time in range(2)] == [302, 302]
    made = Rate.objects.get()
    assert made.per_hour == Decimal("41.50")
    wrong = client.post(address, {**said, "per_hour": "-3"})
    assert wrong.status_code == 422
    assert client.post(reverse("evaluation:remove_rate", args=[made.pk])).status_code == 302
    assert not Rate.objects.exists()
    reckon = reverse("evaluation:reckon", args=[programme.pk])
    assert client.post(reckon, {"year_starts": "9", "write_off_years": "0"}).status_code == 422
    assert client.post(reckon, {"year_starts": "9", "write_off_years": "5"}).status_code == 302
    settled = Reckoning.objects.get(programme=programme)
    assert (settled.year_starts, settled.write_off_years) == (9, 5)


def test_a_rate_is_taken_back_once(programme, at):
    made = rate(programme, "hr", 3, date(2026, 1, 1))
    by = factories.actor(factories.member(programme))
    reckoning.remove_rate(Rate.objects.get(), by=by, at=at)
    with pytest.raises(AlreadyMoved):
        reckoning.remove_rate(made, by=by, at=at)

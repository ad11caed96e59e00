"""The network of a programme: what counts, what is drawn, and what is never told."""

from datetime import UTC, date, datetime, timedelta

import pytest
from django.urls import reverse

from fairlead.evaluation.queries import reach
from fairlead.evaluation.queries.reach import INSTITUTIONS, Chosen
from fairlead.programmes.enums import Side, TeamRole
from tests import factories
from tests.factories import AT

pytestmark = pytest.mark.django_db


def pair(round, first, second, agreed_at=AT):
    """A pair whose mentor works at the first unit and whose mentee works at the second."""
    mentor = factories.application(round, Side.MENTOR, unit=first)
    mentee = factories.application(round, Side.MENTEE, unit=second)
    return factories.mentorship(round, mentor.participation, mentee.participation, agreed_at=agreed_at)


@pytest.fixture
def north():
    return factories.institution("North")


@pytest.fixture
def units(north):
    """Two units of one institution and one of another."""
    return [
        factories.unit(north, "Housing"),
        factories.unit(north, "Welcome"),
        factories.unit(factories.institution("South"), "Grants"),
    ]


def test_pairs_join_units_and_institutions(units):
    housing, welcome, grants = units
    round = factories.round()
    for first, second in [(housing, housing), (housing, welcome), (welcome, housing), (welcome, grants)]:
        pair(round, first, second)
    found = reach.of_programme(round.programme, Chosen())
    assert (found.figures.pairs, found.across, found.abroad, found.people) == (4, 3, 1, 8)
    assert (found.figures.after.links, len(found.figures.new), len(found.figures.bridges)) == (2, 2, 2)
    by_institution = reach.of_programme(round.programme, Chosen(level=INSTITUTIONS))
    assert (by_institution.figures.after.places, by_institution.figures.after.links) == (2, 1)
    assert (by_institution.across, by_institution.abroad) == (3, 1)


def test_a_tie_of_an_earlier_round_or_programme_was_known_before(units):
    housing, welcome, grants = units
    round = factories.round()
    last_year = AT - timedelta(days=365)
    pair(factories.round(round.programme, state="finished"), housing, welcome, last_year)
    pair(factories.round(), welcome, grants, last_year)
    pair(round, housing, welcome)
    pair(round, welcome, grants)
    pair(round, housing, grants)
    found = reach.of_programme(round.programme, Chosen(round=round))
    assert found.figures.before.links == 2
    assert [{found.places[end].name for end in link} for link in found.figures.new] == [{"Housing", "Grants"}]
    assert found.begun_on == date(2026, 10, 5)


def test_what_was_agreed_on_the_days_chosen_counts(units):
    housing, welcome, grants = units
    round = factories.round()
    pair(round, housing, welcome, datetime(2026, 10, 1, 12, tzinfo=UTC))
    pair(round, welcome, grants, datetime(2026, 10, 2, 12, tzinfo=UTC))
    pair(round, housing, grants, datetime(2026, 10, 3, 12, tzinfo=UTC))
    second = date(2026, 10, 2)
    found = reach.of_programme(round.programme, Chosen(since=second, until=second))
    assert (found.figures.pairs, found.figures.before.links, len(found.figures.new)) == (1, 0, 1)
    # On the second day nobody of Housing takes part, so the tie of the first day joins nothing drawn.
    assert {found.places[key].name for key in found.places} == {"Housing", "Welcome", "Grants"}


def test_a_unit_that_was_not_named_is_a_place_of_its_institution(north, units):
    round = factories.round()
    made = pair(round, units[0], units[1])
    factories.Application.objects.filter(participation=made.mentee).update(unit=None)
    found = reach.of_programme(round.programme, Chosen())
    assert (found.across, found.unplaced) == (1, 0)
    assert "No unit named" in {place.name for place in found.places.values()}


def test_a_pair_of_somebody_without_a_place_is_left_out_and_said(client):
    round = factories.round()
    mentor, mentee = (factories.participation(round, side) for side in (Side.MENTOR, Side.MENTEE))
    factories.mentorship(round, mentor, mentee)
    found = reach.of_programme(round.programme, Chosen())
    assert (found.figures.pairs, found.unplaced) == (0, 1)
    client.force_login(factories.member(round.programme))
    page = client.get(reverse("evaluation:reach", args=[round.programme.pk])).content.decode()
    assert "1 pair is left out" in page


def busy(units, round):
    """Five pairs, so that figures are told, with five people or more in each of two units."""
    housing, welcome, _grants = units
    return [pair(round, housing, welcome) for _number in range(6)]


def page(client, round, query="", role=TeamRole.COORDINATOR):
    client.force_login(factories.member(round.programme, role))
    answer = client.get(reverse("evaluation:reach", args=[round.programme.pk]) + query)
    return answer.status_code, " ".join(answer.content.decode().split())


@pytest.mark.parametrize("role", [TeamRole.COORDINATOR, TeamRole.HR_LEAD, TeamRole.IRO_LEAD])
def test_the_page_draws_places_and_names_nobody(client, units, role):
    round = factories.round()
    pairs = busy(units, round)
    status, told = page(client, round, role=role)
    assert status == 200
    assert "6 pairs among 12 people who took part: 6 join different units, 0 different institutions." in told
    assert 'class="tie tie--new tie--many"' in told
    assert "A1 · Housing: 6 people" in told
    people = [half.person.name for made in pairs for half in (made.mentor, made.mentee)]
    assert [name for name in people if f">{name}<" in told or f" {name} " in told] == []


def test_numbers_under_five_are_not_told(client, units):
    round = factories.round()
    busy(units, round)
    for _number in range(2):
        pair(round, units[2], units[0])
    for _number in range(3):
        factories.application(round, Side.MENTEE, unit=units[2])
    _status, told = page(client, round)
    assert told.count('class="number">few<') == 2
    assert "tie--many" not in told.split("</svg>")[0].split("network-title")[-1]


def test_few_pairs_have_no_figures(client, units):
    round = factories.round()
    pair(round, units[0], units[1])
    _status, told = page(client, round)
    assert "Fewer than five pairs" in told
    assert "<h2>Across units</h2>" not in told


def test_without_a_pair_the_page_says_what_will_be_there(client):
    status, told = page(client, factories.round())
    assert (status, "No ties yet" in told) == (200, True)


def test_a_time_that_ends_before_it_begins_is_said_at_its_field(client, units):
    round = factories.round()
    busy(units, round)
    status, told = page(client, round, "?since=2026-10-09&until=2026-10-01&level=institutions")
    assert (status, "This day lies before the first one." in told) == (422, True)
    assert 'value="2026-10-09"' in told


@pytest.mark.parametrize("query", ["?round=nonsense", "?since=tomorrow", "?level=planets"])
def test_what_cannot_be_read_is_said_and_all_is_shown(client, units, query):
    round = factories.round()
    busy(units, round)
    status, told = page(client, round, query)
    assert (status, "6 pairs among 12 people" in told) == (422, True)


def test_a_round_of_another_programme_cannot_be_chosen(client, units):
    round, other = factories.round(), factories.round()
    busy(units, other)
    status, told = page(client, round, f"?round={other.pk}")
    assert (status, "pairs among" in told) == (422, False)


def test_the_network_is_read_in_the_same_queries_for_one_pair_and_for_three(units, django_assert_num_queries):
    round = factories.round()
    for _number in range(2):
        pair(round, *units[:2])
        with django_assert_num_queries(4):
            reach.of_programme(round.programme, Chosen(round=round, level=INSTITUTIONS))
        pair(round, *units[1:])

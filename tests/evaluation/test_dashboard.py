"""The dashboard: what it counts, what it keeps to itself, and that every figure says what it means."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fairlead.evaluation import charts
from fairlead.evaluation.indicators.facts import Applied, Facts, Pair, Trained, Where
from fairlead.evaluation.periods import Year
from fairlead.evaluation.queries import dashboard
from fairlead.evaluation.queries.boards import Board
from fairlead.evaluation.views.home import LATER
from fairlead.programmes.enums import RoundState, TeamRole
from tests import factories
from tests.evaluation import spending
from tests.evaluation.test_costs import pair
from tests.evaluation.test_everywhere import BUDGET, surveyed

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 5)
HERE, THERE, ROUND, OLD = (uuid4() for _time in range(4))


def applied(count, **fields):
    usual = {
        "round": ROUND, "institution": HERE, "on": TODAY - timedelta(days=3), "side": "mentee",
        "first": True, "waiting": True, "approved": True,
    }  # fmt: skip
    return tuple(Applied(**{**usual, **fields}) for _time in range(count))


def pairs(count, **fields):
    usual = {
        "round": ROUND, "institution": HERE, "on": date(2026, 3, 1), "ends_on": date(2026, 9, 1),
        "state": "completed", "ended_on": date(2026, 9, 1),
    }  # fmt: skip
    return tuple(Pair(**{**usual, **fields}) for _time in range(count))


def board(**facts):
    return Board(
        Facts(today=TODAY, **facts),
        rounds={ROUND: ("Spring", False), OLD: ("Before", True)},
        institutions=[HERE, THERE],
    )


def test_the_funnel_goes_from_everybody_to_completed_pairs():
    made = board(
        applied=applied(6, matched=True) + applied(3) + applied(5, approved=False, side="mentor"),
        pairs=pairs(5) + pairs(2, state="ended_early"),
    )
    assert [(one.key, one.count) for one in dashboard.funnel(made, Where())] == [
        ("reach", 14), ("coverage", 9), ("match_rate", 6), ("agreements", 7), ("completion", 5),
    ]  # fmt: skip


def test_a_stage_of_fewer_than_five_is_not_told():
    made = board(applied=applied(4), pairs=pairs(3))
    assert [one.count for one in dashboard.funnel(made, Where())] == [None] * 5


def test_months_of_small_numbers_are_not_told():
    made = board(
        applied=applied(7) + applied(2, on=date(2026, 9, 2)) + applied(6, on=date(2026, 8, 2)),
        pairs=pairs(8),
    )
    told = dict(dashboard.flow(made, Where()))
    assert told["reach"][-3:] == [None, None, 7]
    assert told["agreements"][-8:] == [8, 0, 0, 0, 0, 0, 0, 0]
    assert told["completion"][-2:] == [8, 0]


def test_a_year_ends_the_months_with_its_last_one():
    assert dashboard.months(board(), Where(year=Year(2024)))[-1] == date(2024, 12, 1)


def test_those_who_wait_are_told_by_weeks_and_not_of_rounds_that_are_over():
    made = board(
        applied=applied(5)
        + applied(6, on=TODAY - timedelta(weeks=13))
        + applied(9, matched=True)
        + applied(9, round=OLD)
    )
    assert dashboard.waiting(made, Where()) == [5, 0, 0, 6]


def test_training_of_a_small_side_takes_the_other_with_it():
    asked = tuple(
        Trained(round=ROUND, institution=HERE, on=TODAY, side=side, complete=True)
        for side in ["mentor"] * 3 + ["mentee"] * 7
    )
    told = dashboard.trained(board(trained=asked), Where())
    assert {side: one.whole for side, one in told.items()} == {"mentor": None, "mentee": None}


def test_bars_and_columns_lie_within_their_room():
    laid, height = charts.bars([charts.Bar(label="a", said="1", share=share) for share in (0.5, None, 2)])
    assert ([one.width for one in laid], height) == (["50.00%", "0.00%", "100.00%"], 132)
    (band,), _height = charts.bands([("b", [4, None, 0])], few="few")
    assert [(one.said, one.height) for one in band.columns] == [("4", 54), ("few", 6), ("", 0)]


@pytest.fixture
def programme():
    return factories.programme()


def address(programme, part=""):
    if part:
        return reverse("evaluation:home_part", args=[programme.pk, part])
    return reverse("evaluation:home", args=[programme.pk])


def shown_of(client, programme, query=None):
    """Every chart of the dashboard with its definitions, on the first page and on those that load later."""
    answers = [client.get(address(programme, part), query or {}) for part in ("", *LATER)]
    return [one for answer in answers for one in answer.context["charts"]], answers


def filled(programme):
    """A round with everything the dashboard counts."""
    round = factories.round(programme, state=RoundState.CLOSED)
    unit = factories.unit(programme.lead)
    for _time in range(6):
        factories.application(round, unit=unit, submitted_at=timezone.now())
        pair(round, starts_on=timezone.localdate() - timedelta(days=40))
    spending.entry(programme, timezone.localdate())
    return round


def test_every_chart_has_words_a_table_and_its_definitions(client, programme):
    filled(programme)
    client.force_login(factories.member(programme))
    charts_of, answers = shown_of(client, programme)
    shown = [one for one, _definitions in charts_of if not one.empty]
    page = "".join(answer.content.decode() for answer in answers)
    assert {one.id for one in shown} >= {"funnel", "flow", "health", "cost"}
    assert [page.count(f'id="{one.id}-told"') for one in shown] == [1] * len(shown)
    assert page.count("The picture as a table") == len(shown)
    assert all(links for _chart, links in charts_of)
    assert max(len(answer.content) for answer in answers) < 100_000


def test_a_programme_without_anything_says_so(client, programme):
    client.force_login(factories.member(programme))
    charts_of, _answers = shown_of(client, programme)
    assert len(charts_of) == 7
    assert all(one.empty for one, _definitions in charts_of)


def test_a_partner_sees_their_own_people_only(client, programme):
    filled(programme)
    partner = factories.institution()
    factories.Partner.objects.create(programme=programme, institution=partner)
    client.force_login(factories.member(programme, TeamRole.PARTNER_COORDINATOR, institution=partner))
    for query in ({}, {"institution": str(programme.lead_id)}):
        charts_of = {one.id: one for one, _links in shown_of(client, programme, query)[0]}
        assert [bool(charts_of[key].empty) for key in ("funnel", "flow", "waiting", "health")] == [True] * 4


@pytest.mark.parametrize("part", ["", *LATER])
def test_each_part_of_the_dashboard_asks_twelve_times_at_most_for_one_round_as_for_three(
    client, programme, part
):
    client.force_login(factories.member(programme))
    counts = []
    for _time in range(3):
        filled(programme)
        surveyed(programme)
        with CaptureQueriesContext(connection) as found:
            assert client.get(address(programme, part)).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[2]
    assert counts[0] <= BUDGET


def test_what_loads_later_can_be_opened_by_its_link_for_the_same_part_of_the_programme(client, programme):
    round = filled(programme)
    client.force_login(factories.member(programme))
    answer = client.get(address(programme), {"when": str(round.pk)})
    assert [url for _title, url in answer.context["later"]] == [
        f"{address(programme, part)}?when={round.pk}" for part in LATER
    ]
    assert client.get(address(programme, "weather")).status_code == 404

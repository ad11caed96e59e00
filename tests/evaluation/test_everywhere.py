"""One figure of all programmes that somebody leads, side by side."""

from datetime import UTC, datetime

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fairlead.evaluation.indicators.catalogue import BY_KEY
from fairlead.evaluation.indicators.facts import Where
from fairlead.evaluation.models import Reckoning
from fairlead.evaluation.queries import boards
from fairlead.programmes.enums import TeamRole
from fairlead.training.models import Module
from tests import factories
from tests.evaluation import spending
from tests.evaluation.test_costs import held, pair
from tests.surveys import asking

pytestmark = pytest.mark.django_db
ADDRESS = "evaluation:everywhere"
BUDGET = 12


def surveyed(programme):
    """A pair that has met, training and a closed wave: something of every kind of fact."""
    round = factories.round(programme, state="finished")
    held(pair(round, factories.unit(programme.lead)), (2026, 3, 2), 60)
    Module.objects.create(
        programme=programme, kind="reading", title="Listen", minutes=45, changed_at=factories.AT
    )
    spending.entry(programme, timezone.localdate())
    answering = asking.round_with_pairs(5, of=programme, state="closed")
    wave = asking.wave(answering, "end", at=factories.AT, title=f"End of {answering.name}")
    asking.answered(wave, [{"satisfied": 4}] * 5, at=factories.AT)
    asking.closed(wave, at=factories.AT)


def led(who, count, applicants=6):
    """Programmes that this person coordinates, each with applicants of today."""
    made = []
    for _number in range(count):
        programme = factories.programme()
        factories.TeamMember.objects.create(programme=programme, person=who, role=TeamRole.COORDINATOR)
        round = factories.round(programme)
        unit = factories.unit(programme.lead)
        for _time in range(applicants):
            one = factories.application(round, unit=unit, submitted_at=timezone.now())
            factories.affiliation(one.person, unit)
        made.append(programme)
    return made


@pytest.fixture
def who(client):
    person = factories.person()
    client.force_login(person)
    return person


def test_each_programme_is_a_row_with_five_years(client, who):
    led(who, 2)
    answer = client.get(reverse(ADDRESS), {"indicator": "reach"})
    rows = answer.context["rows"]
    assert [row["cells"][0]["value"] for row in rows] == ["100 %", "100 %"]
    assert [len(row["cells"]) for row in rows] == [5, 5]


def test_a_small_group_is_not_told(client, who):
    led(who, 1, applicants=3)
    answer = client.get(reverse(ADDRESS), {"indicator": "reach"})
    assert answer.context["rows"][0]["cells"][0]["hidden"] is True


def test_what_makes_no_sense_is_the_usual_figure(client, who):
    led(who, 1)
    assert client.get(reverse(ADDRESS), {"indicator": "luck"}).context["indicator"].key == "completion"


def test_a_year_that_has_not_begun_is_empty(client, who, monkeypatch):
    monkeypatch.setattr(timezone, "now", lambda: datetime(2026, 6, 15, 10, tzinfo=UTC))
    early, late = led(who, 2)
    Reckoning.objects.create(programme=late, year_starts=7, write_off_years=3)
    answer = client.get(reverse(ADDRESS), {"indicator": "reach"})
    rows = {row["programme"].pk: row["cells"] for row in answer.context["rows"]}
    assert [bool(rows[one.pk][0]["value"]) for one in (early, late)] == [True, False]
    assert rows[late.pk][1]["value"] == "100 %"


def test_the_figures_are_those_of_the_programmes_own_pages(client, who):
    (programme,) = led(who, 1)
    now = timezone.now()
    whole, alone = boards.board(programme, at=now), boards.boards([programme], at=now, keys=["reach"])
    where = Where(year=whole.years[0])
    assert alone[programme.pk].shown("reach", where) == whole.shown("reach", where)


def test_other_peoples_programmes_are_not_listed(client, who):
    led(factories.person(), 1)
    mine = led(who, 1)
    assert [row["programme"] for row in client.get(reverse(ADDRESS)).context["rows"]] == mine


def test_programmes_lead_there_from_two_on(client, who):
    led(who, 1, applicants=0)
    pages = [client.get(reverse("programmes:list")).content.decode()]
    led(who, 1, applicants=0)
    pages.append(client.get(reverse("programmes:list")).content.decode())
    assert [reverse(ADDRESS) in page for page in pages] == [False, True]


@pytest.mark.parametrize("key", sorted(BY_KEY))
def test_it_asks_twelve_times_at_most_for_one_programme_as_for_three(client, who, key):
    counts = []
    for more in (1, 2):
        for programme in led(who, more, applicants=1):
            surveyed(programme)
        with CaptureQueriesContext(connection) as found:
            assert client.get(reverse(ADDRESS), {"indicator": key}).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert counts[0] <= BUDGET

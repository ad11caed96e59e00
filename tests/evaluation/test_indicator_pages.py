"""The pages of indicators: figures with targets and trends, definitions, and indicators of one's own."""

from datetime import date, timedelta
from uuid import uuid4

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from fairlead.evaluation import telling as figures
from fairlead.evaluation.actions import indicators as actions
from fairlead.evaluation.forms.indicators import PartForm
from fairlead.evaluation.indicators.catalogue import BY_KEY
from fairlead.evaluation.indicators.facts import Where
from fairlead.evaluation.indicators.parts import FIRST, PARTS
from fairlead.evaluation.models import OwnIndicator, OwnNumber, Target
from fairlead.evaluation.periods import Year
from fairlead.evaluation.queries import boards
from fairlead.kernel.errors import AlreadyMoved
from fairlead.programmes.enums import Side, TeamRole
from tests import factories
from tests.evaluation import spending
from tests.evaluation.test_costs import held, pair
from tests.evaluation.test_dashboard import filled
from tests.evaluation.test_everywhere import BUDGET, surveyed

pytestmark = pytest.mark.django_db


@pytest.fixture
def programme():
    return factories.programme()


@pytest.fixture
def coordinator(client, programme):
    who = factories.member(programme)
    client.force_login(who)
    return who


def applicants(round, count, unit, **fields):
    return [factories.application(round, unit=unit, **fields) for _time in range(count)]


def page(client, programme, part="", **query):
    name, args = ("indicators_part", [programme.pk, part]) if part else ("indicators", [programme.pk])
    return client.get(reverse(f"evaluation:{name}", args=args), query)


def row(answer, name):
    rows = [row for kind in answer.context["kinds"] for row in kind["rows"]]
    return next(row for row in rows if str(row["name"]) == name)


def test_figures_of_the_year_with_target_and_trend(client, programme, coordinator):
    unit, now = factories.unit(programme.lead), timezone.now()
    round = factories.round(programme)
    this = applicants(round, 6, unit, submitted_at=now)
    last = applicants(round, 5, unit, submitted_at=now - timedelta(days=366))
    for one in [*this, *last]:
        factories.affiliation(one.person, unit)
    Target.objects.create(programme=programme, key="reach", value=0.7)
    found = row(page(client, programme), "Reach")
    assert (found["figure"]["value"], found["figure"]["parts"]) == ("55 %", "6 of 11")
    assert (found["target"], found["reached"]["tone"]) == ("70 %", "watch")
    assert (found["before"]["value"], found["trend"]["word"]) == ("45 %", "up by 9 points")


def test_a_group_under_five_is_not_told(client, programme, coordinator):
    applicants(factories.round(programme), 4, factories.unit(programme.lead), submitted_at=timezone.now())
    answer = page(client, programme)
    assert row(answer, "Reach")["figure"]["hidden"] is True
    assert "not told" in answer.content.decode()


def test_a_partner_sees_their_institution_and_no_other(client, programme):
    partner = factories.institution()
    factories.Partner.objects.create(programme=programme, institution=partner)
    client.force_login(factories.member(programme, TeamRole.PARTNER_COORDINATOR, institution=partner))
    answer = page(client, programme, institution=str(programme.lead_id))
    assert answer.context["where"].institution == partner.pk
    told = client.get(reverse("evaluation:indicator", args=[programme.pk, "reach"])).context
    assert told["headings"] == ["Whole programme", partner.short_name]
    address = reverse("evaluation:indicator", args=[programme.pk, "reach"])
    assert client.post(address, {"target": "3"}).status_code == 404


@pytest.mark.parametrize("query", [{"when": "soon"}, {"when": str(uuid4())}, {"institution": "x"}])
def test_what_the_address_asks_in_vain_is_left_out(client, programme, coordinator, query):
    assert page(client, programme, **query).context["where"] == Where()


def test_a_part_is_a_year_or_a_round():
    known, place = uuid4(), uuid4()
    given = {"years": [Year(2026)], "rounds": {known: "R"}, "institutions": {place: "I"}, "all_of_them": True}
    wheres = [
        PartForm({"when": when, "institution": str(place)}, **given).where()
        for when in ("2026", str(known), "")
    ]
    assert wheres == [Where(None, place, Year(2026)), Where(known, place), Where(institution=place)]


def test_a_target_is_set_in_percent_and_taken_away(client, programme, coordinator):
    address = reverse("evaluation:indicator", args=[programme.pk, "sessions"])
    assert client.post(address, {"target": "85,5"}).status_code == 302
    assert Target.objects.get().value == pytest.approx(0.855)
    assert client.post(address, {"target": ""}).status_code == 302
    assert boards.targets(programme)["sessions"] is None
    wrong = client.post(address, {"target": "lots"})
    assert (wrong.status_code, "target" in wrong.context["form"].errors) == (422, True)
    assert client.post(address, {"target": "inf"}).status_code == 422


def test_an_unknown_indicator_is_not_found(client, programme, coordinator):
    assert client.get(reverse("evaluation:indicator", args=[programme.pk, "luck"])).status_code == 404


def test_every_definition_page_opens(client, programme, coordinator):
    pair(factories.round(programme))
    for key in boards.known_keys([]):
        answer = client.get(reverse("evaluation:indicator", args=[programme.pk, key]))
        assert answer.status_code == 200


def test_reasons_of_early_endings_keep_small_groups_untold(client, programme, coordinator):
    round, unit = factories.round(programme), factories.unit()
    for reason in ["time"] * 7 + ["fit"] * 6 + ["left"] * 2:
        pair(
            round,
            unit,
            state="ended_early",
            end_reason=reason,
            starts_on=date(2026, 1, 5),
            ended_on=date(2026, 3, 1),
        )
    address = reverse("evaluation:indicator", args=[programme.pk, "early_endings"])
    told = {one["count"]: one["hidden"] for one in client.get(address).context["reasons"]}
    assert told == {7: False, 6: True, 2: True}


def add(programme, by, **fields):
    usual = {"name": "Guests", "about": "", "kind": "outcome", "unit": "number", "formula": "", "more": True}
    return actions.add(programme, **{**usual, **fields}, by=factories.actor(by), at=timezone.now())


def test_an_own_number_is_shown_in_its_year(client, programme, coordinator):
    own = add(programme, coordinator)
    address = reverse("evaluation:own_number", args=[own.pk])
    today = timezone.localdate()
    said = {"value": "12,5", "on": today.isoformat(), "note": "Count at the door", "key": str(uuid4())}
    assert [client.post(address, said).status_code for _time in range(2)] == [302, 302]
    assert OwnNumber.objects.count() == 1
    assert row(page(client, programme), "Guests")["figure"]["value"] == "12.50"
    assert row(page(client, programme, when=str(today.year - 1)), "Guests")["figure"]["value"] == ""
    assert (
        "Count at the door"
        in client.get(reverse("evaluation:indicator", args=[programme.pk, own.key])).content.decode()
    )
    late = client.post(address, {**said, "on": "2999-01-01", "key": str(uuid4())})
    assert (late.status_code, "still to come" in late.content.decode()) == (422, True)


def test_an_own_formula_is_checked_and_reckoned(client, programme, coordinator):
    address = reverse("evaluation:add_indicator", args=[programme.pk])
    said = {"name": "Not completed", "kind": "outcome", "unit": "share", "formula": "1 - complotion"}
    wrong = client.post(address, said)
    assert (wrong.status_code, "Column 5" in wrong.content.decode()) == (422, True)
    assert client.post(address, {**said, "formula": "1 - completion"}).status_code == 302
    round, unit = factories.round(programme), factories.unit()
    for state in ["completed"] * 6 + ["ended_early"] * 2:
        pair(
            round,
            unit,
            state=state,
            starts_on=date(2026, 1, 5),
            ends_on=date(2026, 7, 1),
            ended_on=date(2026, 6, 1),
        )
    assert (
        row(page(client, programme, "own_not_completed", when=""), "Not completed")["figure"]["value"]
        == "25 %"
    )


def test_a_formula_over_what_is_not_told_is_not_told(client, programme, coordinator):
    add(programme, coordinator, name="Twice", formula="completion * 2")
    pair(factories.round(programme), state="completed", starts_on=date(2026, 1, 5), ended_on=date(2026, 6, 1))
    assert row(page(client, programme, "own_twice", when=""), "Twice")["figure"]["hidden"] is True


def test_names_may_be_alike_and_what_is_put_away_stays_away(client, programme, coordinator):
    first, second = add(programme, coordinator), add(programme, coordinator)
    assert (first.key, second.key) == ("own_guests", "own_guests_2")
    assert client.post(reverse("evaluation:archive_indicator", args=[first.pk])).status_code == 302
    assert client.get(reverse("evaluation:own_number", args=[first.pk])).status_code == 404
    with pytest.raises(AlreadyMoved):
        actions.archive(
            OwnIndicator.objects.get(pk=first.pk), by=factories.actor(coordinator), at=timezone.now()
        )


@pytest.mark.parametrize(
    ("value", "unit", "told"),
    [
        (0.256, "share", "26 %"),
        (1.2, "ratio", "1.20"),
        (1, "days", "1 day"),
        (42.4, "days", "42 days"),
        (51.26, "points", "51.3"),
        (7.25, "hours", "7.2 h"),
        (1234.5, "money", "1,234.50"),
        (None, "share", ""),
    ],
)
def test_how_a_figure_is_told(value, unit, told):
    assert figures.told(value, unit).replace("\xa0", " ") == told


def test_which_way_is_better():
    words = [
        figures.trend(0.5, 0.4, "share", more=True),
        figures.trend(10.0, 14.0, "days", more=False),
        figures.trend(10.0, 8.0, "days", more=False),
        figures.trend(0.501, 0.5, "share", more=True),
        figures.trend(None, 0.5, "share", more=True),
    ]
    assert [word and (word["word"], word["tone"]) for word in words] == [
        ("up by 10 points", "good"),
        ("down by 4 days", "good"),
        ("up by 2 days", "watch"),
        ("unchanged", "quiet"),
        None,
    ]
    assert figures.reached(10, 42, more=False) == {"word": "reached", "tone": "good"}
    assert figures.reached(1.1, 1.2, more=True) == {"word": "not reached", "tone": "watch"}


def stage():
    programme = factories.programme()
    round = factories.round(programme)
    made = pair(round)
    held(made, (2026, 3, 2), 60)
    factories.application(round, Side.MENTOR)
    spending.entry(programme, date(2026, 5, 4), round=round)
    return programme


def test_the_figures_of_three_programmes_cost_as_many_queries_as_of_one(at):
    made = [stage() for _time in range(3)]
    counts = []
    for wanted in (made[:1], made):
        with CaptureQueriesContext(connection) as found:
            assert len(boards.boards(wanted, at=at)) == len(wanted)
        counts.append(len(found))
    assert counts[0] == counts[1]
    assert counts[0] <= 30


def everything(programme):
    """A round with something of every kind of fact."""
    filled(programme)
    surveyed(programme)


@pytest.mark.parametrize("part", ["", *PARTS, "own_price_of_an_hour"])
def test_each_part_of_the_page_asks_twelve_times_at_most_for_one_round_as_for_three(
    client, programme, coordinator, part
):
    note = add(programme, coordinator)
    actions.note(
        note,
        on=timezone.localdate(),
        value=12,
        words="",
        key=uuid4(),
        by=factories.actor(coordinator),
        at=timezone.now(),
    )
    add(programme, coordinator, name="Price of an hour", formula="cost_per_pair / hours_per_pair")
    counts = []
    for _time in range(3):
        everything(programme)
        with CaptureQueriesContext(connection) as found:
            assert page(client, programme, part).status_code == 200
        counts.append(len(found))
    assert counts[0] == counts[2]
    assert counts[0] <= BUDGET


@pytest.mark.parametrize("key", [*sorted(BY_KEY), "own_guests", "own_price_of_an_hour"])
def test_the_page_of_an_indicator_asks_twelve_times_at_most(client, programme, coordinator, key):
    add(programme, coordinator)
    add(programme, coordinator, name="Price of an hour", formula="cost_per_pair / hours_per_pair")
    everything(programme)
    with CaptureQueriesContext(connection) as found:
        assert client.get(reverse("evaluation:indicator", args=[programme.pk, key])).status_code == 200
    assert len(found) <= BUDGET


def test_every_indicator_stands_in_one_part_of_its_kind():
    assert sorted(key for part in PARTS.values() for key in part.keys) == sorted(BY_KEY)
    assert {one.kind for part in PARTS.values() for one in part.listed if one.kind != part.kind} == set()


def test_what_loads_later_can_be_opened_by_its_link(client, programme, coordinator):
    add(programme, coordinator, name="Price of an hour", formula="cost_per_pair / hours_per_pair")
    answer = page(client, programme, when="")
    urls = [part["url"] for kind in answer.context["kinds"] for part in kind["later"]]
    assert len(urls) == len(PARTS)
    shown = [one.split("?")[0].split("/")[-2] for one in urls]
    assert set(shown) == {*PARTS, "own_price_of_an_hour"} - {FIRST}
    names = [row["name"] for url in urls for row in client.get(url).context["kinds"][0]["rows"]]
    assert len(names) == len(BY_KEY) - len(PARTS[FIRST].keys) + 1
    assert page(client, programme, "weather").status_code == 404


def test_a_partner_opens_no_part_of_the_programmes_own(client, programme, coordinator):
    add(programme, coordinator, name="Price of an hour", formula="cost_per_pair / hours_per_pair")
    partner = factories.institution()
    factories.Partner.objects.create(programme=programme, institution=partner)
    client.force_login(factories.member(programme, TeamRole.PARTNER_COORDINATOR, institution=partner))
    found = [page(client, programme, part).status_code for part in ("own_price_of_an_hour", "outcome")]
    assert found == [404, 200]


def partnered(client, programme, *, ours, theirs):
    """A partner coordinator of an institution with so many applicants beside so many of the lead."""
    partner = factories.institution()
    factories.Partner.objects.create(programme=programme, institution=partner)
    round = factories.round(programme)
    for count, institution in ((ours, partner), (theirs, programme.lead)):
        unit = factories.unit(institution)
        for one in applicants(round, count, unit, submitted_at=timezone.now()):
            factories.affiliation(one.person, unit)
    client.force_login(factories.member(programme, TeamRole.PARTNER_COORDINATOR, institution=partner))


def test_a_partner_sees_their_own_figures_beside_those_of_the_programme(client, programme):
    partnered(client, programme, ours=6, theirs=7)
    found = row(page(client, programme), "Reach")
    assert (found["figure"]["parts"], found["whole"]["parts"]) == ("6 of 6", "13 of 13")
    answer = client.get(reverse("evaluation:indicator", args=[programme.pk, "reach"]))
    assert len(answer.context["headings"]) == 2
    assert [cell["parts"] for cell in answer.context["altogether"]] == ["13 of 13", "6 of 6"]


@pytest.mark.parametrize("ours", [2, 8])
def test_a_partner_does_not_see_a_whole_that_would_give_the_few_others_away(client, programme, ours):
    partnered(client, programme, ours=ours, theirs=4)
    found = row(page(client, programme), "Reach")
    assert found["whole"]["hidden"] is True
    answer = client.get(reverse("evaluation:indicator", args=[programme.pk, "reach"]))
    assert answer.context["altogether"][0]["hidden"] is True


def test_the_central_team_has_no_second_column(client, programme, coordinator):
    assert row(page(client, programme), "Reach")["whole"] is None

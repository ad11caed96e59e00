"""Designing a programme step by step."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from fairlead.people.models import Role
from fairlead.programmes import actions, queries
from fairlead.programmes.enums import Part, Phase, RoundState, Step
from fairlead.programmes.models import Area, PracticeBlock, Programme, Round, ScaleStep
from tests import factories
from tests.programmes.pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def begun(client):
    owner = factories.person("Olga")
    factories.grant(owner, Role.PROGRAMME_OWNER)
    client.force_login(owner)
    client.post(reverse("programmes:found"), {"name": "New", "lead": factories.institution().pk})
    return Programme.objects.get()


def step(programme, name):
    return reverse("programmes:design_step", args=[programme.pk, name])


def as_shown(response):
    """What a browser would send back if nobody changed anything."""
    sent = {}
    for form in response.context["step_forms"]:
        for bound in form:
            value = bound.value()
            if value is not None and value is not False:
                sent[bound.html_name] = "on" if value is True else value
    return sent


def walk(client, programme, **changes):
    """Take every step up to the check, leaving everything as it is but the `changes` by step."""
    for name in [one.value for one in Step][:-1]:
        shown = client.get(step(programme, name))
        assert shown.status_code == 200
        response = client.post(step(programme, name), {**as_shown(shown), **changes.get(name, {})})
        assert response.status_code == 302, (name, text(response))
    return response


def test_a_programme_goes_from_nothing_to_an_open_intake_by_continuing(client, begun):
    last = walk(client, begun)
    assert last.headers["Location"] == step(begun, "check")
    round = Round.objects.get()
    assert "Nothing stands in the way" in text(client.get(step(begun, "check")))
    client.post(step(begun, "check"), {"open": round.pk})
    round.refresh_from_db()
    begun.refresh_from_db()
    assert (round.state, round.opens_on, begun.published) == ("open", timezone.localdate(), True)
    assert set(begun.settled) == set(Step.values)


def test_the_design_goes_on_where_it_was_left(client, begun):
    resume = reverse("programmes:design", args=[begun.pk])
    client.post(step(begun, "aim"), {"name": "New", "aim": "Grow."})
    assert client.get(resume).headers["Location"] == step(begun, "place")
    walk(client, begun)
    assert client.get(resume).headers["Location"] == step(begun, "check")
    client.post(step(begun, "check"), {"do": "next"})
    assert client.get(resume).headers["Location"] == step(begun, "check")


def test_saving_stays_at_the_step_and_continuing_goes_on(client, begun):
    given = {"name": "New", "aim": "Grow."}
    assert client.post(step(begun, "aim"), given | {"do": "save"}).headers["Location"] == step(begun, "aim")
    assert client.post(step(begun, "aim"), given).headers["Location"] == step(begun, "place")


def test_what_is_typed_is_kept_before_a_button_is_pressed(client, begun):
    given = {"name": "", "aim": "Grow.", "goal_kinds": ["networking"]}
    kept = client.post(step(begun, "aim"), given, headers={"X-Autosave": "true"})
    begun.refresh_from_db()
    assert (kept.status_code, begun.aim, begun.name, begun.settled) == (200, "Grow.", "New", [])


def test_a_form_that_cannot_be_saved_is_explained(client, begun):
    wrong = client.post(step(begun, "aim"), {"name": "New", "aim": ""})
    assert (wrong.status_code, "Fill this in." in text(wrong)) == (422, True)
    assert "something is missing" not in text(wrong)
    begun.aim = ""
    begun.save()
    assert "something is missing" in text(client.get(step(begun, "shape")))


def test_a_text_of_more_than_a_page_is_refused_in_words(client, begun):
    response = client.post(step(begun, "aim"), {"name": "New", "aim": "x" * 5001})
    assert (response.status_code, "At most 5000 characters" in text(response)) == (422, True)
    assert client.post(step(begun, "aim"), {"name": "New", "aim": "ש" * 5000}).status_code == 302


def test_there_is_no_other_step(client, begun):
    assert client.get(step(begun, "budget")).status_code == 404
    assert client.post(step(begun, "aim"), {"do": "own:budget"}).status_code == 404


@pytest.mark.parametrize(
    ("kind", "planned"),
    [
        ("rounds", [False]),
        ("rolling", [True]),
        ("both", [False, True]),
    ],
)
def test_the_intake_is_planned_as_people_come_in(client, begun, kind, planned):
    shown = as_shown(client.get(step(begun, "intake")))
    for _ in range(2):
        client.post(step(begun, "intake"), shown | {"intake": kind})
    assert sorted(Round.objects.values_list("rolling", flat=True)) == planned


def test_the_first_round_is_changed_while_it_is_planned(client, begun):
    shown = as_shown(client.get(step(begun, "intake")))
    client.post(step(begun, "intake"), shown)
    client.post(step(begun, "intake"), shown | {"name": "First"})
    round = Round.objects.get()
    assert round.name == "First"
    Round.objects.update(state=RoundState.CLOSED)
    assert "First" in text(client.get(step(begun, "intake")))
    assert client.post(step(begun, "intake"), {"intake": "rounds"}).status_code == 302


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"closes_on": "2020-01-01"}, "The last day comes before the opening."),
        ({"starts_on": "2020-01-01"}, "Pairs start after the last day for applications."),
        ({"opens_on": ""}, "Enter a day; typed, one looks like 2027-03-24."),
    ],
)
def test_first_dates_that_contradict_each_other_are_explained(client, begun, wrong, words):
    shown = as_shown(client.get(step(begun, "intake")))
    response = client.post(step(begun, "intake"), shown | wrong)
    assert (response.status_code, words in text(response)) == (422, True)


def test_a_first_round_named_like_the_rolling_intake_is_refused_in_words(client, begun):
    factories.round(begun, name="All year round", rolling=True, state=RoundState.PLANNED)
    shown = as_shown(client.get(step(begun, "intake")))
    response = client.post(step(begun, "intake"), shown | {"name": "All year round"}, follow=True)
    assert "already has a round with this name" in text(response)


def test_areas_are_changed_inside_the_design(client, begun):
    here = step(begun, "areas")
    assert client.post(here, {"do": "add", "name": "Housing"}).headers["Location"] == here
    again = client.post(here, {"do": "add", "name": "housing"})
    assert (again.status_code, "There is already an area with this name." in text(again)) == (422, True)
    assert Area.objects.filter(programme=begun, name="Housing").count() == 1


def test_partners_and_offices_are_chosen_inside_the_design(client, begun):
    coast = factories.institution("Coast")
    client.post(step(begun, "people"), {"carried_by": ["hr"], "institutions": [coast.pk]})
    begun.refresh_from_db()
    assert begun.carried_by == ["hr"]
    assert {partner.institution for partner in queries.partners(begun)} == {coast, begun.lead}
    assert client.post(step(begun, "people"), {"institutions": ["x"]}).status_code == 422
    page = text(client.get(reverse("programmes:edit", args=[begun.pk, "team"])))
    assert "Go back" in page


def test_the_practice_card_is_filled_as_one_goes(client, begun):
    given = {
        "setup-cost_level": "2",
        "setup-money": "1200.50",
        "delivery-hours": "80",
        "delivery-weeks": "26",
    }
    client.post(step(begun, "practice"), given)
    client.post(step(begun, "practice"), given)
    blocks = queries.practice_blocks(begun)
    assert (blocks[Phase.SETUP].cost_level, float(blocks[Phase.SETUP].money)) == (2, 1200.5)
    assert (blocks[Phase.DELIVERY].hours, blocks[Phase.DELIVERY].effort_level) == (80, None)
    page = text(client.get(reverse("programmes:detail", args=[begun.pk])))
    assert "Low · 1,200.50" in page
    assert "26 weeks" in page
    for wrong in ({"setup-cost_level": "6"}, {"setup-money": "-1"}, {"delivery-hours": "-2"}):
        assert client.post(step(begun, "practice"), wrong).status_code == 422


def test_the_practice_card_begins_with_who_carries_the_programme(client, begun):
    coast = factories.institution("Coast")
    client.post(
        step(begun, "people"),
        {"carried_by": ["hr"], "carried_by_others": "Deans", "institutions": [coast.pk]},
    )
    setup, delivery = client.get(step(begun, "practice")).context["step_forms"]
    assert [setup["actors"].value(), setup["partners"].value()] == ["HR department, Deans", "Coast"]
    assert "satisfaction" in delivery["indicators"].value()
    client.post(step(begun, "practice"), {"setup-actors": "Just me"})
    again, _delivery = client.get(step(begun, "practice")).context["step_forms"]
    assert (again["actors"].value(), again["partners"].value()) == ("Just me", "")


def test_figures_and_partners_are_saved_while_typing(client, begun):
    coast = factories.institution("Coast")
    typed = {"headers": {"X-Autosave": "true"}}
    assert client.post(step(begun, "practice"), {"setup-weeks": "6"}, **typed).status_code == 200
    assert client.post(step(begun, "practice"), {"setup-weeks": "six"}, **typed).status_code == 200
    client.post(step(begun, "people"), {"institutions": [coast.pk]}, **typed)
    assert queries.practice_blocks(begun)[Phase.SETUP].weeks == 6
    assert {one.institution for one in queries.partners(begun)} == {coast, begun.lead}
    begun.refresh_from_db()
    assert begun.settled == []


def test_only_rounds_that_fit_the_way_people_come_in_are_offered_to_open(client, begun):
    shown = as_shown(client.get(step(begun, "intake")))
    client.post(step(begun, "intake"), {"intake": "rolling"})
    client.post(step(begun, "intake"), shown | {"intake": "rounds"})
    assert Round.objects.count() == 2
    assert [round.rolling for round in client.get(step(begun, "check")).context["waiting"]] == [False]
    client.post(step(begun, "intake"), {"intake": "rolling"})
    assert [round.rolling for round in client.get(step(begun, "check")).context["waiting"]] == [True]


def test_an_institution_names_the_steps_of_the_scale(client, begun):
    address = reverse("programmes:edit", args=[begun.pk, "scale"])
    names = as_named(client.get(address)) | {"cost_1": "Next to nothing"}
    assert client.post(address, names | {"cost_2": ""}).status_code == 422
    client.post(address, names)
    client.post(address, names)
    assert ScaleStep.objects.count() == 15
    assert "1: Next to nothing" in text(client.get(step(begun, "practice")))


def as_named(response):
    return {bound.html_name: bound.value() for bound in response.context["form"]}


def test_a_sub_programme_is_made_and_shows_what_it_takes_over(client, begun):
    whole = factories.programme("Whole", aim="Flourish.")
    given = {"standing": "below", "parent": whole.pk, "taking_over": "on"}
    client.post(step(begun, "place"), given)
    page = text(client.get(step(begun, "aim")))
    assert "from <bdi>Whole</bdi>" in page
    assert "Flourish." in page
    client.post(step(begun, "aim"), {"name": "Part", "do": f"own:{Part.AIM}"})
    begun.refresh_from_db()
    assert (begun.own, begun.name) == (["aim"], "Part")
    assert "Take it over from Whole again" in text(client.get(step(begun, "aim")))
    client.post(step(begun, "aim"), {"name": "Part", "aim": "Mine.", "do": "inherit:aim"})
    begun.refresh_from_db()
    assert (begun.own, begun.aim) == ([], "Flourish.")
    assert "These areas come from Whole" in text(client.get(step(begun, "areas")))
    assert "settled here" not in text(client.get(step(begun, "place")))


def test_the_place_is_changed_later_part_by_part(client, begun):
    whole = factories.programme("Whole")
    address = reverse("programmes:edit", args=[begun.pk, "place"])
    client.post(address, {"standing": "below", "parent": whole.pk})
    begun.refresh_from_db()
    assert set(begun.own) == set(Part.values)
    client.post(address, {"do": "inherit:shape"})
    assert "from Whole" in text(client.get(reverse("programmes:detail", args=[begun.pk])))
    assert "from <bdi>Whole</bdi>" in text(client.get(reverse("programmes:edit", args=[begun.pk, "shape"])))
    client.post(reverse("programmes:edit", args=[begun.pk, "shape"]), {"do": "own:shape"})
    assert client.post(address, {"do": "own:budget"}).status_code == 404
    client.post(address, {"standing": "alone"})
    begun.refresh_from_db()
    assert (begun.own, begun.parent) == ([], None)


def test_a_sub_programme_has_to_name_its_parent(client, begun):
    response = client.post(step(begun, "place"), {"standing": "below"})
    assert (response.status_code, "Choose the programme" in text(response)) == (422, True)
    hidden = factories.programme(published=False)
    assert client.post(step(begun, "place"), {"standing": "below", "parent": hidden.pk}).status_code == 422


def test_a_programme_is_shown_first_and_opened_later(client, begun):
    walk(client, begun)
    response = client.post(step(begun, "check"), {"do": "next"})
    begun.refresh_from_db()
    assert (begun.published, response.status_code) == (True, 302)
    assert Round.objects.get().state == RoundState.PLANNED


def test_nothing_opens_while_something_needed_is_missing(client, begun):
    walk(client, begun)
    Programme.objects.update(privacy_notice="")
    round = Round.objects.get()
    page = text(client.get(step(begun, "check")))
    assert "Not quite ready" in page
    response = client.post(step(begun, "check"), {"open": round.pk}, follow=True)
    begun.refresh_from_db()
    round.refresh_from_db()
    assert "Before it opens, this is missing: A privacy notice." in text(response)
    assert (begun.published, round.state) == (False, "planned")


def test_a_round_of_another_programme_is_not_opened_from_here(client, begun):
    foreign = factories.round(state=RoundState.PLANNED)
    client.post(step(begun, "check"), {"open": foreign.pk})
    foreign.refresh_from_db()
    assert foreign.state == RoundState.PLANNED


def test_the_check_says_what_to_do_without_a_round_and_with_an_open_one(client, begun):
    assert "Set its dates" in text(client.get(step(begun, "check")))
    factories.round(begun, closes_on=timezone.localdate() + timedelta(days=3))
    assert "The intake is open." in text(client.get(step(begun, "check")))


@pytest.mark.parametrize("rows", [1, 3])
def test_the_check_costs_the_same_whatever_it_lists(client, begun, django_assert_num_queries, rows):
    for number in range(rows):
        factories.round(begun, state=RoundState.FINISHED)
        actions.add_area(begun, f"Area {number}", by=factories.actor(factories.person()), at=factories.AT)
    PracticeBlock.objects.create(programme=begun, phase=Phase.SETUP)
    with django_assert_num_queries(14):
        client.get(step(begun, "check"))

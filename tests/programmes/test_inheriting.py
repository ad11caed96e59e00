"""What a sub-programme takes over from its parent."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.programmes import actions, queries
from fairlead.programmes.enums import PART_FIELDS, Part, Side
from fairlead.programmes.models import EligibilityRule, Programme
from tests import factories

pytestmark = pytest.mark.django_db

AT = datetime(2026, 10, 5, 9, 0, tzinfo=UTC)


@pytest.fixture
def by():
    return factories.actor(factories.person("Cora"))


@pytest.fixture
def whole():
    return factories.programme("Whole", areas=("Dual career", "Taxation"), aim="Grow.", length_months=9)


def child_of(parent, by, name="Part", *, taking_over=True, **fields):
    made = factories.programme(name, lead=parent.lead, **fields)
    actions.place(made, parent, taking_over=taking_over, by=by, at=AT)
    return made


def rule(of):
    EligibilityRule.objects.create(programme=of, side=Side.MENTOR, subject="years", test="at_least", value=2)


def stored(programme):
    return Programme.objects.get(pk=programme.pk)


def area_names(programme):
    return [area.name for area in queries.areas(programme)]


def test_a_sub_programme_takes_over_every_part_it_does_not_settle(whole, by):
    part = child_of(whole, by, areas=("Housing",))
    design = queries.inheriting(stored(part))
    assert (design.aim, design.length_months) == ("Grow.", 9)
    assert {design.source[name] for name in Part.values} == {whole}
    assert area_names(part) == ["Dual career", "Taxation"]


def test_a_sub_programme_may_keep_its_design_and_take_over_part_by_part(whole, by):
    part = child_of(whole, by, taking_over=False, length_months=4, aim="Stay.")
    assert (stored(part).aim, stored(part).length_months) == ("Stay.", 4)
    actions.take_part_over(part, Part.SHAPE, by=by, at=AT)
    design = queries.inheriting(stored(part))
    assert (design.aim, design.length_months) == ("Stay.", 9)
    assert (design.source["aim"], design.source["length_months"]) == (part, whole)


def test_what_the_parent_changes_changes_below_unless_settled_there(whole, by):
    part = child_of(whole, by)
    actions.settle_part(part, Part.CONTACT, by=by, at=AT)
    actions.edit(whole, {"contact_email": "w@x.example", "aim": "Flourish."}, by=by, at=AT)
    assert (stored(part).contact_email, stored(part).aim) == ("mentoring@northport.example", "Flourish.")


def test_what_is_taken_over_is_read_when_it_is_taken(whole, by):
    part = child_of(whole, by, taking_over=False)
    actions.edit(stored(whole), {"length_months": 12}, by=by, at=AT)
    actions.take_part_over(part, Part.SHAPE, by=by, at=AT)
    other = factories.programme("Other", lead=whole.lead)
    actions.place(other, whole, taking_over=True, by=by, at=AT)
    assert (stored(part).length_months, stored(other).length_months) == (12, 12)


def test_a_part_that_a_sub_programme_changes_is_its_own(whole, by):
    part = child_of(whole, by)
    actions.edit(part, {"length_months": 3}, by=by, at=AT)
    actions.edit(whole, {"length_months": 12, "aim": "Flourish."}, by=by, at=AT)
    assert (stored(part).own, stored(part).length_months, stored(part).aim) == (["shape"], 3, "Flourish.")
    actions.take_part_over(part, Part.SHAPE, by=by, at=AT)
    assert (stored(part).own, stored(part).length_months) == ([], 12)


def test_a_programme_that_stands_alone_again_keeps_what_it_had(whole, by):
    part = child_of(whole, by)
    EligibilityRule.objects.create(
        programme=whole, side=Side.MENTOR, subject="years", test="at_least", value=2
    )
    actions.place(part, None, taking_over=False, by=by, at=AT)
    actions.edit(whole, {"aim": "Elsewhere."}, by=by, at=AT)
    assert (stored(part).aim, stored(part).parent) == ("Grow.", None)
    assert [one.subject for one in part.eligibility.all()] == ["years"]


def test_rules_settled_below_begin_with_those_of_the_parent_and_are_copied_once(whole, by):
    EligibilityRule.objects.create(
        programme=whole, side=Side.MENTOR, subject="years", test="at_least", value=2
    )
    part = child_of(whole, by)
    assert queries.owner(part, Part.ELIGIBILITY) == whole
    for _ in range(2):
        actions.settle_part(part, Part.ELIGIBILITY, by=by, at=AT)
        actions.take_part_over(part, Part.ELIGIBILITY, by=by, at=AT)
    actions.settle_part(part, Part.ELIGIBILITY, by=by, at=AT)
    assert queries.owner(part, Part.ELIGIBILITY) == part
    assert [one.value for one in part.eligibility.all()] == [2]


def test_areas_follow_the_parent_and_stay_the_same_areas_for_those_who_chose_them(whole, by):
    part = child_of(whole, by)
    application = factories.application(factories.round(part), areas=("Taxation",))
    actions.rename_area(whole.areas.get(name="Taxation"), "Taxes", by=by, at=AT)
    actions.add_area(whole, "Housing", by=by, at=AT)
    actions.remove_area(whole.areas.get(name="Dual career"), by=by, at=AT)
    assert area_names(part) == ["Taxes", "Housing"]
    assert [choice.area.name for choice in application.chosen_areas.all()] == ["Taxes"]
    actions.remove_area(whole.areas.get(name="Taxes"), by=by, at=AT)
    assert area_names(part) == ["Housing"]
    assert [area.name for area in queries.areas(part, with_retired=True) if not area.in_use] == ["Taxes"]
    actions.add_area(whole, "Taxes", by=by, at=AT)
    assert [choice.area.in_use for choice in application.chosen_areas.all()] == [True]


def test_a_name_that_was_retired_below_is_used_again(whole, by):
    part = child_of(whole, by)
    factories.application(factories.round(part), areas=("Taxation",))
    actions.remove_area(whole.areas.get(name="Taxation"), by=by, at=AT)
    actions.rename_area(whole.areas.get(name="Dual career"), "Taxation", by=by, at=AT)
    assert area_names(part) == ["Taxation"]


def test_a_sub_programme_that_changes_its_areas_has_its_own(whole, by):
    part = child_of(whole, by)
    actions.add_area(part, "Housing", by=by, at=AT)
    actions.add_area(whole, "Pensions", by=by, at=AT)
    assert area_names(part) == ["Dual career", "Taxation", "Housing"]
    first = part.areas.first()
    actions.put_areas_in_order(part, [part.areas.last().pk, first.pk], by=by, at=AT)
    actions.take_part_over(stored(part), Part.AREAS, by=by, at=AT)
    assert area_names(part) == ["Dual career", "Taxation", "Pensions"]
    assert part.areas.first() == first


@pytest.mark.parametrize("part", [Part.AREAS, Part.AIM])
def test_settling_twice_and_taking_over_what_is_taken_over_change_nothing(whole, by, part):
    below = child_of(whole, by)
    actions.take_part_over(below, part, by=by, at=AT)
    actions.settle_part(below, part, by=by, at=AT)
    actions.settle_part(below, part, by=by, at=AT)
    actions.take_part_over(whole, part, by=by, at=AT)
    actions.settle_part(whole, part, by=by, at=AT)
    assert (stored(below).own, stored(whole).own) == ([part], [])


def test_a_programme_is_never_part_of_itself_or_of_what_is_part_of_it(whole, by):
    middle = child_of(whole, by, "Middle")
    lowest = child_of(middle, by, "Lowest")
    for parent in (whole, middle, lowest):
        with pytest.raises(actions.NotAParent):
            actions.place(stored(whole), parent, taking_over=True, by=by, at=AT)


def test_programmes_stand_three_deep_at_most(whole, by):
    lowest = child_of(child_of(whole, by, "Middle"), by, "Lowest")
    other = factories.programme("Other")
    with pytest.raises(actions.NotAParent, match="too deep"):
        actions.place(other, lowest, taking_over=True, by=by, at=AT)
    offered = queries.possible_parents(whole, Programme.objects.all())
    assert list(offered) == []
    assert set(queries.possible_parents(other, Programme.objects.all())) == {whole, lowest.parent}


@settings(max_examples=40)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["edit", "settle", "take"]),
            st.integers(0, 2),
            st.sampled_from(sorted(PART_FIELDS)),
            st.integers(1, 9),
        ),
        max_size=12,
    )
)
def test_what_holds_is_always_what_the_nearest_programme_that_settles_it_says(steps):
    by = factories.actor(factories.person())
    whole = factories.programme()
    middle = child_of(whole, by)
    family = [whole, middle, child_of(middle, by)]
    for verb, place, part, number in steps:
        one = stored(family[place])
        if verb == "edit":
            actions.edit(one, {PART_FIELDS[part][0]: value(part, number)}, by=by, at=AT)
        else:
            {"settle": actions.settle_part, "take": actions.take_part_over}[verb](one, part, by=by, at=AT)
    for depth in range(3):
        one = stored(family[depth])
        design = queries.inheriting(one)
        for part, names in PART_FIELDS.items():
            above = [stored(family[level]) for level in range(depth, -1, -1)]
            nearest = next((each for each in above if part in each.own), above[-1])
            assert design.source[part] == nearest
            for name in names:
                assert getattr(one, name) == getattr(design, name) == getattr(nearest, name)


def value(part, number):
    field = Programme._meta.get_field(PART_FIELDS[part][0])
    kind = field.get_internal_type()
    if kind == "BooleanField":
        return number % 2 == 0
    if field.choices:
        return field.choices[number % len(field.choices)][0]
    if kind == "JSONField":
        return [str(number)]
    return number if "Integer" in kind else f"Words {number}"


@pytest.mark.django_db(transaction=True)
def test_of_two_that_become_part_of_each_other_at_once_one_is_refused(at_once):
    by = factories.actor(factories.person())
    first, second = factories.programme("First"), factories.programme("Second")
    outcomes = at_once(
        lambda: actions.place(stored(first), stored(second), taking_over=True, by=by, at=AT),
        lambda: actions.place(stored(second), stored(first), taking_over=True, by=by, at=AT),
    )
    assert sorted(type(outcome).__name__ for outcome in outcomes) == ["NoneType", "NotAParent"]


def test_a_sub_programme_can_take_over_everything_again(client, whole, by):
    part = child_of(whole, by, taking_over=False, aim="Mine.")
    client.force_login(factories.member(part))
    posted = {"standing": "below", "parent": whole.pk, "taking_over": "on"}
    client.post(reverse("programmes:edit", args=[part.pk, "place"]), posted)
    assert (stored(part).own, stored(part).aim) == ([], "Grow.")

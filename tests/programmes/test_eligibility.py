"""Rules on who may apply: as sentences, judged on facts, and tried on the present staff."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import given
from hypothesis import strategies as st

from fairlead.programmes import policies
from fairlead.programmes.actions import eligibility as actions
from fairlead.programmes.actions import place
from fairlead.programmes.enums import EligibilityTest, Side, TeamRole
from fairlead.programmes.models import EligibilityRule
from fairlead.programmes.queries import eligibility
from fairlead.programmes.queries.eligibility import Days, Outcome
from tests import factories
from tests.programmes.pages import text

DAYS = Days(opens=date(2026, 9, 1), ends=date(2027, 5, 15))
GRADE_5 = {"subject": "grade", "test": "at_least", "value": [5]}
CONTRACT = {"subject": "contract_ends", "test": "after_round", "value": []}
PROBATION = {"subject": "probation_ends", "test": "before_opening", "value": []}


def rule(**fields):
    return EligibilityRule(**fields)


def words(*value, explanation="", exceptions_by=""):
    return actions.Wording(value=value, explanation=explanation, exceptions_by=exceptions_by)


def add(programme, at, *value, subject="grade", test="at_least", side="mentee", **said):
    return actions.add_rule(
        programme,
        side=side,
        subject=subject,
        test=test,
        words=words(*value, **said),
        by=factories.actor(),
        at=at,
    )


@given(test=st.sampled_from(EligibilityTest.values), value=st.lists(st.text(max_size=5)))
def test_a_fact_that_nobody_knows_never_fails_anybody(test, value):
    told = [
        eligibility.judge(rule(subject="x", test=test, value=value), facts, DAYS)
        for facts in ({}, {"x": None})
    ]
    assert told == [Outcome.UNKNOWN, Outcome.UNKNOWN]


@given(
    test=st.sampled_from(EligibilityTest.values),
    value=st.one_of(st.integers(), st.lists(st.one_of(st.text(max_size=5), st.integers(), st.none()))),
    fact=st.one_of(
        st.integers(), st.text(max_size=5), st.booleans(), st.dates(), st.lists(st.text(max_size=3))
    ),
)
def test_whatever_is_stored_gives_a_verdict(test, value, fact):
    told = eligibility.judge(rule(subject="x", test=test, value=value), {"x": fact}, DAYS)
    assert told in set(Outcome)


@given(fact=st.integers(0, 20), least=st.integers(0, 20))
def test_a_number_is_at_least_or_at_most_another(fact, least):
    low = eligibility.judge(rule(subject="grade", test="at_least", value=[least]), {"grade": fact}, DAYS)
    high = eligibility.judge(rule(subject="grade", test="at_most", value=[least]), {"grade": fact}, DAYS)
    assert (low == Outcome.PASSED, high == Outcome.PASSED) == (fact >= least, fact <= least)


@given(fact=st.sampled_from("abcd"), some=st.lists(st.sampled_from("abcd")))
def test_one_of_and_none_of_are_each_others_opposite(fact, some):
    one, none = (
        eligibility.judge(rule(subject="unit", test=test, value=some), {"unit": fact}, DAYS)
        for test in ("one_of", "not_one_of")
    )
    assert {one, none} == {Outcome.PASSED, Outcome.FAILED}
    assert (one == Outcome.PASSED) == (fact in some)


@given(distance=st.integers(-400, 400))
def test_a_contract_ends_after_the_round_only_if_a_day_later_and_across_clock_changes(distance):
    fact = {"contract_ends": DAYS.ends + timedelta(days=distance)}
    assert eligibility.judge(rule(**CONTRACT), fact, DAYS) == (
        Outcome.PASSED if distance > 0 else Outcome.FAILED
    )


@given(distance=st.integers(-400, 400))
def test_probation_is_over_only_if_it_ends_before_the_day_of_opening(distance):
    fact = {"probation_ends": DAYS.opens + timedelta(days=distance)}
    assert eligibility.judge(rule(**PROBATION), fact, DAYS) == (
        Outcome.PASSED if distance < 0 else Outcome.FAILED
    )


def test_a_round_without_days_gives_no_verdict_on_them():
    nobody_knows = Days(opens=None, ends=None)
    facts = {"contract_ends": date(2030, 1, 1), "probation_ends": date(2020, 1, 1)}
    told = [eligibility.judge(rule(**one), facts, nobody_knows) for one in (CONTRACT, PROBATION)]
    assert told == [Outcome.UNKNOWN, Outcome.UNKNOWN]


def test_a_contract_without_an_end_outlasts_every_round():
    facts = {"contract_ends": eligibility.NO_END}
    assert eligibility.judge(rule(**CONTRACT), facts, DAYS) == Outcome.PASSED
    assert eligibility.told(eligibility.NO_END, None) == "no end"


@given(begin=st.dates(date(1950, 1, 1), date(2100, 1, 1)), days=st.integers(0, 20_000))
def test_years_grow_by_the_day_and_are_whole_on_the_anniversary(begin, days):
    end = begin + timedelta(days=days)
    now, next_day = (eligibility.years_between(begin, end + timedelta(days=n)) for n in (0, 1))
    assert now < next_day <= now + Decimal("0.01")


def test_who_began_on_a_leap_day_has_the_year_full_on_the_first_of_march():
    told = [
        eligibility.years_between(date(2024, 2, 29), day) for day in (date(2025, 2, 28), date(2025, 3, 1))
    ]
    assert (told[0] < 1, told[1]) == (True, 1)
    assert eligibility.years_between(date(2027, 1, 1), date(2026, 1, 1)) == 0


@pytest.mark.django_db
def test_every_rule_is_a_sentence(at):
    programme = factories.programme()
    unit = factories.unit(programme.lead, "Welcome centre")
    among = eligibility.subjects(programme, Side.MENTEE)
    told = [
        eligibility.sentence(rule(subject=subject, test=test, value=value), among)
        for subject, test, value in (
            ("grade", "at_least", [5]),
            ("years_here", "at_least", 1),
            ("unit", "one_of", [str(unit.pk)]),
            ("unit", "not_one_of", [str(unit.pk)]),
            ("contract_ends", "after_round", []),
            ("probation_ends", "before_opening", []),
            ("own:gone", "yes", []),
        )
    ]
    place = f"Welcome centre, {programme.lead.short_name}"
    assert told == [
        "Grade is at least 5",
        "Years at the institution is at least 1",
        f"Unit is one of: {place}",
        f"Unit is none of: {place}",
        "Contract ends after the round ends",
        "Probation is over before the intake opens",
        "A question that the form no longer asks",
    ]


@pytest.mark.django_db
def test_rules_are_moved_changed_and_removed(at):
    programme = factories.programme()
    first, second, third = (add(programme, at, number) for number in (1, 2, 3))
    actions.move_rule(third, steps=-1, by=factories.actor(), at=at)
    actions.change_rule(first, words=words(9, exceptions_by="HR"), by=factories.actor(), at=at)
    actions.remove_rule(second, by=factories.actor(), at=at)
    listed = eligibility.rules(programme, "mentee")
    assert [(one.position, one.value, one.exceptions_by) for one in listed] == [(0, [9], "HR"), (1, [3], "")]


@pytest.mark.django_db
def test_rules_that_are_taken_over_are_settled_before_they_are_changed(at):
    parent, child = factories.programme(), factories.programme()
    add(parent, at, 5)
    place(child, parent, taking_over=True, by=factories.actor(), at=at)
    with pytest.raises(actions.RulesTakenOver):
        add(child, at, 6)
    actions.settle_rules(child, by=factories.actor(), at=at)
    add(child, at, 6)
    assert [one.value for one in eligibility.rules(child, "mentee")] == [[5], [6]]
    actions.take_rules_over(child, by=factories.actor(), at=at)
    assert [one.value for one in eligibility.rules(child, "mentee")] == [[5]]
    actions.settle_rules(child, by=factories.actor(), at=at)
    assert [one.value for one in eligibility.rules(child, "mentee")] == [[5]]


@pytest.mark.django_db
def test_settling_the_rules_twice_keeps_the_first_copies(at):
    parent, child = factories.programme(), factories.programme()
    add(parent, at, 5)
    place(child, parent, taking_over=True, by=factories.actor(), at=at)
    clicked = [type(child).objects.get(pk=child.pk) for _ in range(2)]
    for one in clicked:
        actions.settle_rules(one, by=factories.actor(), at=at)
    assert [one.value for one in eligibility.rules(clicked[1], "mentee")] == [[5]]


@pytest.fixture
def staffed(programme, at):
    """Four people: grade 4, grade 6, no grade, and grade 7 at another institution."""
    here = factories.unit(programme.lead, "Welcome centre")
    for name, grade in (("Low", 4), ("High", 6), ("Blank", None)):
        factories.affiliation(factories.person(name), here, grade=grade)
    factories.affiliation(factories.person("Far"), grade=7)
    factories.affiliation(factories.person("Gone"), here, grade=9, ended_on=date(2026, 1, 1))
    return programme


def page(programme, query=""):
    return reverse("programmes:eligibility", args=[programme.pk]) + query


def writing(programme, query):
    return reverse("programmes:eligibility_rule", args=[programme.pk]) + query


@pytest.mark.django_db
def test_the_rules_are_tried_on_the_staff_of_ones_own_institution(client, staffed, cora, at):
    add(staffed, at, 5)
    trial = client.get(page(staffed)).context["trial"]
    assert (trial.total, trial.eligible, trial.failed, trial.unknown) == (3, 1, 1, 1)
    assert [(one.sentence, one.failed, one.unknown) for one in trial.tallies] == [
        ("Grade is at least 5", 1, 1)
    ]


@pytest.mark.django_db
def test_a_partner_coordinator_tries_them_on_theirs_and_changes_nothing(client, staffed, at):
    add(staffed, at, 5)
    far = factories.institution("Far away")
    factories.affiliation(factories.person("Near them"), factories.unit(far), grade=8)
    partner = factories.member(staffed, TeamRole.PARTNER_COORDINATOR, institution=far)
    client.force_login(partner)
    shown = client.get(page(staffed))
    assert (shown.context["trial"].total, shown.context["can_edit"]) == (1, False)
    assert client.post(page(staffed), {"do": "own"}).status_code == 404
    assert policies.staff_of(factories.actor(partner), staffed) == {far.pk}


@pytest.mark.django_db
def test_an_iro_lead_sees_no_staff(staffed):
    lead = factories.actor(factories.member(staffed, TeamRole.IRO_LEAD))
    assert policies.can_test_eligibility(lead, staffed) is False


@pytest.mark.django_db
def test_somebody_is_looked_up_by_name_with_every_reason(client, staffed, cora, at):
    add(staffed, at, 5)
    shown = text(client.get(page(staffed, "?person=low")))
    assert ("May not apply" in shown, "On record: 4" in shown, "High" in shown) == (True, True, False)
    assert "Nobody of that name" in text(client.get(page(staffed, "?person=far")))


@pytest.mark.django_db
def test_those_who_do_not_meet_one_rule_are_named_with_every_reason(client, staffed, cora, at):
    grade, more = add(staffed, at, 5), add(staffed, at, 1)
    shown = client.get(page(staffed, f"?against={grade.pk}"))
    assert [one["person"].name for one in shown.context["found"]] == ["Low"]
    assert "Those who do not meet “Grade is at least 5”" in text(shown)
    assert f"against={grade.pk}#why-not" in shown.content.decode()
    assert client.get(page(staffed, f"?against={more.pk}")).context["found"] == []
    assert client.get(page(staffed, "?against=nonsense")).context["found"] == []


@pytest.mark.django_db
def test_a_long_list_of_those_who_do_not_meet_a_rule_is_cut_and_says_so(client, staffed, cora, at):
    rule = add(staffed, at, 5)
    for number in range(14):
        factories.affiliation(factories.person(f"P{number:02}"), staffed.lead.units.get(), grade=1)
    shown = client.get(page(staffed, f"?against={rule.pk}"))
    assert len(shown.context["found"]) == 12
    assert "Only the first 12 are shown." in text(shown)


@pytest.mark.django_db
def test_a_rule_is_written_tried_and_saved(client, staffed, cora):
    here = writing(staffed, "?side=mentee&new=grade.at_least")
    assert client.get(here).context["trial"].eligible == 3
    tried = client.post(here, {"number": "5", "do": "try"})
    assert (tried.status_code, tried.context["trial"].eligible, EligibilityRule.objects.count()) == (
        200,
        1,
        0,
    )
    half = client.post(here, {"number": "", "do": "try"})
    assert (half.status_code, half.context["trial"].eligible) == (200, 3)
    assert client.post(here, {"number": "", "do": "save"}).status_code == 422
    client.post(here, {"number": "5", "explanation": "Experience.", "exceptions_by": "HR", "do": "save"})
    saved = EligibilityRule.objects.get()
    assert (saved.subject, saved.test, saved.value, saved.exceptions_by) == ("grade", "at_least", [5], "HR")
    again = writing(staffed, f"?rule={saved.pk}")
    assert client.get(again).context["trial"].eligible == 1
    assert client.post(again, {"number": "7", "do": "try"}).context["trial"].eligible == 0
    client.post(again, {"number": "6.5", "do": "save"})
    saved.refresh_from_db()
    assert saved.value == [6.5]


@pytest.mark.django_db
def test_a_unit_is_chosen_from_those_that_take_part(client, staffed, cora):
    unit = staffed.lead.units.get()
    here = writing(staffed, "?side=mentor&new=unit.not_one_of")
    assert client.post(here, {"options": [str(unit.pk)], "do": "try"}).context["trial"].eligible == 0
    client.post(here, {"options": [str(unit.pk)], "do": "save"})
    assert EligibilityRule.objects.get().value == [str(unit.pk)]
    assert client.post(here, {"options": ["nowhere"], "do": "save"}).status_code == 422


@pytest.mark.django_db
@pytest.mark.parametrize(
    "query", ["?new=shoe.at_least", "?new=grade.yes", "?side=both&new=grade.at_least", "?rule=x", ""]
)
def test_a_rule_about_nothing_known_is_not_found(client, programme, cora, query):
    assert client.get(writing(programme, query)).status_code == 404


@pytest.mark.django_db
def test_the_page_moves_removes_and_settles(client, programme, cora, at):
    one, two = add(programme, at, 1), add(programme, at, 2)
    client.post(page(programme), {"do": "up", "rule": two.pk})
    client.post(page(programme), {"do": "down", "rule": two.pk})
    client.post(page(programme), {"do": "remove", "rule": one.pk})
    assert [rule.value for rule in eligibility.rules(programme, "mentee")] == [[2]]
    assert client.post(page(programme), {"do": "dance"}).status_code == 404


@pytest.mark.django_db
def test_a_sub_programme_shows_whose_rules_hold_and_settles_them(client, programme, cora, at):
    parent = factories.programme("Above")
    add(parent, at, 5)
    place(programme, parent, taking_over=True, by=factories.actor(cora), at=at)
    assert "These rules come from Above" in text(client.get(page(programme)))
    assert client.get(writing(programme, "?new=grade.at_least")).status_code == 302
    client.post(page(programme), {"do": "own"})
    assert [one.value for one in eligibility.own_rules(programme)] == [[5]]
    client.post(page(programme), {"do": "inherit"})
    assert "These rules come from Above" in text(client.get(page(programme)))


@pytest.mark.django_db
def test_the_page_asks_as_many_queries_for_one_rule_and_person_as_for_many(client, staffed, cora, at):
    add(staffed, at, 5)
    with CaptureQueriesContext(connection) as few:
        client.get(page(staffed))
    for _n in range(3):
        factories.affiliation(factories.person(), staffed.lead.units.get(), grade=5)
    add(staffed, at, 2)
    with CaptureQueriesContext(connection) as more:
        client.get(page(staffed))
    assert len(few) == len(more)

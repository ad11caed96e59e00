"""The pages that say why: their figures are those of matching again."""

import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils.text import capfirst

from fairlead.applications.models import Application
from fairlead.matching.actions import ruling
from fairlead.matching.enums import RulingKind
from fairlead.matching.queries import smallest, why
from fairlead.programmes.enums import Side
from tests.matching.pools import pool
from tests.matching.test_pages import text

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    return pool()


@pytest.fixture
def signed_in(client, people):
    client.force_login(people.coordinator)
    return client


def scarce(people):
    """Three mentees, two mentors with one place each, a third mentor who speaks another language."""
    people.mentor("Ana", ("Dual career", "Taxation"), places=1)
    people.mentor("Boris", ("Dual career",), grade=6, places=1)
    people.mentor("Carla", ("Dual career",), languages=["cs"], places=1)
    people.mentee("Dana", ("Dual career", "Taxation"))
    people.mentee("Emil", ("Dual career",))
    people.mentee("Fay", ("Dual career",), grade=3)


def two(people, run, mentee, mentor):
    return why.of_two(run, people.people[mentee].pk, people.people[mentor].pk)


def alone(people, run):
    """The mentee without a mentor."""
    return next(name for name, kind in people.left_over(run).items() if name in ("Dana", "Emil", "Fay"))


def locked(people, mentee, mentor, at):
    return ruling.rule(
        mentee=people.people[mentee],
        mentor=people.people[mentor],
        kind=RulingKind.LOCK,
        reason="",
        by=people.by,
        at=at,
    )


def test_next_best_of_both_costs_what_matching_again_with_it_costs_and_the_rows_add_up(people, at):
    people.mentor("Ana", ("Dual career", "Taxation"), places=1)
    people.mentor("Boris", ("Dual career",), grade=6, places=1)
    people.mentor("Carla", ("Taxation",), grade=6, places=1)
    people.mentee("Dana", ("Dual career", "Taxation"))
    people.mentee("Emil", ("Dual career",))
    run = people.run(at)
    seen = 0
    for mentee, mentor in people.pairs(run).items():
        shown = two(people, run, mentee, mentor)
        for trade in filter(None, (shown.next_mentor, shown.next_mentee)):
            ruled = locked(people, trade.mentee.name, trade.mentor.name, at)
            again = people.run(at, base=run)
            lost = run.result["total_score"] - again.result["total_score"]
            assert (trade.points, trade.mentees_lost) == (lost, 0)
            assert sum(one.change for one in trade.movers) == -lost
            assert {
                one.who.name: one.after.name for one in trade.movers if one.after
            }.items() <= people.pairs(again).items()
            ruling.lift(ruled, by=people.by, at=at)
            seen += 1
    assert seen == 4


def test_pair_that_was_not_made_says_what_it_would_cost_the_others(signed_in, people, at):
    scarce(people)
    run = people.run(at)
    left = alone(people, run)
    page = text(
        signed_in.get(reverse("matching:why", args=[run.pk, people.people[left].pk, people.people["Ana"].pk]))
    )
    assert ("just as well" in page) == (two(people, run, left, "Ana").trade.as_good)
    shown = two(people, run, left, "Ana")
    locked(people, left, "Ana", at)
    again = people.run(at, base=run)
    assert shown.trade.points == run.result["total_score"] - again.result["total_score"]
    assert capfirst(shown.trade.cost) in page
    assert [one.who.name for one in shown.trade.movers if one.after is None] == [alone(people, again)]


def test_two_whom_a_rule_keeps_apart_read_the_facts_and_what_would_have_to_change(signed_in, people, at):
    scarce(people)
    run = people.run(at)
    pair = [people.people["Dana"].pk, people.people["Carla"].pk]
    page = text(signed_in.get(reverse("matching:why", args=[run.pk, *pair])))
    assert "They have no language in common to meet in." in page
    assert "One more language: the mentee meets in English, the mentor in Czech." in page
    assert "If it were lifted for these two alone" in page


def test_somebody_who_is_the_others_line_manager_is_never_traded(people, at):
    people.mentor("Ana", places=1)
    people.mentee("Dana", line_manager_email="ana@northport.example")
    shown = two(people, people.run(at), "Dana", "Ana")
    assert (shown.trade, shown.changes) == (None, ["Nothing: this rule is never lifted."])


def test_smallest_change_is_true_when_it_is_made(signed_in, people, at):
    scarce(people)
    run = people.run(at)
    left = alone(people, run)
    page = text(signed_in.get(reverse("matching:alternatives", args=[run.pk, people.people[left].pk])))
    assert "Also meeting in Czech" in page
    found = smallest.for_person(run, Side.MENTEE, people.people[left].pk).found
    first = next(one for one in found if one.change == "Also meeting in Czech")
    application = Application.objects.get(participation=people.people[left])
    application.languages = [*application.languages, "cs"]
    application.save()
    again = people.run(at, base=run)
    partner = people.pairs(again)[left]
    gained = again.result["total_score"] - run.result["total_score"]
    assert first.then.startswith(f"Then paired with {partner};")
    assert f"all together gain {gained} points" in first.then


def test_mentor_without_a_mentee_is_told_what_would_change_that(signed_in, people, at):
    scarce(people)
    run = people.run(at)
    page = text(signed_in.get(reverse("matching:of_mentor", args=[run.pk, people.people["Carla"].pk])))
    assert "Also meeting in English" in page
    assert f"Then paired with {alone(people, run)}" in page


def test_that_nothing_helps_is_said(signed_in, people, at):
    people.mentor("Ana", places=1)
    people.mentee("Dana", line_manager_email="ana@northport.example")
    run = people.run(at)
    page = text(signed_in.get(reverse("matching:alternatives", args=[run.pk, people.people["Dana"].pk])))
    assert "No single change helps" in page


def test_mentor_reads_every_mentee_with_the_cost(signed_in, people, at):
    scarce(people)
    run = people.run(at)
    page = text(signed_in.get(reverse("matching:of_mentor", args=[run.pk, people.people["Ana"].pk])))
    assert "Mentees for Ana" in page
    assert {"Dana", "Emil", "Fay"} <= set(re.findall(r"\w+", page))
    assert "1 mentee fewer has a mentor" not in page


@pytest.mark.parametrize("name", ["matching:of_mentor", "matching:why", "matching:alternatives"])
def test_page_asks_the_database_as_often_for_one_person_as_for_three(signed_in, people, at, name):
    asked = []
    for mentees in (1, 2):
        for number in range(mentees):
            people.mentor(f"Mentor{mentees}{number}", places=1)
            people.mentee(f"Mentee{mentees}{number}")
        run = people.run(at)
        pair = run.proposals.all()[0]
        ends = {"matching:of_mentor": [pair.mentor_id], "matching:alternatives": [pair.mentee_id]}
        url = reverse(name, args=[run.pk, *ends.get(name, [pair.mentee_id, pair.mentor_id])])
        signed_in.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert signed_in.get(url).status_code == 200
        asked.append(len(captured))
    assert asked[0] == asked[1]


def test_two_pages_of_many_mentees_stay_small(signed_in, people, at):
    people.mentor("Ana", places=1)
    for number in range(60):
        people.mentee(f"Mentee{number}", languages=["cs"] if number % 2 else ["en"])
    run = people.run(at)
    url = reverse("matching:of_mentor", args=[run.pk, people.people["Ana"].pk])
    first, second = signed_in.get(url), signed_in.get(url, {"page": "2"})
    assert max(len(first.content), len(second.content)) < 100_000
    names = [
        set(re.findall(r"Mentee\d+", text(page).partition("not possible")[0])) for page in (first, second)
    ]
    assert (len(names[0]) > 10, len(names[0] & names[1]) < 10) == (True, True)

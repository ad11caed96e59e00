"""The fairness of a run: what it costs to raise the worst-off pair, who has what, and who would swap."""

import json
import re
from dataclasses import replace
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.engine.filed import check
from fairlead.matching.actions import flooring, ruling, running
from fairlead.matching.enums import RulingKind, RunState
from fairlead.matching.models import Run
from fairlead.matching.queries import (
    fairness,
    fairness_drawing,
    fairness_page,
    pruned,
    runs,
    spreading,
    swapping,
)
from fairlead.matching.queries.alternatives import explainer_kept
from fairlead.matching.queries.computing import compiled_from
from fairlead.matching.queries.weighing import as_policy, default_weights
from fairlead.matching.queries.wording.policies import points_told
from fairlead.programmes.enums import TeamRole
from tests import factories
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db
AREAS = ("Dual career", "Housing", "Visas", "Schools")


@pytest.fixture
def people():
    """Six mentors and six mentees whose best pairs together leave a weak one."""
    some = pool()
    for number in range(6):
        some.mentor(f"Mentor{number}", (AREAS[number % 4], AREAS[(number + 1) % 4]), grade=5 + number % 4)
    for number in range(6):
        wanted = (AREAS[number % 4], AREAS[(number * 3 + 1) % 4], AREAS[(number + 2) % 4])
        some.mentee(f"Mentee{number}", tuple(dict.fromkeys(wanted)), grade=4 + number % 3)
    return some


def lock(people, mentee, mentor, at):
    ruling.rule(
        mentee=people.people[mentee],
        mentor=people.people[mentor],
        kind=RulingKind.LOCK,
        reason="",
        by=people.by,
        at=at,
    )


def carried_out(run):
    running.carry_out(run.pk, at=run.asked_at)
    return Run.objects.get(pk=run.pk)


def taken(people, run, step, at):
    asked = flooring.take(run, floor=fairness.floor_of(step), by=people.by, at=at)
    return carried_out(asked)


def text(response):
    words = re.sub(r"<(script|style)[^>]*>.*?</\1>|<[^>]+>", " ", response.content.decode(), flags=re.S)
    return " ".join(words.split())


@pytest.mark.parametrize("locked", [False, True])
def test_every_step_that_is_taken_gives_exactly_what_was_promised(people, at, locked):
    if locked:
        lock(people, "Mentee0", "Mentor3", at)
    run = people.run(at)
    steps = fairness.steps_of(run)
    assert (steps.complete, steps.proven, len(steps.steps) > 1) == (True, True, True)
    for step in steps.steps:
        made = fairness.own_step(taken(people, run, step, at))
        assert (made.worst, made.matched, made.total) == (step.worst, step.matched, step.total)


def test_the_first_step_costs_nothing_and_each_further_step_has_its_price(people, at):
    run = people.run(at)
    points = fairness.priced(fairness.steps_of(run), fairness.own_step(run))
    first = points[0]
    assert (first.mentees_less, first.points_less) == (0, 0)
    assert first.here is not first.better
    assert all(one.better for one in points[1:])
    for before, after in pairwise(points):
        assert after.step.worst > before.step.worst
        assert (after.mentees_less, after.points_less) > (before.mentees_less, before.points_less)


def test_a_taken_step_still_tells_the_steps_below_it_and_says_why_weaker_pairs_are_not_possible(people, at):
    run = people.run(at)
    steps = fairness.steps_of(run)
    again = taken(people, run, steps.steps[-1], at)
    points = fairness.priced(fairness.steps_of(again), fairness.own_step(again))
    assert [one.step for one in points] == list(steps.steps)
    assert [one.here for one in points].index(True) == len(points) - 1
    blocks = [
        block.rule
        for mentee in people.people
        if mentee.startswith("Mentee")
        for some in compiled_from(again).all_blocks(str(people.people[mentee].pk))
        for block in some
    ]
    assert "under_floor" in blocks


def test_the_floor_of_a_run_goes_on_until_somebody_takes_it_away(client, people, at):
    run = people.run(at)
    again = taken(people, run, fairness.steps_of(run).steps[-1], at)
    client.force_login(people.coordinator)
    client.post(reverse("matching:rerun", args=[again.pk]))
    third = carried_out(Run.objects.get(number=3))
    assert third.policy["floor"] == again.policy["floor"]
    page = client.get(reverse("matching:round", args=[people.round.pk])).content.decode()
    assert f'name="floor" value="{again.policy["floor"]}"' in page
    assert as_policy(default_weights(), seed=0).floor is None


def test_the_page_tells_the_worst_off_pair_its_steps_and_takes_the_one_chosen(client, people, at):
    run = people.run(at)
    client.force_login(people.coordinator)
    url = reverse("matching:fairness", args=[run.pk])
    assert url in client.get(reverse("matching:run", args=[run.pk])).content.decode()
    response = client.get(url)
    worst = run.result["worst"]
    steps = fairness.steps_of(run).steps
    assert f"The worst-off pair has {worst} points." in text(response)
    assert "Each step is proven and checked, and none worth choosing is left out." in text(response)
    assert len(response.content) < 100_000
    started = client.post(reverse("matching:take_step", args=[run.pk]), {"floor": steps[1].floor})
    made = carried_out(Run.objects.get(number=2))
    assert started.url == reverse("matching:run", args=[made.pk])
    assert made.base_id == run.pk
    assert "no pair under" in text(client.get(started.url))
    compared = text(client.get(reverse("matching:compare", args=[made.pk, run.pk])))
    assert f"No pair under (differs) – {points_told(Decimal(steps[1].floor))}" in compared


@pytest.mark.parametrize("floor", ["", "many", "NaN", "1e99", "-1000001"])
def test_what_is_no_step_is_not_taken(client, people, at, floor):
    run = people.run(at)
    client.force_login(people.coordinator)
    client.post(reverse("matching:take_step", args=[run.pk]), {"floor": floor})
    assert Run.objects.count() == 1


def test_a_step_is_taken_once_by_a_double_click(client, people, at):
    run = people.run(at)
    client.force_login(people.coordinator)
    for _click in range(2):
        client.post(reverse("matching:take_step", args=[run.pk]), {"floor": "20"})
    assert Run.objects.filter(state=RunState.QUEUED).count() == 1


def test_a_run_under_way_has_no_fairness_yet(client, people, at):
    asked = running.ask(people.round, weights=default_weights(), base=None, by=people.by, at=at)
    client.force_login(people.coordinator)
    response = client.get(reverse("matching:fairness", args=[asked.pk]))
    assert response.url == reverse("matching:run", args=[asked.pk])


def test_a_floor_that_nothing_passes_leaves_everybody_over_and_says_so(client, people, at):
    run = people.run(at, floor="9999")
    assert run.result["places_used"] == 0
    client.force_login(people.coordinator)
    assert "would have fewer points than this run allows" in text(
        client.get(reverse("matching:run", args=[run.pk]))
    )
    page = text(client.get(reverse("matching:fairness", args=[run.pk])))
    assert "There is no pair but locked ones" in page
    assert "No mentor has a mentee in this run." in page


def test_the_steps_are_drawn_in_order_and_a_run_beside_them_has_its_own_place(people, at):
    run = people.run(at)
    steps, own = fairness.steps_of(run), fairness.own_step(run)
    picture = fairness_drawing.draw(fairness.priced(steps, own), own)
    across = [float(one.x.rstrip("%")) for one in picture.marks]
    assert across == sorted(across)
    assert len(picture.stairs) == len(picture.marks) - 1
    first = fairness.priced(steps, steps.steps[0])
    assert fairness_drawing.draw(first, steps.steps[0]).own is None
    apart = fairness.Step(floor="", worst=own.worst, matched=own.matched, total=own.total - 1)
    assert fairness_drawing.draw(fairness.priced(steps, apart), apart).own is not None
    assert fairness_drawing.draw([], own) is None


def both_rather(score, made):
    """The pairs that are not made although both have less, each mentor with one place."""
    has = {person: score[pair] for pair in made for person in pair}
    full = {mentor for _mentee, mentor in made}
    return {
        (mentee, mentor)
        for (mentee, mentor), points in score.items()
        if (mentee, mentor) not in made
        and points > has.get(mentee, -1)
        and (mentor not in full or points > has[mentor])
    }


def test_swaps_are_those_in_which_both_have_less_and_are_told_with_what_they_cost(people, at):
    run = people.run(at)
    problem = compiled_from(run).problem
    score = {tuple(problem.named(one).values()): int(problem.score[one]) for one in range(len(problem.score))}
    made = {(str(one.mentee_id), str(one.mentor_id)) for one in run.proposals.all()}
    pairs = [one for one in range(len(problem.score)) if tuple(problem.named(one).values()) in made]
    for some in (pairs, pairs[:1]):
        expected = both_rather(score, {tuple(problem.named(one).values()) for one in some})
        found = swapping.swaps(run, problem, tuple(some))
        assert found.count == len(expected)
        names = {(str(one.mentee.participation), str(one.mentor.participation)) for one in found.shown}
        assert names <= expected
        assert all(one.cost for one in found.shown)
    assert found.shown


def test_groups_count_their_people_and_tell_means_only_of_five_or_more(people, at):
    run = people.run(at)
    (home, away) = spreading.groups(run)["institution"]
    scores = list(run.proposals.values_list("score", flat=True))
    assert (home.mentees, home.matched, home.mean) == (6, len(scores), sum(scores) / len(scores))
    assert (away.mentees, away.mentors, away.mentoring) == (0, 6, len(scores))
    assert spreading.ends([home, away], lambda one: one.mean) is None
    told = fairness_page.told(run)
    assert [one["kind"] for one in told["groups"]] == ["institution", "unit"]
    assert sum(one.mentors for one in spreading.loads(run)) == 6


def with_years(years, name="one"):
    some = pool()
    for number, one in enumerate(years):
        some.mentee(f"Mentee-{name}{number}", years=one)
        some.mentor(f"Mentor-{name}{number}")
    return some


def bands(people, at):
    run = people.run(at)
    compiled = compiled_from(run)
    pairs = tuple(
        sorted(compiled.pair(str(one.mentee_id), str(one.mentor_id)) for one in run.proposals.all())
    )
    return run, spreading.by_years(run, compiled.problem, pairs)


def test_groups_by_years_are_told_from_five_and_a_small_one_takes_the_next_with_it(client, at):
    people = with_years(["0.5"] * 5 + ["4.9"] * 6 + [8] * 3)
    run, rows = bands(people, at)
    assert [(row.hidden, row.mentees) for row in rows] == [(True, 0), (False, 6), (True, 0), (True, 0)]
    client.force_login(people.coordinator)
    page = text(client.get(reverse("matching:fairness", args=[run.pk])))
    assert page.count("not told: too few people") == 3
    assert "2 to under 5 years 6 of 6" in page


def test_no_group_is_told_where_all_are_small(client, at):
    people = with_years([0, 3, 8, 12, None])
    run, rows = bands(people, at)
    assert rows == []
    client.force_login(people.coordinator)
    assert "No group is large enough to be told." in text(
        client.get(reverse("matching:fairness", args=[run.pk]))
    )


def test_years_of_this_work_are_no_part_of_any_policy():
    policy = as_policy(default_weights(), seed=0)
    named = {one.mentee for one in (*policy.rules, *policy.criteria)}
    assert not {name for name in named if name and "years" in name}


def test_a_large_run_is_not_worked_out_while_somebody_waits(client, people, at, monkeypatch):
    run = people.run(at)
    monkeypatch.setattr(fairness, "AT_ONCE_UP_TO", 35)
    client.force_login(people.coordinator)
    page = text(client.get(reverse("matching:fairness", args=[run.pk])))
    assert fairness.steps_of(run) is None
    assert "it takes a minute or more to work out" in page
    assert "Who carries how much" in page


def test_the_page_asks_as_often_for_three_pairs_as_for_one(client, at):
    counts = []
    for number in (1, 3):
        people = with_years([2] * number, name=f"round{number}-")
        run = people.run(at)
        fairness.steps_of(run)
        client.force_login(people.coordinator)
        client.get(reverse("matching:fairness", args=[run.pk]))
        with CaptureQueriesContext(
            connection,
        ) as asked:
            client.get(reverse("matching:fairness", args=[run.pk]))
        counts.append(len(asked))
    assert counts[0] == counts[1]


def test_who_only_reads_sees_no_button_and_partners_see_nothing(client, people, at):
    run = people.run(at)
    lead = factories.member(people.round.programme, TeamRole.HR_LEAD)
    partner = factories.member(people.round.programme, TeamRole.PARTNER_COORDINATOR, institution=people.away)
    client.force_login(lead)
    assert "Take this step" not in text(client.get(reverse("matching:fairness", args=[run.pk])))
    client.force_login(partner)
    assert client.get(reverse("matching:fairness", args=[run.pk])).status_code == 404
    client.force_login(people.coordinator)
    assert "Take this step" in text(client.get(reverse("matching:fairness", args=[run.pk])))


def test_an_older_run_is_read_and_not_gone_on_from(client, people, at):
    first = people.run(at)
    second = people.run(at, base=first)
    client.force_login(people.coordinator)
    assert runs.newest_done(people.round) == second
    assert "Take this step" not in text(client.get(reverse("matching:fairness", args=[first.pk])))


def files(client, run):
    return [
        client.get(reverse(name, args=[run.pk])).json()
        for name in ("matching:proof_problem", "matching:certificate")
    ]


def test_the_proof_of_a_run_is_given_away_without_names_and_holds_for_its_own_pairs(client, people, at):
    lock(people, "Mentee0", "Mentor3", at)
    run = people.run(at)
    client.force_login(people.coordinator)
    problem, certificate = files(client, run)
    report = check(problem, certificate)
    assert (report.faults, dict(report.tiers)["score"]) == ((), run.result["total_score"])
    made = {(str(one.mentee_id), str(one.mentor_id)) for one in run.proposals.all()}
    assert {tuple(one) for one in certificate["pairs"]} == made
    words = json.dumps([problem, certificate])
    assert not [name for name in (*people.people, *AREAS, "northport") if name in words]
    page = text(client.get(reverse("matching:fairness", args=[run.pk])))
    assert f"all {len(problem['pairs'])} allowed pairs" in page
    assert f"has at most {run.result['total_score']} points in all" in page


def test_pairs_that_were_changed_behind_the_proof_are_told(client, people, at):
    run = people.run(at)
    first, second = run.proposals.order_by("-score")[:2]
    run.proposals.filter(pk=first.pk).update(mentor=second.mentor)
    client.force_login(people.coordinator)
    page = text(client.get(reverse("matching:fairness", args=[run.pk])))
    assert "no pairs are better" not in page


def test_a_run_under_way_gives_no_proof(client, people, at):
    asked = running.ask(people.round, weights=default_weights(), base=None, by=people.by, at=at)
    client.force_login(people.coordinator)
    assert client.get(reverse("matching:certificate", args=[asked.pk])).status_code == 404


@pytest.mark.parametrize("everybody", [True, False])
def test_a_run_whose_people_have_gone_gives_no_proof(client, people, at, everybody):
    run = people.run(at)
    client.force_login(people.coordinator)
    assert len(files(client, run)) == 2
    seen = {one["id"] for side in ("mentees", "mentors") for one in run.frozen[side]}
    gone = seen if everybody else {min(seen)}
    Run.objects.filter(pk=run.pk).update(
        frozen=pruned.without(run.frozen, gone), pruned_at=at if everybody else None
    )
    for kept in ("", "cleared"):
        if kept:
            explainer_kept.cache_clear()
        assert client.get(reverse("matching:proof_problem", args=[run.pk])).status_code == 404


def test_the_page_of_the_policy_takes_the_floor_of_a_step_back_as_it_is(client, people, at):
    run = people.run(at)
    again = taken(people, run, replace(fairness.steps_of(run).steps[-1], floor="37.5"), at)
    assert again.policy["floor"] == "37.5"
    client.force_login(people.coordinator)
    url = reverse("matching:round", args=[people.round.pk])
    form = client.get(url).context["form"]
    sent = {bound.html_name: bound.value() or "" for bound in form if bound.value() is not False}
    assert client.post(url, {**sent, "do": "run"}).status_code == 302
    assert Run.objects.get(number=3).policy["floor"] == "37.5"

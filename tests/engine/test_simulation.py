"""A simulated year agrees with queueing theory where theory has an answer, and keeps its own books."""

from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from dataclasses import replace
from math import factorial
from multiprocessing import get_context

import pytest

from fairlead.engine.policy import PolicyRefused
from fairlead.engine.refusals import Cancelled
from fairlead.engine.simulation import needing
from fairlead.engine.simulation.assumptions import Assumptions, BadAssumptions, Hours, Rhythm, Stock, Stream
from fairlead.engine.simulation.comparing import Estimate, compare, simulate, with_share
from fairlead.engine.simulation.kinds import Kinds
from fairlead.engine.simulation.needing import Goal, cells, mentors_needed
from fairlead.engine.simulation.playing import play
from fairlead.engine.simulation.reading import read_question
from fairlead.engine.watching import Watch

VISAS, HOUSING = ("Entry and visas",), ("Accommodation",)
ENGLISH = ("English",)


def queue(per_week=1.0, length=2.0, places=3, **more):
    """Everybody suits everybody, pairs last by chance, and a match is made as soon as it can be: M/M/c."""
    plan = {"weeks": 300.0, "warm_up": 30.0, "length_kind": "exponential", "answer": 0.0} | more
    return Assumptions(
        mentees=(Stream(VISAS, ENGLISH, per_week),),
        mentors=(Stock(VISAS, ENGLISH, places),),
        rhythm=Rhythm("at_once"),
        length=length,
        **plan,
    )


def small(**more):
    return Assumptions(
        **{
            "mentees": (Stream(VISAS, ENGLISH, 0.8), Stream(HOUSING, ENGLISH, 0.4)),
            "mentors": (Stock(VISAS, ENGLISH, 3, 2), Stock(HOUSING, ENGLISH, 2, 2)),
            "weeks": 20.0,
            "warm_up": 8.0,
            "length": 8.0,
        }
        | more
    )


def erlang_wait(per_week, length, places):
    """Mean wait of M/M/c in weeks (Erlang C; Kleinrock, Queueing Systems I, 3.5)."""
    load = per_week * length
    full = load**places / factorial(places) / (1 - load / places)
    chance = full / (sum(load**k / factorial(k) for k in range(places)) + full)
    return chance / (places / length - per_week)


def test_waits_agree_with_the_closed_form_queue():
    found = simulate(queue(), runs=10, seed=2)
    wait = found.figures["wait_mean"]
    assert wait.low <= erlang_wait(1.0, 2.0, 3) <= wait.high
    assert erlang_wait(1.0, 2.0, 3) == pytest.approx(8 / 9)
    assert found.figures["busy"].low <= 2 / 3 <= found.figures["busy"].high


def test_who_waits_is_arrivals_times_waits():
    year = play(queue(), Kinds.of(queue()), seed=5, run=0)
    little = year.arrived / 300 * sum(year.waits) / len(year.waits)
    assert year.waiting == pytest.approx(little, rel=0.1)


def test_one_who_serves_all_the_time_leaves_the_rest_waiting():
    found = simulate(queue(per_week=2.0, length=1e3, places=1, weeks=50.0), runs=3)
    assert found.figures["busy"].mean > 0.95
    assert found.figures["unmatched"].mean > 0.95
    assert found.figures["wait_90"] is None
    assert found.runs_without["wait_90"] == 3


def test_the_same_seed_gives_the_same_and_another_seed_another():
    first, again, other = (simulate(small(), runs=3, seed=seed) for seed in (1, 1, 2))
    assert first == again
    assert first.figures != other.figures


def test_processes_that_share_the_runs_change_nothing():
    with ProcessPoolExecutor(2, mp_context=get_context("spawn")) as executor:
        shared = simulate(small(), runs=3, seed=1, executor=executor)
    assert shared == simulate(small(), runs=3, seed=1)


def test_alternatives_meet_the_same_people():
    weekly, monthly = compare(small(), [Rhythm("weekly"), Rhythm("monthly")], runs=4)
    assert weekly.figures["arrived"] == monthly.figures["arrived"]
    assert weekly.figures["matchings"].mean > monthly.figures["matchings"].mean
    assert weekly.figures["wait_mean"].mean < monthly.figures["wait_mean"].mean


def test_more_mentors_shorten_the_wait():
    few, many = compare(small(), [Rhythm()], [0.5, 2], runs=4)
    assert (few.assumptions.places, many.assumptions.places) == (4, 20)
    assert few.figures["unmatched"].mean > many.figures["unmatched"].mean


def test_a_share_of_the_mentors_keeps_the_sum():
    plan = small(mentors=tuple(Stock(VISAS, ENGLISH, 1) for _ in range(3)))
    assert sum(stock.number for stock in with_share(plan, 0.5).mentors) == 2


def test_nobody_is_matched_across_areas_or_languages():
    plan = small(mentors=(Stock(HOUSING, ("Slovak",), 9),))
    found = simulate(plan, runs=2)
    assert (found.figures["unmatched"].mean, found.figures["fit"]) == (1.0, None)


def test_a_matching_is_made_when_enough_wait():
    plan = small(rhythm=Rhythm("enough", 3), mentors=(Stock(VISAS + HOUSING, ENGLISH, 50),), ends_early=0.5)
    year = play(plan, Kinds.of(plan), seed=1, run=0)
    assert year.proposals == 3 * year.matchings


def test_a_matching_is_made_when_somebody_has_waited_long_enough():
    plan = small(rhythm=Rhythm("long", days=21), mentors=(Stock(VISAS + HOUSING, ENGLISH, 50),), answer=0.0)
    year = play(plan, Kinds.of(plan), seed=1, run=0)
    assert 3.0 <= max(year.waits) <= 3.0 + 1 / 7
    assert min(year.waits) < 3.0


def test_offers_refused_by_all_match_nobody():
    found = simulate(small(accepts=0.0), runs=2)
    assert (found.figures["unmatched"].mean, found.figures["wait_mean"]) == (1.0, None)


def test_mentors_who_join_later_take_mentees():
    plan = small(mentors=(), new_mentors=(Stream(VISAS + HOUSING, ENGLISH, 2.0, places=2),))
    assert simulate(plan, runs=2).figures["unmatched"].mean < 0.5


def test_nobody_arrives_and_nothing_is_claimed():
    found = simulate(small(mentees=()), runs=2)
    assert (found.figures["wait_mean"], found.figures["unmatched"]) == (None, None)
    assert found.figures["waiting"].mean == 0


def test_hours_are_what_is_done_times_what_it_takes():
    plan = small(hours=Hours(1.0, 0.0, 0.0))
    found = simulate(plan, runs=2)
    assert found.hours.mean == found.figures["matchings"].mean


def test_mentors_are_added_until_the_goal_is_kept_and_none_of_them_is_spare():
    plan, goal = small(mentors=(Stock(VISAS, ENGLISH, 1),)), Goal(wait_90=6, unmatched=0.4)
    needed = mentors_needed(plan, goal, runs=3)
    assert needed.reached
    assert set(needed.added) == {("Accommodation", "English"), ("Entry and visas", "English")}
    assert needed.scenario.figures["wait_90"].mean <= 6
    for left_out in needed.added:
        fewer = [
            Stock((area,), (language,), number - ((area, language) == left_out))
            for (area, language), number in needed.added.items()
        ]
        tried = simulate(plan.with_mentors((*plan.mentors, *fewer)), runs=3)
        assert not goal.is_kept(tried)


def test_a_goal_that_is_kept_needs_nobody():
    plan = small(mentors=(Stock(VISAS + HOUSING, ENGLISH, 90),))
    needed = mentors_needed(plan, Goal(8, 0.9), runs=2)
    assert (needed.reached, needed.added) == (True, {})


def test_a_goal_that_no_mentor_could_keep_is_told_apart_from_one_that_takes_too_many():
    slow = mentors_needed(small(), Goal(0.5, 1.0), runs=2)
    assert (slow.reached, slow.added) == (False, {})
    assert slow.scenario.figures["busy"].mean < 0.5
    many = mentors_needed(small(mentors=()), Goal(6.0, 0.5, most=1), runs=2)
    assert (many.reached, sum(many.added.values())) == (False, 1)


def test_nobody_arrives_and_nobody_is_needed():
    assert mentors_needed(small(mentees=()), Goal(6.0, 0.5), runs=2).added == {}


def test_mentors_are_sought_in_the_fewest_languages_that_reach_everybody():
    both, french = ("English", "French"), ("French",)
    plan = small(
        mentees=(
            Stream(VISAS, both, 0.2),
            Stream(VISAS, ENGLISH, 0.1),
            Stream(VISAS, french, 0.3),
            Stream((), (), 0.1),
        )
    )
    assert cells(plan) == [
        ("Entry and visas", "French"),
        ("Entry and visas", "English"),
        ("Entry and visas", "French"),
        ("", ""),
    ]


def test_a_wait_that_could_not_be_followed_to_its_end_counts_as_long_as_it_was():
    found = simulate(small(mentors=(Stock(VISAS, ENGLISH, 3, 2),)), runs=6)
    assert found.runs_without["wait_90"] > 0
    assert found.figures["wait_90"] is None or found.figures["wait_90"].mean <= 40
    assert not Goal(52.0, 1.0).is_kept(found)


def test_an_estimate_of_nothing_is_none_and_of_one_value_a_point():
    assert Estimate.of([]) is None
    assert Estimate.of([2.0]) == Estimate(2.0, 2.0, 2.0)


def test_the_interval_is_students():
    found = Estimate.of([1.0, 2.0, 3.0, 4.0])
    assert (found.mean, found.low) == (2.5, pytest.approx(2.5 - 3.182446 * 1.290994 / 2, abs=1e-5))


def test_a_simulation_can_be_called_off_and_tells_how_far_it_is():
    told = []
    simulate(small(), runs=2, watch=Watch(lambda step, done: told.append((step, done))))
    assert told == [("simulating", 0.5), ("simulating", 1.0)]
    with pytest.raises(Cancelled):
        compare(small(), [Rhythm()], runs=2, watch=Watch(is_cancelled=lambda: True))


@pytest.mark.parametrize(
    ("changes", "path"),
    [
        ({"weeks": 0}, "weeks"),
        ({"length": -1}, "length"),
        ({"warm_up": -1}, "warm_up"),
        ({"answer": float("nan")}, "answer"),
        ({"accepts": 1.5}, "accepts"),
        ({"ends_early": -0.1}, "ends_early"),
        ({"length_kind": "any"}, "length_kind"),
        ({"mentees": (Stream(VISAS, ENGLISH, float("inf")),)}, "mentees[0].per_week"),
    ],
)
def test_assumptions_that_cannot_be_played_are_refused(changes, path):
    with pytest.raises(BadAssumptions) as refused:
        replace(small(), **changes)
    assert refused.value.facts["path"] == path


def test_rhythms_and_runs_that_make_no_sense_are_refused():
    for wrong in (
        lambda: Rhythm("yearly"),
        lambda: Rhythm("enough", 0),
        lambda: Rhythm("long", days=0),
        lambda: simulate(small(), runs=1),
    ):
        with pytest.raises(BadAssumptions):
            wrong()


def test_a_question_is_read_with_what_is_usual():
    question = read_question({"mentees": [{"areas": ["Taxation"], "per_week": 1}], "goal": {}})
    assert question.assumptions.mentees == (Stream(("Taxation",), ("English",), 1.0),)
    assert (question.rhythms, question.runs, question.goal) == ((Rhythm(),), 20, Goal(6, 0.05))


def test_every_wrong_key_of_a_question_is_named():
    wrong = {
        "week": 1,
        "weeks": 0,
        "runs": 5000,
        "length_kind": "long",
        "rhythms": ["yearly", {"enough": 0}, {"long": 0}],
        "mentors": [{"areas": ["A"], "number": 10**6}],
        "mentees": [{"areas": [], "per_week": -1}],
        "policy": {"tier": ["score"]},
    }
    with pytest.raises(PolicyRefused) as refused:
        read_question(wrong)
    assert {one.path for one in refused.value.facts["problems"]} == {
        "week", "weeks", "runs", "length_kind", "rhythms[0]", "rhythms[1].enough", "rhythms[2].long",
        "mentors[0].number",
        "mentees[0].areas", "mentees[0].per_week", "policy.tier",
    }  # fmt: skip
    with pytest.raises(PolicyRefused):
        read_question({"rhythms": []})


def test_mentors_whom_the_goal_does_not_need_are_left_out_down_to_the_last(monkeypatch):
    search = needing._Search(small(), Goal(6, 0.1), 2, 1, Watch(), None)
    played = []
    monkeypatch.setattr(search, "_play", lambda mentors: played.append(sorted(mentors)))
    monkeypatch.setattr(Goal, "is_kept", lambda goal, scenario: True)
    visas, housing = ("Entry and visas", "English"), ("Accommodation", "English")
    found = search._without_spare(Counter({visas: 1, housing: 2}), None)
    assert found.added == {visas: 1}
    assert played == [[housing, visas], [visas]]

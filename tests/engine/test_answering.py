"""A question about a year is answered with every alternative, as plain data."""

import json

from fairlead.engine import ENGINE_VERSION
from fairlead.engine.simulation.answering import answer, as_data
from fairlead.engine.simulation.assumptions import Assumptions, Rhythm, Stock, Stream
from fairlead.engine.simulation.kinds import Kinds
from fairlead.engine.simulation.playing import play
from fairlead.engine.simulation.reading import read_question

ASKED = {
    "weeks": 12,
    "warm_up": 4,
    "length": 6,
    "runs": 2,
    "seed": 3,
    "mentees": [{"areas": ["Taxation"], "per_week": 0.5}, {"areas": ["Housing"], "per_week": 0}],
    "mentors": [{"areas": ["Taxation"], "number": 2}, {"areas": ["Taxation"], "places": 2}],
    "rhythms": ["weekly", {"enough": 2}],
    "shares_of_mentors": [1, 0.5],
}


def test_each_alternative_is_told_with_its_mentors_and_figures() -> None:
    question = read_question(ASKED)
    found = as_data(question, answer(question))
    assert json.loads(json.dumps(found)) == found
    assert {key: found[key] for key in ("engine", "runs", "seed", "weeks", "warm_up", "needed")} == {
        "engine": ENGINE_VERSION,
        "runs": 2,
        "seed": 3,
        "weeks": 12,
        "warm_up": 4,
        "needed": None,
    }
    assert [(one["matching"], one["enough"], one["mentors"]) for one in found["scenarios"]] == [
        ("weekly", None, 3),
        ("enough", 2, 3),
        ("weekly", None, 2),
        ("enough", 2, 2),
    ]
    assert all(one["figures"]["wait_mean"]["mean"] >= 0 for one in found["scenarios"])


def test_a_goal_is_answered_with_the_mentors_it_takes() -> None:
    question = read_question(ASKED | {"goal": {"wait_90": 50, "unmatched": 1}})
    assert as_data(question, answer(question))["needed"]["reached"] is True
    assert as_data(question, answer(question))["needed"]["added"] == []


def test_a_year_in_which_nothing_at_all_happens_ends() -> None:
    plan = Assumptions(
        mentees=(Stream(("Taxation",), ("English",), 0.0),),
        mentors=(Stock(("Taxation",), ("English",), 1),),
        rhythm=Rhythm("at_once"),
        weeks=10.0,
        warm_up=0.0,
    )
    found = play(plan, Kinds.of(plan), seed=1, run=0)
    assert (found.arrived, found.waits, found.still_waiting, found.never) == (0, (), 0, 0)
    assert (found.waiting, found.busy, found.matchings) == (0.0, 0.0, 0)


def test_a_stock_beyond_all_measure_is_refused_and_an_ordinary_one_is_not() -> None:
    question = read_question({"mentors": [{"areas": ["Taxation"], "number": 7}], "mentees": ASKED["mentees"]})
    assert question.assumptions.mentors == (Stock(("Taxation",), ("English",), 7),)

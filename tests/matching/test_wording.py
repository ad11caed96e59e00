"""The engine's facts in sentences that people read."""

from types import SimpleNamespace
from uuid import UUID

import pytest

from fairlead.matching.queries import fairness, wording
from fairlead.matching.queries.weighing import default_weights
from fairlead.matching.queries.wording import fair, reasons
from fairlead.matching.queries.wording import parts as in_words
from fairlead.matching.queries.wording.policies import differences

ANA, BORIS, CHEN = (UUID(int=number) for number in (1, 2, 3))
PEOPLE = {
    ANA: SimpleNamespace(name="Ana"),
    BORIS: SimpleNamespace(name="Boris"),
    CHEN: SimpleNamespace(name="Chen"),
}


def part(key, points=1, **facts):
    return {"key": key, "points": points, "most": 10, "facts": facts}


def areas(wanted, covered, important=(), *, important_covered=False):
    facts = {"wanted": wanted, "covered": covered, "important": list(important)}
    return part("areas", **facts, important_covered=important_covered)


@pytest.mark.parametrize(
    ("given", "told"),
    [
        (areas(["Tax"], []), "covers none of the wanted areas"),
        (areas(["Tax"], ["Tax"]), "covers the wanted area, Tax"),
        (areas(["Tax", "Visas"], ["Tax", "Visas"]), "covers both wanted areas"),
        (areas(["A", "B", "C"], ["A", "B", "C"]), "covers all 3 wanted areas"),
        (areas(["A", "B", "C"], ["A", "B"]), "covers 2 of the 3 wanted areas: A; B"),
        (
            areas(["A", "B", "C"], ["A", "B"], ["A"], important_covered=True),
            "covers 2 of the 3 wanted areas, among them the most important, A",
        ),
        (
            areas(["A", "B", "C"], ["B", "C"], ["A"]),
            "covers 2 of the 3 wanted areas, but not the most important, A",
        ),
        (part("grade", steps=None), "a grade is not known"),
        (part("grade", steps=0), "both in the same grade"),
        (part("grade", steps=1), "the mentor is 1 grade above"),
        (part("grade", steps=-2), "the mentor is 2 grades below"),
        (part("reach"), "they work at different institutions"),
        (part("reach", 0), "they work at the same institution"),
        (part("languages", covered=[]), "no common language besides English"),
        (part("languages", covered=["sk", "hu"]), "both also meet in Slovak, Hungarian"),
        (part("meeting", covered=["in_person"]), "both like to meet in person"),
        (part("meeting", covered=["online"]), "both like to meet online"),
        (part("meeting", covered=["in_person", "online"]), "both can meet in person or online"),
        (part("meeting", covered=[]), "one would meet in person, the other online"),
        (part("campus"), "both on the same campus"),
        (part("campus", 0), "not on the same campus"),
    ],
)
def test_every_part_of_a_score_is_told_in_words(given, told):
    assert in_words.phrase(given) == told


def test_pair_for_which_nothing_speaks_is_still_given_a_reason():
    nothing = [part("campus", 0), part("reach", 0)]
    assert wording.sentences(nothing) == ["No other pairs would serve everybody together better."]
    assert wording.one_sentence(nothing) == "Nothing in particular"


@pytest.mark.parametrize(
    ("rule", "facts", "told"),
    [
        ("line_manager", {"mentee_names_mentor": True}, "This mentor is the mentee’s line manager."),
        ("line_manager", {"mentee_names_mentor": False}, "The mentee is this mentor’s line manager."),
        ("avoid", {}, "The two should not be paired, as one of them has asked."),
        ("common_language", {}, "They have no language in common to meet in."),
        ("consent", {}, "One of them has not agreed that partner institutions see what a match needs."),
        ("same_person", {}, "It is the same person."),
        ("other_unit", {}, "Both work in the same unit."),
        ("needs_area", {}, "Covers none of the wanted areas."),
        ("ways_to_meet", {}, "One wants to meet in person only, the other online only."),
        ("institutions", {}, "The rule on institutions of this run excludes the pair."),
        ("a rule of tomorrow", {}, "A rule of this run excludes the pair."),
    ],
)
def test_every_broken_rule_is_told_in_words(rule, facts, told):
    assert wording.block({"rule": rule, "facts": facts}) == told


def test_pair_that_no_rule_forbids_says_which_lock_stands_in_the_way():
    assert wording.why_not("locked") == "A locked pair stands in the way."
    assert wording.why_not("limits") == "A limit on how many pairs may be made stands in the way."
    assert wording.why_not("no_place") == "No place can be made without breaking a lock."


def left_over(kind, **facts):
    empty = {"mentors": 5, "rules": {}, "nearly": [], "areas": [], "next_best": None}
    return wording.unmatched({"kind": kind, **empty, **facts}, PEOPLE)


def full(*mentors, areas=(), mentees=1, places=1):
    witness = {"mentees": mentees, "places": places, "mentors": len(mentors)}
    return left_over("mentors_full", full=[str(one) for one in mentors], areas=list(areas), witness=witness)


def test_full_mentors_are_named():
    assert full(ANA) == ["The only possible mentor, Ana, has no free place."]
    assert full(ANA, BORIS) == ["Both possible mentors are full: Ana and Boris."]
    assert full(ANA, BORIS, CHEN, mentees=4, places=3) == [
        "All 3 possible mentors are full: Ana, Boris, Chen. 4 mentees depend on the 3 places there."
    ]


def test_area_whose_mentors_are_all_full_is_named():
    taken = {"area": "Tax", "important": True, "offered": 2, "allowed": 1, "free": 0}
    other = {"area": "Visas", "important": False, "offered": 2, "allowed": 1, "free": 0}
    assert full(ANA, areas=[other, taken])[0].startswith("Every possible mentor for Tax is full.")


def test_mentee_who_gives_way_hears_what_the_next_best_would_cost():
    best = {"mentor": str(BORIS), "mentees_lost": 1, "cost": 0, "moves": []}
    assert left_over("others_first", next_best=best) == [
        "The next best is Boris: 1 mentee fewer has a mentor."
    ]
    assert left_over("others_first") == ["The places are needed for locked pairs."]


def test_person_without_a_place_and_mentors_without_a_mentee_are_told_why():
    assert left_over("no_place_of_own") == ["Has no place to be matched with."]
    assert left_over("limits") == [
        "There are places, but a limit on how many pairs may be made stands in the way."
    ]
    assert left_over("mentor_without_allowed_mentee", mentees=2) == [
        "No rule allows any of the 2 mentees in the pool."
    ]
    assert left_over("mentees_placed_elsewhere", allowed=1) == [
        "1 mentee was possible and is better placed with another mentor."
    ]


def test_mentee_whom_every_mentor_fails_hears_what_most_of_them_fail():
    nearly = [{"mentor": str(ANA), "score": 9, "block": {"rule": "other_unit", "facts": {}}}]
    told = left_over(
        "no_allowed_mentor", rules={"needs_area": 3, "other_unit": 1, "institutions": 2}, nearly=nearly
    )
    sentence = (
        "No mentor in the pool is possible. Of 5 mentors, 3 cover no wanted area, 2 fail other rules, "
        "1 works in the same unit. Ana fails one rule only: Both work in the same unit."
    )
    assert told == [sentence]


@pytest.mark.parametrize(
    ("change", "told"),
    [
        ({"kind": "place", "rule": ""}, "What would help: one place more with Ana."),
        ({"kind": "rule", "rule": "common_language"}, "What would help: a language to meet in with Ana."),
        (
            {"kind": "rule", "rule": "other_unit"},
            "What would help: allowing a pair within the unit, with Ana.",
        ),
        (
            {"kind": "rule", "rule": "needs_area"},
            "What would help: accepting Ana, who covers none of the wanted areas.",
        ),
        ({"kind": "rule", "rule": "ways_to_meet"}, "What would help: agreeing with Ana on how to meet."),
        ({"kind": "rule", "rule": "institutions"}, "What would help: lifting one rule for Ana."),
    ],
)
def test_every_change_that_would_help_is_told_in_words(change, told):
    assert left_over("no_place_of_own", relaxations=[{**change, "mentor": str(ANA)}])[1:] == [told]


@pytest.mark.parametrize(
    ("lost", "points", "told"),
    [
        (1, 0, "1 mentee fewer has a mentor"),
        (2, 9, "2 mentees fewer have a mentor"),
        (-1, 0, "1 mentee more has a mentor"),
        (0, 0, "costs nothing overall"),
        (0, 1, "costs 1 point overall"),
    ],
)
def test_cost_of_another_choice_counts_people_before_points(lost, points, told):
    assert wording.cost({"mentees_lost": lost, "cost": points}) == told


def test_chain_says_who_moves_where():
    moves = [
        {"mentee": str(ANA), "leaves": str(BORIS), "joins": str(CHEN)},
        {"mentee": str(BORIS), "leaves": str(CHEN), "joins": None},
        {"mentee": str(CHEN), "leaves": None, "joins": str(ANA)},
    ]
    told = wording.chain({"moves": moves}, PEOPLE, of=UUID(int=9))
    assert told == "Ana then moves to Chen. Boris then has no mentor. Chen then gets Ana."


def test_failure_is_told_in_a_sentence_whatever_it_is():
    assert wording.failure("attempts").startswith("The computer that worked on it was lost three times.")
    assert wording.failure("Lift a lock.") == "Lift a lock."
    assert wording.failure("ValueError") == "Something unexpected happened (ValueError). Nothing was changed."


def test_every_kind_of_reason_has_words():
    assert set(reasons.KINDS) == {
        "no_allowed_mentor",
        "mentors_full",
        "others_first",
        "no_place_of_own",
        "limits",
        "not_proven",
        "mentor_without_allowed_mentee",
        "mentees_placed_elsewhere",
        "by_hand",
    }


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        ({"percent": 50, "pairs": 0, "standing": 0}, "at least 50 % wanted: that is missed by 1 pair."),
        ({"percent": 20, "pairs": 0, "standing": 0}, "at least 20 % wanted: that is reached."),
        ({"percent": 0, "pairs": 4, "standing": 1}, "at least 4 pairs wanted: that is missed by 2 pairs."),
        (
            {"percent": 20, "pairs": 2, "standing": 1},
            "at least 20 %, at least 2 pairs wanted: that is reached.",
        ),
    ],
)
def test_how_near_a_wish_came_counts_whole_pairs_and_those_the_round_has(asked, said):
    across = {"crossing": "wanted", "count": 1, "of": 4, **asked}
    limits = {"names": {}, "places": [], "across": across, "without": {"mentees": 0, "points": 0}}
    (told,) = wording.limits.sentences(limits)
    assert said in told
    assert wording.limits.missed(limits) == ([told] if "missed" in said else [])
    assert ("The round has 1 such pair already." in told) is bool(asked["standing"])


def test_a_floor_is_told_with_few_digits_and_a_pair_just_under_it_is_not_told_as_reaching_it():
    policy = {**default_weights(), "floor": "37.42857142857143"}
    assert "no pair under 37.42 points" in differences(policy, default_weights())
    assert differences({**policy, "floor": "20.0"}, {**policy, "floor": 20}) == []
    facts = {"points": "37.4", "floor": "37.42857142857143"}
    told = wording.block({"rule": "under_floor", "facts": facts})
    assert told == "It has 37.4 points, and this run makes no pair under 37.42."


def test_a_worst_off_pair_that_can_be_raised_for_nothing_is_told_so_and_locked_pairs_are_named():
    own = fairness.Step(floor="0", worst=48, matched=3, total=200)
    steps = [
        fairness.Priced(
            step=fairness.Step(floor=str(worst), worst=worst, matched=3, total=200 + more),
            mentees_less=0,
            points_less=-more,
            here=False,
            better=True,
        )
        for worst, more in ((51, 9), (55, 7))
    ]
    told = fair.worst_off(own, steps, least=25)
    assert told[0] == "Locked pairs aside, the worst-off pair has 48 points."
    assert told[-1] == "At most it could have 55, with as many mentees matched, which costs nothing."
    assert fair.worst_off(own, [], least=48)[0] == "The worst-off pair has 48 points."

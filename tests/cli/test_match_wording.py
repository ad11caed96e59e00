from decimal import Decimal

import pytest

from fairlead.cli import wording
from fairlead.cli.phrases import figure
from fairlead.cli.results import as_json, write_all
from fairlead.cli.tables import BadInput
from fairlead.engine.explain import Alternative, Move, Nearly, Relaxation, Unmatched
from fairlead.engine.grouping import Between
from fairlead.engine.judging import Breach
from fairlead.engine.model import Impossible, Method
from fairlead.engine.parts import Part
from fairlead.engine.rules import Block

IN_THE_WAY = "There are places, but quotas, minimums or people kept together stand in the way"


@pytest.mark.parametrize(
    ("part", "said"),
    [
        (
            Part(
                "a",
                "overlap",
                "areas",
                20,
                40,
                {
                    "mentee": (),
                    "mentor": (),
                    "wanted": ("A", "B", "C"),
                    "covered": ("A", "C"),
                    "important": ("B",),
                    "important_covered": False,
                },
            ),
            "areas: covers 2 of 3 (A and C), not the most important, 20 points",
        ),
        (
            Part(
                "a",
                "overlap",
                "areas",
                20,
                40,
                {
                    "mentee": (),
                    "mentor": (),
                    "wanted": ("A",),
                    "covered": (),
                    "important": (),
                    "important_covered": None,
                },
            ),
            "areas: covers 0 of 1, 20 points",
        ),
        (
            Part("g", "ordinal", "grade", 1, 9, {"mentee": ("EO",), "mentor": ("AO",), "steps": -1}),
            "grade: mentor 1 step below (AO, mentee EO), 1 point",
        ),
        (
            Part("g", "ordinal", "grade", 2, 9, {"mentee": ("EO",), "mentor": ("EO",), "steps": 0}),
            "grade: mentor the same step (EO, mentee EO), 2 points",
        ),
        (
            Part("y", "numeric", "years", 2, 9, {"mentee": ("3",), "mentor": ("5",), "difference": 2}),
            "years: mentor 5, mentee 3, 2 points",
        ),
        (
            Part("m", "equal", "meeting", 3, 3, {"mentee": ("Either",), "mentor": ("Online",), "common": ()}),
            "meeting: Online suits Either, 3 points",
        ),
    ],
)
def test_each_kind_of_part_is_told_in_its_own_words(part: Part, said: str) -> None:
    assert wording.part(part, Decimal(part.points)) == said


def test_a_pair_without_points_has_a_sentence_too() -> None:
    assert wording.reasons([]) == "No hard rule speaks against it, and no criterion gives points."


@pytest.mark.parametrize(
    ("kind", "said"),
    [
        ("forbidden_pair", "the pair was forbidden by hand"),
        ("pair_not_given", "no score was given for the pair"),
    ],
)
def test_pairs_that_no_rule_forbids_are_told_apart(kind: str, said: str) -> None:
    assert wording.blocked(Block(kind, kind, kind, {})) == said


RULE = Block("site", "equal", "the same site", {"mentee": ("x",), "mentor": ()})


@pytest.mark.parametrize(
    ("why", "said"),
    [
        (Unmatched("a", "no_place_of_own", 3, 3), "This mentee may have no mentor: the most is 0."),
        (Unmatched("a", "no_allowed_mentor", 0, 0), "There is no mentor at all."),
        (
            Unmatched("a", "no_allowed_mentor", 1, 0, rules=(("site", 1),), nearly=(Nearly("M", RULE, 5),)),
            (
                "None of the 1 mentor is allowed: rule 'site' forbids 1. Only rule 'the same site' "
                "(mentee: x; mentor: nothing) stands between this mentee and M."
            ),
        ),
        (
            Unmatched("a", "no_allowed_mentor", 2, 0, rules=(("site", 2), ("language", 1))),
            "None of the 2 mentors is allowed: rule 'site' forbids 2 and rule 'language' forbids 1.",
        ),
        (
            Unmatched("a", "mentors_full", 5, 2),
            "Every allowed mentor is full (2), and nobody there can move to another one.",
        ),
        (
            Unmatched(
                "a", "mentors_full", 5, 1, witness_mentees=("a", "b"), witness_mentors=("M",), places=1
            ),
            "The only allowed mentor is full: 2 mentees can only be with M, with 1 place in all.",
        ),
        (
            Unmatched(
                "a",
                "mentors_full",
                9,
                7,
                witness_mentees=("a", "b"),
                witness_mentors=tuple("ABCDEFGH"),
                places=1,
                next_best=Alternative(
                    "M", 9, possible=True, cost=-2, moves=(Move("a", None, "M"), Move("b", "M", "N"))
                ),
                relaxations=(Relaxation("place", "M", None, 1, 0), Relaxation("rule", "N", "site", 1, 0)),
            ),
            (
                "All 7 allowed mentors are full: 2 mentees can only be with A, B, C, D, E, F and 2 more, "
                "with 1 place in all. The next best is M (9 points): b would move to N and "
                "the total would gain 2 points. With one place more at M this mentee would have a mentor. "
                "If rule 'site' were lifted for N, this mentee would have a mentor."
            ),
        ),
        (
            Unmatched(
                "a",
                "others_first",
                1,
                1,
                next_best=Alternative("M", 9, possible=True, cost=-2, lost=(("priority", 1), ("score", -2))),
            ),
            (
                "A pair would be possible, but the whole is better without it. "
                "The next best is M (9 points): the total would gain 2 points and the tier priority, "
                "which counts before it, would lose."
            ),
        ),
        (
            Unmatched("a", "others_first", 1, 1, next_best=Alternative("M", 9, possible=False)),
            "A pair would be possible, but the whole is better without it.",
        ),
        (
            Unmatched("a", "limits", 2, 2, quotas=("north", "south")),
            f"{IN_THE_WAY} (full: north and south).",
        ),
        (
            Unmatched("a", "limits", 2, 2),
            f"{IN_THE_WAY}.",
        ),
    ],
)
def test_each_reason_for_being_unmatched_is_a_sentence(why: Unmatched, said: str) -> None:
    assert wording.unmatched(why, Decimal) == said


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            Impossible("locked_over_most", "mentor", "M", "mentor_most", 1, 2),
            (
                "mentor M has 1 place but 2 locked pairs: "
                "set the most mentees of mentor M to 2, or unlock a pair."
            ),
        ),
        (
            Impossible("least_over_most", "mentor", "M", "mentor_least", 3, 2),
            (
                "mentor M is to have at least 3, which is more than the most that is allowed: "
                "set the least number of mentees of mentor M to 2, or give more places."
            ),
        ),
        (
            Impossible("shortfall", "mentee", "a", "mentee_least", 2, 1, ("b", "c")),
            (
                "mentee a is to have at least 2, which cannot be kept together with b and c: "
                "set the least number of mentors of mentee a to 1, or allow more pairs."
            ),
        ),
    ],
)
def test_what_is_impossible_is_told_with_what_would_help(one: Impossible, said: str) -> None:
    assert wording.impossible(one, {}) == said


@pytest.mark.parametrize(
    ("number", "written"), [(5, "5"), ("2.50", "2.5"), ("-0.75", "-0.75"), ("1E+3", "1000"), ("0.00", "0")]
)
def test_figures_are_plain_and_exact(number: str, written: str) -> None:
    assert figure(Decimal(number)) == written


def test_json_holds_exact_numbers_and_any_text() -> None:
    value = {"a": [Decimal("0.1"), 2, None, True], 'é"': {}, "b": []}
    assert (
        as_json(value)
        == '{\n  "a": [\n    0.1,\n    2,\n    null,\n    true\n  ],\n  "é\\"": {},\n  "b": []\n}'
    )


def test_nothing_is_left_behind_when_a_file_cannot_be_written(tmp_path, monkeypatch) -> None:
    from pathlib import Path

    def refuse(self: Path, target: Path) -> Path:
        raise PermissionError(13, "Permission denied", str(target))

    monkeypatch.setattr(Path, "replace", refuse)
    with pytest.raises(BadInput, match="cannot be written: Permission denied"):
        write_all({tmp_path / "a": "x", tmp_path / "b": "y"})
    assert list(tmp_path.iterdir()) == []


BETWEEN = {
    "n": Between("north", mentors="North"),
    "x": Between("", "North", "South"),
    "all": Between("all"),
}


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            Breach("over_quota", found=7, limit=5, quota="n"),
            "quota 'north' (mentors of North) counts 7 pairs, and is to count at most 5.",
        ),
        (
            Breach("under_quota", found=1, limit=2, quota="x"),
            "the quota for mentees of North with mentors of South counts 1 pair, and is to count at least 2.",
        ),
        (
            Breach("over_quota", found=2, limit=1, quota="all"),
            "quota 'all' counts 2 pairs, and is to count at most 1.",
        ),
        (
            Breach("not_together", people=("a", "b", "c")),
            "a, b and c are to be kept together, but not all of them have the same mentors.",
        ),
    ],
)
def test_broken_quotas_and_people_apart_are_told(one: Breach, said: str) -> None:
    assert wording.breach(one, 0, BETWEEN) == said


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            Impossible("too_few_partners", "quota", "n", "quota_least", 5, 3),
            (
                "quota 'north' (mentors of North) is to count at least 5, but so many pairs with places are "
                "not allowed there: set the least number of pairs of it to 3, or allow more."
            ),
        ),
        (
            Impossible("shortfall", "quota", "unnamed", "quota_least", 2, 1, ("b", "n")),
            (
                "quota 'unnamed' is to count at least 2, which cannot be kept together with b and quota "
                "'north' (mentors of North): set the least number of pairs of it to 1, or give more "
                "places or pairs."
            ),
        ),
        (
            Impossible("shortfall", "quota", "all", "quota_most", 2, 3),
            (
                "quota 'all' is to count at most 2, which cannot be kept: set the most pairs of it to 3, "
                "or give more places or pairs."
            ),
        ),
        (
            Impossible("locked_over_most", "quota", "x", "quota_most", 1, 2),
            (
                "the quota for mentees of North with mentors of South is to count at most 1, but counts 2 "
                "locked pairs: set the most pairs of it to 2, or unlock a pair."
            ),
        ),
        (
            Impossible("least_over_most", "quota", "all", "quota_least", 3, 2),
            (
                "quota 'all' is to count at least 3, which is more than the most that is allowed: set the "
                "least number of pairs of it to 2, or raise its most."
            ),
        ),
        (
            Impossible("shortfall", "mentor", "M", "mentor_least", 2, 1, ("n",)),
            (
                "mentor M is to have at least 2, which cannot be kept together with quota 'north' (mentors "
                "of North): set the least number of mentees of mentor M to 1, or allow more pairs."
            ),
        ),
    ],
)
def test_impossible_quotas_are_told_by_their_names(one: Impossible, said: str) -> None:
    assert wording.impossible(one, BETWEEN) == said


def test_every_method_has_words() -> None:
    assert set(wording.METHODS) == set(Method)


def test_a_result_that_is_not_proven_says_how_far_the_best_can_be() -> None:
    report = {
        "status": "within",
        "matched_mentees": 2,
        "mentees": 3,
        "matched_mentors": 1,
        "mentors": 2,
        "pairs": 2,
        "total_score": Decimal(7),
        "tiers": [],
    }
    assert wording.summary(report, "score is 7, and no more than 8 is possible") == (
        "within: 2 of 3 mentees and 1 of 2 mentors in 2 pairs, total score 7; not proven to be the best: "
        "score is 7, and no more than 8 is possible."
    )

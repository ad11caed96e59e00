from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from fairlead.engine.compile import compile_problem
from fairlead.engine.model import Value
from fairlead.engine.policy import Limits, Policy, Rule
from fairlead.engine.values import Candidate

A_NUMBER = Decimal(1)


def forbidden(rule: Rule, mentee: Value, mentor: Value) -> bool:
    """Whether the rule forbids a pair who say these things in the field "said"."""
    compiled = compile_problem(
        [Candidate("e", {"said": mentee})], [Candidate("o", {"said": mentor})], Policy(rules=(rule,))
    )
    return compiled.pair("e", "o") is None


def rule(kind: str, **settings: Any) -> Rule:
    return Rule(kind, "r", **{"mentee": "said", "mentor": "said", **settings})


@pytest.mark.parametrize(
    ("one", "mentee", "mentor", "expected"),
    [
        (rule("equal"), "Vienna", " vienna ", False),
        (rule("equal"), "Vienna", "Graz", True),
        (rule("equal"), None, "Graz", True),
        (rule("equal", missing="allow"), None, "Graz", False),
        (rule("equal", wild=("Either",)), "either", "Graz", False),
        (rule("equal", wild=("Either",)), "Vienna", "Either", False),
        (rule("not_equal"), "Vienna", "VIENNA", True),
        (rule("not_equal"), "Vienna", "Graz", False),
        (rule("not_equal"), "Vienna", None, False),
        (rule("not_equal", missing="forbid"), "Vienna", None, True),
        (rule("overlap"), ("English", "Slovak"), ("Slovak",), False),
        (rule("overlap"), ("English", "Slovak"), ("German",), True),
        (rule("overlap", least=Decimal(2)), ("a", "b"), ("a", "c"), True),
        (rule("overlap", least=Decimal(2)), ("a", "b", "c"), ("a", "c"), False),
        (rule("overlap"), (), ("German",), True),
        (rule("overlap"), ("Ａ", "b"), ("a", "c"), False),
        (rule("no_overlap"), ("a", "b"), ("b", "c"), True),
        (rule("no_overlap"), ("a", "b"), ("c",), False),
        (rule("no_overlap"), (), ("c",), False),
        (rule("ordinal", order=("low", "mid", "high"), least=A_NUMBER), "low", "mid", False),
        (rule("ordinal", order=("low", "mid", "high"), least=A_NUMBER), "mid", "mid", True),
        (rule("ordinal", order=("low", "mid", "high"), most=A_NUMBER), "low", "high", True),
        (rule("ordinal", order=("low", "mid", "high"), most=A_NUMBER), "high", "low", False),
        (rule("ordinal", order=("low", "mid", "high"), most=A_NUMBER), None, "low", True),
        (rule("numeric", least=Decimal("0.5")), "1", "1.5", False),
        (rule("numeric", least=Decimal("0.5")), "1.1", 1, True),
        (rule("numeric", most=A_NUMBER), Decimal(1), Decimal("2.01"), True),
        (rule("numeric", most=A_NUMBER), "", "2", True),
        (rule("present"), "x", " ", True),
        (rule("present"), "x", "y", False),
        (rule("present", values=("Yes", "ja")), "YES", "no", True),
        (rule("present", values=("Yes", "ja")), "YES", "Ja", False),
        (rule("present", mentor=None), "x", None, False),
    ],
)
def test_each_kind_forbids_what_it_says(one: Rule, mentee: Value, mentor: Value, *, expected: bool) -> None:
    assert forbidden(one, mentee, mentor) is expected


def test_line_managers_are_kept_apart_either_way_by_the_name_they_are_known_by() -> None:
    one = Rule("not_listed", "boss", mentee="boss", mentor="boss", mentee_is="mail", mentor_is="mail")
    mentees = [Candidate("e1", {"mail": "a@x", "boss": "B@x"}), Candidate("e2", {"mail": "c@x"})]
    mentors = [Candidate("o1", {"mail": "b@x"}), Candidate("o2", {"mail": "d@x", "boss": ("c@x", "z@x")})]
    compiled = compile_problem(mentees, mentors, Policy(rules=(one,)))
    allowed = {tuple(compiled.problem.named(pair).values()) for pair in range(len(compiled.problem.score))}
    assert allowed == {("e1", "o2"), ("e2", "o1")}
    (first,) = compiled.blocks("e1", "o1")
    assert (first.rule, first.facts["mentee_names_mentor"], first.facts["mentor_names_mentee"]) == (
        "boss",
        True,
        False,
    )
    (second,) = compiled.blocks("e2", "o2")
    assert (second.facts["mentee_names_mentor"], second.facts["mentor_names_mentee"]) == (False, True)


def test_people_who_should_not_be_paired_are_named_by_id_where_nothing_else_is_said() -> None:
    one = Rule("not_listed", "apart", mentee="apart")
    compiled = compile_problem(
        [Candidate("e", {"apart": ("o1",)})], [Candidate("o1"), Candidate("o2")], Policy(rules=(one,))
    )
    assert compiled.pair("e", "o1") is None
    assert compiled.pair("e", "o2") == 0


@pytest.mark.parametrize(
    ("one", "mentee", "mentor", "facts"),
    [
        (
            rule("equal"),
            "Vienna",
            "Graz",
            {"mentee": ("Vienna",), "mentor": ("Graz",), "missing": False, "common": ()},
        ),
        (
            rule("overlap", least=Decimal(2)),
            ("a", "b"),
            ("B",),
            {"mentee": ("a", "b"), "mentor": ("B",), "missing": False, "common": ("b",), "least": Decimal(2)},
        ),
        (
            rule("ordinal", order=("low", "high"), least=A_NUMBER),
            "high",
            "low",
            {"mentee": ("high",), "mentor": ("low",), "missing": False, "steps": -1, "least": A_NUMBER},
        ),
        (
            rule("ordinal", order=("low", "high"), least=A_NUMBER),
            "high",
            None,
            {"mentee": ("high",), "mentor": (), "missing": True, "least": A_NUMBER},
        ),
        (
            rule("numeric", most=A_NUMBER),
            "1.5",
            4,
            {
                "mentee": ("1.5",),
                "mentor": ("4",),
                "missing": False,
                "difference": Decimal("2.5"),
                "most": A_NUMBER,
            },
        ),
        (rule("present", mentor=None), None, None, {"mentee": (), "mentor": (), "missing": True}),
    ],
)
def test_a_block_tells_what_both_said(one: Rule, mentee: Value, mentor: Value, facts: dict[str, Any]) -> None:
    compiled = compile_problem(
        [Candidate("e", {"said": mentee})], [Candidate("o", {"said": mentor})], Policy(rules=(one,))
    )
    (block,) = compiled.blocks("e", "o")
    assert (block.rule, block.kind, dict(block.facts)) == ("r", one.kind, facts)


SAID = st.one_of(
    st.none(), st.sampled_from(["a", "b", "c"]), st.tuples(st.sampled_from("abc"), st.sampled_from("abc"))
)


@given(
    st.lists(SAID, max_size=5),
    st.lists(SAID, max_size=5),
    st.sampled_from(["equal", "no_overlap", "overlap"]),
)
@settings(max_examples=50, deadline=None, derandomize=True)
def test_many_people_at_once_are_judged_as_each_pair_alone(
    mentees: list[Value], mentors: list[Value], kind: str
) -> None:
    one = rule(kind)
    compiled = compile_problem(
        [Candidate(f"e{i}", {"said": said}) for i, said in enumerate(mentees)],
        [Candidate(f"o{j}", {"said": said}) for j, said in enumerate(mentors)],
        Policy(rules=(one,), mentees=Limits(), mentors=Limits()),
    )
    for i, mentee in enumerate(mentees):
        for j, mentor in enumerate(mentors):
            alone = forbidden(one, mentee, mentor)
            assert (compiled.pair(f"e{i}", f"o{j}") is None) is alone
            assert bool(compiled.blocks(f"e{i}", f"o{j}")) is alone
            assert compiled.broken_rules(f"e{i}")["r"][j] == alone

"""What is told about one change, and about two people, is what trying out every possibility says."""

from dataclasses import dataclass, replace
from decimal import Decimal

import numpy as np
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from fairlead.engine.compile import Candidate, Compiled, bare, compile_problem
from fairlead.engine.explain import Explainer
from fairlead.engine.model import LockedPairForbidden, Problem, Status
from fairlead.engine.policy import Criterion, Group, GroupQuota, Limits, Policy, Priority, Rule
from fairlead.engine.remedies import Remedy
from fairlead.engine.smallest import TOLD_OF_A_KIND, Helping, said_more, smallest
from fairlead.engine.solvers import solve
from fairlead.engine.solvers.bruteforce import best_values
from tests.engine.problems import objectives, problems

SOME = settings(max_examples=20, deadline=None, derandomize=True)
OTHER = {"mentee": "mentor", "mentor": "mentee"}
VOCABULARY = {"languages": ("en", "fi", "cs"), "areas": ("Visas", "Schools", "Housing")}
TIERS = (
    ("mentees", "score"),
    ("mentees", "priority", "score"),
    ("mentees", "mentors", "score"),
    ("mentors", "mentees", "score"),
    ("score",),
    ("mentees", "score", "kept"),
    ("mentees", "even", "score"),
)


@dataclass
class Pool:
    """People of both sides with the policy, and which pairs are locked, forbidden, or stood before."""

    people: dict[str, list[Candidate]]
    policy: Policy
    locked: list[tuple[str, str]]
    forbidden: list[tuple[str, str]]
    base: list[tuple[str, str]]

    def compiled(self) -> Compiled:
        """Everything compiled from the beginning."""
        return compile_problem(
            self.people["mentee"],
            self.people["mentor"],
            self.policy,
            locked=self.locked,
            forbidden=self.forbidden,
            base=self.base,
        )


@st.composite
def candidates(draw, name, most):
    some = {
        field: tuple(draw(st.lists(st.sampled_from(words), max_size=2, unique=True)))
        for field, words in VOCABULARY.items()
    }
    single = {
        "unit": draw(st.sampled_from("uvw")),
        "institution": draw(st.sampled_from("IJ")),
        "first": draw(st.sampled_from((None, "long", "second"))),
    }
    return Candidate(name, {**some, **single}, most=draw(st.integers(0, most)), least=0)


@st.composite
def pools(draw):
    people = {
        side: [draw(candidates(f"{letter}{place}", most)) for place in range(draw(st.integers(1, 4)))]
        for side, letter, most in (("mentee", "e", 1), ("mentor", "o", 2))
    }
    every = [(one.id, other.id) for one in people["mentee"] for other in people["mentor"]]
    rules = [
        Rule("overlap", "common_language", "languages", "languages"),
        Rule("overlap", "needs_area", "areas", "areas"),
        Rule("not_equal", "other_unit", "unit", "unit"),
    ]
    quotas = [
        GroupQuota(
            f"{side} {where}", **{f"{side}s": Group("institution", where)}, most=draw(st.integers(0, 2))
        )
        for side in OTHER
        for where in "IJ"
        if draw(st.integers(0, 4)) == 0
    ]
    if draw(st.integers(0, 5)) == 0:
        quotas.append(
            GroupQuota("both", mentees=Group("institution", "I"), mentors=Group("institution", "J"), most=1)
        )
    policy = Policy(
        rules=tuple(one for one in rules if draw(st.booleans())),
        criteria=(
            Criterion("overlap", "areas", "areas", "areas", points=(Decimal(4),)),
            Criterion("not_equal", "reach", "institution", "institution", points=(Decimal(3),)),
            Criterion("overlap", "more", "languages", "languages", points=(Decimal(2),)),
        ),
        mentors=Limits(most=None, least=0),
        tiers=draw(st.sampled_from(TIERS)),
        seed=draw(st.integers(0, 2)),
        priority=Priority("first", ("second", "long")),
        quotas=tuple(quotas),
    )
    some = st.lists(st.sampled_from(every), max_size=1)
    locked = draw(some) if draw(st.integers(0, 3)) == 0 else []
    return Pool(people, policy, locked, [one for one in draw(some) if one not in locked], draw(some))


def told_pool(*people: tuple[str, str, str, int]) -> Pool:
    """People as name, language, area and most pairs; a common language is needed, an area earns points."""
    made: dict[str, list[Candidate]] = {"mentee": [], "mentor": []}
    for name, language, area, most in people:
        said = {"languages": (language,), "areas": (area,), "unit": "u", "institution": "I", "first": None}
        made["mentee" if name[0] == "e" else "mentor"].append(Candidate(name, said, most=most, least=0))
    policy = Policy(
        rules=(Rule("overlap", "common_language", "languages", "languages"),),
        criteria=(Criterion("overlap", "areas", "areas", "areas", points=(Decimal(4),)),),
        mentors=Limits(most=None, least=0),
        tiers=("mentees", "score"),
    )
    return Pool(made, policy, [], [], [])


APART = told_pool(("e0", "en", "Visas", 1), ("o0", "fi", "Visas", 1))
WITHOUT_PLACE = told_pool(("e0", "en", "Visas", 0), ("e1", "en", "Visas", 1), ("o0", "en", "Visas", 0))
BETTER = told_pool(
    ("e0", "en", "Schools", 1), ("e1", "fi", "Visas", 1), ("o0", "en", "Visas", 1), ("o1", "cs", "Schools", 1)
)


def changed(pool: Pool, compiled: Compiled, side: str, person: str, one: Remedy) -> Problem:
    """The problem with the change, made by hand."""
    problem = compiled.problem
    if one.kind == "value":
        people = [
            said_more(some, one.field, one.value) if some.id == person else some for some in pool.people[side]
        ]
        return replace(pool, people={**pool.people, side: people}).compiled().problem
    if one.kind == "rule":
        ends = (person, one.partner) if side == "mentee" else (one.partner, person)
        return with_pair(compiled, *ends)
    if one.kind == "quota":
        quotas = [
            replace(some, most=some.most + one.by) if some.key == one.quota else some
            for some in problem.quotas
        ]
        return replace(problem, quotas=tuple(quotas))
    whose, who = (side, person) if one.kind == "own_place" else (OTHER[side], one.partner)
    return with_limit(problem, whose, who, "most", 1)


def with_pair(compiled: Compiled, mentee: str, mentor: str) -> Problem:
    problem = compiled.problem
    return replace(
        problem,
        pair_mentee=np.append(problem.pair_mentee, compiled.mentee_at(mentee)),
        pair_mentor=np.append(problem.pair_mentor, compiled.mentor_at(mentor)),
        score=np.append(problem.score, compiled.score(mentee, mentor)),
    )


def with_limit(problem: Problem, side: str, person: str, limit: str, more: int) -> Problem:
    limits = getattr(problem, f"{side}_{limit}").copy()
    limits[getattr(problem, f"{side}s").index(person)] += more
    return replace(problem, **{f"{side}_{limit}": limits})


def with_nobody(problem: Problem, side: str, person: str) -> Problem:
    place = getattr(problem, f"{side}s").index(person)
    return with_limit(problem, side, person, "most", -int(getattr(problem, f"{side}_most")[place]))


def possible_changes(pool: Pool, compiled: Compiled, side: str, person: str) -> list[Remedy]:
    """All single changes there are, found without the engine's searching."""
    problem = compiled.problem
    if getattr(problem, f"{side}_most")[getattr(problem, f"{side}s").index(person)] == 0:
        return [Remedy("own_place")]
    found = []
    for partner in getattr(problem, f"{OTHER[side]}s"):
        ends = (person, partner) if side == "mentee" else (partner, person)
        broken = compiled.blocks(*ends)
        found.append(Remedy("place", partner=partner))
        if len(broken) == 1 and broken[0].kind in ("overlap", "not_equal"):
            found.append(Remedy("rule", partner=partner, rule=broken[0].rule))
            field = {"common_language": "languages", "needs_area": "areas"}.get(broken[0].rule)
            other = next(one for one in pool.people[OTHER[side]] if one.id == partner)
            said = other.values[field] if field else ()
            found += [Remedy("value", rule=broken[0].rule, field=field, value=word) for word in said]
    return found + [Remedy("quota", quota=one.key) for one in problem.quotas if one.most is not None]


@pytest.mark.parametrize("side", ["mentee", "mentor"])
def test_each_change_does_what_is_told_and_what_is_not_told_does_not_help(side: str) -> None:
    told = []

    @given(pools())
    @SOME
    @example(APART)
    @example(WITHOUT_PLACE)
    @example(BETTER)
    def holds(pool: Pool) -> None:
        try:
            compiled = pool.compiled()
        except LockedPairForbidden:
            return
        problem, objective = compiled.problem, pool.policy.objective
        solution = solve(problem, objective)
        if solution.status is Status.INFEASIBLE:
            return
        explainer, before = Explainer(compiled, solution), best_values(problem, objective)
        paired = getattr(problem, f"pair_{side}")[list(solution.pairs)].tolist()
        for place, person in enumerate(getattr(problem, f"{side}s")):
            if place in paired:
                continue
            found = smallest(explainer, person, side, tries=1000)
            told.extend(found.found)
            assert found.complete
            for one in found.found:
                confirmed(
                    one, changed(pool, compiled, side, person, one.remedy), side, person, before, objective
                )
            kinds = [one.remedy.kind for one in found.found]
            for one in possible_changes(pool, compiled, side, person):
                if kinds.count(one.kind) < TOLD_OF_A_KIND and one not in map(bare_remedy, found.found):
                    assert works_without(changed(pool, compiled, side, person, one), side, person, objective)

    holds()
    assert {one.remedy.kind for one in told} >= {"value", "rule", "own_place"}
    assert any(one.left_out or one.idle for one in told)


def bare_remedy(one: Helping) -> Remedy:
    return replace(one.remedy, more=0, score_more=0)


def confirmed(one: Helping, problem: Problem, side: str, person: str, before, objective) -> None:
    """The person has somebody in a best pairing of the changed problem, and everything gained is as told."""
    best = best_values(problem, objective)
    assert [lost for _, lost in one.lost] == [old - new for old, new in zip(before, best, strict=True)]
    assert best_values(with_limit(problem, side, person, "least", 1), objective) == best
    assert one.sure == (not works_without(problem, side, person, objective))
    assert one.remedy.score_more == -one.score_lost


def works_without(problem: Problem, side: str, person: str, objective) -> bool:
    """Whether some best pairing leaves the person out."""
    return best_values(with_nobody(problem, side, person), objective) == best_values(problem, objective)


@given(pools())
@SOME
def test_two_whom_a_rule_keeps_apart_would_cost_what_solving_without_it_says(pool: Pool) -> None:
    try:
        compiled = pool.compiled()
    except LockedPairForbidden:
        return
    solution = solve(compiled.problem, pool.policy.objective)
    if solution.status is Status.INFEASIBLE:
        return
    explainer = Explainer(compiled, solution, many_questions=False)
    before = best_values(compiled.problem, pool.policy.objective)
    for mentee in compiled.problem.mentees:
        for mentor in compiled.problem.mentors:
            one = explainer.lifted(mentee, mentor)
            if one.paired:
                continue
            wide = compiled.problem if not one.blocks else with_pair(compiled, mentee, mentor)
            ends = compiled.mentee_at(mentee), compiled.mentor_at(mentor)
            best = best_values(replace(wide, locked=(*wide.locked, ends)), pool.policy.objective)
            assert one.possible == (best is not None)
            if best is not None:
                lost = [old - new for old, new in zip(before, best, strict=True)]
                assert [amount for _, amount in one.lost] == lost


@given(problems(quotas=True, classes=True, people=3), objectives)
@SOME
def test_next_best_of_both_sides_is_the_cheapest_that_solving_again_finds(
    problem: Problem, objective
) -> None:
    solution = solve(problem, objective)
    if solution.status is Status.INFEASIBLE:
        return
    explainer = Explainer(bare(problem), solution, many_questions=False)
    before, made = best_values(problem, objective), {problem.ends(pair) for pair in solution.pairs}
    forced = {}
    for pair in range(len(problem.score)):
        ends = problem.ends(pair)
        best = best_values(replace(problem, locked=(*problem.locked, ends)), objective)
        if ends not in made and best is not None:
            forced[ends] = tuple(old - new for old, new in zip(before, best, strict=True))
    for at, side in enumerate(OTHER):
        ask = explainer.runner_up if side == "mentee" else explainer.runner_up_of_mentor
        for place, person in enumerate(getattr(problem, f"{side}s")):
            best = min((lost for ends, lost in forced.items() if ends[at] == place), default=None)
            one = ask(person)
            assert (None if one is None else tuple(lost for _, lost in one.lost)) == best


def person(name: str, *areas: str, most: int = 1, unit: str = "u") -> Candidate:
    return Candidate(name, {"areas": areas, "unit": unit}, most=most)


def asked(mentees: list[Candidate], mentors: list[Candidate], who: str, side: str = "mentee"):
    policy = Policy(
        rules=(Rule("overlap", "needs_area", "areas", "areas"), Rule("not_listed", "never", "no", "no")),
        criteria=(Criterion("overlap", "areas", "areas", "areas", points=(Decimal(4),)),),
        mentors=Limits(most=None),
    )
    compiled = compile_problem(mentees, mentors, policy)
    return smallest(Explainer(compiled, solve(compiled.problem, policy.objective)), who, side)


def test_one_place_more_goes_to_whoever_of_several_is_as_well_placed_only_perhaps() -> None:
    for names, sure in ((("ada", "bo"), True), (("ada", "bo", "cem"), False)):
        mentees = [person(name, "Visas") for name in names]
        found = [one for name in names for one in asked(mentees, [person("X", "Visas")], name).found]
        assert [(one.remedy.kind, one.partner, one.sure) for one in found] == [("place", "X", sure)]


def test_what_takes_nobodys_mentor_away_comes_first() -> None:
    mentees = [person("ada", "Visas"), person("bo", "Schools", "Housing", most=1)]
    found = asked(mentees, [person("X", "Schools", "Housing"), person("Y", "Taxes")], "ada").found
    assert [(one.remedy.value or one.remedy.partner, one.left_out) for one in found][:1] == [("Taxes", ())]
    assert all(not one.left_out for one in found if one.remedy.value == "Taxes")


def test_where_no_single_change_helps_nothing_is_told_and_all_was_looked_at() -> None:
    none_left = [Candidate("ada", {"areas": ("Visas",), "no": ("X",)}, most=1)]
    found = asked(none_left, [person("X", "Visas")], "ada")
    assert (found.found, found.complete) == ((), True)


def test_who_has_a_mentor_needs_no_change() -> None:
    found = asked([person("ada", "Visas")], [person("X", "Visas")], "ada")
    assert (found.found, found.complete) == ((), True)

"""A run that starts from an earlier one moves nobody without need."""

import pytest

from fairlead.engine.solvers import solve
from fairlead.matching.actions import offering, ruling
from fairlead.matching.enums import ProposalState, RulingKind
from fairlead.matching.models import Proposal, Run
from fairlead.matching.queries import runs, wording
from fairlead.matching.queries.computing import compiled_from, compute
from fairlead.matching.queries.pool import freeze
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db
MENTORS = ("Ana", "Boris", "Carla", "Dmitri", "Edita", "Farid")
MENTEES = ("Goran", "Hana", "Ines", "Jens", "Karin", "Luca")


@pytest.fixture
def people():
    """Six mentors and six mentees, all of whom suit one another equally well."""
    some = pool()
    for name in MENTORS:
        some.mentor(name)
    for name in MENTEES:
        some.mentee(name)
    return some


def rotated(people, run):
    """The run with every mentee at the next mentor: as good, but not what ties settled by the seed give."""
    order = list(Proposal.objects.filter(run=run).order_by("mentee"))
    mentors = [one.mentor for one in order]
    for one, mentor in zip(order, [*mentors[1:], mentors[0]], strict=True):
        Proposal.objects.filter(pk=one.pk).update(mentor=mentor)
    return people.pairs(run)


def lock(people, mentee, mentor, at):
    ruling.rule(
        mentee=people.people[mentee],
        mentor=people.people[mentor],
        kind=RulingKind.LOCK,
        reason="",
        by=people.by,
        at=at,
    )


def changed(before, after):
    return {name for name in before | after if before.get(name) != after.get(name)}


def kept(run):
    """What the record of the run says about pairs kept."""
    return [
        row["value"] for row in wording.summary(run).record if row["label"] == "Kept from the earlier run"
    ]


def test_run_again_without_any_change_moves_nobody(people, at):
    first = people.run(at)
    before = rotated(people, first)
    assert people.pairs(people.run(at)) != before
    again = people.run(at, base=first)
    assert people.pairs(again) == before
    assert (kept(first), kept(again)) == ([], ["6 of 6 pairs"])


def test_lock_moves_only_the_two_whom_it_concerns(people, at):
    first = people.run(at)
    before = rotated(people, first)
    taken = next(name for name, mentor in before.items() if mentor != "Ana" and name != "Goran")
    lock(people, "Goran", before[taken], at)
    without = solve(compiled_from(first_like(first, freeze(people.round))).problem)
    again = people.run(at, base=first)
    assert changed(before, people.pairs(again)) == {"Goran", taken}
    assert {change.mentee.name for change in runs.differences(first, again)} == {"Goran", taken}
    assert again.result["tiers"]["kept"] == {"value": 4, "bound": 4}
    assert again.result["tiers"]["score"]["value"] == without.total_score
    assert kept(again) == ["4 of 6 pairs"]


def first_like(run, frozen):
    """A run with other input, not stored."""
    return Run(policy=run.policy, seed=run.seed, frozen=frozen)


def test_pair_that_makes_the_whole_better_goes_before_an_earlier_one(people, at):
    people.mentor("Zoe", languages=["en", "sk"])
    people.mentee("Zdenka", languages=["en", "sk"])
    first = people.run(at)
    best = people.pairs(first)
    assert best["Zdenka"] == "Zoe"
    before = rotated(people, first)
    again = people.run(at, base=first)
    assert people.pairs(again)["Zdenka"] == "Zoe"
    assert len(changed(before, people.pairs(again))) == 2


def test_offers_that_ran_out_are_no_reason_to_propose_the_same_pair(people, at):
    first = people.run(at)
    Proposal.objects.filter(run=first, mentee=people.people["Goran"]).update(state=ProposalState.EXPIRED)
    gone = people.people["Hana"]
    offering.send_offers(first, proposals=first.proposals.filter(mentee=gone), by=people.by, at=at)
    base = freeze(people.round, base=first)["base"]
    names = {str(one.pk): name for name, one in people.people.items()}
    assert {names[mentee] for mentee, _mentor in base} == set(MENTEES) - {"Goran", "Hana"}
    assert freeze(people.round)["base"] == []


def test_runs_from_before_there_was_a_base_still_open(people, at):
    run = people.run(at)
    run.frozen = {key: value for key, value in run.frozen.items() if key != "base"}
    run.result["tiers"].pop("kept")
    run.save()
    run = Run.objects.get(pk=run.pk)
    pairs = {(one["mentee_id"], one["mentor_id"]) for one in compute(run).proposals}
    assert pairs == set(Proposal.objects.filter(run=run).values_list("mentee", "mentor"))
    assert kept(run) == []

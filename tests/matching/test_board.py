"""The board of a run: what a change by hand does, what it refuses, and that undoing restores exactly."""

from dataclasses import replace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairlead.kernel.errors import Refused
from fairlead.matching.actions import boards, offering, ruling
from fairlead.matching.actions.board_rows import snapshot
from fairlead.matching.actions.boards import CannotChange, Meanwhile, Plan, ReasonMissing
from fairlead.matching.enums import BoardKind, ProposalState, RulingKind
from fairlead.matching.models import Approval, BoardChange, Proposal, Restraint, Ruling, Run
from fairlead.matching.queries import alternatives, changes, ways
from fairlead.matching.queries import board as queries
from fairlead.programmes.enums import RoundState
from tests.matching import approving
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db
MENTEES = ("Dana", "Emil", "Fay", "Gil")
AREAS = ("Dual career", "Taxation", "Housing")


@pytest.fixture
def here():
    """Four mentees and three mentors, of whom one has two places and one shares no area with Dana."""
    people = pool()
    people.mentor("Ana", AREAS[:2])
    people.mentor("Boris", AREAS[1:], places=2)
    people.mentor("Carla", AREAS[:1])
    for place, name in enumerate(MENTEES):
        people.mentee(name, AREAS[place % 3 : place % 3 + 2] or AREAS[:1])
    return people


@pytest.fixture
def run(here, at):
    return here.run(at)


def pk(here, name):
    return str(here.people[name].pk)


def pair(here, run, mentee, mentor, way=0):
    """The plan of the best way, or another, of giving a mentee to a mentor."""
    board = queries.load(run)
    found = ways.of_pair(board, pk(here, mentee), pk(here, mentor))[way]
    return Plan(BoardKind.PAIR, pk(here, mentee), pk(here, mentor), found.moves)


def do(here, run, plan, at, number=None, reason="They asked."):
    latest = queries.number_of(run) if number is None else number
    return boards.change(run, plan, number=latest, reason=reason, by=here.by, at=at)


def everything(here, run):
    """All rows that a board can change."""
    return snapshot(run, [str(one.pk) for one in here.people.values()])


def apart_from(here, run, mentee):
    """A mentor whom this mentee could have and has not."""
    board = queries.load(run)
    mine = pk(here, mentee)
    found = [
        name
        for name in ("Ana", "Boris", "Carla")
        if board.pairs.get(mine) != pk(here, name) and ways.of_pair(board, mine, pk(here, name))
    ]
    return found[0]


def test_mentee_gets_the_chosen_mentor_and_the_pair_is_locked(here, run, at):
    mentor = apart_from(here, run, "Dana")
    do(here, run, pair(here, run, "Dana", mentor), at)
    assert here.pairs(run)["Dana"] == mentor
    assert Ruling.objects.get(mentee=here.people["Dana"]).kind == RulingKind.LOCK


def test_effect_told_beforehand_is_what_comes_out(here, run, at):
    board = queries.load(run)
    mentor = apart_from(here, run, "Emil")
    for way in ways.of_pair(board, pk(here, "Emil"), pk(here, mentor)):
        plan = Plan(BoardKind.PAIR, pk(here, "Emil"), pk(here, mentor), way.moves)
        made = do(here, run, plan, at)
        assert queries.load(run).figures() == way.effect.after
        boards.undo(made, by=here.by, at=at)


def test_chain_costs_what_the_explanation_of_the_engine_says(here, run):
    board, explainer = queries.load(run), alternatives.explainer_kept(run.pk)
    asked = [(pk(here, name), one) for name in MENTEES for one in explainer.alternatives(pk(here, name))]
    compared = 0
    for mentee, told in asked:
        if told.possible and not told.paired:
            effect = ways.effect(board, ways.chain_for(board, mentee, told.mentor))
            assert effect.before.matched - effect.after.matched == told.mentees_lost
            assert told.mentees_lost or effect.before.total - effect.after.total == told.cost
            compared += 1
    assert compared > 3


def test_pair_made_by_hand_is_made_again_by_the_next_run(here, run, at):
    mentor = apart_from(here, run, "Dana")
    do(here, run, pair(here, run, "Dana", mentor), at)
    assert here.pairs(here.run(at, base=run))["Dana"] == mentor


def test_pair_taken_apart_is_not_made_again(here, run, at):
    mentee, mentor = next(iter(here.pairs(run).items()))
    way = ways.apart(queries.load(run), pk(here, mentee))
    do(here, run, Plan(BoardKind.APART, pk(here, mentee), pk(here, mentor), way.moves), at)
    assert mentee not in here.pairs(run)
    assert here.left_over(run)[mentee] == "by_hand"
    assert here.pairs(here.run(at, base=run)).get(mentee) != mentor


def test_reason_is_asked_for_only_when_it_gets_worse(here, run, at):
    mentee, mentor = next(iter(here.pairs(run).items()))
    way = ways.apart(queries.load(run), pk(here, mentee))
    plan = Plan(BoardKind.APART, pk(here, mentee), pk(here, mentor), way.moves)
    with pytest.raises(ReasonMissing):
        do(here, run, plan, at, reason="  ")
    do(here, run, plan, at)
    back = Plan(BoardKind.LIFT, pk(here, mentee), pk(here, mentor))
    do(here, run, back, at, reason="")
    do(here, run, pair(here, run, mentee, mentor), at, reason="")
    assert here.pairs(run)[mentee] == mentor


def test_hard_rule_is_never_broken_and_is_named(here, at):
    stranger = here.mentor("Hugo", AREAS, languages=["fi"])
    run = here.run(at)
    plan = Plan(BoardKind.PAIR, pk(here, "Dana"), pk(here, "Hugo"), {pk(here, "Dana"): pk(here, "Hugo")})
    with pytest.raises(CannotChange) as refused:
        do(here, run, plan, at)
    assert "no language in common" in str(refused.value.sentence)
    assert stranger.participation is not None
    assert ways.of_pair(queries.load(run), pk(here, "Dana"), pk(here, "Hugo")) == []


def test_mentor_never_gets_more_than_their_places(here, run, at):
    full = next(name for name in ("Ana", "Carla") if queries.load(run).free(pk(here, name)) == 0)
    others = [name for name, mentor in here.pairs(run).items() if mentor != full]
    board = queries.load(run)
    mentee = next(one for one in others if board.possible(pk(here, one), pk(here, full)))
    moves = {pk(here, mentee): pk(here, full)}
    with pytest.raises(CannotChange):
        do(here, run, Plan(BoardKind.PAIR, pk(here, mentee), pk(here, full), moves), at)


def test_offered_pair_is_not_changed(here, run, at):
    proposal = run.proposals.select_related("run__round__programme")[0]
    offering.send_offers(run, proposals=[proposal], by=here.by, at=at)
    mentee = str(proposal.mentee_id)
    assert ways.apart(queries.load(run), mentee) is None
    plan = Plan(BoardKind.APART, mentee, str(proposal.mentor_id), {mentee: None})
    with pytest.raises(CannotChange):
        do(here, run, plan, at)
    assert Proposal.objects.get(pk=proposal.pk).state == ProposalState.OFFERED


def test_locked_pair_stays_whatever_is_chosen_for_others(here, run, at):
    kept, mentor = next(iter(here.pairs(run).items()))
    do(here, run, Plan(BoardKind.LOCK, pk(here, kept), pk(here, mentor)), at)
    board = queries.load(run)
    for name in MENTEES:
        for other in ("Ana", "Boris", "Carla"):
            if name != kept:
                for way in ways.of_pair(board, pk(here, name), pk(here, other)):
                    assert pk(here, kept) not in way.moves


def test_only_the_newest_run_is_changed(here, run, at):
    plan = pair(here, run, "Dana", apart_from(here, run, "Dana"))
    here.run(at, base=run)
    with pytest.raises(CannotChange):
        do(here, run, plan, at)


def test_finished_round_is_not_changed(here, run, at):
    plan = pair(here, run, "Dana", apart_from(here, run, "Dana"))
    here.round.state = RoundState.FINISHED
    here.round.save()
    with pytest.raises(CannotChange):
        do(here, run, plan, at)


def test_change_on_people_that_somebody_else_touched_tells_both(here, run, at):
    mentee, mentor = next(iter(here.pairs(run).items()))
    mine = ways.apart(queries.load(run), pk(here, mentee))
    do(here, run, Plan(BoardKind.LOCK, pk(here, mentee), pk(here, mentor)), at)
    plan = Plan(BoardKind.APART, pk(here, mentee), pk(here, mentor), mine.moves)
    with pytest.raises(Meanwhile) as meanwhile:
        do(here, run, plan, at, number=0)
    assert mentee in meanwhile.value.others[0]
    assert here.pairs(run)[mentee] == mentor


def test_change_on_other_people_goes_through(here, run, at):
    (one, his), (other, hers) = [pair for pair in here.pairs(run).items() if pair[1] != "Boris"][:2]
    do(here, run, Plan(BoardKind.LOCK, pk(here, one), pk(here, his)), at, number=0)
    do(here, run, Plan(BoardKind.LOCK, pk(here, other), pk(here, hers)), at, number=0)
    assert Ruling.objects.count() == 2


def test_left_out_person_is_in_no_later_run_and_back_after_that(here, run, at):
    way = ways.leaving(queries.load(run), pk(here, "Dana"))
    do(here, run, Plan(BoardKind.LEAVE_OUT, pk(here, "Dana"), moves=way), at)
    assert "Dana" not in here.pairs(run)
    later = here.run(at, base=run)
    assert "Dana" not in here.pairs(later) | here.left_over(later)
    do(here, later, Plan(BoardKind.LET_IN, pk(here, "Dana")), at)
    assert not Restraint.objects.exists()
    last = here.run(at, base=later)
    assert "Dana" in here.pairs(last) | here.left_over(last)


def test_later_runs_use_no_more_places_of_a_mentor_than_were_set(here, run, at):
    board = queries.load(run)
    for mentee in board.mentees_of(pk(here, "Boris"))[1:]:
        do(here, run, Plan(BoardKind.APART, mentee, pk(here, "Boris"), {mentee: None}), at)
    do(here, run, Plan(BoardKind.PLACES, mentor=pk(here, "Boris"), places=1), at)
    assert queries.load(run).places[pk(here, "Boris")] == 1
    assert list(here.pairs(here.run(at, base=run)).values()).count("Boris") <= 1


def test_undo_is_refused_after_a_later_change_of_the_same_people(here, run, at):
    mentee, mentor = next(iter(here.pairs(run).items()))
    first = do(here, run, Plan(BoardKind.LOCK, pk(here, mentee), pk(here, mentor)), at)
    second = do(here, run, Plan(BoardKind.LIFT, pk(here, mentee), pk(here, mentor)), at)
    with pytest.raises(CannotChange):
        boards.undo(first, by=here.by, at=at)
    boards.undo(second, by=here.by, at=at)
    boards.undo(first, by=here.by, at=at)
    assert not Ruling.objects.exists()


def test_undo_is_refused_once_something_else_was_said_about_the_pair(here, run, at):
    mentor = apart_from(here, run, "Dana")
    made = do(here, run, pair(here, run, "Dana", mentor), at)
    ruling.rule(
        mentee=here.people["Dana"],
        mentor=here.people[mentor],
        kind=RulingKind.FORBID,
        reason="",
        by=here.by,
        at=at,
    )
    with pytest.raises(CannotChange):
        boards.undo(made, by=here.by, at=at)


def test_engines_choice_stays_visible_beside_the_change(here, run, at):
    before = here.pairs(run)
    mentor = apart_from(here, run, "Dana")
    made = do(here, run, pair(here, run, "Dana", mentor), at)
    found = changes.by_hand(list(changes.of_run(run)))[pk(here, "Dana")]
    engine = pk(here, before["Dana"]) if "Dana" in before else None
    assert found == (engine, made)
    boards.undo(made, by=here.by, at=at)
    assert changes.by_hand(list(changes.of_run(run))) == {}


def test_approvals_of_a_changed_pair_are_called_off_and_come_back_with_undo(at):
    scene = approving.stage(at)
    scene.ask(at)
    asked = set(Approval.objects.values_list("pk", "state"))
    pair = Approval.objects.select_related("proposal")[0].proposal
    way = ways.apart(queries.load(scene.run), str(pair.mentee_id))
    plan = Plan(BoardKind.APART, str(pair.mentee_id), str(pair.mentor_id), way.moves)
    made = do(scene.people, scene.run, plan, at)
    assert not Approval.objects.filter(proposal__mentee=pair.mentee_id).exists()
    boards.undo(made, by=scene.people.by, at=at)
    assert set(Approval.objects.values_list("pk", "state")) == asked


def test_permuting_the_input_changes_no_way(here, run):
    turned = replace(queries.load(run))
    frozen = run.frozen
    run.frozen = {**frozen, "mentees": frozen["mentees"][::-1], "mentors": frozen["mentors"][::-1]}
    Run.objects.filter(pk=run.pk).update(frozen=run.frozen)
    queries._open_problem.cache_clear()
    other = queries.load(run)
    for mentee in MENTEES:
        for mentor in ("Ana", "Boris", "Carla"):
            pair = pk(here, mentee), pk(here, mentor)
            assert ways.of_pair(turned, *pair) == ways.of_pair(other, *pair)


STEPS = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 3), st.integers(0, 2)), min_size=1, max_size=8)
SETTINGS = settings(
    max_examples=8, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


def steps_done(here, run, steps, at):
    """As many of these steps as can be done, of every kind."""
    done = []
    for kind, which, whose in steps:
        mentee = pk(here, MENTEES[which])
        mentor = pk(here, ("Ana", "Boris", "Carla")[whose])
        board = queries.load(run)
        plan = plan_of(board, kind, mentee, mentor)
        try:
            done.append(do(here, run, plan, at)) if plan else None
        except Refused:
            continue
    return done


def plan_of(board, kind, mentee, mentor):
    found = ways.of_pair(board, mentee, mentor)
    if kind in (0, 1, 2):
        return Plan(BoardKind.PAIR, mentee, mentor, found[kind % len(found)].moves) if found else None
    if kind == 3:
        way, here = ways.apart(board, mentee), board.pairs.get(mentee, "")
        return Plan(BoardKind.APART, mentee, here, way.moves) if way else None
    if kind == 4:
        return Plan(BoardKind.LEAVE_OUT, mentee, moves=ways.leaving(board, mentee))
    if kind == 5:
        return Plan(BoardKind.PLACES, mentor=mentor, places=1)
    return Plan(BoardKind.LOCK if kind == 6 else BoardKind.FORBID, mentee, mentor)


@SETTINGS
@given(steps=STEPS)
def test_any_changes_all_undone_leave_everything_as_it_was(here, run, at, steps):
    before = everything(here, run)
    done = steps_done(here, run, steps, at)
    states = [everything(here, run)]
    for one in reversed(done):
        boards.undo(one, by=here.by, at=at)
        states.append(everything(here, run))
    assert states[-1] == before
    for one, wanted in zip(done, states[-2::-1], strict=True):
        boards.redo(one, by=here.by, at=at)
        assert everything(here, run) == wanted
    for one in reversed(done):
        boards.undo(one, by=here.by, at=at)
    assert everything(here, run) == before
    BoardChange.objects.all().delete()


def test_offer_that_goes_out_meanwhile_is_seen_once_its_people_are_locked(here, run, at, monkeypatch):
    proposal = run.proposals.select_related("run__round__programme")[0]
    real = boards.lock_participations

    def meanwhile(people):
        monkeypatch.setattr(boards, "lock_participations", real)
        offering.send_offers(run, proposals=[proposal], by=here.by, at=at)
        return real(people)

    monkeypatch.setattr(boards, "lock_participations", meanwhile)
    mentee, mentor = str(proposal.mentee_id), str(proposal.mentor_id)
    with pytest.raises(CannotChange):
        do(here, run, Plan(BoardKind.APART, mentee, mentor, {mentee: None}), at)
    assert not Ruling.objects.exists()


def test_redo_waits_for_what_was_undone_before_it(here, run, at):
    board = queries.load(run)
    first, kept = board.mentees_of(pk(here, "Boris"))
    boris = pk(here, "Boris")
    apart = do(here, run, Plan(BoardKind.APART, first, boris, {first: None}), at)
    board = queries.load(run)
    others = [pk(here, one) for one in MENTEES if pk(here, one) != kept]
    newcomer = next(one for one in others if board.possible(one, boris))
    joined = do(here, run, Plan(BoardKind.PAIR, newcomer, boris, {newcomer: boris}), at)
    boards.undo(joined, by=here.by, at=at)
    boards.undo(apart, by=here.by, at=at)
    with pytest.raises(CannotChange):
        boards.redo(joined, by=here.by, at=at)
    assert sorted(queries.load(run).mentees_of(boris)) == sorted([first, kept])
    boards.redo(apart, by=here.by, at=at)
    boards.redo(joined, by=here.by, at=at)
    assert sorted(queries.load(run).mentees_of(boris)) == sorted([newcomer, kept])


def test_number_of_a_board_is_never_newer_than_its_rows(run):
    with CaptureQueriesContext(connection) as captured:
        queries.load(run)
    assert "matching_boardchange" in captured[0]["sql"]

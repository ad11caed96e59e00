"""Who comes next when an offer came to nothing: the least change, told beforehand, taken in one step."""

from collections import Counter
from itertools import product

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from fairlead.engine.refusals import Cancelled, NotSolvable
from fairlead.kernel.tokens import derived
from fairlead.matching.actions import answering, boards, offering, quotas
from fairlead.matching.actions.boards import Plan
from fairlead.matching.enums import BoardKind, ProposalState, RulingKind
from fairlead.matching.models import Answer, PassedOver, Proposal, Ruling, Run
from fairlead.matching.queries import board as queries
from fairlead.matching.queries import nextbest
from fairlead.matching.queries.pool import freeze
from fairlead.matching.queries.todos import todos
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import ParticipationState
from fairlead.programmes.models import Participation, Partner
from tests import factories
from tests.matching.pools import pool

pytestmark = pytest.mark.django_db
AREAS = ("Dual career", "Taxation", "Housing")
MENTEES = ("Dana", "Emil", "Fay", "Gil", "Hedda")
MENTORS = ("Ana", "Boris", "Carla", "Dmitri")


@pytest.fixture
def here():
    """Five mentees; of four mentors one has two places, and Dmitri shares one area alone."""
    people = pool()
    people.mentor("Ana", AREAS[:2])
    people.mentor("Boris", AREAS[1:], places=2)
    people.mentor("Carla", (AREAS[0], AREAS[2]))
    people.mentor("Dmitri", AREAS[2:])
    for place, name in enumerate(MENTEES):
        people.mentee(name, AREAS[place % 3 : place % 3 + 2])
    return people


@pytest.fixture
def run(here, at):
    return here.run(at)


def pk(here, name):
    return str(here.people[name].pk)


def names(here, pairs):
    found = {str(one.pk): name for name, one in here.people.items()}
    return {found[mentee]: mentor and found[mentor] for mentee, mentor in pairs.items()}


def decline(here, run, mentee, at, *, by="mentor"):
    """The pair of this mentee is offered, and one side says no; the name of the mentor."""
    proposal = run.proposals.select_related("run__round__programme").get(
        mentee=here.people[mentee], state=ProposalState.PROPOSED
    )
    offering.send_offers(run, proposals=[proposal], by=here.by, at=at)
    secret = derived("offer", Answer.objects.get(proposal=proposal, side=by).pk)
    answering.give(secret, yes=False, private_reason="", at=at)
    return proposal.mentor.person.name


def found(run, at):
    return nextbest.of_board(queries.load(run), nextbest.room(freeze(run.round, base=run, at=at)))


def take(here, run, one, at):
    mentee = one.fitted[0]
    plan = Plan(BoardKind.FIT, mentee, one.moves[mentee], one.moves)
    return boards.change(run, plan, number=queries.number_of(run), by=here.by, at=at)


def standing(here, run):
    return names(here, queries.load(run).pairs)


def test_declined_mentee_has_a_next_best_that_is_taken_in_one_step_and_undone_exactly(here, run, at):
    refused = decline(here, run, "Dana", at)
    (one,) = [each for each in found(run, at).suggestions if pk(here, "Dana") in each.fitted]
    before = standing(here, run)
    assert "Dana" not in before
    made = take(here, run, one, at)
    after = standing(here, run)
    assert after == before | names(here, one.moves)
    assert after["Dana"] != refused
    assert queries.load(run).figures() == one.effect.after
    assert not Ruling.objects.exists()
    boards.undo(made, by=here.by, at=at)
    assert standing(here, run) == before
    assert Answer.objects.filter(proposal__mentee=here.people["Dana"], state="no").count() == 1


def test_taken_suggestion_can_be_offered_and_goes_on_from_its_own_no(here, run, at):
    first = decline(here, run, "Dana", at)
    (one,) = [each for each in found(run, at).suggestions if pk(here, "Dana") in each.fitted]
    take(here, run, one, at)
    second = decline(here, run, "Dana", at, by="mentee")
    assert first != second
    assert Proposal.objects.filter(run=run, mentee=here.people["Dana"]).count() == 2
    moves = {mentee: mentor for each in found(run, at).suggestions for mentee, mentor in each.moves.items()}
    assert names(here, moves).get("Dana") not in (first, second)


def test_offer_called_off_is_followed_by_somebody_else(here, run, at):
    proposal = run.proposals.select_related("run__round__programme").get(mentee=here.people["Emil"])
    offering.send_offers(run, proposals=[proposal], by=here.by, at=at)
    proposal.refresh_from_db()
    offering.call_off(proposal, by=here.by, at=at)
    (one,) = [each for each in found(run, at).suggestions if pk(here, "Emil") in each.fitted]
    assert one.moves[pk(here, "Emil")] != str(proposal.mentor_id)


def test_pair_declined_by_an_institution_is_replaced_the_same_way(here, run, at):
    mentor = standing(here, run)["Fay"]
    Ruling.objects.create(
        round=here.round,
        mentee=here.people["Fay"],
        mentor=here.people[mentor],
        kind=RulingKind.FORBID,
        made_at=at,
    )
    (one,) = [each for each in found(run, at).suggestions if pk(here, "Fay") in each.fitted]
    assert names(here, one.moves)["Fay"] not in (None, mentor)


def test_nothing_is_suggested_while_nobody_waits(here, run, at):
    assert found(run, at).suggestions == []


# What may have happened to each of five pairs, and what was passed over.
HAPPENED = st.lists(
    st.sampled_from(["proposed", "proposed", "offered", "accepted", "refused", "expired", "locked"]),
    min_size=5,
    max_size=5,
)
PASSED = st.sets(st.tuples(st.integers(0, 4), st.integers(0, 3)), max_size=3)


def happen(here, run, states, passed, gone, at):
    for name, state in zip(MENTEES, states, strict=True):
        one = run.proposals.filter(mentee=here.people[name]).first()
        if one is None:
            continue
        if state == "locked":
            Ruling.objects.create(
                round=here.round, mentee=one.mentee, mentor=one.mentor, kind=RulingKind.LOCK, made_at=at
            )
        elif state == "accepted":
            Proposal.objects.filter(pk=one.pk).update(state=state)
            place = 1 + Mentorship.objects.filter(mentor=one.mentor).count()
            factories.mentorship(here.round, one.mentor, one.mentee, place=place)
        else:
            Proposal.objects.filter(pk=one.pk).update(state=state, offered_at=at, settled_at=at)
    for mentee, mentor in passed:
        PassedOver.objects.create(
            run=run, mentee=here.people[MENTEES[mentee]], mentor=here.people[MENTORS[mentor]], said_at=at
        )
    if gone is not None:
        Participation.objects.filter(pk=here.people[MENTORS[gone]].pk).update(state=ParticipationState.LEFT)


def room_left(here, mentor):
    """Places that no mentorship and no open offer holds, counted from the rows alone."""
    one = Participation.objects.get(pk=here.people[mentor].pk)
    taken = Mentorship.objects.filter(mentor=one).count()
    taken += Proposal.objects.filter(mentor=one, state=ProposalState.OFFERED).count()
    return one.places - taken if one.state == ParticipationState.ACTIVE else 0


def by_trying_everything(here, board):
    """The best (mentees with a mentor, less changed pairs, points) of all ways to pair those who wait."""
    waiting = [name for name in MENTEES if pk(here, name) not in board.held]
    left = {name: room_left(here, name) for name in MENTORS}
    passed = {(str(one.mentee_id), str(one.mentor_id)) for one in PassedOver.objects.all()}
    now = {name: board.pairs.get(pk(here, name)) for name in waiting}

    def choices(name):
        mentee = pk(here, name)
        if mentee in board.locks:
            mentor = names(here, {mentee: board.locks[mentee]})[name]
            return [mentor if left[mentor] > 0 else None]
        some = [one for one in MENTORS if not board.obstacles(mentee, pk(here, one))]
        tried = board.tried | {pair for pair in passed if board.pairs.get(pair[0]) != pair[1]}
        return [None, *(one for one in some if (mentee, pk(here, one)) not in tried)]

    best = None
    for chosen in product(*map(choices, waiting)):
        if any(count > left[mentor] for mentor, count in Counter(filter(None, chosen)).items()):
            continue
        pairs = [
            (pk(here, one), mentor and pk(here, mentor)) for one, mentor in zip(waiting, chosen, strict=True)
        ]
        kept = sum(board.pairs.get(one) == mentor for one, mentor in pairs if one in board.pairs)
        changed = sum(mentor is not None for mentor in now.values()) - kept
        points = sum(board.points(one, mentor) for one, mentor in pairs if mentor)
        value = (sum(mentor is not None for mentor in chosen), -changed, points)
        best = value if best is None else max(best, value)
    return best


def value_of(board, moves):
    after = {one: mentor for one, mentor in board.after(moves).items() if one not in board.held}
    changed = sum(one in board.pairs and one not in board.held for one in moves)
    return len(after), -changed, sum(board.points(one, mentor) for one, mentor in after.items())


SETTINGS = settings(
    max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@SETTINGS
@given(states=HAPPENED, passed=PASSED, gone=st.none() | st.integers(0, 3))
def test_suggestion_is_the_best_of_all_ways_and_what_is_settled_never_moves(
    here, run, at, states, passed, gone
):
    with transaction.atomic():
        happen(here, run, states, passed, gone, at)
        board, now = queries.load(run), nextbest.room(freeze(run.round, base=run, at=at))
        moves = nextbest.least_change(board, now, avoid=nextbest.avoided(board, now))
        assert value_of(board, moves) == by_trying_everything(here, board)
        assert not moves.keys() & board.held
        left = {name: room_left(here, name) for name in MENTORS}
        fixed = {one for one, mentor in board.locks.items() if left[names(here, {one: mentor}).popitem()[1]]}
        assert not moves.keys() & fixed
        parts = nextbest.parted(board, moves)
        assert {one: mentor for part in parts for one, mentor in part.items()} == moves
        for part in parts:
            after = Counter(board.after(part).values())
            assert all(
                after[one] <= max(board.places[one], Counter(board.pairs.values())[one]) for one in after
            )
        assert moves == turned(run, now)
        transaction.set_rollback(True)


def turned(run, now):
    """The moves when the people of the run come in the other order."""
    queries._open_problem.cache_clear()
    frozen = run.frozen
    run.frozen = {**frozen, "mentees": frozen["mentees"][::-1], "mentors": frozen["mentors"][::-1]}
    Run.objects.filter(pk=run.pk).update(frozen=run.frozen)
    board = queries.load(run)
    found = nextbest.least_change(board, now, avoid=nextbest.avoided(board, now))
    run.frozen = frozen
    queries._open_problem.cache_clear()
    return found


@pytest.fixture
def team(client, here):
    client.force_login(here.coordinator)
    return client


def text(response):
    return " ".join(response.content.decode().split())


def sent(run, one, kind="fit"):
    mentee = one.fitted[0]
    moves = " ".join(f"{each}:{mentor or ''}" for each, mentor in one.moves.items())
    number = queries.number_of(run)
    return {"kind": kind, "mentee": mentee, "mentor": one.moves[mentee], "moves": moves, "number": number}


def test_page_shows_what_comes_next_and_takes_it(team, here, run, at):
    refused = decline(here, run, "Dana", at)
    url = reverse("matching:next", args=[run.pk])
    assert [one.url for one in todos(here.by, at=at) if "see who comes next" in one.title] == [url]
    (one,) = [each for each in found(run, at).suggestions if pk(here, "Dana") in each.fitted]
    mentor = names(here, one.moves)["Dana"]
    page = text(team.get(url))
    assert f"<h3>Dana with {mentor}</h3>" in page
    assert f"The offer with {refused} was refused on 5 October." in page
    done = text(team.post(reverse("matching:board_change", args=[run.pk]), sent(run, one), follow=True))
    assert f"took the next best: Dana with {mentor}" in done
    assert "It came next when an offer had come to nothing." in done
    assert standing(here, run)["Dana"] == mentor
    assert "Nobody waits who could be fitted in." in text(team.get(url))
    assert not [one for one in todos(here.by, at=at) if "see who comes next" in one.title]


def test_passed_over_pair_gives_way_to_another_until_it_is_suggested_again(team, here, run, at):
    decline(here, run, "Dana", at)
    (one,) = [each for each in found(run, at).suggestions if pk(here, "Dana") in each.fitted]
    heading = f"<h3>Dana with {names(here, one.moves)['Dana']}</h3>"
    pair = {"pairs": f"{pk(here, 'Dana')}:{one.moves[pk(here, 'Dana')]}"}
    page = text(team.post(reverse("matching:next_say", args=[run.pk, "pass"]), pair, follow=True))
    assert heading not in page
    assert "1 pair is not suggested any more" in page
    again = text(team.post(reverse("matching:next_say", args=[run.pk, "again"]), pair, follow=True))
    assert heading in again
    assert not PassedOver.objects.exists()


def test_what_is_no_pair_is_not_passed_over(team, here, run):
    url = reverse("matching:next_say", args=[run.pk, "pass"])
    for pairs in ("", "x", f"{'-' * 36}:{'-' * 36}", f"{pk(here, 'Ana')}:{pk(here, 'Dana')}"):
        assert team.post(url, {"pairs": pairs}).status_code == 302
    assert not PassedOver.objects.exists()


def test_older_run_leads_to_its_page(team, here, run, at):
    here.run(at, base=run)
    response = team.get(reverse("matching:next", args=[run.pk]))
    assert response.url == reverse("matching:run", args=[run.pk])


def test_page_asks_the_database_as_often_for_one_as_for_three(team, here, run, at):
    url, counts = reverse("matching:next", args=[run.pk]), []
    for name in ("Dana", "Emil", "Fay"):
        decline(here, run, name, at)
        team.get(url)
        with CaptureQueriesContext(connection) as captured:
            assert team.get(url).status_code == 200
        counts.append(len(captured))
    assert counts[0] == counts[2]


def test_whoever_misses_training_keeps_a_proposed_pair_and_gets_no_new_one(here, run, at):
    decline(here, run, "Dana", at)
    now = nextbest.room(freeze(run.round, base=run, at=at))
    board = queries.load(run)
    late = {pk(here, name) for name in MENTORS}
    untrained = nextbest.Room(now.mentees, {}, frozenset(late))
    assert nextbest.of_board(board, untrained).suggestions == []
    assert [one for one in nextbest.of_board(board, now).suggestions if pk(here, "Dana") in one.fitted]


def test_pair_whose_mentor_has_left_is_told_and_replaced(team, here, run, at):
    gone = standing(here, run)["Fay"]
    Participation.objects.filter(pk=here.people[gone].pk).update(state=ParticipationState.LEFT)
    page = text(team.get(reverse("matching:next", args=[run.pk])))
    assert f"The pair with {gone} cannot be offered as it stands." in page


@pytest.mark.parametrize(
    ("problem", "said"),
    [(Cancelled(), "takes too long for a page"), (NotSolvable(), "Look at the locks first.")],
)
def test_what_cannot_be_worked_out_is_said(team, run, monkeypatch, problem, said):
    def fail(*_given, **_more):
        raise problem

    monkeypatch.setattr(nextbest, "solve", fail)
    assert said in text(team.get(reverse("matching:next", args=[run.pk])))


def test_limits_that_cannot_be_kept_any_more_do_not_hide_who_comes_next(here, at):
    Partner.objects.create(programme=here.round.programme, institution=here.home)
    quotas.settle(
        here.round,
        places={here.home.pk: {"mentees_least": 5}},
        across={"crossing": "free", "percent": 0, "pairs": 0},
        by=here.by,
        at=at,
    )
    run = here.run(at)
    decline(here, run, "Dana", at)
    gone = here.people["Fay"]
    Participation.objects.filter(pk=gone.pk).update(state=ParticipationState.LEFT)
    assert [one for one in found(run, at).suggestions if pk(here, "Dana") in one.fitted]

"""Several mentors for one mentee: runs, the board, offers, and what the database makes impossible."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.applications.models import Application
from fairlead.kernel.tokens import derived
from fairlead.matching.actions import answering, boards, offering, ruling, trying
from fairlead.matching.actions.board_rows import snapshot
from fairlead.matching.actions.boards import CannotChange, Plan
from fairlead.matching.enums import BoardKind, ProposalState, RulingKind
from fairlead.matching.models import Answer, Proposal, Ruling
from fairlead.matching.queries import board as queries
from fairlead.matching.queries import nextbest, pool, scenarios, suggesting, ways, wording
from fairlead.matching.queries.seats import mentee_of
from fairlead.matching.queries.trying import of_now
from fairlead.matching.queries.waiting import of_round
from fairlead.mentorships.actions import begin
from fairlead.mentorships.models import Mentorship
from fairlead.notifications.models import Letter
from fairlead.preferences.actions import arranging as wishes
from fairlead.preferences.actions import asking
from fairlead.preferences.queries import cards
from fairlead.programmes.actions import edit_round
from fairlead.programmes.enums import Side
from tests import factories
from tests.matching.pools import pool as a_pool

pytestmark = pytest.mark.django_db
AREAS = ("Dual career", "Taxation")


@pytest.fixture
def here():
    """A round that gives two mentors: three mentees, and three mentors with four places in all."""
    people = a_pool()
    type(people.round).objects.filter(pk=people.round.pk).update(mentors_each=2)
    people.round.mentors_each = 2
    people.mentor("Ana", AREAS, places=2)
    people.mentor("Boris", AREAS[:1])
    people.mentor("Carla", AREAS[1:])
    for name in ("Dana", "Emil", "Fay"):
        people.mentee(name, AREAS)
    return people


@pytest.fixture
def run(here, at):
    return here.run(at)


def pk(here, name):
    return str(here.people[name].pk)


def made(here, run):
    """Each mentee's mentors, by place."""
    rows = Proposal.objects.filter(run=run).exclude(state__in=["refused", "expired"])
    found = {}
    for one in rows.select_related("mentee__person", "mentor__person").order_by("mentee_place"):
        found.setdefault(one.mentee.person.name, []).append(one.mentor.person.name)
    return {name: found[name] for name in sorted(found)}


def doubled(here, run):
    """The mentee with two mentors."""
    (name,) = [name for name, mentors in made(here, run).items() if len(mentors) == 2]
    return name


def do(here, run, plan, at, reason="They asked."):
    return boards.change(run, plan, number=queries.number_of(run), reason=reason, by=here.by, at=at)


def offer(here, run, at):
    return offering.send_offers(run, proposals=run.proposals.filter(state="proposed"), by=here.by, at=at)


def answer(proposal, side, at, *, yes=True):
    secret = derived("offer", Answer.objects.get(proposal=proposal, side=side).pk)
    return answering.give(secret, yes=yes, private_reason="", at=at).outcome


def accept(proposal, at):
    answer(proposal, Side.MENTOR, at)
    return answer(proposal, Side.MENTEE, at)


def test_everybody_has_a_mentor_before_anybody_has_two(here, run):
    assert sorted(len(mentors) for mentors in made(here, run).values()) == [1, 1, 2]
    assert (run.result["matched"], run.result["places_used"], run.result["several"]) == (3, 4, [2, 1])
    assert wording.summary(run).sentences[:2] == [
        (
            "No other set of pairs gives as many mentees a mentor, then as many of them another one, and has "
            "more points: proven and checked."
        ),
        "1 mentee has two mentors.",
    ]


def test_a_round_of_one_mentor_each_keeps_nothing_of_it(here, at):
    here.round.mentors_each = 1
    run = here.run(at)
    assert sorted(len(mentors) for mentors in made(here, run).values()) == [1, 1, 1]
    assert "each" not in run.policy
    assert "several" not in run.result


def test_a_mentor_of_two_is_changed_by_hand_and_undone_to_the_letter(here, run, at):
    name = doubled(here, run)
    everybody = [str(one.pk) for one in here.people.values()]
    before, board = snapshot(run, everybody), queries.load(run)
    second = f"{pk(here, name)}.2"
    left = made(here, run)[name][0]
    way = ways.apart(board, second)
    change = do(here, run, Plan(BoardKind.APART, second, board.pairs[second], way.moves), at)
    assert made(here, run)[name] == [left]
    assert not run.unmatched.filter(participation=here.people[name]).exists()
    assert (way.effect.before.matched, way.effect.after.matched) == (3, 3)
    boards.undo(change, by=here.by, at=at)
    assert snapshot(run, everybody) == before


def test_every_way_of_giving_another_mentor_is_what_it_tells(here, run, at):
    told = 0
    for name in ("Dana", "Emil", "Fay"):
        board = queries.load(run)
        for mentor in ("Ana", "Boris", "Carla"):
            seat = board.free_seat(pk(here, name))
            for way in ways.of_pair(board, seat, pk(here, mentor)):
                change = do(here, run, Plan(BoardKind.PAIR, seat, pk(here, mentor), way.moves), at)
                assert queries.load(run).figures() == way.effect.after
                others = {
                    to for one, to in board.pairs.items() if mentee_of(one) == pk(here, name) and one != seat
                }
                now = {pk(here, one) for one in made(here, run)[name]}
                assert now == others | {pk(here, mentor)}
                boards.undo(change, by=here.by, at=at)
                told += 1
    assert told >= 4


def test_nobody_gets_the_mentor_they_have_a_second_time(here, run, at):
    name = doubled(here, run)
    board = queries.load(run)
    first, second = pk(here, name), f"{pk(here, name)}.2"
    assert ways.of_pair(board, second, board.pairs[first]) == []
    assert board.obstacles(second, board.pairs[first]) == ["The two are a pair of this board already."]
    with pytest.raises(CannotChange, match="a pair of this board already"):
        do(here, run, Plan(BoardKind.PAIR, second, board.pairs[first], {second: board.pairs[first]}), at)


def test_both_pairs_of_a_mentee_are_locked_and_stay_in_the_next_run(here, run, at):
    name = doubled(here, run)
    for mentor in made(here, run)[name]:
        do(here, run, Plan(BoardKind.LOCK, pk(here, name), pk(here, mentor)), at)
    assert list(Ruling.objects.order_by("mentee_place").values_list("mentee_place", flat=True)) == [1, 2]
    again = here.run(at, base=run)
    assert sorted(made(here, again)[name]) == sorted(made(here, run)[name])
    third = next(one for one in ("Ana", "Boris", "Carla") if one not in made(here, run)[name])
    pair = {"mentee": here.people[name], "mentor": here.people[third]}
    with pytest.raises(ruling.CannotRule, match="All places of this mentee are locked"):
        ruling.rule(**pair, kind=RulingKind.LOCK, reason="", by=here.by, at=at)


def test_mentee_with_two_offers_says_yes_to_both_and_has_two_mentors(here, run, at):
    name = doubled(here, run)
    assert offer(here, run, at).offered == 4
    for one in run.proposals.filter(mentee=here.people[name]):
        assert accept(one, at) == answering.Outcome.MENTORSHIP
    pairs = Mentorship.objects.filter(mentee=here.people[name])
    assert sorted(pairs.values_list("mentee_place", flat=True)) == [1, 2]
    others = pool.pool(here.round, at=at)
    assert here.people[name].pk not in {one.participation_id for one in others.mentees}


def test_no_to_one_of_two_offers_leaves_the_other_and_a_place_for_the_next_best(here, run, at):
    name = doubled(here, run)
    offer(here, run, at)
    first, second = run.proposals.filter(mentee=here.people[name]).order_by("mentee_place")
    accept(first, at)
    answer(second, Side.MENTOR, at, yes=False)
    now = pool.pool(here.round, at=at)
    assert (now.further, now.without) == (3, [])
    assert of_round(here.round, at=at) == []
    board, room = queries.load(run), nextbest.room(pool.freeze(here.round, at=at))
    assert board.ended == {f"{pk(here, name)}.2"}
    assert room.rooms == {pk(here, one): 1 for one in ("Dana", "Emil", "Fay")}
    assert nextbest.of_board(board, room).without == (f"{pk(here, name)}.2",)
    (fit,) = nextbest.of_board(board, room).suggestions
    ((seat, mentor),) = fit.moves.items()
    assert (mentor, fit.effect.before.matched, fit.effect.after.matched) == (str(second.mentor_id), 3, 3)
    do(here, run, Plan(BoardKind.FIT, seat, mentor, fit.moves), at)
    assert [len(mentors) for mentors in made(here, run).values()].count(2) == 1
    here.mentor("Olga", AREAS)
    again = here.run(at)
    assert (again.result["matched"], again.result["places_used"], again.result["several"]) == (3, 2, [1, 2])
    assert set(again.proposals.values_list("mentee_place", flat=True)) == {2}


def test_who_has_nobody_yet_comes_before_who_has_one(here, run, at):
    name = doubled(here, run)
    offer(here, run, at)
    accept(run.proposals.filter(mentee=here.people[name]).first(), at)
    run.proposals.filter(state=ProposalState.OFFERED).update(state=ProposalState.EXPIRED, settled_at=at)
    for mentor in ("Ana", "Boris", "Carla"):
        type(here.people[mentor]).objects.filter(pk=here.people[mentor].pk).update(places=1)
    again = here.run(at)
    others = {"Dana", "Emil", "Fay"} - {name}
    assert set(made(here, again)) <= others
    assert len(made(here, again)) == 2


def test_whoever_came_after_the_run_is_fitted_in_where_somebody_has_two(here, run, at):
    name = doubled(here, run)
    here.mentee("Gil", AREAS)
    joined = suggesting.page(run, at=at).joined
    (loses,) = joined.others
    assert loses in [f"{name} then no longer has {mentor}." for mentor in made(here, run)[name]]
    assert joined.figures[0][1:] == (3, 4)


def test_two_live_pairs_of_the_same_two_people_are_impossible(here, at):
    two = here.people["Ana"], here.people["Dana"]
    factories.mentorship(here.round, *two)
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.mentorship(here.round, *two, place=2, mentee_place=2)


def test_a_place_of_a_mentee_is_taken_once(here, at):
    factories.mentorship(here.round, here.people["Ana"], here.people["Dana"])
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.mentorship(here.round, here.people["Boris"], here.people["Dana"])
    factories.mentorship(here.round, here.people["Boris"], here.people["Dana"], mentee_place=2)


def test_scenarios_are_closed_with_a_sentence(here, client, at):
    client.force_login(here.coordinator)
    address = reverse("matching:new_scenario", args=[here.round.pk])
    page = client.get(address, follow=True).content.decode()
    assert "Scenarios are for rounds in which a mentee has one mentor; this round gives several." in page
    start = of_now(here.round, at=at)
    with pytest.raises(trying.CannotTry, match="this round gives several"):
        trying.ask(here.round, start, trying.Ways({}), name="Other", by=here.by, at=at)


def test_runs_of_several_mentors_are_not_compared_as_if_there_were_one(here, run, client, at):
    again = here.run(at, base=run)
    assert scenarios.chosen(here.by, here.round, [run.pk, again.pk]) == []
    client.force_login(here.coordinator)
    url = reverse("matching:compare_ways", args=[here.round.pk])
    assert client.get(url, {"of": [run.pk, again.pk]}).status_code == 302


def test_mentee_with_room_for_another_mentor_hears_what_one_asked_says(here, at):
    wishes.arrange(here.round, mode="chosen", until=at.date(), by=here.by, at=at)
    dana, ana = (Application.objects.get(participation=here.people[name]) for name in ("Dana", "Ana"))
    begin(mentor=here.people["Boris"], mentee=here.people["Dana"], reasons=[], by=here.by, at=at)
    key = cards.key_of(dana, ana.participation_id)
    asked = asking.ask(dana, key, by=factories.actor(dana.person), at=at)
    asking.answer(ana, asked.pk, yes=False, by=factories.actor(ana.person), at=at)
    assert Letter.objects.filter(kind="request", to_email=dana.person.email).count() == 1


def test_pages_of_a_run_show_both_mentors_and_let_another_be_chosen(here, run, client, at):
    client.force_login(here.coordinator)
    name = doubled(here, run)
    page = client.get(reverse("matching:run", args=[run.pk])).content.decode()
    assert all(f'id="pair-{one}"' in page for one in (pk(here, name), f"{pk(here, name)}.2"))
    assert "2 mentees have a mentor and room for another" in page
    assert page.count("The mentee also has") == 2
    board = queries.load(run)
    second = board.pairs[f"{pk(here, name)}.2"]
    mentee = here.people[name].pk
    for address in (
        reverse("matching:why", args=[run.pk, mentee, second]),
        reverse("matching:alternatives", args=[run.pk, mentee]),
        reverse("matching:fairness", args=[run.pk]),
        reverse("matching:next", args=[run.pk]),
        reverse("matching:send", args=[run.pk]),
        reverse("matching:sensitivity", args=[run.pk]),
        reverse("matching:scenarios", args=[here.round.pk]),
    ):
        assert client.get(address).status_code == 200
    pick = reverse("matching:board_pick", args=[run.pk, here.people[name].pk])
    assert made(here, run)[name][0] in client.get(pick, {"place": "2"}).content.decode()
    pair = reverse("matching:board_pair", args=[run.pk, here.people[name].pk, second])
    assert "Take apart" in client.get(pair).content.decode()
    given = {"kind": "apart", "mentee": f"{pk(here, name)}.2", "mentor": second, "number": 0, "reason": "No."}
    client.post(reverse("matching:board_change", args=[run.pk]), given)
    assert len(made(here, run)[name]) == 1
    matching = client.get(reverse("matching:round", args=[here.round.pk])).content.decode()
    beside, shapes = matching.split('id="besides"')[1].split('id="shapes"')
    assert reverse("programmes:round_edit", args=[here.round.pk]) + "#id_mentors_each" in beside
    assert reverse("peers:round", args=[here.round.pk]) in shapes
    assert "Each mentee has up to two mentors." in matching


def test_number_is_raised_any_time_and_lowered_only_while_nobody_has_more(here, run, client, at):
    client.force_login(here.coordinator)
    address = reverse("programmes:round_edit", args=[here.round.pk])
    given = {
        "name": here.round.name,
        "closes_on": "2026-10-31",
        "approval_days": 10,
        "offer_days": 10,
        "reminder_days": 7,
    }
    name = doubled(here, run)
    offer(here, run, at)
    refused = client.post(address, {**given, "mentors_each": 1})
    assert refused.status_code == 422
    assert "1 mentee has more mentors, open offers or locked pairs than that." in refused.content.decode()
    assert client.post(address, {**given, "mentors_each": 3}).status_code == 302
    assert "Up to three" in client.get(reverse("programmes:round", args=[here.round.pk])).content.decode()
    answer(run.proposals.filter(mentee=here.people[name]).first(), Side.MENTOR, at, yes=False)
    assert client.post(address, {**given, "mentors_each": 1}).status_code == 302
    here.round.refresh_from_db()
    assert here.round.mentors_each == 1
    assert client.post(address, given).status_code == 302


def test_a_round_is_locked_before_its_people_as_by_whoever_changes_a_board(here, at):
    with CaptureQueriesContext(connection) as captured:
        edit_round(here.round, {"mentors_each": 1}, by=here.by, at=at)
    asked = [one["sql"] for one in captured if one["sql"].startswith("SELECT")]
    assert 'FROM "programmes_round"' in asked[0]


def test_home_of_a_mentee_with_two_mentors_shows_both(here, run, client, at):
    name = doubled(here, run)
    offer(here, run, at)
    letter = Letter.objects.filter(kind="offer", to_email=here.people[name].person.email).first()
    assert "In this round you can have more than one mentor at the same time." in letter.text
    for one in run.proposals.filter(mentee=here.people[name]):
        accept(one, at)
    client.force_login(here.people[name].person)
    page = client.get(reverse("portal:home")).content.decode()
    assert [mentor for mentor in ("Ana", "Boris", "Carla") if mentor in page] == sorted(made(here, run)[name])


def test_nobody_gets_a_third_mentor_where_somebody_could_have_a_second(here, at):
    type(here.round).objects.filter(pk=here.round.pk).update(mentors_each=3)
    here.round.mentors_each = 3
    here.mentor("Olga", AREAS, places=2)
    run = here.run(at)
    assert sorted(len(mentors) for mentors in made(here, run).values()) == [2, 2, 2]
    assert run.result["several"] == [0, 3, 0]
    record = {one["label"]: one["value"] for one in wording.summary(run).record}
    assert record["In this order"] == (
        "Everyone possible gets a mentor; As many mentees as possible get another mentor; "
        "Nobody a third one where somebody could have a second; Total fit; Least change from the last run"
    )

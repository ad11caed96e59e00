"""The matching keeps apart whom one of the two has ruled out, and heeds whom people wish for."""

import pytest

from fairlead.matching.actions import ruling
from fairlead.matching.enums import RulingKind
from fairlead.matching.models import Proposal, Run
from fairlead.matching.queries import alternatives, board, why
from fairlead.matching.queries.pool import freeze
from fairlead.matching.queries.pruned import without
from fairlead.preferences.enums import Counting, Deed, Ranking
from fairlead.preferences.models import Terms
from fairlead.preferences.queries.heard import FULL, heard
from fairlead.programmes.enums import Side
from tests.preferences.wishing import scene

pytestmark = pytest.mark.django_db
NOT_SHOWN = "This pair is not possible, for a reason that is not shown."


@pytest.fixture
def here(at):
    return scene(at)


def levels(here):
    people = here.people.people
    names = {one.pk: name for name, one in people.items()}
    sides = {side: [one.pk for one in people.values() if one.side == side] for side in Side.values}
    with here.over():
        found = heard(here.people.round, mentees=sides["mentee"], mentors=sides["mentor"], at=here.at)
    return {(names[one], names[other]): level for (one, other), level in found.wished.items()}


def lock(here, at, mentee, mentor):
    pair = {"mentee": here.people.people[mentee], "mentor": here.people.people[mentor]}
    ruling.rule(**pair, kind=RulingKind.LOCK, reason="", by=here.people.by, at=at)


@pytest.mark.parametrize(("who", "other"), [("Chen", "Ana"), ("Ana", "Chen")])
def test_pair_that_either_has_ruled_out_is_not_made(here, who, other):
    assert here.people.pairs(here.run()) == {"Chen": "Ana", "Dana": "Boris"}
    here.say(who, Deed.RATHER_NOT, other)
    assert here.people.pairs(here.run()) == {"Chen": "Boris", "Dana": "Ana"}


def test_ruled_out_is_hard_even_where_it_costs_a_mentee_the_place(here):
    here.say("Chen", Deed.RATHER_NOT, "Ana")
    here.say("Boris", Deed.RATHER_NOT, "Chen")
    run = here.run()
    assert here.people.pairs(run).keys() == {"Dana"}
    assert here.people.left_over(run)["Chen"] == "no_allowed_mentor"


def test_taken_back_it_stands_in_the_way_no_more(here):
    here.say("Chen", Deed.RATHER_NOT, "Ana")
    here.run()
    here.say("Chen", Deed.TAKE_BACK, "Ana")
    assert here.people.pairs(here.run()) == {"Chen": "Ana", "Dana": "Boris"}


@pytest.mark.parametrize(("who", "other"), [("Dana", "Ana"), ("Ana", "Dana")])
def test_wish_outweighs_points_as_much_as_its_weight_says(here, who, other):
    here.wish(who, other)
    here.wish("Chen", "Boris")
    assert here.people.pairs(here.run(wishes=90)) == {"Chen": "Boris", "Dana": "Ana"}
    assert here.people.pairs(here.run(wishes=0)) == {"Chen": "Ana", "Dana": "Boris"}


def test_points_of_a_wish_are_those_of_its_place_and_add_up(here):
    here.wish("Chen", "Boris", "Ana")
    here.wish("Ana", "Chen")
    for one in Proposal.objects.filter(run=here.run(wishes=30)):
        points = {part["key"]: part["points"] for part in one.parts}
        assert one.score == sum(points.values())
        assert {part["key"]: part["most"] for part in one.parts} == {"areas": 45, "wishes": 30}
        # Chen's second of three and Ana's first: (2/3 + 1) / 2 of 30.
        assert points["wishes"] == (25 if one.mentor == here.people.people["Ana"] else 0)
        assert next(part["facts"] for part in one.parts if part["key"] == "wishes") == {}


@pytest.mark.parametrize("who", ["Chen", "Ana"])
def test_wish_of_one_for_a_pair_that_the_other_ruled_out_is_not_heard(here, who):
    other = {"Chen": "Ana", "Ana": "Chen"}[who]
    here.wish(who, other)
    here.say(other, Deed.RATHER_NOT, who)
    assert levels(here) == {}
    told = why.of_two(here.run(), *(here.people.people[name].pk for name in ("Chen", "Ana")))
    assert [(one["label"], one["points"]) for one in told.parts][-1] == ("Wishes", 0)


def test_until_the_last_day_is_over_only_who_is_ruled_out_is_heard(here, at):
    here.wish("Dana", "Ana")
    here.say("Chen", Deed.RATHER_NOT, "Ana")

    def frozen():
        found = freeze(here.people.round, at=at)
        return len(found["refused"]), sum("wished" in one["values"] for one in found["mentees"])

    assert frozen() == (1, 0)
    with here.over():
        assert frozen() == (1, 1)
    here.people.round.rolling = True
    assert frozen() == (1, 1)


def test_sides_count_as_the_round_says(here):
    here.wish("Chen", "Ana", "Boris")
    here.wish("Boris", "Chen")
    assert levels(here) == {("Chen", "Ana"): FULL // 2, ("Chen", "Boris"): (80 + FULL) // 2}
    Terms.objects.update(counting=Counting.MENTEES)
    assert levels(here) == {("Chen", "Ana"): 80, ("Chen", "Boris"): (160 + FULL) // 3}
    Terms.objects.update(counting=Counting.MENTORS)
    assert levels(here) == {("Chen", "Ana"): 40, ("Chen", "Boris"): (80 + 2 * FULL) // 3}
    Terms.objects.update(ranking=Ranking.MENTEES)
    assert levels(here) == {("Chen", "Ana"): FULL, ("Chen", "Boris"): 80}


def test_locked_pairs_never_move_for_a_wish(here, at):
    lock(here, at, "Chen", "Ana")
    here.wish("Chen", "Boris")
    here.wish("Dana", "Ana")
    assert here.people.pairs(here.run(wishes=100)) == {"Chen": "Ana", "Dana": "Boris"}


def test_lock_on_a_pair_that_was_ruled_out_is_not_carried_out(here, at):
    lock(here, at, "Chen", "Ana")
    here.say("Ana", Deed.RATHER_NOT, "Chen")
    run = here.run()
    assert (run.state, here.people.pairs(run)["Chen"]) == ("done", "Boris")


def test_same_people_in_another_order_give_the_same_pairs(here, at):
    for number in range(4):
        here.of[f"M{number}"] = here.people.mentor(f"M{number}")
        here.of[f"N{number}"] = here.people.mentee(f"N{number}")
    here.wish("N0", "M3", "M1")
    here.wish("M2", "N1", "N0")
    here.say("N3", Deed.RATHER_NOT, "M0")
    run = here.run()
    pairs = here.people.pairs(run)
    again = Run.objects.get(pk=run.pk)
    again.frozen = {
        **again.frozen,
        "mentees": again.frozen["mentees"][::-1],
        "mentors": again.frozen["mentors"][::-1],
        "refused": again.frozen["refused"][::-1],
    }
    from fairlead.matching.queries.computing import compute

    names = {one.pk: name for name, one in here.people.people.items()}
    found = {names[one["mentee_id"]]: names[one["mentor_id"]] for one in compute(again).proposals}
    assert found == pairs
    assert len(pairs) == 6


def test_pages_say_only_that_the_reason_is_not_shown(here):
    here.say("Ana", Deed.RATHER_NOT, "Chen")
    run, chen, ana = here.run(), here.people.people["Chen"].pk, here.people.people["Ana"].pk
    impossible = alternatives.of_mentee(run, chen).impossible
    assert [(one.mentor.name, one.blocks) for one in impossible] == [("Ana", [NOT_SHOWN])]
    assert board.load(run).obstacles(str(chen), str(ana)) == [NOT_SHOWN]
    assert not board.load(run).possible(str(chen), str(ana))
    told = why.of_two(run, chen, ana)
    assert (told.blocks, told.trade) == ([NOT_SHOWN], None)


def test_frozen_input_is_the_same_from_whichever_side_it_came(here, at):
    here.say("Chen", Deed.RATHER_NOT, "Ana")
    from_mentee = freeze(here.people.round, at=at)
    here.say("Chen", Deed.TAKE_BACK, "Ana")
    assert freeze(here.people.round, at=at)["refused"] == []
    here.say("Ana", Deed.RATHER_NOT, "Chen")
    assert freeze(here.people.round, at=at) == from_mentee
    here.say("Chen", Deed.RATHER_NOT, "Ana")
    assert freeze(here.people.round, at=at) == from_mentee


def test_people_who_go_from_a_run_go_from_its_wishes(here, at):
    here.wish("Chen", "Ana", "Boris")
    ana, boris = (str(here.people.people[name].pk) for name in ("Ana", "Boris"))
    with here.over():
        left = without(freeze(here.people.round, at=at), {ana})
    wished = [one["values"]["wished"] for one in left["mentees"] if "wished" in one["values"]]
    assert [set(one) for one in wished] == [{boris}]


def test_round_that_asks_nobody_is_frozen_as_ever(at):
    here = scene(at)
    here.wish("Chen", "Ana")
    here.say("Dana", Deed.RATHER_NOT, "Ana")
    Terms.objects.all().delete()
    frozen = freeze(here.people.round, at=at)
    assert frozen["refused"] == []
    assert not any("wished" in one["values"] for one in frozen["mentees"])

"""Another way of matching the same people: tried beside the runs, compared with them, heard of by nobody."""

import html
import random
from datetime import timedelta

import pytest
from django.core.serializers import serialize
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.audit.models import Entry
from fairlead.evaluation.queries import facts
from fairlead.kernel.times import day_of
from fairlead.matching import tasks
from fairlead.matching.actions import keeping, trying
from fairlead.matching.actions.watching import Held
from fairlead.matching.enums import RulingKind, ScenarioState
from fairlead.matching.models import Proposal, Ruling, Run, Scenario, Unmatched
from fairlead.matching.queries import runs, scenarios, waiting
from fairlead.matching.queries import trying as starts
from fairlead.matching.queries.outlining import outline
from fairlead.matching.queries.todos import todos
from fairlead.matching.queries.weighing import default_weights
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import RoundState, TeamRole
from fairlead.programmes.keeping import Alone, Part
from tests import factories
from tests.matching.pools import pool
from tests.matching.test_policy import posted

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    """Ana suits everybody but has one place; Boris, of Dana's grade, suits whoever has nobody else."""
    made = pool()
    made.mentor("Ana", grade=8)
    made.mentor("Boris", grade=7, areas=("Taxation", "Dual career"))
    made.mentee("Chen", grade=6)
    made.mentee("Dana", grade=7, areas=("Taxation",))
    made.mentee("Emil", grade=5)
    return made


@pytest.fixture
def run(people, at):
    return people.run(at)


@pytest.fixture
def signed_in(client, people):
    client.force_login(people.coordinator)
    return client


def tried(people, run, at, *, name="Another way", more=(), single=None, unlimited=False, **policy):
    start = starts.of_run(run) if run else starts.of_now(people.round, at=at)
    groups = {one.value: one for one in starts.groups(start.frozen)}
    ways = trying.Ways(
        {**(run.policy if run else default_weights()), **policy},
        [(groups[value], by) for value, by in more],
        {str(people.people[one].pk): places for one, places in (single or {}).items()},
        unlimited,
    )
    made = trying.ask(people.round, start, ways, name=name, by=people.by, at=at)
    trying.carry_out(made.pk, at=at)
    return Scenario.objects.select_related("run").get(pk=made.pk)


def pairs(people, scenario):
    names = {str(one.pk): name for name, one in people.people.items()}
    return {names[mentee]: names[mentor] for mentee, mentor, *_points in scenario.pairs}


def text(response):
    return html.unescape(" ".join(response.content.decode().split()))


def test_scenario_with_the_policy_and_places_of_its_run_makes_the_same_pairs(people, run, at):
    again = people.run(at, base=run)
    for one in (run, again):
        same = tried(people, one, at + timedelta(days=9), name=str(one.number))
        assert pairs(people, same) == people.pairs(one)
        assert same.result["total_score"] == one.result["total_score"]
        assert [own for _one, _other, own, _by_run in same.pairs] == [by for *_rest, by in same.pairs]
    given, _told = scenarios.ways([run, tried(people, run, at, name="Same")])
    assert scenarios.changing(given) == []
    assert scenarios.gains(given)[0][1:] == ([], ["Nobody’s mentor differs."])


@pytest.mark.parametrize("later", [True, False])
def test_run_is_compared_by_the_pair_that_stands_not_by_one_that_came_to_nothing(people, run, at, later):
    one = Proposal.objects.get(run=run, mentee=people.people["Chen"])
    other = next(mentor for name in ("Ana", "Boris") if (mentor := people.people[name]).pk != one.mentor_id)
    said_no = {"state": "refused", "offered_at": at, "settled_at": at}
    if later:
        Proposal.objects.create(run=run, mentee=one.mentee, mentor=other, parts=[], score=1, **said_no)
    else:
        Proposal.objects.filter(pk=one.pk).update(**said_no)
        one = Proposal.objects.create(run=run, mentee=one.mentee, mentor=other, parts=[], score=2)
    (way,), _told = scenarios.ways([run])
    assert way.pairs[str(one.mentee_id)] == (str(one.mentor_id), one.score)


def test_same_people_in_any_order_make_the_same_pairs(people, run, at):
    one = tried(people, run, at, more=[("area:Taxation", 1)])
    shuffled = Scenario.objects.get(pk=one.pk)
    for side in ("mentees", "mentors"):
        random.Random(3).shuffle(shuffled.frozen[side])
    found = outline(shuffled).proposals
    assert {(str(row["mentee_id"]), str(row["mentor_id"])) for row in found} == {
        (mentee, mentor) for mentee, mentor, *_points in one.pairs
    }


def test_one_more_place_for_mentors_of_an_area_gives_another_mentee_a_mentor(people, run, at):
    assert len(people.pairs(run)) == 2
    one = tried(people, run, at, more=[("area:Taxation", 1)])
    assert one.places["changed"] == {str(people.people["Boris"].pk): [1, 2]}
    assert len(pairs(people, one)) == 3
    (listed,) = scenarios.listed([one])
    assert listed.otherwise == ["1 place more for every mentor who offers Taxation"]
    given, _told = scenarios.ways([run, one])
    (_way, _otherwise, gained) = scenarios.gains(given)[0]
    assert gained[0] == "1 mentee more has a mentor."


def test_places_of_a_single_mentor_hold_against_those_of_groups_and_none_leaves_them_out(people, run, at):
    lock = Ruling(round=people.round, mentee=people.people["Emil"], mentor=people.people["Ana"])
    lock.kind, lock.made_at = RulingKind.LOCK, at
    lock.save()
    one = tried(people, run, at, more=[("all:", 2)], single={"Ana": 0, "Boris": 3})
    ana, boris = (str(people.people[name].pk) for name in ("Ana", "Boris"))
    assert one.places["changed"] == {ana: [1, 0], boris: [1, 3]}
    assert {mentor["id"]: mentor["places"] for mentor in one.frozen["mentors"]} == {boris: 3}
    assert (one.frozen["locked"], set(pairs(people, one).values())) == ([], {"Boris"})
    (listed,) = scenarios.listed([one])
    assert listed.otherwise == [
        "2 places more for every mentor", "Ana is left out", "Boris has 3 places"
    ]  # fmt: skip


def test_another_policy_is_told_and_points_are_counted_by_that_of_the_run(people, run, at):
    weights = {**default_weights()["weights"], "grade": 60}
    one = tried(people, run, at, weights=weights, rules={**run.policy["rules"], "needs_area": False})
    (listed,) = scenarios.listed([one])
    assert listed.otherwise == ["Grade counts 60 instead of 15", "At least one wanted area: not required"]
    given, told = scenarios.ways([run, one])
    assert "policy of run 1 for all" in told
    assert given[1].total == sum(by_run for *_pair, by_run in one.pairs) < one.result["total_score"]
    other, told = scenarios.ways([one, tried(people, None, at, name="Now")])
    assert "policy of run 1 for all" in told
    assert len(other) == 2


def test_decisions_of_now_hold_in_a_scenario_of_an_earlier_run(people, run, at):
    mentor = people.people[people.pairs(run)["Chen"]]
    Ruling.objects.create(
        round=people.round, mentee=people.people["Chen"], mentor=mentor, kind=RulingKind.FORBID, made_at=at
    )
    assert pairs(people, tried(people, run, at)).get("Chen") != mentor.person.name


def public_state(people, at):
    """All that pages, letters and figures of the round read, as far as scenarios could touch it."""
    rows = [*Run.objects.order_by("pk"), *Proposal.objects.order_by("pk"), *Unmatched.objects.order_by("pk")]
    rows += [*Ruling.objects.order_by("pk"), *Letter.objects.order_by("pk")]
    return (
        serialize("json", rows),
        runs.newest_done(people.round).pk,
        runs.unfinished(people.round),
        [vars(one) for one in todos(people.by, at=at)],
        repr(waiting.of_round(people.round, at=at)),
        facts.of_programmes(facts.outlines([people.round.programme]), at=at),
    )


def test_nothing_else_of_the_round_changes_by_a_scenario(people, run, at):
    before = public_state(people, at)
    one = tried(people, run, at, more=[("all:", 1)])
    waits = trying.ask(
        people.round, starts.of_run(run), trying.Ways(run.policy), name="Waits", by=people.by, at=at
    )
    assert (one.state, waits.state) == ("done", "queued")
    assert public_state(people, at) == before
    assert people.run(at, base=run).state == "done"


def test_a_name_is_taken_once_and_a_finished_round_or_an_empty_pool_is_refused(people, run, at):
    tried(people, run, at)
    with pytest.raises(trying.CannotTry, match="of this name"):
        tried(people, run, at)
    with pytest.raises(trying.CannotTry, match="nobody to match"):
        tried(people, run, at, name="Nobody", more=[("all:", -1)])
    type(people.round).objects.update(state=RoundState.FINISHED)
    with pytest.raises(trying.CannotTry, match="finished"):
        tried(people, run, at, name="Late")


def test_round_keeps_so_many_scenarios(people, run, at, monkeypatch):
    monkeypatch.setattr(trying, "MOST", 1)
    tried(people, run, at)
    with pytest.raises(trying.CannotTry, match="at most 20"):
        tried(people, run, at, name="Another")


def test_cancelled_scenario_is_not_finished_and_a_lost_one_is_taken_up(people, run, at):
    made = [
        trying.ask(people.round, starts.of_run(run), trying.Ways(run.policy), name=name, by=people.by, at=at)
        for name in ("Off", "Lost")
    ]
    trying.cancel(made[0], by=people.by, at=at)
    assert not trying.carry_out(made[0].pk, at=at)
    Scenario.objects.filter(pk=made[1].pk).update(state=ScenarioState.RUNNING, attempts=1, lease_until=at)
    tasks.sweep(at=at + timedelta(minutes=6))
    assert dict(Scenario.objects.values_list("name", "state")) == {"Off": "cancelled", "Lost": "done"}


def test_worker_that_loses_a_scenario_writes_nothing(people, run, at, monkeypatch):
    made = trying.ask(
        people.round, starts.of_run(run), trying.Ways(run.policy), name="Off", by=people.by, at=at
    )
    monkeypatch.setattr(Held, "told", lambda *_: Scenario.objects.update(state=ScenarioState.CANCELLED))
    assert not trying.carry_out(made.pk, at=at)
    assert Scenario.objects.values_list("state", "pairs").get() == ("cancelled", [])


def test_people_of_a_scenario_who_go_take_it_along(people, run, at):
    tried(people, run, at)
    keeping.prune([Part(people.round.pk, people.people["Emil"].person_id)], at=at)
    assert not Scenario.objects.exists()


def test_what_cannot_be_solved_says_why(signed_in, people, run, at):
    Ruling.objects.create(
        round=people.round, mentee=people.people["Dana"], mentor=people.people["Ana"],
        kind=RulingKind.LOCK, made_at=at,
    )  # fmt: skip
    one = tried(people, run, at)
    assert one.state == "failed"
    assert "A locked pair breaks a rule" in text(signed_in.get(reverse("matching:scenario", args=[one.pk])))


def test_scenarios_go_with_the_day_on_which_their_people_were_frozen(people, run, at):
    tried(people, run, at + timedelta(days=400))
    day = Alone(people.round.pk, day_of(run.asked_at))
    assert keeping.held(people.round.programme_id)["scenarios", day] == 1
    done = keeping.prune([day], at=at)
    assert (done["scenarios"], Scenario.objects.count()) == (1, 0)


# The pages


def test_coordinator_tries_another_way_and_reads_who_changes(signed_in, people, run, at):
    url = reverse("matching:new_scenario", args=[people.round.pk]) + f"?from={run.pk}"
    assert "same people as run 1" in text(signed_in.get(url))
    given = posted(name="One more", group_0="area:Taxation", by_0="1", mentor_0="ana", places_0="2", do="try")
    response = signed_in.post(url, given)
    one = Scenario.objects.get()
    assert response.url == reverse("matching:scenario", args=[one.pk])
    assert "hx-get" in text(signed_in.get(response.url))
    trying.carry_out(one.pk, at=at)
    read = text(signed_in.get(response.url))
    assert "1 mentee more has a mentor." in read
    assert "gets a mentor" in read
    assert [entry.verb for entry in Entry.objects.filter(thing_id=one.pk)] == ["asked for scenario"]


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"name": ""}, "Name"),
        ({"group_0": "all:"}, "Say how many places."),
        ({"by_0": "1"}, "Say who gets these places."),
        ({"mentor_0": "Nobody", "places_0": "1"}, "No mentor of this name"),
    ],
)
def test_half_a_row_or_an_unknown_name_is_said(signed_in, people, run, given, said):
    url = reverse("matching:new_scenario", args=[people.round.pk]) + f"?from={run.pk}"
    response = signed_in.post(url, posted(**{"name": "Another", "do": "try", **given}))
    assert (response.status_code, Scenario.objects.count()) == (422, 0)
    assert said in text(response)


def test_a_copy_is_filled_in_and_the_order_moves_without_script(signed_in, people, run, at):
    one = tried(people, run, at, more=[("all:", 2)], single={"Ana": 3})
    url = reverse("matching:new_scenario", args=[people.round.pk]) + f"?from={run.pk}&copy={one.pk}"
    form = signed_in.get(url).context["form"]
    assert form.order.index("even") > form.order.index("kept")
    shown = [form[name].value() for name in ("group_0", "by_0", "mentor_0", "places_0")]
    assert shown == ["all:", 2, "Ana", 3]
    moved = signed_in.post(url, posted(name="Moved", do="up:even")).context["form"]
    assert moved.order.index("even") < moved.order.index("kept")
    assert Scenario.objects.count() == 1


def test_two_mentors_of_one_name_are_told_apart(people, at):
    people.mentor("Ana2", who=factories.person("Ana"))
    called = list(starts.spoken(starts.of_now(people.round, at=at).frozen))
    assert len(called) == 3
    assert sum(name.startswith("Ana, ") for name in called) == 2


def test_scenario_of_the_people_of_now_needs_no_run(signed_in, people, at):
    url = reverse("matching:new_scenario", args=[people.round.pk])
    assert "who can be matched now" in text(signed_in.get(url))
    one = tried(people, None, at)
    assert "had no run to compare" in text(signed_in.get(reverse("matching:scenario", args=[one.pk])))


def test_three_are_compared_at_most_and_one_alone_is_not(signed_in, people, run, at):
    made = [tried(people, run, at + n * timedelta(hours=1), name="ABC"[n]) for n in range(3)]
    url = reverse("matching:compare_ways", args=[people.round.pk])
    response = signed_in.get(url, {"of": [run.pk, *(one.pk for one in made)]})
    assert response.context["headings"] == ["Run 1", "A", "B"]
    assert signed_in.get(url, {"of": [run.pk, "nonsense"]}).status_code == 302


def test_scenario_of_another_round_is_not_compared(signed_in, people, run, at):
    other = pool()
    other.mentor("Zoe")
    other.mentee("Yan")
    factories.member(other.round.programme, TeamRole.COORDINATOR, people.coordinator)
    theirs = tried(other, other.run(at), at)
    url = reverse("matching:compare_ways", args=[people.round.pk])
    assert signed_in.get(url, {"of": [run.pk, theirs.pk]}).status_code == 302
    new = reverse("matching:new_scenario", args=[people.round.pk])
    assert signed_in.get(new, {"from": theirs.run_id}).status_code == 404


def test_dropping_leaves_the_run(signed_in, people, run, at):
    one = tried(people, run, at)
    signed_in.post(reverse("matching:turn_scenario", args=[one.pk, "drop"]))
    assert (Scenario.objects.count(), Run.objects.count()) == (0, 1)


def asked_queries(client, url, **given):
    with CaptureQueriesContext(
        connection,
    ) as caught:
        assert client.get(url, given).status_code == 200
    return len(caught)


def test_pages_ask_the_same_number_of_queries_however_many_there_are(signed_in, people, run, at):
    one = tried(people, run, at, more=[("all:", 1)], single={"Ana": 2})
    pages = [
        (reverse("matching:scenarios", args=[people.round.pk]), {}),
        (reverse("matching:scenario", args=[one.pk]), {}),
        (reverse("matching:compare_ways", args=[people.round.pk]), {"of": [run.pk, one.pk]}),
    ]
    before = [asked_queries(signed_in, url, **given) for url, given in pages]
    for name in ("Farid", "Goran", "Hana"):
        people.mentor(f"M{name}")
        people.mentee(name)
    second = people.run(at, base=run)
    many = tried(people, second, at, name="More", more=[("all:", 2)], single={"Boris": 3})
    pages[1] = (reverse("matching:scenario", args=[many.pk]), {})
    pages[2] = (pages[2][0], {"of": [second.pk, many.pk]})
    assert [asked_queries(signed_in, url, **given) for url, given in pages] == before

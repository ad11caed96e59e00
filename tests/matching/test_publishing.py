"""A scenario becomes the next run of its round: its policy and places are taken over, and nothing else."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from fairlead.audit.models import Entry
from fairlead.matching.actions import offering, publishing, running, trying
from fairlead.matching.enums import Crossing, ProposalState, RunState
from fairlead.matching.models import Exchange, PlaceQuota, Proposal, Restraint, Run, Scenario
from fairlead.matching.queries import publishing as queries
from fairlead.matching.queries import runs
from fairlead.matching.queries.trying import ALL, Group, of_run, placed
from fairlead.programmes.enums import ParticipationState
from fairlead.programmes.models import Participation, Partner
from tests.matching.test_policy import posted
from tests.matching.test_scenarios import pairs, people, run, signed_in, text, tried

pytestmark = pytest.mark.django_db
__all__ = ["people", "run", "signed_in"]


def became(people, scenario, at, *, agreed=True):
    made = publishing.publish(scenario, agreed=agreed, by=people.by, at=at)
    running.carry_out(made.pk, at=at)
    return Run.objects.get(pk=made.pk)


def places(people, *names):
    found = {one.person.name: one.places for one in Participation.objects.select_related("person")}
    return [found[name] for name in names]


def test_published_scenario_is_the_next_run_with_its_pairs_policy_and_places(people, run, at):
    weights = {**run.policy["weights"], "grade": 40}
    one = tried(people, run, at, more=[("area:Taxation", 1)], weights=weights)
    made = became(people, one, at + timedelta(hours=1))
    assert (made.number, made.base, made.seed, made.policy) == (
        2,
        run,
        one.seed,
        one.policy | {"least_change": False},
    )
    assert people.pairs(made) == pairs(people, one)
    assert places(people, "Ana", "Boris") == [1, 2]
    assert runs.newest_done(people.round) == made
    verbs = list(Entry.objects.order_by("number").values_list("verb", flat=True))[-3:]
    assert verbs == ["gave places", "asked for run", "published scenario"]
    assert Entry.objects.get(verb="published scenario").details == {"run": 2, "more": 1, "fewer": 0}


def test_nobody_gets_more_places_than_a_mentor_can_have(people, run, at):
    one = tried(people, run, at, more=[("area:Taxation", 9)])
    Participation.objects.filter(pk=people.people["Boris"].pk).update(places=15)
    assert [(row.name, row.now, row.then) for row in queries.places(one)] == [("Boris", 15, 20)]
    became(people, one, at)
    assert places(people, "Ana", "Boris") == [1, 20]


def test_one_more_place_for_everybody_takes_none_from_who_has_many():
    mentors = [{"id": str(n), "places": n, "values": {}} for n in (9, 10, 12)]
    found, changed = placed({"mentees": [], "mentors": mentors}, [(Group(ALL, "", "", 3), 1)], {})
    assert ([one["places"] for one in found["mentors"]], changed) == ([10, 10, 12], {"9": [9, 10]})


def test_mentors_who_would_have_more_than_they_offer_are_asked_first(people, run, at):
    one = tried(people, run, at, more=[("all:", 1)])
    with pytest.raises(publishing.CannotPublish, match="Ask them first"):
        publishing.publish(one, agreed=False, by=people.by, at=at)
    assert (places(people, "Ana", "Boris"), Run.objects.count()) == ([1, 1], 1)


def test_fewer_places_restrain_and_places_back_lift_the_restraint(people, run, at):
    one = tried(people, run, at, single={"Ana": 0})
    became(people, one, at, agreed=False)
    assert Restraint.objects.values_list("participation", "places").get() == (people.people["Ana"].pk, 0)
    assert places(people, "Ana") == [1]
    newest = runs.newest_done(people.round)
    back = Scenario.objects.get(pk=tried(people, newest, at, name="Back").pk)
    Scenario.objects.filter(pk=back.pk).update(places={"changed": {str(people.people["Ana"].pk): [0, 1]}})
    became(people, back, at, agreed=False)
    assert (Restraint.objects.count(), places(people, "Ana")) == (0, [1])


def test_limits_of_institutions_go_where_the_scenario_has_none(people, at):
    Exchange.objects.create(round=people.round, crossing=Crossing.REQUIRED, percent=50)
    PlaceQuota.objects.create(round=people.round, institution=people.away, mentors_most=1)
    run = people.run(at)
    assert len(people.pairs(run)) == 1
    one = tried(people, run, at, unlimited=True)
    made = became(people, one, at)
    assert people.pairs(made) == pairs(people, one)
    assert len(people.pairs(made)) == 2
    assert (PlaceQuota.objects.count(), Exchange.objects.get().crossing) == (0, Crossing.FREE)


def test_other_numbers_of_limits_are_told_and_hold_for_the_round(signed_in, people, at):
    Partner.objects.create(programme=people.round.programme, institution=people.away)
    PlaceQuota.objects.create(round=people.round, institution=people.away, mentors_most=1)
    Exchange.objects.create(round=people.round, crossing=Crossing.WANTED, percent=50)
    run = people.run(at)
    url = reverse("matching:new_scenario", args=[people.round.pk]) + f"?from={run.pk}"
    key = f"mentors:most:{people.away.pk}"
    given = posted(name="Two", do="try", **{f"limit_{key}": 2})
    assert signed_in.post(url, given | {f"limit_mentors:least:{people.away.pk}": 3}).status_code == 422
    signed_in.post(url, given)
    one = Scenario.objects.get()
    trying.carry_out(one.pk, at=at)
    told = f"Mentors of {people.away.name}, pairs at most: 2 instead of 1"
    for name in ("scenario", "publish_scenario"):
        assert told in text(signed_in.get(reverse(f"matching:{name}", args=[one.pk])))
    copied = signed_in.get(f"{url}&copy={one.pk}").context["form"]
    assert copied[f"limit_{key}"].value() == 2
    one.refresh_from_db()
    made = became(people, one, at)
    assert len(people.pairs(run)) == 1
    assert people.pairs(made) == pairs(people, one)
    assert len(people.pairs(made)) == 2
    assert PlaceQuota.objects.get().mentors_most == 2
    assert Exchange.objects.values_list("crossing", "percent").get() == ("wanted", 50)


def test_second_click_is_told_which_run_it_became_and_a_cancelled_run_may_be_asked_again(people, run, at):
    one = tried(people, run, at, more=[("all:", 1)])
    first = publishing.publish(one, agreed=True, by=people.by, at=at)
    with pytest.raises(publishing.CannotPublish, match="become run 2 already"):
        publishing.publish(one, agreed=True, by=people.by, at=at)
    running.cancel(first, by=people.by, at=at)
    one.refresh_from_db()
    assert queries.outlook(one, at=at).places == []
    assert not queries.outlook(one, at=at).since.anybody
    assert publishing.publish(one, agreed=False, by=people.by, at=at).number == 3
    assert places(people, "Ana", "Boris") == [2, 2]


@pytest.mark.django_db(transaction=True)
def test_of_two_who_publish_at_once_one_wins_and_places_are_given_once(people, run, at, at_once):
    one = tried(people, run, at, more=[("all:", 1)])

    def click():
        return publishing.publish(one, agreed=True, by=people.by, at=at)

    outcomes = at_once(click, click)
    assert {type(found) for found in outcomes} == {Run, publishing.CannotPublish}
    assert (Run.objects.count(), places(people, "Ana", "Boris")) == (2, [2, 2])


def test_what_is_refused_leaves_everything_as_it_was(people, run, at):
    one = tried(people, run, at, more=[("all:", 1)])
    running.ask(people.round, weights=run.policy, base=run, by=people.by, at=at)
    with pytest.raises(running.RunUnderway):
        publishing.publish(one, agreed=True, by=people.by, at=at)
    assert places(people, "Ana", "Boris") == [1, 1]
    waiting = trying.ask(
        people.round, of_run(run), trying.Ways(run.policy), name="Waits", by=people.by, at=at
    )
    with pytest.raises(publishing.CannotPublish, match="finished scenario"):
        publishing.publish(waiting, agreed=True, by=people.by, at=at)


def test_open_offers_stay_and_their_people_are_not_matched_again(people, run, at):
    one = tried(people, run, at, more=[("area:Taxation", 1)])
    offered = run.proposals.get(mentor=people.people["Ana"])
    offering.send_offers(run, proposals=[offered], by=people.by, at=at)
    made = became(people, one, at)
    assert offered.mentee.person.name not in people.pairs(made)
    assert Proposal.objects.get(pk=offered.pk).state == ProposalState.OFFERED


def test_who_has_changed_since_is_named(people, run, at):
    one = tried(people, run, at, more=[("all:", 1)])
    assert not queries.outlook(one, at=at).since.anybody
    people.mentee("Farid")
    Participation.objects.filter(pk=people.people["Emil"].pk).update(state=ParticipationState.LEFT)
    Participation.objects.filter(pk=people.people["Boris"].pk).update(places=3)
    since = queries.outlook(one, at=at).since
    assert (since.joined, since.left, since.differ) == (("Farid",), ("Emil",), ("Boris",))


def test_coordinator_reads_what_is_taken_over_and_publishes(signed_in, people, run, at):
    one = tried(people, run, at, more=[("area:Taxation", 1)])
    url = reverse("matching:publish_scenario", args=[one.pk])
    read = text(signed_in.get(url))
    assert "Boris</bdi>: 2 places instead of 1. They offer 1." in read
    assert "Nobody: the same people are there" in read
    assert "The mentor who gets more places than they offer has said yes" in read
    assert signed_in.post(url).url == url
    assert signed_in.post(url, {"agreed": "yes"}).url == reverse(
        "matching:run", args=[Run.objects.get(number=2).pk]
    )
    assert signed_in.get(url).url == reverse("matching:scenario", args=[one.pk])
    assert "This scenario has become run 2." in text(
        signed_in.get(reverse("matching:scenario", args=[one.pk]))
    )
    made = Run.objects.get(number=2)
    assert made.state == RunState.QUEUED
    running.carry_out(made.pk, at=at)
    assert "This run came from the scenario" in text(signed_in.get(reverse("matching:run", args=[made.pk])))


def test_page_before_publishing_asks_the_same_number_of_queries(signed_in, people, run, at):
    def asked(scenario):
        with CaptureQueriesContext(connection) as caught:
            signed_in.get(reverse("matching:publish_scenario", args=[scenario.pk]))
        return len(caught)

    before = asked(tried(people, run, at, more=[("all:", 1)]))
    for name in ("Farid", "Goran", "Hana"):
        people.mentor(f"M{name}")
        people.mentee(name)
    assert asked(tried(people, people.run(at, base=run), at, name="More", more=[("all:", 1)])) == before

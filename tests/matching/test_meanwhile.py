"""What the matching pages say when something has changed since they were opened."""

import pytest
from django.contrib.messages import get_messages
from django.urls import reverse

from fairlead.matching.actions import offering, ruling, running
from fairlead.matching.enums import ProposalState, RulingKind
from fairlead.matching.models import Ruling, Run
from fairlead.matching.queries import boarding, runs
from fairlead.matching.queries.weighing import default_weights
from fairlead.programmes.enums import ParticipationState, Side
from fairlead.programmes.models import Participation
from tests import factories
from tests.matching.pools import pool
from tests.matching.scenes import proposal

pytestmark = pytest.mark.django_db


@pytest.fixture
def people():
    here = pool()
    here.mentor("Ana")
    here.mentor("Boris", grade=6)
    here.mentee("Chen")
    here.mentee("Dana")
    return here


@pytest.fixture
def run(people, at):
    return people.run(at)


def said(client, people, name, *args, **form):
    client.force_login(people.coordinator)
    response = client.post(reverse(f"matching:{name}", args=args), form)
    assert response.status_code == 302
    return [str(one) for one in get_messages(response.wsgi_request)]


def test_pair_that_cannot_be_offered_any_more_is_named_with_the_reason(client, people, run):
    Participation.objects.filter(person__name="Ana").update(state=ParticipationState.LEFT)
    lost = run.proposals.get(mentor__person__name="Ana").mentee.person.name
    chosen = [str(one.pk) for one in run.proposals.all()]
    assert said(client, people, "send", run.pk, pair=chosen) == [
        f"Not offered: {lost} with Ana. One of the two no longer takes part.",
        "1 pair has been written to.",
    ]


def test_second_click_on_send_is_told_that_the_offers_are_out(client, people, run):
    chosen = [str(one.pk) for one in run.proposals.all()]
    said(client, people, "send", run.pk, pair=chosen)
    assert said(client, people, "send", run.pk, pair=chosen)[-1] == (
        "No pair was chosen, or all of them have been offered already."
    )


def test_offer_that_has_ended_is_not_called_off_again(client, people, run, at):
    pair = run.proposals.first()
    offering.send_offers(run, proposals=[pair], by=people.by, at=at)
    assert said(client, people, "call_off", pair.pk) == ["The offer was called off and both have been told."]
    assert said(client, people, "call_off", pair.pk)[-1].startswith("This has already changed")


def test_rerun_of_an_emptied_pool_is_refused_with_a_sentence(client, people, run):
    Participation.objects.update(state=ParticipationState.LEFT)
    assert said(client, people, "rerun", run.pk)[0].startswith("There is nobody to match")


def test_finished_run_is_not_cancelled_and_says_so(client, people, run):
    assert said(client, people, "cancel", run.pk)[0].startswith("This has already changed")


def test_run_that_has_not_finished_is_not_compared(client, people, run, at):
    started = running.ask(people.round, weights=default_weights(), base=run, by=people.by, at=at)
    client.force_login(people.coordinator)
    response = client.get(reverse("matching:compare", args=[started.pk, run.pk]))
    assert response.url == reverse("matching:round", args=[people.round.pk])


def test_lock_beyond_the_mentors_places_is_refused_with_a_sentence(client, people, run):
    pair = {"mentor": people.people["Ana"].pk}
    said(client, people, "rule", people.round.pk, "lock", mentee=people.people["Chen"].pk, **pair)
    told = said(client, people, "rule", people.round.pk, "lock", mentee=people.people["Dana"].pk, **pair)
    assert told[-1].startswith("All places of this mentor are locked or taken")
    assert Ruling.objects.count() == 1


def test_mentee_who_was_not_in_the_run_has_no_ranked_mentors(client, people, run):
    client.force_login(people.coordinator)
    late = people.mentee("Emil").participation
    assert client.get(reverse("matching:alternatives", args=[run.pk, late.pk])).status_code == 404


def test_failed_run_says_why_and_can_be_tried_again(client, people, at):
    people.mentor("Carla", languages=["fr"])
    pair = {"mentee": people.people["Chen"].pk, "mentor": people.people["Carla"].pk}
    said(client, people, "rule", people.round.pk, "lock", **pair)
    failed = people.run(at)
    page = client.get(reverse("matching:run", args=[failed.pk])).content.decode()
    assert "A locked pair breaks a rule that is never broken." in page
    said(client, people, "rule", people.round.pk, "lift", **pair)
    said(client, people, "rerun", failed.pk)
    running.carry_out(Run.objects.order_by("number").last().pk, at=at)
    assert runs.newest_done(people.round).base == failed


def test_pairs_are_filtered_by_how_they_stand(people, run, at):
    first, second = run.proposals.order_by("mentee__person__name")
    offering.send_offers(run, proposals=[first], by=people.by, at=at)
    run.proposals.filter(pk=second.pk).update(state=ProposalState.EXPIRED, score=1)
    ends = {"mentee": second.mentee, "mentor": second.mentor}
    ruling.rule(**ends, kind=RulingKind.LOCK, reason="", by=people.by, at=at)
    shown = ("open", "refused", "locked", "weak")
    found = {show: list(boarding.proposals_of(run, show=show, limit=2)) for show in shown}
    assert found == {"open": [first], "refused": [second], "locked": [second], "weak": [second]}
    assert list(boarding.proposals_of(run, search="chen")) == [first]


def test_mentee_with_a_mentor_meanwhile_is_held_back(people, run, at):
    pair = run.proposals.first()
    other = factories.application(people.round, Side.MENTOR).participation
    factories.mentorship(people.round, other, pair.mentee)
    with pytest.raises(offering.NothingToOffer):
        offering.send_offers(run, proposals=[pair], by=people.by, at=at)


def test_open_offer_of_another_run_holds_the_mentee_back_and_says_so(people, run, at):
    pair, rest = run.proposals.order_by("mentee__person__name")
    offering.send_offers(run, proposals=[pair], by=people.by, at=at)
    mentor = factories.application(people.round, Side.MENTOR).participation
    again = proposal(
        Run.objects.create(round=people.round, number=9, seed=1, policy={}, asked_at=at), pair.mentee, mentor
    )
    sent = offering.send_offers(run, proposals=[again, rest], by=people.by, at=at)
    assert [(one.pk, why) for one, why in sent.held_back] == [
        (again.pk, "The mentee has another open offer.")
    ]


def test_offer_that_expired_or_was_reminded_meanwhile_is_left_alone(people, run, at):
    pair = run.proposals.first()
    offering.send_offers(run, proposals=[pair], by=people.by, at=at)
    answer = pair.answers.first()
    assert [offering.remind(answer, at=at), offering.remind(answer, at=at)] == [True, False]
    assert [offering.expire(pair, at=at), offering.expire(pair, at=at), offering.abandon(pair, at=at)] == [
        True,
        False,
        False,
    ]


def test_weights_and_rules_of_every_kind_are_kept_to(people, at):
    same = people.run(at, institutions="same")
    assert people.pairs(same) == {}
    only = {**dict.fromkeys(default_weights()["weights"], 0), "campus": 5}
    rules = dict.fromkeys(default_weights()["rules"], False)
    assert len(people.pairs(people.run(at, weights=only, rules=rules))) == 2
    people.mentor("Emil", meeting_mode="online", campus="North")
    people.mentee("Fatou", meeting_mode="in_person", campus="North")
    ways = people.run(at, institutions="other", weights=only, rules={**rules, "ways_to_meet": True})
    assert people.pairs(ways)["Fatou"] != "Emil"
    assert "Fatou" not in people.left_over(ways)


def test_every_kind_of_ruling_is_told_when_it_is_made(client, people, run):
    pair = {"mentee": people.people["Chen"].pk, "mentor": people.people["Ana"].pk}
    told = [said(client, people, "rule", people.round.pk, kind, **pair)[-1] for kind in (*RulingKind, "lift")]
    assert [one.partition(":")[0] for one in told] == ["Locked", "Forbidden", "Lifted"]

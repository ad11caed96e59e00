"""Offers go out once, are answered once, and two yes make a mentorship."""

import pytest

from fairlead.applications.actions.drafting import withdraw
from fairlead.applications.models import Application
from fairlead.kernel.actors import NOBODY
from fairlead.matching import tasks
from fairlead.matching.actions import answering, offering, ruling
from fairlead.matching.enums import AnswerState, ProposalState, RulingKind, RunState
from fairlead.matching.models import Answer, Proposal
from fairlead.matching.queries.todos import todos
from fairlead.mentorships import actions as mentorships
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.enums import ParticipationState, RoundState, Side
from fairlead.programmes.models import Participation
from tests import factories
from tests.matching.scenes import DAY, finished_run, proposal, scene

pytestmark = pytest.mark.django_db


@pytest.fixture
def here(at):
    return scene(at)


def send(here, at, proposals=None):
    by = factories.actor(here.coordinator)
    return offering.send_offers(here.run, proposals=proposals or [here.proposal], by=by, at=at)


def give(here, side, at, *, yes=True, reason=""):
    return answering.give(here.secret(side), yes=yes, private_reason=reason, at=at).outcome


def states(here):
    here.proposal.refresh_from_db()
    answers = dict(Answer.objects.filter(proposal=here.proposal).values_list("side", "state"))
    return here.proposal.state, answers["mentee"], answers["mentor"]


def test_both_sides_get_a_letter_with_reasons_and_link(here, at, settings):
    settings.MAILBOX = True
    assert send(here, at).offered == 1
    assert here.letters_to(here.mentor) == here.letters_to(here.mentee) == ["offer"]


def test_pair_is_offered_once(here, at):
    send(here, at)
    with pytest.raises(offering.NothingToOffer):
        send(here, at)
    assert Answer.objects.count() == 2


def test_two_yes_make_a_mentorship(here, at):
    send(here, at)
    assert give(here, Side.MENTEE, at) == answering.Outcome.WAITING_FOR_OTHER
    assert give(here, Side.MENTOR, at) == answering.Outcome.MENTORSHIP
    pair = Mentorship.objects.get()
    assert (pair.mentor, pair.mentee, pair.place) == (here.mentor, here.mentee, 1)
    assert states(here) == (ProposalState.ACCEPTED, AnswerState.YES, AnswerState.YES)
    assert pair.reasons == ["Covers the wanted area, Dual career."]
    assert here.letters_to(here.mentee) == ["agreed", "offer"]


def test_a_no_returns_both_to_the_pool_and_keeps_the_reason_private(here, at):
    send(here, at)
    assert give(here, Side.MENTOR, at, yes=False, reason=" We have worked together badly. ") == "refused"
    assert states(here) == (ProposalState.REFUSED, AnswerState.CALLED_OFF, AnswerState.NO)
    assert Answer.objects.get(side=Side.MENTOR).private_reason == "We have worked together badly."
    assert here.letters_to(here.mentee) == ["offer", "offer-refused"]
    assert here.letters_to(here.mentor) == ["offer"]
    assert offering.reserved_places(here.mentor) == 0


def test_no_letter_tells_the_private_reason(here, at, settings):
    from fairlead.notifications.models import Letter

    settings.MAILBOX = True
    send(here, at)
    give(here, Side.MENTOR, at, yes=False, reason="badly-kept-secret")
    assert [
        letter.key for letter in Letter.objects.all() if "badly-kept-secret" in letter.text + letter.html
    ] == []


def test_no_after_the_others_yes_ends_the_offer(here, at):
    send(here, at)
    give(here, Side.MENTEE, at)
    give(here, Side.MENTOR, at, yes=False)
    assert states(here) == (ProposalState.REFUSED, AnswerState.YES, AnswerState.NO)
    assert not Mentorship.objects.exists()


def test_link_works_once(here, at):
    send(here, at)
    give(here, Side.MENTEE, at)
    with pytest.raises(answering.OfferUnusable):
        give(here, Side.MENTEE, at, yes=False)
    assert states(here)[1] == AnswerState.YES


def test_invented_link_is_refused(here, at):
    with pytest.raises(answering.OfferUnusable):
        answering.give("x" * 43, yes=True, private_reason="", at=at)


def test_answer_after_the_last_moment_is_refused(here, at):
    send(here, at)
    with pytest.raises(answering.OfferUnusable):
        give(here, Side.MENTEE, at + 10 * DAY)


def test_offer_is_reminded_once_and_expires(here, at):
    send(here, at)
    give(here, Side.MENTEE, at)
    assert [tasks.sweep(at=at + days * DAY) for days in (6, 7, 8, 10, 11)] == [0, 1, 0, 1, 0]
    assert here.letters_to(here.mentor) == ["offer", "offer", "offer-expired"]
    assert here.letters_to(here.mentee) == ["offer", "offer-expired"]
    assert states(here) == (ProposalState.EXPIRED, AnswerState.YES, AnswerState.EXPIRED)


def test_offer_called_off_tells_both_and_ends_the_links(here, at):
    send(here, at)
    offering.call_off(here.proposal, by=factories.actor(here.coordinator), at=at)
    assert here.letters_to(here.mentor) == here.letters_to(here.mentee) == ["offer", "offer-called-off"]
    with pytest.raises(answering.OfferUnusable):
        give(here, Side.MENTOR, at)


def test_no_more_offers_than_places(here, at):
    other = factories.application(here.round, Side.MENTEE).participation
    second = proposal(here.run, other, here.mentor)
    sent = send(here, at, [here.proposal, second])
    assert (sent.offered, [one.pk for one, _why in sent.held_back]) == (1, [second.pk])
    second.refresh_from_db()
    assert second.state == ProposalState.PROPOSED


def test_mentee_has_one_open_offer_at_a_time(here, at):
    send(here, at)
    mentor = factories.application(here.round, Side.MENTOR).participation
    again = proposal(finished_run(here.round, at, number=2), here.mentee, mentor)
    with pytest.raises(offering.NothingToOffer):
        offering.send_offers(again.run, proposals=[again], by=factories.actor(here.coordinator), at=at)


def test_somebody_who_left_is_not_offered(here, at):
    Participation.objects.filter(pk=here.mentor.pk).update(state=ParticipationState.LEFT)
    with pytest.raises(offering.NothingToOffer):
        send(here, at)


def test_offer_of_somebody_who_withdraws_is_closed_and_the_other_side_told(here, at):
    send(here, at)
    give(here, Side.MENTEE, at)
    withdraw(Application.objects.get(participation=here.mentor), by=NOBODY, at=at)
    assert [tasks.sweep(at=at), tasks.sweep(at=at)] == [1, 0]
    assert states(here) == (ProposalState.EXPIRED, AnswerState.YES, AnswerState.CALLED_OFF)
    assert here.letters_to(here.mentee) == ["offer", "offer-left"]
    assert here.letters_to(here.mentor) == ["offer"]
    assert offering.reserved_places(here.mentor) == 0


def test_nobody_answers_an_offer_whose_other_side_has_left(here, at):
    send(here, at)
    Participation.objects.filter(pk=here.mentor.pk).update(state=ParticipationState.LEFT)
    for yes in (True, False):
        with pytest.raises(answering.OfferUnusable):
            give(here, Side.MENTEE, at, yes=yes)
    assert todos(factories.actor(here.mentee.person), at=at) == []


def test_mentee_who_leaves_at_the_last_moment_ends_the_offer(here, at, monkeypatch):
    send(here, at)
    give(here, Side.MENTEE, at)

    def left_meanwhile(**pair):
        Participation.objects.filter(pk=here.mentee.pk).update(state=ParticipationState.LEFT)
        return mentorships.begin(**pair)

    monkeypatch.setattr(answering, "begin", left_meanwhile)
    assert give(here, Side.MENTOR, at) == answering.Outcome.LEFT
    assert states(here)[0] == ProposalState.EXPIRED
    assert here.letters_to(here.mentor) == ["offer", "offer-left"]


def test_pair_forbidden_meanwhile_is_not_offered(here, at):
    by = factories.actor(here.coordinator)
    pair = {"mentee": here.mentee, "mentor": here.mentor}
    ruling.rule(**pair, kind=RulingKind.FORBID, reason="", by=by, at=at)
    with pytest.raises(offering.NothingToOffer):
        send(here, at)


def test_finished_round_sends_no_offers(here, at):
    here.run.round.state = RoundState.FINISHED
    with pytest.raises(offering.NothingToOffer):
        send(here, at)


def test_run_without_pairs_yet_sends_no_offers(here, at):
    here.run.state = RunState.RUNNING
    with pytest.raises(offering.NothingToOffer):
        send(here, at)


def test_place_taken_meanwhile_closes_the_offer_and_tells_both(here, at):
    send(here, at)
    give(here, Side.MENTEE, at)
    factories.mentorship(here.round, here.mentor, factories.participation(here.round))
    assert give(here, Side.MENTOR, at) == answering.Outcome.NO_PLACE
    assert states(here)[0] == ProposalState.EXPIRED
    assert here.letters_to(here.mentee) == ["no-place", "offer"]
    assert Mentorship.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_last_place_is_given_once_when_all_say_yes_at_once(at, at_once):
    here = scene(at, places=1)
    rivals = [factories.application(here.round, Side.MENTEE).participation for _number in range(3)]
    pairs = [here.proposal, *(proposal(here.run, mentee, here.mentor) for mentee in rivals)]
    Participation.objects.filter(pk=here.mentor.pk).update(places=4)
    send(here, at, pairs)
    Participation.objects.filter(pk=here.mentor.pk).update(places=1)
    secrets = []
    for pair in pairs:
        here.proposal = pair
        give(here, Side.MENTEE, at)
        secrets.append(here.secret(Side.MENTOR))
    outcomes = at_once(
        *[
            lambda secret=secret: answering.give(secret, yes=True, private_reason="", at=at)
            for secret in secrets
        ]
    )
    assert sorted(one.outcome for one in outcomes) == ["mentorship", "no_place", "no_place", "no_place"]
    assert Mentorship.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_both_sides_answering_at_once_make_one_mentorship(at, at_once):
    here = scene(at)
    send(here, at)
    secrets = [here.secret(side) for side in Side]
    outcomes = at_once(
        *[
            lambda secret=secret: answering.give(secret, yes=True, private_reason="", at=at)
            for secret in secrets
        ]
    )
    assert sorted(one.outcome for one in outcomes) == ["mentorship", "waiting_for_other"]
    assert Mentorship.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_double_click_on_yes_counts_once(at, at_once):
    here = scene(at)
    send(here, at)
    secret = here.secret(Side.MENTEE)
    outcomes = at_once(
        *[lambda: answering.give(secret, yes=True, private_reason="", at=at) for _click in range(2)]
    )
    refused = [one for one in outcomes if isinstance(one, answering.OfferUnusable)]
    assert len(refused) == 1


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_sending_at_once_write_to_each_pair_once(at, at_once):
    here = scene(at)
    outcomes = at_once(
        *[lambda: send(here, at, [Proposal.objects.get(pk=here.proposal.pk)]) for _one in range(2)]
    )
    assert sorted(type(one).__name__ for one in outcomes) == ["NothingToOffer", "Sent"]
    assert Answer.objects.count() == 2


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_sending_the_same_mentors_pairs_in_another_order_do_not_wait_for_ever(at, at_once):
    here = scene(at, places=2)
    other = factories.application(here.round, Side.MENTOR, places=2).participation
    mentees = [factories.application(here.round, Side.MENTEE).participation for _number in range(3)]
    pairs = [
        here.proposal,
        *(
            proposal(here.run, mentee, mentor)
            for mentee, mentor in zip(mentees, (other, here.mentor, other), strict=True)
        ),
    ]
    outcomes = at_once(lambda: send(here, at, pairs), lambda: send(here, at, pairs[::-1]))
    assert sorted(type(one).__name__ for one in outcomes) == ["NothingToOffer", "Sent"]
    assert Answer.objects.count() == 8


@pytest.mark.django_db(transaction=True)
def test_withdrawing_and_answering_at_once_leaves_no_open_offer(at, at_once):
    here = scene(at)
    send(here, at)
    give(here, Side.MENTOR, at)
    secret = here.secret(Side.MENTEE)
    application = Application.objects.get(participation=here.mentor)
    at_once(
        lambda: answering.give(secret, yes=True, private_reason="", at=at),
        lambda: withdraw(application, by=NOBODY, at=at),
    )
    tasks.sweep(at=at)
    assert states(here)[0] in {ProposalState.ACCEPTED, ProposalState.EXPIRED}
    assert Mentorship.objects.count() == (states(here)[0] == ProposalState.ACCEPTED)

"""Admitting, waiting list, declining; and the pool."""

import pytest

from fairlead.applications import queries
from fairlead.applications.actions import approving, avoiding, deciding
from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.models import SupervisorApproval
from fairlead.kernel.errors import AlreadyMoved
from fairlead.notifications.models import Letter
from fairlead.programmes import actions as programmes
from fairlead.programmes.enums import ParticipationState, RoundState, Side
from fairlead.programmes.models import Participation
from tests import factories
from tests.applications.answering import letters

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return factories.round(factories.programme("Harbour"))


@pytest.fixture
def cora(round):
    return factories.actor(factories.member(round.programme))


def waiting(round, side=Side.MENTEE, **fields):
    return factories.application(round, side, state=ApplicationState.SUBMITTED, **fields)


def approved(round, cora, at, **fields):
    made = waiting(round, **fields)
    approving.record(made, True, "Mail", cora, at)
    return made


def test_nobody_is_admitted_whose_application_was_erased(round, cora, at):
    gone = waiting(round, Side.MENTOR, erased_at=at)
    assert list(queries.ready(round)) == []
    with pytest.raises(deciding.NotReady, match="has been erased"):
        deciding.accept(gone, cora, at)
    assert not Participation.objects.exists()


def test_an_admitted_mentor_takes_part_with_their_places(round, cora, at):
    mentor = waiting(round, Side.MENTOR, places=3)
    deciding.accept(mentor, cora, at)
    taking_part = Participation.objects.get()
    assert (mentor.state, mentor.participation, mentor.decided_by_id) == (
        "accepted",
        taking_part,
        cora.person_id,
    )
    assert (taking_part.side, taking_part.places, taking_part.joined_at) == ("mentor", 3, at)
    assert letters("application-admitted") == [(mentor.person.email, "You are in the matching of Harbour")]


def test_a_mentor_who_names_no_number_has_one_place(round, cora, at):
    mentor = waiting(round, Side.MENTOR, places=None)
    deciding.accept(mentor, cora, at)
    assert mentor.participation.places == 1


@pytest.mark.parametrize(
    ("state", "sentence"),
    [
        (None, "The supervisor has not been asked yet."),
        (ApprovalState.WAITING, "The supervisor has not answered yet."),
        (ApprovalState.DECLINED, "The supervisor declined."),
    ],
)
def test_a_mentee_waits_for_the_supervisor(round, cora, at, state, sentence):
    mentee = waiting(round)
    if state:
        approving.ask_supervisor(mentee, at)
        SupervisorApproval.objects.update(state=state)
    with pytest.raises(deciding.NotReady, match=sentence):
        deciding.accept(mentee, cora, at)
    mentee.refresh_from_db()
    assert (mentee.state, Participation.objects.count()) == ("submitted", 0)


def test_an_approved_mentee_is_admitted(round, cora, at):
    mentee = approved(round, cora, at)
    deciding.accept(mentee, cora, at)
    assert mentee.participation.places == 1


def test_no_approval_is_needed_where_the_programme_asks_for_none(cora, at):
    round = factories.round(factories.programme(supervisor_approval=False))
    mentee = waiting(round)
    deciding.accept(mentee, cora, at)
    assert mentee.state == "accepted"


def test_nobody_is_admitted_without_consent(round, cora, at):
    with pytest.raises(deciding.NotReady, match="privacy notice"):
        deciding.accept(waiting(round, Side.MENTOR, consented_at=None), cora, at)


def test_nobody_is_admitted_to_a_finished_round(round, cora, at):
    mentor = waiting(round, Side.MENTOR)
    round.state = RoundState.FINISHED
    round.save()
    with pytest.raises(deciding.NotReady, match="finished"):
        deciding.accept(mentor, cora, at)


def test_nobody_is_admitted_twice(round, cora, at):
    mentor = waiting(round, Side.MENTOR)
    deciding.accept(mentor, cora, at)
    with pytest.raises(AlreadyMoved):
        deciding.accept(mentor, cora, at)
    assert (Participation.objects.count(), Letter.objects.count()) == (1, 1)


def test_all_who_are_ready_are_admitted_at_once(round, cora, at):
    ready = [waiting(round, Side.MENTOR), approved(round, cora, at), approved(round, cora, at)]
    waiting(round)
    waiting(round, Side.MENTOR, consented_at=None)
    factories.application(round, Side.MENTOR, state=ApplicationState.WAITLISTED)
    assert set(queries.ready(round)) == set(ready)
    admitted = deciding.accept_all_ready(round, cora, at)
    assert (admitted.mentors, admitted.mentees, admitted.all) == (1, 2, 3)
    assert deciding.accept_all_ready(round, cora, at).all == 0


def test_who_is_put_on_the_waiting_list_leaves_the_pool_and_can_come_back(round, cora, at):
    mentor = waiting(round, Side.MENTOR)
    deciding.accept(mentor, cora, at)
    first = mentor.participation
    deciding.waitlist(mentor, cora, at)
    assert (mentor.state, mentor.participation, list(queries.pool(round))) == ("waitlisted", None, [])
    deciding.accept(mentor, cora, at)
    assert (mentor.participation, mentor.participation.state) == (first, ParticipationState.ACTIVE)


def test_a_declined_applicant_reads_the_reason(round, cora, at):
    mentee = waiting(round)
    deciding.decline(mentee, " All places go to new staff this time. ", cora, at)
    letter = Letter.objects.get()
    assert (letter.to_email, mentee.state) == (mentee.person.email, "declined")
    assert "All places go to new staff this time." in letter.text
    with pytest.raises(AlreadyMoved):
        deciding.waitlist(mentee, cora, at)


def test_somebody_in_the_pool_is_not_declined(round, cora, at):
    mentor = factories.application(round, Side.MENTOR)
    with pytest.raises(AlreadyMoved):
        deciding.decline(mentor, "", cora, at)


def test_the_pool_holds_who_takes_part_now(round, cora, at):
    ana = factories.application(round, Side.MENTEE)
    left = factories.application(round, Side.MENTOR)
    programmes.leave(left.participation)
    waiting(round)
    factories.application(factories.round(), Side.MENTOR)
    assert list(queries.pool(round)) == [ana]


@pytest.mark.parametrize("people", [1, 3])
def test_the_pool_costs_three_queries_whatever_its_size(round, django_assert_num_queries, people):
    for _ in range(people):
        made = factories.application(round, Side.MENTEE)
        made.avoids.add(factories.person())
    with django_assert_num_queries(3):
        for one in queries.pool(round):
            str((one.person.name, one.institution.name, one.unit.name, one.participation.places))
            assert [(choice.area.name, len(one.avoids.all())) for choice in one.chosen_areas.all()] != []


def test_the_funnel_counts_where_applications_stand(round, cora, at):
    factories.application(round, state=ApplicationState.DRAFT)
    waiting(round)
    approving.ask_supervisor(waiting(round), at)
    approving.record(waiting(round), False, "", cora, at)
    approved(round, cora, at)
    factories.application(round, Side.MENTOR, places=2)
    factories.application(round, Side.MENTOR, places=3)
    factories.application(round, Side.MENTEE)
    for state in (ApplicationState.WAITLISTED, ApplicationState.DECLINED, ApplicationState.WITHDRAWN):
        factories.application(round, Side.MENTOR, state=state)
    assert queries.funnel(round) == queries.Funnel(
        drafts=1,
        sent=9,
        cleared=6,
        waiting_for_supervisor=1,
        supervisor_not_asked=1,
        supervisor_declined=1,
        ready=1,
        in_pool=3,
        mentors=2,
        mentees=1,
        places=5,
        waitlisted=1,
        declined=1,
        withdrawn=1,
    )


def test_an_empty_round_counts_nothing(round):
    assert set(vars(queries.funnel(round)).values()) == {0}


def test_names_to_avoid_become_people(round, cora, at):
    chen = factories.application(round, Side.MENTOR, factories.person("Chen  Wei")).person
    zoe = factories.application(
        round, Side.MENTOR, factories.person("Zoë Żółć", email="zoe@x.example")
    ).person
    words = "chen wei; ZOE@x.example and Nobody Known"
    ana = waiting(round, Side.MENTOR, avoid_text=words, who=factories.person("Ana"))
    deciding.accept(ana, cora, at)
    assert set(ana.avoids.all()) == {chen, zoe}


def test_a_name_that_two_people_bear_is_left_to_the_coordinator(round):
    for _ in range(2):
        factories.application(round, Side.MENTOR, factories.person("Chen Wei"))
    ana = waiting(round, avoid_text="Chen Wei")
    avoiding.recognise_in(round)
    assert list(ana.avoids.all()) == []


def test_who_applies_later_is_recognised_later(round, cora, at):
    ana = factories.application(round, Side.MENTEE, avoid_text="Chen Wei")
    avoiding.recognise_in(round)
    chen = waiting(round, Side.MENTOR, who=factories.person("Chen Wei"))
    deciding.accept(chen, cora, at)
    assert list(ana.avoids.all()) == [chen.person]


def test_own_name_among_those_to_avoid_means_nobody(round):
    ana = waiting(round, avoid_text="Ana", who=factories.person("Ana"))
    avoiding.recognise_in(round)
    assert list(ana.avoids.all()) == []


def test_a_coordinator_says_who_is_meant(round, cora, at):
    ana, chen = waiting(round, avoid_text="my neighbour"), waiting(round)
    avoiding.set_avoids(ana, [chen.person], by=cora, at=at)
    assert list(ana.avoids.all()) == [chen.person]
    with pytest.raises(avoiding.NotTheApplicant):
        avoiding.set_avoids(ana, [ana.person], by=cora, at=at)

"""What happens when two do the same thing at the same moment."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction

from fairlead.applications.actions import approving, carrying, clarifying, deciding, drafting, together
from fairlead.applications.actions.letters import secret_of
from fairlead.applications.models import Application, SupervisorApproval
from fairlead.kernel.errors import AlreadyMoved
from fairlead.notifications.models import Letter
from fairlead.programmes import actions as programmes
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Participation, Round
from tests import factories
from tests.applications.answering import YES, draft, no, sent
from tests.applications.forms import publish, q

pytestmark = pytest.mark.django_db(transaction=True)
SECOND = timedelta(seconds=1)


@pytest.fixture
def round():
    return factories.round()


def kinds(outcomes):
    return sorted(type(outcome).__name__ for outcome in outcomes)


def test_two_starts_make_one_application(round, at_once, at):
    ana = factories.person()
    first, second = at_once(
        *[lambda: drafting.start(round=round, person=ana, side=Side.MENTEE, at=at) for _ in range(2)]
    )
    assert first == second
    assert Application.objects.count() == 1


def test_the_database_itself_holds_one_open_application(round, at):
    ana = factories.person()
    drafting.start(round=round, person=ana, side=Side.MENTEE, at=at)
    with pytest.raises(IntegrityError), transaction.atomic():
        Application.objects.create(
            round=round, programme=round.programme, person=ana, side=Side.MENTEE, created_at=at, saved_at=at
        )


def test_two_clicks_send_once(round, at_once, at):
    ana = factories.person()
    made = draft(round, ana, at)
    copies = [Application.objects.get(pk=made.pk) for _ in range(2)]
    outcomes = at_once(*[lambda one=one: drafting.submit(one, factories.actor(ana), at) for one in copies])
    assert kinds(outcomes) == ["AlreadyMoved", "NoneType"]
    assert Letter.objects.count() == 2


def test_a_supervisor_and_a_coordinator_do_not_both_answer(round, at_once, at):
    made = sent(round, factories.person(), at)
    secret, cora = secret_of(made.approval), factories.actor(factories.member(round.programme))
    outcomes = at_once(
        lambda: approving.answer(secret, no(), at),
        lambda: approving.record(made, True, "Mail", cora, at),
    )
    failed = [outcome for outcome in outcomes if isinstance(outcome, Exception)]
    states = list(SupervisorApproval.objects.values_list("state", flat=True))
    assert len(states) == 1
    assert [type(one) for one in failed] in ([AlreadyMoved], [])
    assert failed or states == ["approved"]


def test_two_clicks_on_asking_ask_the_supervisor_once(round, at_once, at):
    made = factories.application(round, state="submitted", origin="import")
    cora = factories.actor(factories.member(round.programme))
    copies = [Application.objects.get(pk=made.pk) for _ in range(2)]
    outcomes = at_once(
        *[
            lambda one=one, later=later: approving.ask_supervisor(one, at + later * SECOND, by=cora)
            for later, one in enumerate(copies)
        ]
    )
    assert kinds(outcomes) == ["CannotAsk", "SupervisorApproval"]
    assert (SupervisorApproval.objects.count(), Letter.objects.count()) == (1, 1)


def test_two_clicks_on_asking_everybody_ask_each_supervisor_once(round, at_once, at):
    for _ in range(3):
        factories.application(round, state="submitted", origin="import")
    cora = factories.actor(factories.member(round.programme))
    outcomes = at_once(
        *[lambda later=later: approving.ask_all(round, cora, at + later * SECOND) for later in range(2)]
    )
    assert sum(done.asked for done in outcomes) == 3
    assert (SupervisorApproval.objects.count(), Letter.objects.count()) == (3, 3)


def test_two_coordinators_record_one_answer(round, at_once, at):
    made = factories.application(round, state="submitted", origin="import")
    first, second = [factories.actor(factories.member(round.programme)) for _ in range(2)]
    copies = [Application.objects.get(pk=made.pk) for _ in range(2)]
    outcomes = at_once(
        lambda: approving.record(copies[0], True, "Mail", first, at),
        lambda: approving.record(copies[1], True, "Mail", second, at),
    )
    assert kinds(outcomes) == ["AlreadyMoved", "SupervisorApproval"]


@pytest.mark.parametrize("admit", [deciding.accept, deciding.accept_all_ready])
def test_a_yes_that_becomes_a_no_admits_nobody_unless_it_came_after(round, at_once, at, admit):
    made = sent(round, factories.person(), at)
    secret, cora = secret_of(made.approval), factories.actor(factories.member(round.programme))
    approving.answer(secret, YES, at)
    thing = round if admit is deciding.accept_all_ready else Application.objects.get(pk=made.pk)
    at_once(
        lambda: approving.answer(secret, no(seen=at), at + SECOND),
        lambda: admit(thing, cora, at + SECOND),
    )
    approval = SupervisorApproval.objects.select_related("application").get()
    assert (approval.state, approval.application.state) in (
        ("declined", "submitted"),
        ("approved", "accepted"),
    )


def test_two_coordinators_admit_once(round, at_once, at):
    made = factories.application(round, Side.MENTOR, state="submitted")
    cora = factories.actor(factories.member(round.programme))
    copies = [Application.objects.get(pk=made.pk) for _ in range(2)]
    outcomes = at_once(*[lambda one=one: deciding.accept(one, cora, at) for one in copies])
    assert kinds(outcomes) == ["AlreadyMoved", "NoneType"]
    assert (Participation.objects.count(), Letter.objects.count()) == (1, 1)


def test_two_rounds_of_a_programme_do_not_open_together(at_once, at):
    programme = factories.programme()
    rounds = [factories.round(programme, state=RoundState.PLANNED) for _ in range(2)]
    cora = factories.actor(factories.member(programme))
    outcomes = at_once(*[lambda one=one: programmes.open_round(one, by=cora, at=at) for one in rounds])
    assert kinds(outcomes) == ["AnotherIntakeOpen", "NoneType"]
    assert Round.objects.filter(state=RoundState.OPEN).count() == 1


def test_two_reviewers_who_decide_differently_do_not_overwrite_each_other(round, at_once, at):
    made = factories.application(round, Side.MENTOR, state="submitted")
    first, second = [factories.actor(factories.member(round.programme)) for _ in range(2)]
    copies = [Application.objects.get(pk=made.pk) for _ in range(2)]
    outcomes = at_once(
        lambda: deciding.waitlist(copies[0], first, at, seen=0),
        lambda: deciding.decline(copies[1], "No place.", second, at, seen=0),
    )
    assert kinds(outcomes) == ["NoneType", "Overtaken"]
    made.refresh_from_db()
    assert (made.revision, made.decisions.count(), Letter.objects.count()) == (1, 1, 1)


def test_two_clicks_on_many_decide_each_once(round, at_once, at):
    people = [factories.application(round, Side.MENTOR, state="submitted") for _ in range(3)]
    cora = factories.actor(factories.member(round.programme))
    outcomes = at_once(
        *[
            lambda: together.decide(
                [(one, 0) for one in people], together.Verdict(deed="admit"), by=cora, at=at
            )
            for _ in range(2)
        ]
    )
    assert [[report.done for report in reports] for reports in outcomes] == [[True] * 3, [True] * 3]
    assert (Participation.objects.count(), Letter.objects.count()) == (3, 3)


def test_two_answers_to_a_question_keep_the_first(round, at_once, at):
    made = factories.application(round, Side.MENTOR, state="submitted")
    clarifying.ask(made, "Which campus?", factories.actor(factories.member(round.programme)), at)
    ana = factories.actor(made.person)
    outcomes = at_once(*[lambda: clarifying.answer(made, "North.", ana, at) for _ in range(2)])
    assert kinds(outcomes) == ["Clarification", "NothingAsked"]


def test_a_decline_taken_back_and_a_new_application_do_not_both_stand(round, at_once, at):
    made = factories.application(round, Side.MENTOR, state="declined")
    cora = factories.actor(factories.member(round.programme))
    outcomes = at_once(
        lambda: deciding.reopen(Application.objects.get(pk=made.pk), cora, at),
        lambda: drafting.start(round=round, person=made.person, side=Side.MENTOR, at=at),
    )
    assert not [one for one in outcomes if isinstance(one, IntegrityError)]
    assert Application.objects.filter(state__in=["draft", "submitted"]).count() == 1


def test_a_draft_opened_twice_at_once_is_carried_over_once(round, at_once, at):
    first = publish(round.programme, q("why"), q("club"))
    made = draft(round, factories.person(), at)
    drafting.save(made, {}, at, own={"why": "So", "club": "Chess"})
    assert made.form_version == first
    newer = publish(round.programme, q("why"))
    copies = [Application.objects.get(pk=made.pk) for _ in range(2)]
    outcomes = at_once(*[lambda copy=copy: carrying.carry_over(copy, at=at) for copy in copies])
    assert sorted(outcome is None for outcome in outcomes) == [False, True]
    made.refresh_from_db()
    assert (made.form_version, made.own_answers) == (newer, {"why": "So"})
    assert [entry["text"] for entry in made.earlier_answers] == ["Chess"]

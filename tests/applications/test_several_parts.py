"""One person in several parts: coordinator, supervisor, mentor, mentee, applicant on both sides."""

from datetime import timedelta

import pytest
from django.urls import reverse

from fairlead.applications.actions import approving, deciding, drafting, excepting, impartial, together
from fairlead.applications.actions.letters import secret_of
from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application, ApprovalRecord
from fairlead.people.models import Affiliation
from fairlead.programmes.enums import Side
from tests import factories
from tests.applications.answering import BOSS, YES, sent
from tests.applications.pages import text

pytestmark = pytest.mark.django_db
SENT = ApplicationState.SUBMITTED


@pytest.fixture
def round():
    return factories.round(factories.programme("Harbour"))


@pytest.fixture
def cora(round):
    return factories.member(round.programme, who=factories.person("Cora"))


@pytest.fixture
def own(round, cora, at):
    """The application of a coordinator, as mentor."""
    return factories.application(round, Side.MENTOR, cora, state=SENT)


@pytest.fixture
def dan(round):
    return factories.member(round.programme, who=factories.person("Dan"))


@pytest.mark.parametrize(
    "decide",
    [
        deciding.accept,
        deciding.waitlist,
        lambda one, by, at: deciding.decline(one, "", by, at),
        lambda one, by, at: deciding.reopen(one, by, at),
        lambda one, by, at: approving.record(one, True, "Mail", by, at),
        lambda one, by, at: excepting.make_exception(one, one.pk, "Why", by=by, at=at),
    ],
    ids=["admit", "waiting list", "decline", "reopen", "note an approval", "exception"],
)
def test_a_coordinator_leaves_their_own_application_to_a_colleague(round, cora, dan, at, decide):
    mine = factories.application(round, Side.MENTEE, cora, state=SENT)
    with pytest.raises(impartial.OwnApplication) as refusal:
        decide(mine, factories.actor(cora), at)
    assert str(refusal.value.sentence) == "This is your own application; it is decided by Dan."


def test_the_only_coordinator_decides_also_on_their_own(own, cora, at):
    deciding.accept(own, factories.actor(cora), at)
    assert (own.state, own.decided_by) == (ApplicationState.ACCEPTED, cora)


def test_many_at_once_leave_out_ones_own(round, own, cora, dan, at):
    other = factories.application(round, Side.MENTOR, state=SENT)
    reports = together.decide(
        [(own, 0), (other, 0)], together.Verdict(deed="waitlist"), by=factories.actor(cora), at=at
    )
    assert [(one.done, one.sentence) for one in reports] == [
        (False, "This is your own application; it is decided by Dan."),
        (True, ""),
    ]


def test_all_that_are_ready_leave_out_ones_own(round, own, cora, dan, at):
    factories.application(round, Side.MENTOR, state=SENT)
    assert deciding.accept_all_ready(round, factories.actor(cora), at).all == 1
    own.refresh_from_db()
    assert own.state == SENT


def test_the_page_of_ones_own_application_names_who_decides(client, own, cora, dan):
    client.force_login(cora)
    page = text(client.get(reverse("applications:detail", args=[own.pk])))
    assert ("it is decided by Dan." in page, "Admit to the pool" in page) == (True, False)


@pytest.mark.parametrize("side", [Side.MENTOR, Side.MENTEE])
def test_a_supervisor_who_takes_part_approves_like_any_other(round, side, at):
    boss = factories.person("Bea Boss", email=BOSS)
    theirs = factories.application(round, side, boss, state=SENT)
    ana = sent(round, factories.person("Ana"), at)
    approving.answer(secret_of(ana.approval), YES, at)
    theirs.refresh_from_db()
    assert (ApprovalRecord.objects.get().supervisor_email, theirs.state) == (BOSS, SENT)


def test_two_who_are_each_others_supervisor_answer_each_for_the_other(round, at):
    ana = sent(round, factories.person("Ana", email="ana@northport.example"), at)
    bea = sent(
        round, factories.person("Bea Boss", email=BOSS), at, line_manager_email="ana@northport.example"
    )
    approving.answer(secret_of(ana.approval), YES, at)
    assert (ana.approval.state, bea.approval.state) == ("waiting", "waiting")
    ana.approval.refresh_from_db()
    bea.approval.refresh_from_db()
    assert (ana.approval.state, bea.approval.state) == ("approved", "waiting")


def test_withdrawing_one_side_leaves_the_other(round, at):
    ana = factories.person("Ana")
    mentee, mentor = sent(round, ana, at), sent(round, ana, at, Side.MENTOR)
    drafting.withdraw(mentee, factories.actor(ana), at)
    assert list(Application.objects.order_by("side").values_list("side", "state")) == [
        ("mentee", "withdrawn"),
        ("mentor", "submitted"),
    ]
    mentor.refresh_from_db()
    assert mentor.places == 2


def test_who_applies_again_after_withdrawing_has_a_new_question_to_the_supervisor(round, at):
    ana = factories.person("Ana")
    first = sent(round, ana, at)
    old = secret_of(first.approval)
    drafting.withdraw(first, factories.actor(ana), at)
    again = sent(round, ana, at + timedelta(days=1))
    with pytest.raises(approving.NotWaiting):
        approving.answer(old, YES, at)
    approving.answer(secret_of(again.approval), YES, at + timedelta(days=2))
    assert ApprovalRecord.objects.get().application == again


def test_a_reviewer_reads_that_somebody_left_meanwhile(client, round, cora, at):
    ana = sent(round, factories.person("Ana"), at)
    client.force_login(cora)
    page = reverse("applications:detail", args=[ana.pk])
    assert "They may have left" not in text(client.get(page))
    Affiliation.objects.filter(person=ana.person).update(ended_on=at.date())
    assert "Ana left the institution on 5 Oct 2026, as far as is known here." in text(client.get(page))

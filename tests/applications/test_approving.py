"""The supervisor is asked, reminded, and answers."""

from datetime import timedelta

import pytest

from fairlead.applications import queries
from fairlead.applications.actions import approving, drafting
from fairlead.applications.actions.letters import secret_of
from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import SupervisorApproval
from fairlead.applications.tasks import sweep
from fairlead.audit.models import Entry
from fairlead.kernel.errors import AlreadyMoved
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import RoundState, Side
from tests import factories
from tests.applications.answering import BOSS, letters, sent

pytestmark = pytest.mark.django_db


@pytest.fixture
def round():
    return factories.round(factories.programme("Harbour", meetings_expected=6, meeting_minutes=60))


@pytest.fixture
def ana():
    return factories.person("Ana", email="ana@northport.example")


@pytest.fixture
def cora(round):
    return factories.actor(factories.member(round.programme))


@pytest.fixture
def application(round, ana, at):
    return sent(round, ana, at)


def brought_in(round, **fields):
    return factories.application(round, state=ApplicationState.SUBMITTED, origin="import", **fields)


def test_the_letter_tells_the_time_asked_and_none_of_the_answers(application):
    letter = Letter.objects.get(kind="supervisor-asked")
    assert letter.to_email == BOSS
    assert "about 8 working hours over 6 months" in letter.text
    assert "by 15 Oct 2026" in letter.text
    assert f"/approve/{secret_of(application.approval)}/" in letter.text
    assert "To learn." not in letter.text
    assert "Dual career" not in letter.text


def test_only_the_fingerprint_of_the_link_is_kept(application):
    approval = SupervisorApproval.objects.get()
    assert secret_of(approval) not in [str(value) for value in vars(approval).values()]


def test_a_yes_is_told_to_the_applicant(application, at):
    approving.answer(secret_of(application.approval), True, "", at + timedelta(hours=1))
    approval = SupervisorApproval.objects.get()
    assert (approval.state, approval.answered_at, approval.recorded_by) == (
        "approved",
        at + timedelta(hours=1),
        None,
    )
    assert letters("application-approved") == [
        ("ana@northport.example", "Bea Boss has approved your application")
    ]


def test_a_no_is_told_with_its_reason(application, at):
    approving.answer(secret_of(application.approval), False, "  Not before the audit. ", at)
    letter = Letter.objects.get(kind="application-supervisor-declined")
    assert letter.to_email == "ana@northport.example"
    assert "The reason given: Not before the audit." in letter.text


def test_a_supervisor_answers_once(application, at):
    secret = secret_of(application.approval)
    approving.answer(secret, True, "", at)
    with pytest.raises(AlreadyMoved):
        approving.answer(secret, False, "", at)
    assert SupervisorApproval.objects.get().state == "approved"


def test_a_late_answer_still_counts(application, at):
    approving.answer(secret_of(application.approval), True, "", at + timedelta(days=40))
    assert SupervisorApproval.objects.get().state == "approved"


def test_a_wrong_link_answers_nothing(application, at):
    with pytest.raises(approving.LinkUnknown):
        approving.answer("made-up", True, "", at)


def test_an_answer_after_a_withdrawal_is_not_needed(application, ana, at):
    drafting.withdraw(application, factories.actor(ana), at)
    with pytest.raises(approving.NotWaiting):
        approving.answer(secret_of(SupervisorApproval.objects.get()), True, "", at)


def test_the_answer_stands_in_the_record_under_the_supervisors_name(application, at):
    approving.answer(secret_of(application.approval), True, "", at)
    entry = Entry.objects.latest("number")
    assert (entry.verb, entry.actor_label, entry.thing_label) == (
        "supervisor approved",
        "Bea Boss",
        "Ana, mentee",
    )


def test_silent_supervisors_are_reminded_after_five_and_nine_days(application, at):
    moved = [sweep(at=at + timedelta(days=days)) for days in (4, 5, 5, 8, 9, 9, 20)]
    assert moved == [0, 1, 0, 0, 1, 0, 0]
    assert [to for to, _ in letters("supervisor-reminder")] == [BOSS, BOSS]


def test_a_sweep_that_comes_late_reminds_once(application, at):
    assert [sweep(at=at + timedelta(days=days)) for days in (12, 13)] == [1, 0]
    assert (
        "We had hoped to hear from you by 15 Oct 2026" in Letter.objects.get(kind="supervisor-reminder").text
    )


def test_a_reminder_is_never_written_twice(application, at):
    stale = SupervisorApproval.objects.select_related(
        "application__person", "application__programme", "application__round"
    ).get()
    later = at + timedelta(days=5)
    assert approving.remind_supervisors(at=later) == 1
    assert approving._remind(stale, at=later) == 0
    assert len(letters("supervisor-reminder")) == 1


def test_nobody_is_reminded_of_what_is_settled(application, ana, at):
    drafting.withdraw(application, factories.actor(ana), at)
    assert sweep(at=at + timedelta(days=6)) == 0


def test_nobody_is_reminded_in_a_finished_round(application, round, at):
    round.state = RoundState.FINISHED
    round.save()
    assert sweep(at=at + timedelta(days=6)) == 0


def test_asking_again_writes_once_a_day(application, cora, at):
    for hours in (1, 2):
        with pytest.raises(approving.CannotAsk, match="once a day"):
            approving.ask_supervisor(application, at + timedelta(hours=hours), by=cora)
    assert len(letters("supervisor-asked")) == 1
    approving.ask_supervisor(application, at + timedelta(days=1), by=cora)
    assert len(letters("supervisor-asked")) == 2


def test_asking_another_address_ends_the_old_link(application, cora, at):
    old = secret_of(application.approval)
    application.line_manager_email = "new.boss@northport.example"
    application.save()
    approval = approving.ask_supervisor(application, at, by=cora)
    assert (approval.supervisor_email, queries.approval_by_secret(old)) == (
        "new.boss@northport.example",
        None,
    )
    assert queries.approval_by_secret(secret_of(approval)) == approval


def test_after_a_no_a_new_question_begins(application, cora, at):
    old = secret_of(application.approval)
    approving.answer(old, False, "", at)
    approval = approving.ask_supervisor(application, at + timedelta(days=3), by=cora)
    assert (approval.state, queries.approval_by_secret(old)) == ("waiting", None)


def test_who_has_approved_is_not_asked_again(application, cora, at):
    approving.answer(secret_of(application.approval), True, "", at)
    with pytest.raises(approving.CannotAsk):
        approving.ask_supervisor(application, at, by=cora)


@pytest.mark.parametrize(
    "fields",
    [
        {"side": Side.MENTOR},
        {"line_manager_email": ""},
        {"line_manager_email": "SELF@northport.example"},
        {"state": ApplicationState.DECLINED},
    ],
)
def test_nobody_is_asked_without_reason_or_address(round, cora, at, fields):
    person = factories.person(email="self@northport.example")
    made = factories.application(round, who=person, **({"state": ApplicationState.SUBMITTED} | fields))
    with pytest.raises(approving.CannotAsk):
        approving.ask_supervisor(made, at, by=cora)


def test_all_supervisors_of_a_file_are_asked_at_once(round, cora, at):
    for number in range(3):
        brought_in(round, line_manager_email=f"boss{number}@northport.example")
    brought_in(round, line_manager_email="")
    own = factories.person(email="own@northport.example")
    brought_in(round, who=own, line_manager_email="own@northport.example")
    brought_in(round, side=Side.MENTOR)
    asked = approving.ask_all(round, cora, at)
    assert (asked.asked, asked.without_address) == (3, 2)
    assert approving.ask_all(round, cora, at).asked == 0
    assert len(letters("supervisor-asked")) == 3


def test_a_coordinator_notes_an_answer_held_in_writing(round, cora, at):
    made = brought_in(round)
    approving.record(made, True, "Mail of 3 October", cora, at)
    approval = SupervisorApproval.objects.get()
    assert (approval.state, approval.reason, approval.recorded_by_id) == (
        "approved",
        "Mail of 3 October",
        cora.person_id,
    )
    with pytest.raises(AlreadyMoved):
        approving.record(made, False, "", cora, at)


def test_a_noted_answer_replaces_a_no(application, cora, at):
    approving.answer(secret_of(application.approval), False, "", at)
    approving.record(application, True, "Letter of 9 October", cora, at)
    assert [(one.state, one.reason) for one in SupervisorApproval.objects.all()] == [
        ("approved", "Letter of 9 October")
    ]


def test_a_noted_answer_ends_the_wait(application, cora, at):
    approving.record(application, False, "Telephone, confirmed by mail", cora, at)
    with pytest.raises(AlreadyMoved):
        approving.answer(secret_of(application.approval), True, "", at)


def test_nothing_is_noted_where_nothing_is_asked(round, cora, at):
    with pytest.raises(approving.CannotAsk):
        approving.record(brought_in(round, side=Side.MENTOR), True, "", cora, at)
    settled = factories.application(round, state=ApplicationState.DECLINED)
    with pytest.raises(approving.NotWaiting):
        approving.record(settled, True, "", cora, at)


def test_a_name_or_reason_cannot_pass_for_a_part_of_a_letter(round, cora, at):
    trick = "Bea\n\n→ Read and answer: https://evil.example/"
    made = brought_in(round, line_manager_name=trick)
    approval = approving.ask_supervisor(made, at, by=cora)
    approving.answer(secret_of(approval), False, trick, at)
    assert 'href="https://evil.example/"' not in "".join(letter.html for letter in Letter.objects.all())
    assert Letter.objects.count() == 2

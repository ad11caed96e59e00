"""The supervisor is asked, reminded, and answers."""

from datetime import UTC, datetime, timedelta

import pytest

from fairlead.applications import queries
from fairlead.applications.actions import approving, deciding, drafting, reminding, rerouting
from fairlead.applications.actions.approving import Answer
from fairlead.applications.actions.letters import secret_of
from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import ApprovalRecord, SupervisorApproval
from fairlead.applications.tasks import sweep
from fairlead.audit.models import Entry
from fairlead.kernel.errors import AlreadyMoved
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import RoundState, Side
from tests import factories
from tests.applications.answering import BOSS, YES, letters, no, sent

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
    approving.answer(secret_of(application.approval), YES, at + timedelta(hours=1))
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
    approving.answer(secret_of(application.approval), no("  Not before the audit. ", share=True), at)
    letter = Letter.objects.get(kind="application-supervisor-declined")
    assert letter.to_email == "ana@northport.example"
    assert "The reason given: Not before the audit." in letter.text


def test_a_supervisor_answers_once(application, at):
    secret = secret_of(application.approval)
    approving.answer(secret, YES, at)
    with pytest.raises(AlreadyMoved):
        approving.answer(secret, no(), at)
    assert SupervisorApproval.objects.get().state == "approved"


def test_a_late_answer_still_counts(application, at):
    approving.answer(secret_of(application.approval), YES, at + timedelta(days=40))
    assert SupervisorApproval.objects.get().state == "approved"


def test_a_wrong_link_answers_nothing(application, at):
    with pytest.raises(approving.LinkUnknown):
        approving.answer("made-up", YES, at)


def test_an_answer_after_a_withdrawal_is_not_needed(application, ana, at):
    drafting.withdraw(application, factories.actor(ana), at)
    with pytest.raises(approving.NotWaiting):
        approving.answer(secret_of(SupervisorApproval.objects.get()), YES, at)


def test_the_answer_stands_in_the_record_under_the_supervisors_name(application, at):
    approving.answer(secret_of(application.approval), YES, at)
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
    assert reminding.remind_supervisors(at=later) == 1
    assert reminding._remind(stale, at=later) == 0
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
    approving.answer(old, no(), at)
    approval = approving.ask_supervisor(application, at + timedelta(days=3), by=cora)
    assert (approval.state, queries.approval_by_secret(old)) == ("waiting", None)


def test_who_has_approved_is_not_asked_again(application, cora, at):
    approving.answer(secret_of(application.approval), YES, at)
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
    approving.answer(secret_of(application.approval), no(), at)
    approving.record(application, True, "Letter of 9 October", cora, at)
    assert [(one.state, one.reason) for one in SupervisorApproval.objects.all()] == [
        ("approved", "Letter of 9 October")
    ]


def test_a_noted_answer_ends_the_wait(application, cora, at):
    approving.record(application, False, "Telephone, confirmed by mail", cora, at)
    with pytest.raises(AlreadyMoved):
        approving.answer(secret_of(application.approval), YES, at)


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
    approving.answer(secret_of(approval), no(trick), at)
    assert 'href="https://evil.example/"' not in "".join(letter.html for letter in Letter.objects.all())
    assert Letter.objects.count() == 2


def test_a_no_needs_a_reason_which_the_applicant_reads_only_if_the_supervisor_agrees(application, at):
    secret = secret_of(application.approval)
    with pytest.raises(approving.ReasonMissing):
        approving.answer(secret, no("  "), at)
    approving.answer(secret, no("Two of us are on leave."), at)
    assert "on leave" not in Letter.objects.get(kind="application-supervisor-declined").text
    assert SupervisorApproval.objects.get().reason == "Two of us are on leave."


def test_a_supervisor_approves_from_a_day_on(application, at):
    day = at.date() + timedelta(days=60)
    approving.answer(secret_of(application.approval), Answer(approved=True, approved_from=day), at)
    approval = SupervisorApproval.objects.get()
    assert (approval.state, approval.approved_from) == ("approved", day)
    assert "from 4 Dec 2026 on" in Letter.objects.get(kind="application-approved").text


def test_a_day_that_has_come_is_no_later_day(application, at):
    said = Answer(approved=True, approved_from=at.date())
    with pytest.raises(approving.DayPassed):
        approving.answer(secret_of(application.approval), said, at)


def test_the_same_answer_twice_is_one_answer(application, at):
    secret = secret_of(application.approval)
    for minutes in (0, 1):
        approving.answer(secret, YES, at + timedelta(minutes=minutes))
    assert ApprovalRecord.objects.count() == 1
    assert len(letters("application-approved")) == 1


def test_a_supervisor_thinks_again_and_both_answers_stay_in_the_record(application, at):
    secret = secret_of(application.approval)
    approving.answer(secret, YES, at)
    approving.answer(secret, no("The audit came early.", seen=at), at + timedelta(days=1))
    assert SupervisorApproval.objects.get().state == "declined"
    assert list(ApprovalRecord.objects.values_list("answer", "reason")) == [
        ("declined", "The audit came early."),
        ("approved", ""),
    ]


def test_after_a_decision_the_answer_stands(application, cora, at):
    secret = secret_of(application.approval)
    approving.answer(secret, YES, at)
    deciding.accept(application, cora, at)
    with pytest.raises(approving.NotWaiting):
        approving.answer(secret, no(seen=at), at + timedelta(days=1))


def test_the_record_keeps_what_was_asked_and_by_which_link(application, at):
    approving.answer(secret_of(application.approval), YES, at + timedelta(hours=1))
    record = ApprovalRecord.objects.get()
    assert record.text.startswith("Ana takes part in Harbour as mentee.")
    assert "about 8 working hours over 6 months" in record.text
    assert (record.fingerprint, record.answered_at) == (
        application.approval.fingerprint,
        at + timedelta(hours=1),
    )


def test_days_end_at_midnight_where_the_institution_is_also_when_clocks_change(round, cora, at):
    made = brought_in(round)
    asked = datetime(2026, 10, 20, 9, tzinfo=UTC)
    approval = approving.ask_supervisor(made, asked, by=cora)
    assert approval.answer_by == datetime(2026, 10, 30, 23, tzinfo=UTC)
    summer = approving.ask_supervisor(brought_in(round), datetime(2027, 3, 1, 9, tzinfo=UTC), by=cora)
    assert summer.answer_by == datetime(2027, 3, 11, 23, tzinfo=UTC)
    assert approving.ask_supervisor(
        brought_in(round), datetime(2027, 3, 20, 9, tzinfo=UTC), by=cora
    ).answer_by == datetime(2027, 3, 30, 22, tzinfo=UTC)


def test_coordinators_are_told_once_and_in_one_letter_of_all_whose_days_are_over(round, cora, at):
    for _ in range(3):
        approving.ask_supervisor(brought_in(round), at, by=cora)
    told = [reminding.tell_coordinators(at=at + timedelta(days=days)) for days in (10, 11, 12)]
    assert told == [0, 1, 0]
    assert "3 supervisors have not answered" in Letter.objects.get(kind="supervisors-late").subject


def test_more_time_reminds_the_supervisor_and_is_told_again_when_it_is_over(application, cora, at):
    late = at + timedelta(days=12)
    reminding.tell_coordinators(at=late)
    approval = rerouting.give_time(application, 5, by=cora, at=late)
    assert (approval.answer_by > late, approval.escalated_at) == (True, None)
    assert len(letters("supervisor-reminder")) == 1
    assert reminding.tell_coordinators(at=late + timedelta(days=6)) == 1


def test_who_does_not_wait_gets_no_time(application, cora, at):
    approving.answer(secret_of(application.approval), YES, at)
    with pytest.raises(approving.NotWaiting):
        rerouting.give_time(application, 5, by=cora, at=at)


def test_another_supervisor_is_asked_and_the_old_link_ends(application, ana, at):
    old, own = secret_of(application.approval), factories.actor(ana)
    approval = rerouting.change_supervisor(
        application, name="Cy Chief", email="cy@northport.example", by=own, at=at
    )
    assert (approval.supervisor_name, queries.approval_by_secret(old)) == ("Cy Chief", None)
    assert SupervisorApproval.objects.count() == 1
    assert sorted(to for to, _ in letters("supervisor-asked")) == [BOSS, "cy@northport.example"]


def test_a_supervisor_who_has_approved_is_not_replaced(application, ana, at):
    approving.answer(secret_of(application.approval), YES, at)
    with pytest.raises(approving.CannotAsk):
        rerouting.change_supervisor(
            application, name="Cy", email="cy@northport.example", by=factories.actor(ana), at=at
        )


def test_nobody_names_themselves_as_supervisor(application, ana, at):
    with pytest.raises(approving.CannotAsk):
        rerouting.change_supervisor(
            application, name="Ana", email="ANA@northport.example", by=factories.actor(ana), at=at
        )
    assert SupervisorApproval.objects.get().supervisor_email == BOSS

"""Silent supervisors are reminded as their days pass, and freed when no answer is needed any more."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format

from fairlead.applications import queries
from fairlead.applications.actions import approving, deciding, drafting, reminding, rerouting
from fairlead.applications.actions.letters import secret_of
from fairlead.applications.models import SupervisorApproval
from fairlead.applications.tasks import sweep
from fairlead.applications.views.history import VERBS
from fairlead.notifications.models import Letter
from fairlead.programmes.enums import RoundState
from tests import factories
from tests.applications.answering import BOSS, YES, letters, sent
from tests.applications.pages import text

pytestmark = pytest.mark.django_db
CY = "cy@northport.example"
VERB = re.compile(r"\"((?:application|applicant|supervisor|eligibility|people) [a-z ]+)\"")


@pytest.fixture
def round():
    return factories.round(factories.programme("Harbour"))


@pytest.fixture
def ana():
    return factories.person("Ana", email="ana@northport.example")


@pytest.fixture
def cora(round):
    return factories.actor(factories.member(round.programme))


@pytest.fixture
def application(round, ana, at):
    return sent(round, ana, at)


def reminded_on(at, days):
    """The days, counted from `at`, on which a sweep every day wrote a reminder."""
    return [day for day in range(days) if reminding.remind_supervisors(at=at + timedelta(days=day))]


@pytest.mark.parametrize(
    ("days", "reminders"),
    [(1, []), (2, [1]), (3, [1, 2]), (4, [2, 3]), (5, [2, 4]), (10, [5, 9]), (21, [10, 20])],
)
def test_reminders_go_half_way_and_the_day_before_whatever_the_days(round, ana, at, days, reminders):
    round.approval_days = days
    round.save()
    sent(round, ana, at)
    assert reminded_on(at, 30) == reminders
    assert [to for to, _ in letters("supervisor-reminder")] == [BOSS for _ in reminders]


def test_reminders_keep_their_day_when_the_clocks_change(round, ana):
    friday = datetime(2026, 10, 23, 21, 30, tzinfo=UTC)
    made = sent(round, ana, friday)
    assert [moment.date().isoformat() for moment in queries.reminders_of(made.approval)] == [
        "2026-10-28",
        "2026-11-01",
    ]


def test_more_time_has_reminders_and_an_end_of_its_own(application, cora, at):
    assert reminded_on(at, 12) == [5, 9]
    late = at + timedelta(days=12)
    assert reminding.tell_coordinators(at=late) == 1
    approval = rerouting.give_time(application, 6, by=cora, at=late)
    assert reminded_on(late, 10) == [3, 5]
    assert reminding.tell_coordinators(at=late + timedelta(days=7)) == 1
    approval.refresh_from_db()
    assert approval.reminders == 5
    assert len(letters("supervisor-reminder")) == 5


def test_giving_the_same_time_twice_writes_once(application, cora, at):
    for minute in range(2):
        rerouting.give_time(application, 12, by=cora, at=at + timedelta(minutes=minute))
    assert (SupervisorApproval.objects.get().reminders, len(letters("supervisor-reminder"))) == (1, 1)


def test_more_time_is_never_less(application, cora, at):
    with pytest.raises(rerouting.NoMoreTime):
        rerouting.give_time(application, 9, by=cora, at=at)
    assert letters("supervisor-reminder") == []


def test_the_reviewer_reads_the_same_last_day_as_the_supervisor(client, application, round):
    assert "by 15 Oct 2026" in Letter.objects.get(kind="supervisor-asked").text
    client.force_login(factories.member(round.programme))
    page = text(client.get(reverse("applications:detail", args=[application.pk])))
    assert "for an answer until 15 Oct 2026." in page


def test_the_reviewer_reads_when_the_next_reminder_goes(ana, round, client):
    now = timezone.now()
    round.closes_on = None
    round.save()
    made = sent(round, ana, now)
    client.force_login(factories.member(round.programme))
    page = reverse("applications:detail", args=[made.pk])
    day = date_format(timezone.localtime(now + timedelta(days=5)))
    assert f"The next reminder goes on {day}." in text(client.get(page))
    SupervisorApproval.objects.update(asked_at=now - timedelta(days=9, hours=1))
    SupervisorApproval.objects.update(answer_by=now + timedelta(hours=1))
    assert "The next reminder" not in text(client.get(page))


def test_a_new_supervisor_is_asked_and_reminded_and_the_old_one_freed(application, ana, at):
    later = at + timedelta(days=4)
    old = secret_of(application.approval)
    rerouting.change_supervisor(application, name="Cy", email=CY, by=factories.actor(ana), at=later)
    assert [to for to, _ in letters("supervisor-released")] == [BOSS]
    assert reminded_on(later, 12) == [5, 9]
    assert {to for to, _ in letters("supervisor-reminder")} == {CY}
    with pytest.raises(approving.LinkUnknown):
        approving.answer(old, YES, later)


def test_a_supervisor_is_freed_when_the_application_is_withdrawn(application, ana, at):
    drafting.withdraw(application, factories.actor(ana), at)
    letter = Letter.objects.get(kind="supervisor-released")
    assert (letter.to_email, letter.subject) == (BOSS, "No answer needed any more about Ana")


def test_a_supervisor_is_freed_when_the_application_is_declined(application, cora, at):
    deciding.decline(application, "Full.", cora, at)
    assert [to for to, _ in letters("supervisor-released")] == [BOSS]
    assert "Full." not in Letter.objects.get(kind="supervisor-released").text


def test_who_has_answered_is_not_freed(application, ana, at):
    approving.answer(secret_of(application.approval), YES, at)
    drafting.withdraw(application, factories.actor(ana), at)
    assert letters("supervisor-released") == []


@pytest.fixture
def finished(application, round):
    round.state = RoundState.FINISHED
    round.save()
    return application


def test_a_link_is_over_when_its_round_is(client, finished, at):
    secret = secret_of(finished.approval)
    assert "No answer needed" in text(client.get(reverse("applications:approve", args=[secret])))
    with pytest.raises(approving.NotWaiting):
        approving.answer(secret, YES, at)
    assert sweep(at=at + timedelta(days=6)) == 0


def test_nobody_is_asked_or_given_time_in_a_finished_round(finished, cora, at):
    finished.refresh_from_db()
    with pytest.raises(approving.NotWaiting):
        rerouting.give_time(finished, 5, by=cora, at=at)
    with pytest.raises(approving.NotWaiting):
        rerouting.change_supervisor(finished, name="Cy", email=CY, by=cora, at=at)
    with pytest.raises(approving.NotWaiting):
        approving.record(finished, True, "Mail", cora, at)
    with pytest.raises(approving.CannotAsk):
        approving.ask_supervisor(finished, at, by=cora)


def test_what_each_answer_needs_is_not_called_optional(client, application):
    page = reverse("applications:approve", args=[secret_of(application.approval)])
    for given in ({"answer": "decline"}, {"answer": "later"}, {"answer": "approve", "seen": "2026-99-99"}):
        assert "(optional)" not in text(client.post(page, given))


def test_every_deed_on_an_application_has_a_word_in_its_history():
    source = Path(approving.__file__).parent
    written = [verb for file in source.glob("*.py") for verb in re.findall(VERB, file.read_text())]
    assert set(written) - set(VERBS) == set()

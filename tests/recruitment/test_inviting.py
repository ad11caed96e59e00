"""Lists of people are read line by line, invited once, and followed."""

from datetime import date, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from fairlead.applications.enums import ApplicationState
from fairlead.kernel.errors import Refused
from fairlead.programmes.enums import RoundState, Side
from fairlead.programmes.models import Round
from fairlead.recruitment import queries, tasks
from fairlead.recruitment.actions import answering, inviting, sending
from fairlead.recruitment.actions.letters import secret_of
from fairlead.recruitment.enums import InvitationKind, InvitationState
from fairlead.recruitment.models import Invitation, Mailing, NeverAgain, PausedMentor
from fairlead.recruitment.queries import listing
from fairlead.recruitment.queries.listing import text_of
from fairlead.recruitment.queries.standing import mark
from tests import factories
from tests.recruitment import asking

pytestmark = pytest.mark.django_db
TODAY = date(2026, 10, 5)


@pytest.fixture
def round():
    return factories.round()


@pytest.fixture
def lead(round):
    return factories.actor(factories.member(round.programme))


def read(round, text):
    found = queries.preview(round, text, today=TODAY)
    return [(one.name, one.email) for one in found.ready], [
        (one.number, one.problem) for one in found.left_out
    ]


@pytest.mark.parametrize(
    ("line", "read_as"),
    [
        ("Ana Silva, ana@a.example", ("Ana Silva", "ana@a.example")),
        ("ana@a.example; Ana Silva", ("Ana Silva", "ana@a.example")),
        ("Ana\tSilva\tana@a.example", ("Ana Silva", "ana@a.example")),
        ("Ana Silva <ana@a.example>", ("Ana Silva", "ana@a.example")),
        ('"Silva, Ana";ana@a.example', ("Silva, Ana", "ana@a.example")),
        ("Ana Silva ana@a.example", ("Ana Silva", "ana@a.example")),
        ("  ana@a.example  ", ("", "ana@a.example")),
        ("نور حداد, nour@a.example", ("نور حداد", "nour@a.example")),
        ("Ana \u202eSilva\u2066, ana@a.example", ("Ana Silva", "ana@a.example")),
    ],
)
def test_a_line_is_read_in_any_usual_form(round, line, read_as):
    assert read(round, f"Name, Address\n\n{line}\n") == ([read_as], [])


def test_a_line_without_end_is_shown_shortened(round, at):
    long = f"{'a' * 300}@a.example"
    found = listing.preview(round, f"{long}\n{'word ' * 300}", today=at.date())
    assert [(line.name, line.email) for line in found.left_out] == [
        ("", f"{'a' * 60}…"),
        (f"{('word ' * 12).rstrip()} …", ""),
    ]


@pytest.mark.parametrize(
    "line",
    ["x" * 140_000 + ",ana@a.example", f"{'(' * 3000}<ana@a.example>", f"{'a:' * 3000}<ana@a.example>"],
)
def test_a_line_too_long_for_a_person_is_left_out(round, line):
    assert read(round, f"bo@a.example\n{line}") == (
        [("", "bo@a.example")],
        [(2, "is too long for a name and an address")],
    )


def test_a_line_of_brackets_is_left_out(round):
    assert read(round, f"{'(' * 480}<ana@a.example>") == ([], [(1, "is no complete e-mail address")])


def test_every_line_that_cannot_be_invited_says_why(round, at):
    asking.invitation(round, at, email="asked@a.example")
    mentor = factories.application(round, Side.MENTOR, factories.person(email="mentor@a.example"))
    factories.application(
        round, Side.MENTOR, factories.person(email="sent@a.example"), state=ApplicationState.SUBMITTED
    )
    NeverAgain.objects.create(programme=round.programme, fingerprint=mark("never@a.example"), said_at=at)
    rests = factories.person(email="rests@a.example")
    PausedMentor.objects.create(programme=round.programme, person=rests, until=date(2027, 1, 1))
    text = "\n".join(
        [
            "new@a.example",
            "NEW@a.example",
            "Nobody at all",
            "broken@nowhere",
            "Asked@a.example",
            mentor.person.email,
            "sent@a.example",
            "never@A.example",
            "rests@a.example",
        ]
    )
    ready, left_out = read(round, text)
    assert (ready, left_out) == (
        [("", "new@a.example")],
        [
            (2, "is the same address as in line 1"),
            (3, "holds no e-mail address"),
            (4, "is no complete e-mail address"),
            (5, "has been invited already (sent)"),
            (6, "is a mentor in this round already"),
            (7, "has applied as mentor already"),
            (8, "does not want to be asked by this programme again"),
            (9, "pauses until 1 Jan 2027"),
        ],
    )


def test_a_preview_asks_as_often_for_three_people_as_for_one(round):
    def asked(text):
        with CaptureQueriesContext(
            connection,
        ) as watched:
            read(round, text)
        return len(watched)

    assert asked("a@a.example") == asked("a@a.example\nb@a.example\nc@a.example")


def test_files_of_spreadsheets_are_read_whatever_their_encoding():
    said = "Zoë Müller;zoe@a.example"
    for encoding in ("utf-8", "utf-8-sig", "utf-16", "cp1252"):
        assert text_of(said.encode(encoding)) == said


@pytest.mark.parametrize("content", [b"x" * (20 * 1024 * 1024), b"PK\x03\x04\x00\x00"])
def test_a_file_that_is_too_large_or_no_text_is_refused(content):
    with pytest.raises(Refused):
        text_of(content)


def test_more_than_five_thousand_at_once_are_refused(round):
    with pytest.raises(Refused):
        read(round, "\n".join(f"p{number}@a.example" for number in range(5_001)))


def test_five_thousand_are_sent_in_batches_and_nobody_twice(
    round, lead, at, django_capture_on_commit_callbacks
):
    text = "\n".join(f"Person {number}, p{number}@a.example" for number in range(5_000))
    assert inviting.invite(round=round, text=text, note="", by=lead, at=at) == 5_000
    mailing = Mailing.objects.get(round=round)
    assert sending.send_batch(mailing.pk, at=at) == sending.BATCH
    assert sending.send_batch(mailing.pk, at=at) == sending.BATCH
    addresses = asking.letters("mentor-invitation")
    assert (len(addresses), len(set(addresses))) == (200, 200)
    assert Invitation.objects.filter(state=InvitationState.QUEUED).count() == 4_800


def test_a_worker_that_was_killed_leaves_whole_batches_and_the_sweep_goes_on(round, lead, at, monkeypatch):
    text = "\n".join(f"p{number}@a.example" for number in range(3))
    inviting.invite(round=round, text=text, note="", by=lead, at=at)
    mailing = Mailing.objects.get(round=round)
    wrote = []

    def killed(invitation, *, at):
        wrote.append(invitation)
        if len(wrote) == 2:
            raise KeyboardInterrupt

    with monkeypatch.context() as broken:
        broken.setattr(sending.letters, "to_invited", killed)
        with pytest.raises(KeyboardInterrupt):
            sending.send_batch(mailing.pk, at=at)
    assert Invitation.objects.filter(state=InvitationState.QUEUED).count() == 3
    tasks.sweep(at=at)
    tasks.sweep(at=at)
    assert asking.letters("mentor-invitation") == ["p0@a.example", "p1@a.example", "p2@a.example"]


def test_one_worker_sends_at_a_time_until_its_lease_is_over(round, lead, at):
    inviting.invite(round=round, text="a@a.example", note="", by=lead, at=at)
    mailing = Mailing.objects.get(round=round)
    Mailing.objects.update(lease_until=at + sending.LEASE)
    assert sending.send_batch(mailing.pk, at=at) == 0
    assert sending.send_batch(mailing.pk, at=at + sending.LEASE) == 1


def test_letters_wait_until_the_intake_opens(lead, round, at):
    Round.objects.update(state=RoundState.PLANNED)
    round.refresh_from_db()
    inviting.invite(round=round, text="a@a.example", note="", by=lead, at=at)
    tasks.sweep(at=at)
    assert asking.letters("mentor-invitation") == []
    Round.objects.update(state=RoundState.OPEN)
    tasks.sweep(at=at)
    assert asking.letters("mentor-invitation") == ["a@a.example"]


@pytest.mark.parametrize("state", [RoundState.CLOSED, RoundState.FINISHED])
def test_nobody_is_invited_to_a_round_that_takes_no_applications(lead, round, at, state):
    round.state = state
    with pytest.raises(inviting.RoundOver):
        inviting.invite(round=round, text="a@a.example", note="", by=lead, at=at)


def test_a_list_of_nobody_is_refused(lead, round, at):
    with pytest.raises(inviting.NobodyToInvite):
        inviting.invite(round=round, text="no address", note="", by=lead, at=at)


def test_whoever_said_never_meanwhile_is_not_written_to(lead, round, at):
    inviting.invite(round=round, text="a@a.example", note="", by=lead, at=at)
    NeverAgain.objects.create(programme=round.programme, fingerprint=mark("a@a.example"), said_at=at)
    tasks.sweep(at=at)
    assert [asking.state_of(one) for one in Invitation.objects.all()] == [InvitationState.WITHDRAWN]
    assert asking.letters("mentor-invitation") == []


def test_the_silent_are_reminded_on_the_set_days_and_no_more(lead, round, at):
    asking.invitation(round, at)
    inviting.set_reminders(round, [14, 7], by=lead, at=at)
    written = []
    for day in range(40):
        written += [day] * sending.remind(at=at + timedelta(days=day))
    assert written == [7, 14]


def test_reminders_keep_their_distance_after_a_long_silence_of_the_sweep(round, at):
    asking.invitation(round, at)
    late = at + timedelta(days=30)
    assert [sending.remind(at=late), sending.remind(at=late)] == [1, 0]
    assert sending.remind(at=late + timedelta(days=7)) == 1


@pytest.mark.parametrize("days", [[0], [91], [1, 2, 3, 4, 5]])
def test_reminders_that_make_no_sense_are_refused(lead, round, at, days):
    with pytest.raises(inviting.RemindersUnclear):
        inviting.set_reminders(round, days, by=lead, at=at)


def test_no_reminder_days_mean_no_reminder(lead, round, at):
    asking.invitation(round, at)
    inviting.set_reminders(round, [], by=lead, at=at)
    assert sending.remind(at=at + timedelta(days=60)) == 0


@pytest.mark.parametrize("state", [one for one in InvitationState if one != InvitationState.SENT])
def test_who_has_answered_or_begun_is_not_reminded(round, at, state):
    asking.invitation(round, at, state=state, sent_at=at)
    assert sending.remind(at=at + timedelta(days=30)) == 0


def test_a_begun_and_a_sent_application_are_seen(round, at):
    opened = asking.invitation(round, at, email="Begun@a.example")
    applied = asking.invitation(round, at, email="sent@a.example")
    draft = factories.application(
        round, Side.MENTOR, factories.person(email="begun@a.example"), state=ApplicationState.DRAFT
    )
    sent = factories.application(
        round, Side.MENTOR, factories.person(email="sent@a.example"), state=ApplicationState.SUBMITTED
    )
    assert [tasks.sweep(at=at), tasks.sweep(at=at)] == [2, 0]
    found = {one.pk: (one.state, one.application) for one in Invitation.objects.all()}
    assert found == {
        opened.pk: (InvitationState.OPENED, draft),
        applied.pk: (InvitationState.APPLIED, sent),
    }


def test_an_application_of_an_earlier_round_is_no_answer(round, at):
    invitation = asking.invitation(round, at)
    who = factories.person(email=invitation.email)
    earlier = factories.round(round.programme, state=RoundState.CLOSED)
    before = at - timedelta(days=200)
    factories.application(earlier, Side.MENTOR, who, created_at=before, submitted_at=before)
    assert tasks.sweep(at=at) == 0


def test_withdrawn_invitation_ends_with_a_sentence_at_its_link(client, lead, round, at):
    invitation = asking.invitation(round, at)
    inviting.withdraw(invitation, by=lead, at=at)
    page = client.get(f"/invited/{secret_of(invitation)}/")
    assert "has been withdrawn" in page.content.decode()
    with pytest.raises(answering.LinkUnusable):
        answering.decline(secret_of(invitation), until=None, never=False, at=at)


def test_only_the_fingerprint_of_a_link_is_kept(round, at):
    invitation = asking.invitation(round, at)
    stored = Invitation.objects.filter(pk=invitation.pk).values().get()
    assert secret_of(invitation) not in [str(value) for value in stored.values()]


def test_counts_leave_out_who_came_by_a_call(round, at):
    asking.invitation(round, at)
    asking.invitation(round, at, email="b@a.example", state=InvitationState.QUEUED)
    asking.invitation(round, at, email="c@a.example", state=InvitationState.OPENED, kind=InvitationKind.CALL)
    assert queries.counts(round) == queries.Counts(
        invited=2, queued=1, sent=1, opened=0, applied=0, declined=0, withdrawn=0
    )


@pytest.mark.django_db(transaction=True)
def test_two_coordinators_who_invite_at_once_ask_each_person_once(round, lead, at, at_once):
    def invite():
        return inviting.invite(round=round, text="a@a.example\nb@a.example", note="", by=lead, at=at)

    at_once(invite, invite)
    assert Invitation.objects.count() == 2

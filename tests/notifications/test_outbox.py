"""A letter is written once, sent once, tried again, and given up in the end."""

import socket
from datetime import timedelta
from smtplib import SMTPDataError, SMTPServerDisconnected

import pytest
from django.core import mail
from django.db import transaction

from fairlead.notifications import actions, tasks
from fairlead.notifications.models import Letter, LetterState

pytestmark = pytest.mark.django_db


def written(key, at, **more):
    given = {
        "kind": "sign-in",
        "to_email": "zsofia@northport.example",
        "to_name": "Zsófia",
        "template": "people/letters/sign_in.txt",
        "context": {"url": "https://fairlead.example/x", "minutes": 30},
    }
    return actions.write(key=key, at=at, **{**given, **more})


@pytest.fixture(autouse=True)
def _with_a_mail_server(settings):
    settings.MAILBOX = False


@pytest.fixture
def letter(at):
    return written("a", at)


@pytest.mark.django_db(transaction=True)
def test_letter_written_at_the_same_moment_twice_is_one_letter(at, at_once):
    letters = at_once(*[lambda: written("a", at)] * 4)
    assert letters == [Letter.objects.get()] * 4
    assert len(mail.outbox) == 1


def stand(letter):
    letter.refresh_from_db()
    return letter.state, letter.attempts, letter.problem


UNKNOWN = SMTPDataError(554, b"mail.northport.example says: zsofia@northport.example unknown")


def break_mail(monkeypatch, times=99, problem=UNKNOWN):
    left = [times]
    send = actions.EmailMultiAlternatives.send

    def broken(self, *args, **kwargs):
        if left[0]:
            left[0] -= 1
            raise problem
        return send(self, *args, **kwargs)

    monkeypatch.setattr(actions.EmailMultiAlternatives, "send", broken)


def test_same_reason_writes_one_letter(letter, at):
    again = written("a", at + timedelta(days=1), to_email="other@northport.example")
    assert (again, Letter.objects.count()) == (letter, 1)


def test_letter_is_sent_after_the_commit_and_not_before(at, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks(execute=True), transaction.atomic():
        written("b", at)
        assert mail.outbox == []
    assert [sent.to for sent in mail.outbox] == [["zsofia@northport.example"]]


def test_sent_letter_drops_its_words_and_keeps_that_it_was_sent(letter, at):
    assert actions.send(letter.pk, at=at) is True
    assert stand(letter) == (LetterState.SENT, 1, "")
    assert (letter.text, letter.html, letter.sent_at) == ("", "", at)
    assert "https://fairlead.example/x" in mail.outbox[0].body


def test_mailbox_keeps_the_words_and_sends_nothing(letter, at, settings):
    settings.MAILBOX = True
    assert actions.send(letter.pk, at=at) is True
    assert (stand(letter)[0], bool(letter.text), mail.outbox) == (LetterState.SENT, True, [])


def test_letter_that_was_sent_is_not_sent_again(letter, at):
    actions.send(letter.pk, at=at)
    assert actions.send(letter.pk, at=at + timedelta(days=1)) is False
    assert len(mail.outbox) == 1


def test_failed_sending_is_tried_again_at_growing_distance(letter, at, monkeypatch):
    break_mail(monkeypatch, times=2)
    assert actions.send(letter.pk, at=at) is False
    assert stand(letter) == (LetterState.WAITING, 1, "SMTPDataError")
    assert actions.send(letter.pk, at=at + timedelta(seconds=119)) is False
    assert letter.attempts == 1
    assert actions.send(letter.pk, at=at + timedelta(minutes=2)) is False
    assert actions.send(letter.pk, at=at + timedelta(minutes=5)) is False
    assert actions.send(letter.pk, at=at + timedelta(minutes=6)) is True
    assert stand(letter) == (LetterState.SENT, 3, "")


def test_letter_is_given_up_after_eight_attempts_and_can_be_tried_again(letter, at, monkeypatch):
    break_mail(monkeypatch, times=8)
    for day in range(10):
        actions.send(letter.pk, at=at + timedelta(days=day))
    assert stand(letter) == (LetterState.FAILED, 8, "SMTPDataError")
    assert actions.try_failed_again() == [letter]
    assert actions.send(letter.pk, at=at + timedelta(days=11)) is True


def test_problem_keeps_no_address(letter, at, monkeypatch):
    break_mail(monkeypatch)
    actions.send(letter.pk, at=at)
    assert "zsofia" not in stand(letter)[2]


def test_two_workers_never_send_one_letter_at_once(letter, at):
    Letter.objects.update(state=LetterState.SENDING, attempts=1, lease_until=at + actions.LEASE)
    assert actions.send(letter.pk, at=at + timedelta(minutes=1)) is False
    assert mail.outbox == []


def test_letter_of_a_worker_killed_halfway_is_swept_and_nobody_gets_it_twice(letter, at):
    Letter.objects.update(state=LetterState.SENDING, attempts=1, lease_until=at + actions.LEASE)
    assert tasks.sweep(at=at + timedelta(minutes=1)) == 0
    assert tasks.sweep(at=at + timedelta(minutes=3)) == 1
    assert tasks.sweep(at=at + timedelta(minutes=4)) == 0
    assert len(mail.outbox) == 1


def test_mail_that_goes_twice_after_a_crash_carries_the_same_number(letter, at):
    actions.send(letter.pk, at=at)
    Letter.objects.update(state=LetterState.SENDING, lease_until=at)
    actions.send(letter.pk, at=at + timedelta(minutes=3))
    first, second = (sent.extra_headers["Message-ID"] for sent in mail.outbox)
    assert first == second


def test_forgotten_letter_is_swept(letter, at):
    assert tasks.sweep(at=at) == 1
    assert stand(letter)[0] == LetterState.SENT


AWAY = (
    ConnectionRefusedError("no"),
    TimeoutError("late"),
    socket.gaierror("where"),
    SMTPServerDisconnected("gone"),
    OSError("no route"),
)


@pytest.mark.parametrize("problem", AWAY, ids=lambda problem: type(problem).__name__)
def test_sweep_stops_at_the_first_letter_that_finds_no_mail_server(letter, at, monkeypatch, problem):
    others = [written(key, at + timedelta(seconds=1)) for key in ("b", "c")]
    break_mail(monkeypatch, problem=problem)
    assert tasks.sweep(at=at + timedelta(minutes=1)) == 0
    assert stand(letter) == (LetterState.WAITING, 1, type(problem).__name__)
    assert [stand(other)[1] for other in others] == [0, 0]


def test_sweep_goes_on_after_a_letter_that_the_mail_server_refuses(letter, at, monkeypatch):
    written("b", at + timedelta(seconds=1))
    break_mail(monkeypatch, times=1)
    assert tasks.sweep(at=at + timedelta(minutes=1)) == 1


def test_letter_that_finds_no_mail_server_is_left_to_the_sweep(letter, at, monkeypatch):
    break_mail(monkeypatch, problem=ConnectionRefusedError("no"))
    tasks.send_letter.func(str(letter.pk))
    assert stand(letter) == (LetterState.WAITING, 1, "ConnectionRefusedError")


def test_letter_withdrawn_from_the_outbox_is_nobodys(at):
    assert actions.send("3f2b1f0e-0000-4000-8000-000000000000", at=at) is False


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_at_once_one_sends(at, at_once, monkeypatch):
    monkeypatch.setattr("fairlead.notifications.actions.enqueue", lambda *_ids: None)
    letter = written("c", at)
    outcomes = at_once(*[lambda: actions.send(letter.pk, at=at)] * 2)
    assert sorted(outcomes) == [False, True]
    assert len(mail.outbox) == 1

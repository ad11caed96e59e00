"""Write letters and send them."""

import hashlib
import smtplib
import socket
from datetime import datetime, timedelta
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.utils import translation

from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.jobs import enqueue
from fairlead.kernel.states import move
from fairlead.notifications import faces
from fairlead.notifications.models import MOVES, Letter, LetterState
from fairlead.notifications.reminders import Reminder
from fairlead.notifications.writing import render

log = structlog.get_logger(__name__)
LEASE = timedelta(minutes=2)
MOST_ATTEMPTS = 8
OVER = (LetterState.SENT, LetterState.GATHERED, LetterState.DROPPED, LetterState.FAILED)
LETTER_MONTH, FORGOTTEN_AT_ONCE = timedelta(days=30.4), 500
UNREACHABLE = (ConnectionError, TimeoutError, smtplib.SMTPConnectError, smtplib.SMTPServerDisconnected)


class MailServerAway(Exception):
    """The mail server does not answer; the next letter would fare no better."""


@transaction.atomic
def write(
    *,
    key: str,
    kind: str,
    to_email: str,
    to_name: str,
    template: str,
    context: dict[str, object],
    at: datetime,
    language: str | None = None,
    calendar: str = "",
    follows: str = "",
    reminder: Reminder | None = None,
) -> Letter:
    """Put a letter into the outbox, in the transaction of the act that causes it.

    `key` names that act ("offer:<id>:mentor"): a letter with the same key is written once, however often this
    is called. It is sent after the commit. `language` is what the recipient reads; without it the letter is
    in that of the institution whose face it has. `calendar` is an iCalendar object with a METHOD, `follows`
    the key of the first letter of its conversation. A `reminder` is held back for the mail of the day.
    """
    if (standing := Letter.objects.filter(key=key).first()) is not None:
        return standing
    face = faces.of_letter(to_email, context)
    subject, text, html = _rendered(face, template, {**context, "to_name": to_name}, language)
    fields = {
        "kind": kind,
        "to_email": to_email,
        "to_name": to_name,
        "subject": subject,
        "calendar": calendar,
        "follows": follows,
        "written_at": at,
        **faces.fields(face, text, html),
        **_held(reminder),
    }
    letter, new = Letter.objects.get_or_create(key=key, defaults=fields)
    if new and reminder is None:
        enqueue("fairlead.notifications.tasks.send_letter", letter.pk)
    return letter


def _rendered(
    face: faces.Face, template: str, context: dict[str, object], language: str | None
) -> tuple[str, str, str]:
    with translation.override(language or face.language or settings.LANGUAGE_CODE):
        return render(template, {**context, "closing": face.closing})


def _held(reminder: Reminder | None) -> dict[str, object]:
    if reminder is None:
        return {}
    said = {"still": reminder.still, "about": reminder.about, "can_wait": reminder.can_wait}
    return {"state": LetterState.HELD, **said}


@transaction.atomic
def release(letter: Letter, *, at: datetime) -> None:
    """Send a reminder that was held back as it is written. Raises `AlreadyMoved`."""
    move(letter, LetterState.WAITING, moves=MOVES, written_at=at)
    enqueue("fairlead.notifications.tasks.send_letter", letter.pk)


@transaction.atomic
def put_aside(letter: Letter, to: LetterState) -> None:
    """A reminder is said in another letter, or no longer needed; its words go. Raises `AlreadyMoved`."""
    move(letter, to, moves=MOVES, text="", html="")


def send(letter_id: UUID, *, at: datetime) -> bool:
    """Send one letter if it waits or its sender was lost; True when it went out.

    The letter is leased first, so that two workers never send it at once. What fails is tried again later, at
    growing distance, and given up after eight attempts with the problem kept. Raises `MailServerAway`, the
    letter put back, when there is nobody to hand it to.
    """
    letter = Letter.objects.filter(pk=letter_id).first()
    if letter is None or not _lease(letter, at=at):
        return False
    try:
        if not settings.MAILBOX:
            _mail(letter).send()
    except Exception as problem:
        _put_back(letter, problem=problem, at=at)
        if _is_away(problem):
            raise MailServerAway from problem
        return False
    body = {} if settings.MAILBOX else {"text": "", "html": "", "calendar": ""}
    move(letter, LetterState.SENT, moves=MOVES, sent_at=at, lease_until=None, problem="", **body)
    return True


def _is_away(problem: Exception) -> bool:
    nobody = type(problem) is OSError or isinstance(problem, socket.gaierror)
    return nobody or isinstance(problem, UNREACHABLE)


@transaction.atomic
def try_failed_again() -> list[Letter]:
    """Put every letter that was given up back into the outbox."""
    letters = list(Letter.objects.filter(state=LetterState.FAILED))
    for letter in letters:
        move(letter, LetterState.WAITING, moves=MOVES, attempts=0, lease_until=None)
        enqueue("fairlead.notifications.tasks.send_letter", letter.pk)
    return letters


@transaction.atomic
def forget_old(*, at: datetime) -> int:
    """Empty letters of LETTER_MONTHS ago of their words and to whom they went; how many, some at a time.

    That there was one of this kind and key stays, so that it is never written again. What could not be sent
    until then is given up.
    """
    old = Letter.objects.filter(state__in=OVER, written_at__lt=at - LETTER_MONTH * settings.LETTER_MONTHS)
    due = list(old.exclude(to_email="").order_by("written_at")[:FORGOTTEN_AT_ONCE])
    for letter in due:
        if letter.state == LetterState.FAILED:
            move(letter, LetterState.DROPPED, moves=MOVES)
    empty = dict.fromkeys(("to_name", "to_email", "reply_to", "subject", "text", "html", "calendar"), "")
    return Letter.objects.filter(pk__in=[one.pk for one in due]).update(**empty)


def _lease(letter: Letter, *, at: datetime) -> bool:
    due = Letter.objects.filter(pk=letter.pk, attempts=letter.attempts).exclude(lease_until__gt=at)
    due = due.filter(state__in=[LetterState.WAITING, LetterState.SENDING])
    attempts = letter.attempts + 1
    if due.update(state=LetterState.SENDING, lease_until=at + LEASE, attempts=attempts) != 1:
        return False
    letter.state, letter.attempts = LetterState.SENDING, attempts
    return True


def _put_back(letter: Letter, *, problem: Exception, at: datetime) -> None:
    spent = letter.attempts >= MOST_ATTEMPTS
    wait = timedelta(minutes=2 ** min(letter.attempts, 8))
    try:
        move(
            letter,
            LetterState.FAILED if spent else LetterState.WAITING,
            moves=MOVES,
            lease_until=None if spent else at + wait,
            problem=type(problem).__name__,
        )
    except AlreadyMoved:
        return
    log.warning("letter not sent", letter=str(letter.pk), kind=letter.kind, problem=type(problem).__name__)


def _mail(letter: Letter) -> EmailMultiAlternatives:
    """The mail; its Message-ID follows from the key, so a mail sent twice after a crash is shown once."""
    headers = {"Message-ID": _message_id(letter.key)}
    if letter.follows and letter.follows != letter.key:
        headers |= {"In-Reply-To": _message_id(letter.follows), "References": _message_id(letter.follows)}
    mail = EmailMultiAlternatives(
        subject=letter.subject,
        body=letter.text,
        from_email=faces.sender(letter.sender_name, letter.sender_address),
        to=[letter.to_email],
        reply_to=[letter.reply_to] if letter.reply_to else None,
        headers=headers,
    )
    mail.attach_alternative(letter.html, "text/html")
    if letter.calendar:
        # Calendar programmes read the alternative; others show the file.
        mail.attach_alternative(letter.calendar, f"text/calendar; method={letter.calendar_method}")
        mail.attach("meeting.ics", letter.calendar, "application/ics")
    return mail


def _message_id(key: str) -> str:
    host = settings.BASE_URL.split("//")[-1].split(":")[0]
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{host}>"

"""Find letters."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Min, Q, QuerySet

from fairlead.kernel.actors import Actor
from fairlead.notifications import policies
from fairlead.notifications.models import Letter, LetterState
from fairlead.notifications.writing import BUTTON

PATIENCE = timedelta(minutes=10)
NEVER_SENT = (LetterState.HELD, LetterState.GATHERED, LetterState.DROPPED)
ON_THE_WAY = (LetterState.WAITING, LetterState.SENDING)


@dataclass(frozen=True)
class Outbox:
    """How many letters stand where; `late` when one has waited for more than ten minutes."""

    waiting: int
    sent: int
    failed: int
    oldest: datetime | None
    late: bool


def mailbox(actor: Actor, *, search: str = "", to: str = "") -> QuerySet[Letter]:
    """Letters the actor may read, newest first, by words in subject, name or address, or to one."""
    letters = (
        policies.visible(actor)
        .exclude(state__in=NEVER_SENT)
        .exclude(to_email="")
        .defer("html", "text", "calendar")
    )
    if to:
        letters = letters.filter(to_email__iexact=to)
    if search:
        found = Q(subject__icontains=search) | Q(to_name__icontains=search) | Q(to_email__icontains=search)
        letters = letters.filter(found)
    return letters.order_by("-written_at", "-id")


def outbox(*, at: datetime) -> Outbox:
    """How the outbox stands; one query."""
    waiting = Q(state__in=ON_THE_WAY)
    found = Letter.objects.aggregate(
        waiting=Count("pk", filter=waiting),
        sent=Count("pk", filter=Q(state=LetterState.SENT)),
        failed=Count("pk", filter=Q(state=LetterState.FAILED)),
        oldest=Min("written_at", filter=waiting),
    )
    oldest = found["oldest"]
    return Outbox(**found, late=oldest is not None and oldest < at - PATIENCE)


def failed() -> QuerySet[Letter]:
    """Letters that were given up, newest first, without their words."""
    return Letter.objects.filter(state=LetterState.FAILED).defer("html", "text", "calendar", "subject")


def held() -> QuerySet[Letter]:
    """Reminders that wait for the mail of the day, the oldest first."""
    return Letter.objects.filter(state=LetterState.HELD).order_by("written_at", "id")


def button_of(letter: Letter) -> tuple[str, str]:
    """Words and address of the first button of a letter; empty without one."""
    found = (BUTTON.match(line) for line in letter.text.splitlines())
    first = next((one for one in found if one), None)
    return (first["label"], first["url"]) if first else ("", "")

"""Send invitations in batches, and remind who is silent."""

from datetime import datetime, timedelta
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of
from fairlead.programmes.enums import RoundState
from fairlead.recruitment.actions import letters
from fairlead.recruitment.enums import INVITATION_MOVES, InvitationKind, InvitationState
from fairlead.recruitment.models import Invitation, Mailing, usual_reminders
from fairlead.recruitment.queries.standing import Standing, mark

BATCH = 100
LEASE = timedelta(minutes=2)
LOADED = ("round__programme", "suggested_by__person")


def send_batch(mailing_id: UUID, *, at: datetime) -> int:
    """Hand the next hundred invitations of an open round to the outbox; how many were dealt with.

    The mailing is leased first, so one worker sends at a time; each batch is one transaction, in which an
    invitation moves on and its letter is written. So a worker that is killed leaves whole batches, the next
    goes on where it stopped, and nobody is written to twice.
    """
    free = Mailing.objects.filter(Q(lease_until__isnull=True) | Q(lease_until__lte=at), pk=mailing_id)
    free = free.filter(round__state=RoundState.OPEN)
    if free.update(lease_until=at + LEASE) != 1:
        return 0
    try:
        return _send(mailing_id, at=at)
    finally:
        Mailing.objects.filter(pk=mailing_id, lease_until=at + LEASE).update(lease_until=None)


@transaction.atomic
def _send(mailing_id: UUID, *, at: datetime) -> int:
    round_id = Mailing.objects.values_list("round", flat=True).get(pk=mailing_id)
    waiting = Invitation.objects.filter(round=round_id, state=InvitationState.QUEUED)
    batch = list(waiting.select_related(*LOADED).order_by("invited_at", "id")[:BATCH])
    if not batch:
        return 0
    standing = Standing(batch[0].round, [one.email for one in batch], today=day_of(at))
    for invitation in batch:
        never = mark(invitation.email) in standing.never
        to = InvitationState.WITHDRAWN if never else InvitationState.SENT
        try:
            move(invitation, to, moves=INVITATION_MOVES, sent_at=None if never else at)
        except AlreadyMoved:
            continue
        if not never:
            letters.to_invited(invitation, at=at)
    return len(batch)


def waiting_mailings(*, at: datetime) -> list[UUID]:
    """Mailings of open rounds that still have something to send and that no worker holds."""
    queued = Invitation.objects.filter(state=InvitationState.QUEUED).values("round")
    free = Q(lease_until__isnull=True) | Q(lease_until__lte=at)
    due = Mailing.objects.filter(free, round__in=queued, round__state=RoundState.OPEN)
    return list(due.values_list("pk", flat=True))


def remind(*, at: datetime) -> int:
    """Remind whoever has not answered on the days set for the round; how many letters were written.

    A reminder keeps its distance from the one before, however late the sweep comes.
    """
    silent = Invitation.objects.filter(
        state=InvitationState.SENT, round__state=RoundState.OPEN, sent_at__isnull=False
    ).exclude(kind=InvitationKind.CALL)
    rounds = set(silent.order_by().values_list("round", flat=True).distinct())
    set_days = dict(Mailing.objects.filter(round__in=rounds).values_list("round", "reminder_days"))
    written = 0
    for round_id in rounds:
        days = sorted(set_days.get(round_id) or ([] if round_id in set_days else usual_reminders()))
        for number, day in enumerate(days):
            since = timedelta(days=day - days[number - 1]) if number else timedelta(0)
            due = silent.filter(round=round_id, reminders=number, sent_at__lte=at - timedelta(days=day))
            due = due.filter(Q(reminded_at__isnull=True) | Q(reminded_at__lte=at - since))
            for invitation in list(due.select_related(*LOADED)[:BATCH]):
                written += _remind(invitation, number + 1, at=at)
    return written


@transaction.atomic
def _remind(invitation: Invitation, number: int, *, at: datetime) -> int:
    mine = Invitation.objects.filter(pk=invitation.pk, reminders=number - 1, state=InvitationState.SENT)
    if mine.update(reminders=number, reminded_at=at) != 1:
        return 0
    letters.to_invited(invitation, at=at, reminder=number)
    return 1

"""Jobs of the outbox."""

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from fairlead.kernel.jobs import task
from fairlead.notifications import actions
from fairlead.notifications.models import Letter, LetterState

AT_MOST = 200


@task()
def send_letter(letter_id: str) -> None:
    """Send one letter; where the mail server is away, the sweep tries again."""
    with suppress(actions.MailServerAway):
        actions.send(UUID(letter_id), at=timezone.now())


def sweep(*, at: datetime) -> int:
    """Send letters that were forgotten, are due again, or whose sender was lost; how many went out.

    The first that finds no mail server is the last of this sweep, so that a dead one holds nothing up.
    Letters of long ago are emptied.
    """
    due = Letter.objects.filter(state__in=[LetterState.WAITING, LetterState.SENDING])
    due = due.filter(Q(lease_until__lte=at) | Q(lease_until__isnull=True))
    ids = list(due.order_by("written_at").values_list("pk", flat=True)[:AT_MOST])
    sent = 0
    with suppress(actions.MailServerAway):
        for letter_id in ids:
            sent += actions.send(letter_id, at=at)
    actions.forget_old(at=at)
    return sent

"""Jobs of the outbox."""

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
    """Send one letter."""
    actions.send(UUID(letter_id), at=timezone.now())


def sweep(*, at: datetime) -> int:
    """Send letters that were forgotten, are due again, or whose sender was lost; how many went out."""
    due = Letter.objects.filter(state__in=[LetterState.WAITING, LetterState.SENDING])
    due = due.filter(Q(lease_until__lte=at) | Q(lease_until__isnull=True))
    ids = list(due.order_by("written_at").values_list("pk", flat=True)[:AT_MOST])
    return sum(actions.send(letter_id, at=at) for letter_id in ids)

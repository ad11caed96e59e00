"""What an IT administrator can set right."""

from datetime import datetime

from django.db import transaction

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.notifications import actions as letters


@transaction.atomic
def try_letters_again(*, by: Actor, at: datetime) -> int:
    """Put every letter that was given up back into the outbox; how many."""
    tried = letters.try_failed_again()
    for letter in tried:
        record("letter tried again", letter, by=by, at=at, label=letter.kind)
    return len(tried)

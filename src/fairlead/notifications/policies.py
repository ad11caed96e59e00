"""Who may read letters: in the demo everybody, elsewhere only whoever they were sent to."""

from django.conf import settings
from django.db.models import QuerySet

from fairlead.kernel.actors import Actor
from fairlead.notifications.models import Letter


def can_open_mailbox(actor: Actor) -> bool:
    """Whether this installation keeps its letters on a page instead of sending them."""
    return bool(settings.MAILBOX)


def visible(actor: Actor) -> QuerySet[Letter]:
    """The letters on the mailbox page."""
    return Letter.objects.all() if can_open_mailbox(actor) else Letter.objects.none()

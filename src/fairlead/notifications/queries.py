"""Find letters."""

from django.db.models import Q, QuerySet

from fairlead.kernel.actors import Actor
from fairlead.notifications import policies
from fairlead.notifications.models import Letter


def mailbox(actor: Actor, *, search: str = "", to: str = "") -> QuerySet[Letter]:
    """Letters the actor may read, newest first, by words in subject, name or address, or to one address."""
    letters = policies.visible(actor).defer("html", "text")
    if to:
        letters = letters.filter(to_email__iexact=to)
    if search:
        found = Q(subject__icontains=search) | Q(to_name__icontains=search) | Q(to_email__icontains=search)
        letters = letters.filter(found)
    return letters.order_by("-written_at", "-id")

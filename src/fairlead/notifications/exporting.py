"""Letters to an address."""

from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section
from fairlead.notifications.models import Letter


def export(actor: Actor) -> list[Section]:
    """Letters that still carry this address, newest first, without their words; one query."""
    sent = Letter.objects.filter(to_email__iexact=actor.email).order_by("-written_at")
    machine = ["text", "html", "calendar", "still", "about", "follows", "problem"]
    return [section("letters", _("Letters to you"), sent, without=machine)]

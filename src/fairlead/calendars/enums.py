"""Why a calendar could not be read."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Problem(models.TextChoices):
    """What came in the way of reading a calendar; each with what was found and how to mend it."""

    GONE = (
        "gone",
        _(
            "The server knows no calendar at this address (any more). Look up the address in your calendar "
            "programme once more, and connect it anew."
        ),
    )
    REFUSED = (
        "refused",
        _(
            "The server asks for a name and a password. Use the secret or public address of the calendar, "
            "which opens without signing in."
        ),
    )
    FAILED = (
        "failed",
        _("The calendar's server has a difficulty of its own. It is asked again by itself."),
    )
    UNREACHABLE = (
        "unreachable",
        _(
            "The calendar's server could not be reached. If this lasts, look whether the address is "
            "complete; otherwise nothing need be done, it is asked again by itself."
        ),
    )
    SLOW = ("slow", _("The calendar's server took too long to answer. It is asked again by itself."))
    UNTRUSTED = (
        "untrusted",
        _(
            "The calendar's server could not prove that it is the one in the address: its certificate is not "
            "valid. Tell whoever runs that server."
        ),
    )
    INSIDE = (
        "inside",
        _(
            "The address leads into a closed network, where Fairlead does not ask. If it is your "
            "university's own server, its IT can allow it by name."
        ),
    )
    INSECURE = (
        "insecure",
        _("The server leads on to an address without encryption. Use an address that begins with https."),
    )
    ASTRAY = (
        "astray",
        _("The server leads from address to address. Open it in a browser and use the one where it ends."),
    )
    TOO_BIG = (
        "too_big",
        _(
            "The calendar is larger than Fairlead reads. Publish a shorter span of it, or only whether you "
            "are busy."
        ),
    )
    NO_CALENDAR = (
        "no_calendar",
        _(
            "What lies at this address is no calendar, but probably a page to look at. Copy the address in "
            "iCalendar form; it often ends in .ics."
        ),
    )
    UNOPENED = (
        "unopened",
        _("The stored address can no longer be opened by this installation. Connect the calendar anew."),
    )

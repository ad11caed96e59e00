"""What the pages of a programme's support have around them."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.kernel.http import ActorRequest
from fairlead.support import policies

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme


def framed(request: ActorRequest, programme: "Programme", current: str) -> dict[str, Any]:
    """The context that `support/framed.html` reads; `current` is the part shown."""
    parts = [("pairs", _("Pairs"), "support:pairs")]
    if policies.can_settle(request.actor, programme):
        parts.append(("circles", _("Circles"), "support:circles"))
        parts.append(("hours", _("Office hours"), "support:hours"))
        parts.append(("contacts", _("Contacts"), "support:contacts"))
        parts.append(("reminders", _("Reminders"), "support:patience"))
    shown = [
        {"label": label, "url": reverse(name, args=[programme.pk]), "current": key == current}
        for key, label, name in parts
    ]
    shown.insert(1, {"label": _("Cases"), "url": reverse("support:cases"), "current": current == "cases"})
    return {
        "programme": programme,
        "parts": shown,
        "can_settle": policies.can_settle(request.actor, programme),
    }

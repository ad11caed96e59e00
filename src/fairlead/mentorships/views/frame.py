"""What every page of a pair has around it: who the two are, and the parts of their notebook."""

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fairlead.kernel.http import ActorRequest
from fairlead.mentorships import policies
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.mentorships.models import Mentorship


def framed(request: ActorRequest, pair: "Mentorship", current: str) -> dict[str, Any]:
    """The context that `mentorships/framed.html` reads; `current` is the part shown."""
    is_half = policies.is_half(request.actor, pair)
    return {
        "pair": pair,
        "round": pair.round,
        "programme": pair.round.programme,
        "is_half": is_half,
        "can_write": policies.can_write(request.actor, pair),
        "in_team": programmes.can_see_round(request.actor, pair.round),
        "parts": _parts(request, pair, current) if is_half else [],
    }


def _parts(request: ActorRequest, pair: "Mentorship", current: str) -> list[dict[str, Any]]:
    """The parts of the pair's notebook as tabs; only the two have more than one."""
    parts = [
        ("overview", _("Overview"), "mentorships:detail"),
        ("agreement", _("Agreement"), "mentorships:agreement"),
        ("plan", _("Plan"), "mentorships:plan"),
        ("meetings", _("Meetings"), "mentorships:meetings"),
        ("help", _("Help"), "support:help"),
    ]
    if policies.can_close(request.actor, pair, today=timezone.localdate()):
        parts.append(("closing", _("Closing"), "mentorships:closing"))
    return [
        {"label": label, "url": reverse(name, args=[pair.pk]), "current": key == current}
        for key, label, name in parts
    ]

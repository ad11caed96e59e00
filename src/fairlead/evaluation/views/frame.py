"""What every page of evaluation shows around its content."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairlead.evaluation import policies
from fairlead.kernel.actors import Actor
from fairlead.kernel.http import ActorRequest

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme

Policy = Callable[[Actor, "Programme"], bool]
# The pages of evaluation as tabs: their word, and who sees them.
PARTS: dict[str, tuple[Promise, Policy]] = {
    "home": (_("Overview"), policies.can_see),
    "indicators": (_("Indicators"), policies.can_see),
    "costs": (_("Effort and cost"), policies.can_see),
    "ledger": (_("Ledger"), policies.can_write_ledger),
    "reach": (_("Networks"), policies.can_see_all),
    "inclusion": (_("Inclusion"), policies.can_see_all),
    "assessments": (_("Yearly assessments"), policies.can_read_assessments),
}


def about(request: ActorRequest, programme: "Programme", current: str) -> dict[str, Any]:
    """The programme and the tabs that the reader may open."""
    parts = [
        {
            "label": label,
            "url": reverse(f"evaluation:{name}", args=[programme.pk]),
            "current": name == current,
        }
        for name, (label, may) in PARTS.items()
        if may(request.actor, programme)
    ]
    return {"programme": programme, "parts": parts, "all": policies.can_see_all(request.actor, programme)}

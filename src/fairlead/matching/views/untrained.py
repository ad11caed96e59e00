"""Let everybody be matched who is left out of the next run because training is missing."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from fairlead.kernel.http import ActorRequest
from fairlead.matching.queries import pool as pools
from fairlead.programmes import policies as programmes
from fairlead.training.actions import lifting


@require_POST
@login_required
def let_in(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Let all be matched whom only missing training keeps out of the next run, for one reason."""
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_run_round)
    at = timezone.now()
    found = [one.application.participation for one in pools.pool(round, at=at, answers=False).kept_out]
    people = [one for one in found if one is not None]
    count = lifting.lift_each(people, reason=request.POST.get("reason", ""), by=request.actor, at=at)
    if not count:
        messages.info(request, _("Nobody is left out any more."))
    else:
        said = ngettext(
            "%(count)d person takes part in the next run.",
            "%(count)d people take part in the next run.",
            count,
        )
        messages.success(request, said % {"count": count})
    return redirect("matching:round", pk=round.pk)

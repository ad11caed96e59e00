"""Who comes next when an offer came to nothing: look, pass over, have it suggested again."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.matching import policies
from fairlead.matching.actions import passing
from fairlead.matching.enums import RunState
from fairlead.matching.forms import PairsForm
from fairlead.matching.queries import pruned, runs, suggesting

DEEDS = {"pass": passing.pass_over, "again": passing.suggest_again}


@never_cache
@require_safe
@login_required
def of_run(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Whoever waits, fitted into the newest run with the least change, each to be taken or passed over."""
    found = policies.fetch(request.actor, pk)
    if found.state != RunState.DONE or pruned.why_not(found):
        raise Http404
    if runs.newest_done(found.round) != found:
        messages.info(request, _("Who comes next is worked out for the newest run of a round."))
        return redirect("matching:run", pk=found.pk)
    context = {
        "run": found,
        "round": found.round,
        "next": suggesting.page(found, at=timezone.now()),
        "can_change": policies.can_decide(request.actor, found),
    }
    return render(request, "matching/next_part.html" if request.htmx else "matching/next.html", context)


@require_POST
@login_required
def say(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Pass over what is suggested, or have it suggested again."""
    found = policies.fetch(request.actor, pk, to=policies.can_decide)
    form = PairsForm(request.POST)
    if deed not in DEEDS or found.state != RunState.DONE or pruned.why_not(found):
        raise Http404
    if not form.is_valid():
        messages.warning(request, _("Choose what is suggested first."))
        return redirect("matching:next", pk=found.pk)
    try:
        DEEDS[deed](found, form.pairs_sent(), by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        said = {
            "pass": _("It is not suggested any more. What would come next stands here."),
            "again": _("It may be suggested again."),
        }
        messages.success(request, said[deed])
    return redirect("matching:next", pk=found.pk)

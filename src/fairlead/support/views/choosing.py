"""Where whoever asked in confidence chooses anew who looks after it."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.support import policies
from fairlead.support.actions import succeeding
from fairlead.support.enums import CaseState
from fairlead.support.forms.helping import ChoiceForm
from fairlead.support.queries import asking, supervising
from fairlead.support.queries import cases as queries


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choose(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One click gives the case to somebody else, or lets it rest."""
    case = policies.fetch_asked(request.actor, pk)
    people, at = asking.choosable(case), timezone.now()
    above = supervising.above(case.pair, case.raised_by_id, people)
    posted = request.POST if request.method == "POST" else None
    form = ChoiceForm(posted, addressees=people, above=above)
    refused = request.method == "POST" and not form.is_valid()
    if request.method == "POST" and not refused:
        try:
            if form.rests:
                succeeding.let_rest(case, at=at)
                messages.success(request, _("It rests. Nobody looks at it any more."))
            else:
                succeeding.choose(case, form.person, by=request.actor, at=at)
                name = case.owner.name if case.owner else ""
                messages.success(
                    request, _("%(name)s looks after it now and has been told.") % {"name": name}
                )
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
        return redirect("support:choose", pk=pk)
    context = {
        "case": case,
        "pair": case.pair,
        "programme": case.programme,
        "waits": case.state == CaseState.WAITING,
        "form": form,
        "words": queries.words(request.actor, case),
    }
    return render(request, "support/choose.html", context, status=422 if refused else 200)

"""What a round asks of wishes."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.preferences import policies
from fairlead.preferences.actions import arranging
from fairlead.preferences.forms import TermsForm
from fairlead.preferences.queries import suggested
from fairlead.preferences.queries import terms as reading
from fairlead.programmes import policies as programmes


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_round(request: ActorRequest, pk: UUID) -> HttpResponse:
    """On which terms people say their wishes, who reads what of them, and until when."""
    to = policies.can_arrange if request.method == "POST" else policies.can_look
    round = programmes.fetch_round(request.actor, pk, to=to)
    now, terms = timezone.now(), reading.of_round(round)
    fixed = terms is not None and reading.begun(round)
    form = TermsForm(request.POST or None, terms=terms, fixed=fixed, today=timezone.localdate(now))
    if request.method == "POST" and form.is_valid():
        try:
            arranging.arrange(round, **form.cleaned_data, by=request.actor, at=now)
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            messages.success(request, _("Kept. Everybody in the pool finds it on their page."))
        return redirect("preferences:terms", pk=round.pk)
    context = {
        "round": round,
        "terms": terms,
        "form": form,
        "fixed": fixed,
        "team_takes_part": reading.team_takes_part(round),
        "open": terms is not None and reading.is_open(terms, at=now),
        "suggested": suggested.suggested(terms, at=now)
        if terms and policies.can_read(request.actor, round)
        else [],
        "can_arrange": policies.can_arrange(request.actor, round),
    }
    return render(request, "preferences/terms.html", context, status=422 if form.errors else 200)

"""Effort that comes again."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.evaluation import policies
from fairlead.evaluation.actions import recurring as actions
from fairlead.evaluation.forms.ledger import RecurringForm
from fairlead.evaluation.queries import ledger as queries
from fairlead.evaluation.views.frame import about
from fairlead.evaluation.views.ledger import given, usual
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def recurring(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What comes again, and something new that does."""
    programme = policies.fetch(request.actor, pk, to=policies.can_write_ledger)
    initial = usual(request, programme) | {"rhythm": "weekly"}
    form = RecurringForm(request.POST or None, initial=initial, **given(request, programme))
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.begin(
                programme,
                form.spending(),
                rhythm=said["rhythm"],
                starts_on=said["starts_on"],
                until=said["until"],
                key=form.page_key(),
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            messages.success(request, _("It is written down each time from now on."))
        return redirect("evaluation:recurring", programme.pk)
    today = timezone.localdate()
    rows = [{"one": one, "running": one.until > today} for one in queries.recurring(request.actor, programme)]
    context = about(request, programme, "ledger") | {"form": form, "rows": rows}
    return render(request, "evaluation/recurring.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def end(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Let it come no more."""
    found = policies.fetch_recurring(request.actor, pk)
    try:
        actions.end(found, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("It has ended; what was written stays."))
    return redirect("evaluation:recurring", found.programme_id)

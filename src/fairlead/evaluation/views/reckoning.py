"""How a programme reckons: its year, its setup, its rates."""

from typing import TYPE_CHECKING
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
from fairlead.evaluation.actions import reckoning as actions
from fairlead.evaluation.forms.ledger import RateForm, ReckoningForm
from fairlead.evaluation.queries import costs
from fairlead.evaluation.queries import ledger as queries
from fairlead.evaluation.views.frame import about
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rates(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Rates by institution and role, and a new one."""
    programme = policies.fetch(request.actor, pk, to=policies.can_settle)
    initial = {"valid_from": timezone.localdate(), "institution": programme.lead_id}
    form = RateForm(request.POST or None, initial=initial, actor=request.actor, programme=programme)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        actions.set_rate(
            programme,
            **{name: said[name] for name in ("institution", "role", "per_hour", "valid_from")},
            by=request.actor,
            at=timezone.now(),
        )
        messages.success(request, _("The rate is set."))
        return redirect("evaluation:rates", programme.pk)
    return _page(request, programme, form, None)


def _page(
    request: ActorRequest, programme: "Programme", form: RateForm, reckoning: ReckoningForm | None
) -> HttpResponse:
    reckoning = reckoning or ReckoningForm(instance=costs.reckoning(programme))
    context = about(request, programme, "ledger") | {
        "form": form,
        "reckoning": reckoning,
        "rates": queries.rates(request.actor, programme),
    }
    wrong = form.errors or reckoning.errors
    return render(request, "evaluation/rates.html", context, status=422 if wrong else 200)


@never_cache
@require_POST
@login_required
def reckon(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Settle the year and the years of setup."""
    programme = policies.fetch(request.actor, pk, to=policies.can_settle)
    form = ReckoningForm(request.POST)
    if form.is_valid():
        actions.settle(programme, **form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, _("It is settled."))
        return redirect("evaluation:rates", programme.pk)
    rate = RateForm(None, actor=request.actor, programme=programme)
    return _page(request, programme, rate, form)


@require_POST
@login_required
def remove_rate(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take a rate back."""
    rate = policies.fetch_rate(request.actor, pk)
    try:
        actions.remove_rate(rate, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The rate is taken back; the one before holds."))
    return redirect("evaluation:rates", rate.programme_id)

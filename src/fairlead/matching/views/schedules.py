"""When a rolling intake makes draft runs by itself."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.matching.actions import scheduling
from fairlead.matching.forms import ScheduleForm
from fairlead.matching.queries import scheduling as schedules
from fairlead.programmes import policies as programmes


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_round(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The schedule of a rolling intake: what it waits for, when it looks next, and its form."""
    to = programmes.can_run_round if request.method == "POST" else programmes.can_lead_round
    round = programmes.fetch_round(request.actor, pk, to=to)
    now = timezone.now()
    form = ScheduleForm(request.POST or None, standing=schedules.of_round(round))
    if request.method == "POST" and form.is_valid():
        try:
            scheduling.plan(round, given=form.cleaned_data, by=request.actor, at=now)
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            messages.success(request, _("The schedule is kept. Every draft waits for your decision."))
        return redirect("matching:schedule", pk=round.pk)
    context = {
        "round": round,
        "form": form,
        "outlook": schedules.outlook(round, at=now),
        "can_run": programmes.can_run_round(request.actor, round),
    }
    return render(request, "matching/schedule.html", context, status=422 if form.errors else 200)


DEEDS = {"pause": False, "resume": True}


@require_POST
@login_required
def turn(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Pause the schedule, or go on with it."""
    if deed not in DEEDS:
        raise Http404
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_run_round)
    try:
        scheduling.turn(round, on=DEEDS[deed], by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect("matching:schedule", pk=round.pk)

"""Indicators of a programme's own."""

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
from fairlead.evaluation.actions import indicators as actions
from fairlead.evaluation.forms.indicators import NumberForm, OwnForm
from fairlead.evaluation.indicators.catalogue import INDICATORS
from fairlead.evaluation.queries import boards
from fairlead.evaluation.views.frame import about
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Add an indicator: numbers with dates, or a formula over those that exist."""
    programme = policies.fetch(request.actor, pk, to=policies.can_settle)
    own = boards.own_of(programme)
    form = OwnForm(request.POST or None, known=boards.known_keys(own))
    if request.method == "POST" and form.is_valid():
        made = actions.add(programme, **form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, _("The indicator is added."))
        return redirect("evaluation:indicator", programme.pk, made.key)
    keys = [{"key": one.key, "name": one.name} for one in INDICATORS]
    keys += [{"key": one.key, "name": one.name} for one in own if not one.formula]
    context = about(request, programme, "indicators") | {"form": form, "keys": keys}
    return render(request, "evaluation/own_indicator.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def note(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Write down a number."""
    own = policies.fetch_own(request.actor, pk)
    initial = {"on": timezone.localdate()}
    form = NumberForm(request.POST or None, initial=initial, share=own.unit == "share")
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        try:
            actions.note(
                own,
                on=said["on"],
                value=form.number(),
                words=said["note"],
                key=said["key"] or form.initial["key"],
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            messages.success(request, _("It is written down."))
        return redirect("evaluation:indicator", own.programme_id, own.key)
    context = about(request, own.programme, "indicators") | {"form": form, "one": own}
    return render(request, "evaluation/own_number.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def archive(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Put an own indicator away."""
    own = policies.fetch_own(request.actor, pk)
    try:
        actions.archive(own, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The indicator is shown no more; its numbers are kept."))
    return redirect("evaluation:indicators", own.programme_id)

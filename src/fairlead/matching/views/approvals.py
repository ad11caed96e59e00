"""Approvals: a run's pairs sent to institutions, their page, their answers, and the replacement."""

from datetime import timedelta
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.matching import policies
from fairlead.matching.actions import approving, deputies, running
from fairlead.matching.forms import DeadlineForm, DecisionForm, DeputyForm
from fairlead.matching.queries import approvals as queries
from fairlead.matching.queries import offers, quotas


@never_cache
@require_safe
@login_required
def of_round(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The pairs with people of the actor's institution that wait for its word, and those that have it."""
    return _page(request, pk, DeputyForm(initial=_usual_days()))


def _usual_days() -> dict[str, object]:
    today = localdate(timezone.now())
    return {"first_day": today, "last_day": today + timedelta(days=14)}


def _page(
    request: ActorRequest, pk: UUID, form: DeputyForm, *, handed_back: DecisionForm | None = None
) -> HttpResponse:
    today = localdate(timezone.now())
    round, institutions = policies.fetch_to_approve(request.actor, pk, today=today)
    rows = queries.of_round(round, institutions, reader=request.actor, today=today)
    if not rows and not institutions:
        raise Http404
    waiting = [one for one in rows if one.open and one.mine]
    chosen = offers.ids(request.POST.getlist("approval")) if handed_back else []
    context = {
        "round": round,
        "waiting": waiting,
        "elsewhere": [one for one in rows if one.open and not one.mine],
        "settled": [one for one in rows if not one.open],
        "central": not institutions,
        "deputy": queries.deputy_of(request.actor, round.programme),
        "may_name": policies.own_institution(request.actor, round.programme) is not None,
        "form": form,
        "handed_back": handed_back,
        "gives": quotas.own(round, institutions),
        "chosen": chosen,
        "too_late": handed_back and not any(one.approval.pk in chosen for one in waiting),
    }
    wrong = form.errors or handed_back
    return render(request, "matching/approvals.html", context, status=422 if wrong else 200)


@require_POST
@login_required
def decide(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Approve or decline what was chosen, for the actor's institution."""
    now = timezone.now()
    today = localdate(now)
    round, institutions = policies.fetch_to_approve(request.actor, pk, today=today)
    form = DecisionForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, DeputyForm(initial=_usual_days()), handed_back=form)
    ids = offers.ids(request.POST.getlist("approval"))
    rows = queries.of_round(round, institutions, reader=request.actor, today=today)
    chosen = [one.approval for one in rows if one.approval.pk in ids]
    approved = form.cleaned_data["answer"] == "approve"
    reason = form.cleaned_data["reason"]
    try:
        decided = approving.decide(chosen, approved=approved, reason=reason, by=request.actor, at=now)
    except Refused as refusal:
        form.add_error("reason", str(refusal.sentence))
        return _page(request, pk, DeputyForm(initial=_usual_days()), handed_back=form)
    text = (
        ngettext("%(n)d pair is approved.", "%(n)d pairs are approved.", decided)
        if approved
        else _("The pair is declined; the coordinators look for another.")
    )
    messages.success(request, text % {"n": decided} if approved else text)
    return redirect("matching:approvals", pk=round.pk)


@require_POST
@login_required
def deputy(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Name who decides while the actor is away, or take it back."""
    now = timezone.now()
    round, _mine = policies.fetch_to_approve(request.actor, pk, today=localdate(now))
    institution = policies.own_institution(request.actor, round.programme)
    if institution is None:
        raise Http404
    if "dismiss" in request.POST:
        deputies.dismiss(round.programme, by=request.actor, at=now)
        return redirect("matching:approvals", pk=round.pk)
    form = DeputyForm(request.POST)
    if not form.is_valid():
        return _page(request, pk, form)
    try:
        deputies.name_deputy(round.programme, institution, by=request.actor, at=now, **form.cleaned_data)
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return _page(request, pk, form)
    messages.success(request, _("Your deputy is named and has been told."))
    return redirect("matching:approvals", pk=round.pk)


@require_POST
@login_required
def ask(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Send the run's pairs to the institutions for approval, or give those asked more time."""
    run = policies.fetch(request.actor, pk, to=policies.can_decide)
    form = DeadlineForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose the last day for the answers."))
        return redirect("matching:run", pk=run.pk)
    longer = "longer" in request.POST
    given = {"deadline": form.cleaned_data["deadline"], "by": request.actor, "at": timezone.now()}
    try:
        count = approving.extend(run, **given) if longer else approving.ask(run, **given)
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("matching:run", pk=run.pk)
    text = (
        ngettext("%(n)d answer has more time.", "%(n)d answers have more time.", count)
        if longer
        else ngettext("%(n)d pair was sent for approval.", "%(n)d pairs were sent for approval.", count)
    )
    messages.success(request, text % {"n": count})
    return redirect("matching:run", pk=run.pk)


@require_POST
@login_required
def replace(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Run again so that declined pairs are replaced and as few others as possible change."""
    base = policies.fetch(request.actor, pk, to=policies.can_decide)
    now = timezone.now()
    try:
        again = running.ask(
            base.round, weights=base.policy, base=base, by=request.actor, at=now, least_change=True
        )
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("matching:run", pk=base.pk)
    return redirect("matching:run", pk=again.pk)

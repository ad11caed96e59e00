"""What the rules on who may apply say of an application, and the exceptions from them."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fairlead.applications import policies, queries
from fairlead.applications.actions import excepting
from fairlead.applications.queries import eligibility
from fairlead.applications.queries.eligibility import Checked
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest

TONES = {"passed": "good", "failed": "problem", "unknown": "watch"}


def told(checked: Iterable[Checked]) -> dict[str, Any]:
    """`all` rules in order, the `failed` ones without an exception, and whether sending is `barred`."""
    found = list(checked)
    rows = [_row(one) for one in found]
    return {
        "all": rows,
        "failed": [row for row, one in zip(rows, found, strict=True) if one.stands_against],
        "barred": any(one.barred for one in found),
    }


def _row(one: Checked) -> dict[str, Any]:
    words = {"passed": _("met"), "failed": _("not met"), "unknown": _("not known")}
    verdict = one.verdict
    excepted = one.exception is not None
    return {
        "rule": verdict.rule.pk,
        "sentence": verdict.sentence,
        "fact": verdict.fact,
        "because": eligibility.because(verdict),
        "exceptions_by": verdict.rule.exceptions_by,
        "exception": one.exception,
        "open": verdict.outcome != "passed",
        "word": _("exception") if excepted else words[verdict.outcome],
        "tone": "quiet" if excepted else TONES[verdict.outcome],
    }


def before(actor: Actor, round: Any, sides: Iterable[str]) -> dict[str, Any]:
    """What the rules say of somebody who is about to apply, by what is on record."""
    if round is None:
        return {}
    person = queries.applicant(actor)
    today = timezone.localdate()
    each = [told(eligibility.check_person(person, round, side, on=today)) for side in sides]
    return {
        "failed": [row for one in each for row in one["failed"]],
        "barred": any(one["barred"] for one in each),
    }


@require_POST
@login_required
def exception(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Let an application pass a rule that it does not meet, with the reason; or take that back."""
    application = policies.fetch(request.actor, pk, to=policies.can_decide)
    doing, reason = request.POST.get("do", ""), request.POST.get("reason", "").strip()[:1000]
    try:
        rule = UUID(request.POST.get("rule", ""))
    except ValueError:
        raise Http404 from None
    if doing not in {"make", "take_back"}:
        raise Http404
    try:
        if doing == "take_back":
            excepting.take_back(application, rule, by=request.actor, at=timezone.now())
            messages.success(request, _("The exception is taken back."))
        else:
            excepting.make_exception(application, rule, reason, by=request.actor, at=timezone.now())
            messages.success(request, _("The exception is made; the applicant sees it."))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    return redirect(f"{reverse('applications:detail', args=[application.pk])}{query}#rules")

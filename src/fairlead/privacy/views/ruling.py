"""What goes when in a programme, and how long a round's data are kept."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.privacy import policies
from fairlead.privacy.actions import ruling
from fairlead.privacy.forms import RuleForm
from fairlead.privacy.queries import outlook
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.privacy.models import RoundRule


@require_safe
@login_required
def programme(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Round by round: what is held of people, and from which day it goes."""
    found, today = policies.fetch_programme(request.actor, pk), timezone.localdate()
    context = {
        "programme": found,
        "rounds": outlook.of_programme(found, today=today),
        "stays": outlook.stays(),
        "may_rule": programmes.coordinates(request.actor, found.pk),
        "swept_on": outlook.swept_on(found),
        "today": today,
    }
    return render(request, "privacy/programme.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def round(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Let a round's data go sooner, or hold them for a reason."""
    found = policies.fetch_round(request.actor, pk)
    most, rule = found.programme.retention_months, outlook.rule_of(found)
    form = RuleForm(request.POST or None, initial=_settled(rule), most=most)
    if request.method == "POST" and form.is_valid():
        try:
            ruling.rule(found, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("It is settled: %(name)s.") % {"name": found.name})
            return redirect("privacy:programme", pk=found.programme_id)
    context = {"programme": found.programme, "round": found, "form": form, "most": most, "rule": rule}
    return render(request, "privacy/round.html", context, status=422 if form.errors else 200)


def _settled(rule: "RoundRule | None") -> dict[str, Any]:
    """What the form begins with; a hold that is over is no part of it."""
    if rule is None:
        return {}
    held = {"held_until": rule.held_until, "reason": rule.reason}
    return {"months": rule.months, **(held if rule.holds(timezone.localdate()) else {})}

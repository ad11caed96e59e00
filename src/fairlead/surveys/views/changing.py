"""Change from the start to the end of a round, and against people who did not take part."""

import csv
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, asked
from fairlead.programmes import policies as programmes
from fairlead.surveys import policies, queries
from fairlead.surveys.actions import comparing
from fairlead.surveys.enums import Moment
from fairlead.surveys.forms import ComparisonForm
from fairlead.surveys.queries.reading import GroupFound, group_headings, read_group
from fairlead.surveys.views import telling

if TYPE_CHECKING:
    from fairlead.programmes.models import Round
    from fairlead.surveys.queries import Asked, Panel


@never_cache
@require_safe
@login_required
def change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The paired change of those who answered twice, said in plain sentences with its uncertainty."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_look)
    panel = queries.panel(
        round, get_language() or "en", moment=asked(request, "to") or Moment.END, side=asked(request, "side")
    )
    context = telling.about(round, "change") | {
        "panel": panel,
        "moments": telling.moments(panel),
        "sides": telling.sides(panel),
        "rows": [telling.change_row(one) for one in panel.changes],
        "can_run": policies.can_run(request.actor, round),
    }
    return render(request, "surveys/change.html", context)


def _asked(panel: "Panel") -> "list[Asked]":
    return [one.asked for one in panel.changes]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def comparison(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Bring in answers of people who did not take part: look at them first, then keep them."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_run)
    panel = queries.panel(round, get_language() or "en")
    if request.POST.get("do") == "remove":
        return _take_out(request, round)
    form = ComparisonForm(request.POST or None, request.FILES or None)
    found: GroupFound | None = None
    if request.method == "POST" and form.is_valid():
        found = read_group(form.cleaned_data["table"], _asked(panel))
        if request.POST.get("do") == "keep" and not found.problems:
            return _keep(request, round, found, form.cleaned_data)
        form = ComparisonForm(initial=form.cleaned_data)
    context = telling.about(round, "change") | {
        "panel": panel,
        "form": form,
        "found": found,
        "counts": telling.group_counts(found, _asked(panel)) if found else [],
    }
    return render(request, "surveys/comparison.html", context, status=422 if form.errors else 200)


def _keep(request: ActorRequest, round: "Round", found: GroupFound, given: dict[str, Any]) -> HttpResponse:
    named = {"name": given["name"], "source": given["source"]}
    comparing.bring(round, found, **named, by=request.actor, at=timezone.now())
    messages.success(request, _("The comparison group is kept, without names."))
    return redirect("surveys:change", round.pk)


def _take_out(request: ActorRequest, round: "Round") -> HttpResponse:
    try:
        comparing.take_out(round, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The comparison group is taken out."))
    return redirect("surveys:change", round.pk)


@require_safe
@login_required
def columns(request: ActorRequest, pk: UUID) -> HttpResponse:
    """An empty table with the columns that a comparison group needs."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_run)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="comparison.csv"'
    response.write("\ufeff")
    csv.writer(response).writerow(group_headings(_asked(queries.panel(round, get_language() or "en"))))
    return response

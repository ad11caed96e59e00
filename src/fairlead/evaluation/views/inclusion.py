"""Being counted once more, and what the counts say."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fairlead.applications import policies as applications
from fairlead.evaluation import policies
from fairlead.evaluation.actions import inclusion as actions
from fairlead.evaluation.enums import OutcomeStage
from fairlead.evaluation.forms.inclusion import CountedForm
from fairlead.evaluation.inclusion.comparing import LEVEL
from fairlead.evaluation.queries import inclusion as queries
from fairlead.evaluation.views.frame import about
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes.enums import Side

if TYPE_CHECKING:
    from fairlead.evaluation.queries.inclusion import Comparison

LEAST_P = 0.001


@never_cache
@require_safe
@login_required
def inclusion(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Whether acceptance, matching and completion differ between groups, as far as it may be told."""
    programme = policies.fetch(request.actor, pk, to=policies.can_see_all)
    found = queries.of_programme(programme)
    told = [_told(one, len(found)) for one in found]
    context = about(request, programme, "inclusion") | {"told": told}
    return render(request, "evaluation/inclusion.html", context)


def _told(one: "Comparison", questions: int) -> dict[str, Any]:
    rows = [
        {"words": words, "group": group, "share": round(100 * group.reached / group.all)}
        for words, group in zip(one.words, one.groups, strict=True)
    ]
    return {
        "title": f"{OutcomeStage(one.stage).label} · {one.label}",
        "side": Side(one.side).label,
        "outcome": _outcome(one.stage),
        "rows": rows,
        "sentences": [_difference(one), _verdict(one, questions)],
    }


def _outcome(stage: str) -> str:
    names = {
        OutcomeStage.ADMITTED: _("Accepted"),
        OutcomeStage.PAIRED: _("Paired"),
        OutcomeStage.COMPLETED: _("Completed"),
    }
    return names[OutcomeStage(stage)]


def _difference(one: "Comparison") -> str:
    if one.difference is None:
        return ""
    low, high = (number_format(round(value), 0) for value in (one.difference.low, one.difference.high))
    words = _(
        "The shares of the two groups lie %(points)s points apart; with 95 %% confidence the first lies "
        "between %(low)s and %(high)s points above the second."
    )
    return words % {"points": number_format(round(abs(one.difference.points)), 0), "low": low, "high": high}


def _verdict(one: "Comparison", questions: int) -> str:
    p = _("under 0.001") if one.p < LEAST_P else number_format(one.p, 3)
    corrected = ngettext(
        "p = %(p)s", "p = %(p)s, corrected for %(count)s comparisons on this page", questions
    ) % {"p": p, "count": questions}
    points = number_format(round(one.invisible), 0)
    if one.p < LEVEL:
        words = _(
            "The groups differ by more than chance alone would often bring about (%(p)s). That does not say "
            "why: areas, units or the year may differ between them, too. It is worth looking into."
        )
        return words % {"p": corrected}
    words = _(
        "Chance alone would often bring about as much (%(p)s). That is no proof of equal treatment: with so "
        "few people, a difference of up to %(points)s points would not be visible."
    )
    return words % {"p": corrected, "points": points}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def counted(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Somebody answers once more what is only counted, and it is counted with what became of them."""
    application = applications.fetch(request.actor, pk, to=applications.is_own)
    asked = queries.asked_of(application)
    form = CountedForm(request.POST or None, questions=asked)
    if request.method == "POST" and form.is_valid():
        try:
            actions.count_outcomes(application, form.cleaned_data, at=timezone.now())
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            messages.success(request, _("Counted. Nothing of your answers is kept with your name."))
        return redirect("applications:status", application.pk)
    stages = queries.open_stages(application, timezone.now()) if asked else []
    context = {
        "application": application,
        "programme": application.programme,
        "form": form,
        "stages": [OutcomeStage(stage).label for stage, _reached in stages],
    }
    return render(request, "evaluation/counted.html", context, status=422 if form.errors else 200)

"""The waves of a round: plan, open, close, and what came of them."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import policies as programmes
from fairlead.surveys import policies, queries
from fairlead.surveys.actions import asking
from fairlead.surveys.actions import waves as actions
from fairlead.surveys.enums import WaveState
from fairlead.surveys.forms import WaveForm, wave_days
from fairlead.surveys.views import telling

if TYPE_CHECKING:
    from fairlead.surveys.models import Wave


@never_cache
@require_safe
@login_required
def waves(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The waves of a round with their response rates, and what could be asked besides."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_look)
    can_run = policies.can_run(request.actor, round)
    context = telling.about(round, "waves") | {
        "rates": [telling.row(one) for one in queries.rates(round)],
        "unplanned": queries.unplanned(round) if can_run else [],
        "can_run": can_run,
    }
    return render(request, "surveys/waves.html", context)


@require_POST
@login_required
def plan_usual(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Plan a wave of everything that is not asked in the round yet, on the usual days."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_run)
    planned = actions.plan_usual(round, by=request.actor, at=timezone.now())
    if planned:
        said = ngettext("%(n)d wave is planned.", "%(n)d waves are planned.", planned)
        messages.success(request, said % {"n": planned})
    else:
        messages.info(request, _("Nothing more to plan: the days that are usual for the rest are over."))
    return redirect("surveys:waves", round.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def plan(request: ActorRequest, pk: UUID, questionnaire: UUID) -> HttpResponse:
    """Plan one wave on days of one's own."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_run)
    asked = next((one for one in queries.unplanned(round) if one.pk == questionnaire), None)
    if asked is None:
        raise Http404
    form = WaveForm(request.POST or None, queries.usual(round, asked, today=timezone.localdate()))
    if request.method == "POST" and form.is_valid():
        try:
            actions.plan(round, asked, **form.given(), by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("closes_on", str(refusal.sentence))
        else:
            messages.success(request, _("Planned. It opens by itself on its first day."))
            return redirect("surveys:waves", round.pk)
    context = telling.about(round, "waves") | {"form": form, "title": asked.form.title}
    return render(request, "surveys/days.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@login_required
def wave(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One wave: its days, its response rate, and what was answered, question by question."""
    found = policies.fetch_wave(request.actor, pk)
    results = queries.results(found, get_language() or "en")
    rate = queries.rate(found)
    context = telling.about(found.round, "waves") | {
        "wave": found,
        "title": found.questionnaire.form.title,
        "rate": rate,
        "results": results,
        "pages": telling.pages(results),
        "sentence": telling.rate_sentence(rate),
        "pace": telling.pace(found),
        "can_run": policies.can_run_wave(request.actor, found),
    }
    return render(request, "surveys/wave.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def days(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Change the days of a wave."""
    found = policies.fetch_wave(request.actor, pk, to=policies.can_run_wave)
    is_open = found.state == WaveState.OPEN
    form = WaveForm(request.POST or None, wave_days(found), is_open=is_open)
    if request.method == "POST" and form.is_valid():
        try:
            actions.change(found, **form.given(), by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("closes_on", str(refusal.sentence))
        else:
            messages.success(request, _("Saved."))
            return redirect("surveys:wave", found.pk)
    title = found.questionnaire.form.title
    context = telling.about(found.round, "waves") | {"form": form, "title": title, "wave": found}
    return render(request, "surveys/days.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def move(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Open, close or take back a wave."""
    found = policies.fetch_wave(request.actor, pk, to=policies.can_run_wave)
    deeds = {"open": _open, "close": _close, "remove": _remove}
    if deed not in deeds:
        raise Http404
    try:
        return deeds[deed](request, found)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("surveys:wave", found.pk)


def _open(request: ActorRequest, found: "Wave") -> HttpResponse:
    by: dict[str, Any] = {"by": request.actor, "at": timezone.now()}
    actions.open_wave(found, **by)
    asked = asking.ask_in(policies.fetch_wave(request.actor, found.pk), at=by["at"])
    said = ngettext(
        "The wave is open; %(n)d person is asked now.", "The wave is open; %(n)d people are asked now.", asked
    )
    messages.success(request, said % {"n": asked})
    return redirect("surveys:wave", found.pk)


def _close(request: ActorRequest, found: "Wave") -> HttpResponse:
    actions.close_wave(found, by=request.actor, at=timezone.now())
    messages.success(request, _("The wave is closed. What was begun and not sent is gone, unread."))
    return redirect("surveys:wave", found.pk)


def _remove(request: ActorRequest, found: "Wave") -> HttpResponse:
    actions.remove(found, by=request.actor, at=timezone.now())
    messages.success(request, _("The wave is taken back."))
    return redirect("surveys:waves", found.round_id)

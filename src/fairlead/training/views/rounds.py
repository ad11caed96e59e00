"""Who of a round still misses what; reminders, and what a coordinator records."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, safe_next
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import Side
from fairlead.training import queries
from fairlead.training.actions import completing, lifting, reminding
from fairlead.training.forms import RecordForm
from fairlead.training.views import telling

if TYPE_CHECKING:
    from fairlead.programmes.models import Round
    from fairlead.training.queries import Learner

PER_PAGE = 50


@never_cache
@require_safe
@login_required
def standing(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Everybody of the round with what they miss; `show` narrows it to a side, or to those who miss some."""
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_lead_round)
    everybody = queries.of_round(round, at=timezone.now())
    lacking = [one for one in everybody if one.missing]
    show = request.GET.get("show", "missing")
    chosen = {"missing": lacking, "all": everybody} | {
        side.value: [one for one in lacking if one.participation.side == side] for side in Side
    }
    page = Paginator(chosen.get(show, lacking), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "round": round,
        "programme": round.programme,
        "tabs": _tabs(chosen, show if show in chosen else "missing"),
        "rows": [_row(one) for one in page.object_list],
        "page": page,
        "lacking": len(lacking),
        "everybody": len(everybody),
        "asked": any(one.required for one in everybody),
        "can_run": programmes.can_run_round(request.actor, round),
    }
    return render(request, "training/standing.html", context)


def _tabs(chosen: dict[str, list["Learner"]], show: str) -> list[dict[str, Any]]:
    labels = {
        "missing": _("Miss something"),
        Side.MENTOR.value: _("Mentors among them"),
        Side.MENTEE.value: _("Mentees among them"),
        "all": _("Everybody"),
    }
    return [
        {"label": label, "url": f"?show={key}", "current": key == show, "count": len(chosen[key])}
        for key, label in labels.items()
    ]


def _row(one: "Learner") -> dict[str, Any]:
    return {
        "learner": one,
        "person": one.participation.person,
        "side": Side(one.participation.side).label,
        "missing": [telling.row(item) for item in one.missing],
    }


@require_POST
@login_required
def remind(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Write to all who miss something."""
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_run_round)
    count = reminding.remind(round, by=request.actor, at=timezone.now())
    said = ngettext(
        "%(count)d person reads it in the mail of the day; nobody gets two on one day.",
        "%(count)d people read it in the mail of the day; nobody gets two on one day.",
        count,
    )
    messages.success(request, said % {"count": count})
    return redirect("training:standing", round.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def person(request: ActorRequest, pk: UUID, participation: UUID) -> HttpResponse:
    """One person's modules, and a form to record what they have completed elsewhere."""
    posted = request.method == "POST"
    to = programmes.can_run_round if posted else programmes.can_lead_round
    round = programmes.fetch_round(request.actor, pk, to=to)
    one = _learner(round, participation)
    modules = [item.module for item in one.items]
    form = RecordForm(
        request.POST if posted else None,
        modules=modules,
        initial={"on": timezone.localdate(), "modules": [str(item.module.pk) for item in one.missing]},
    )
    if posted and form.is_valid() and _recorded(request, one, form):
        messages.success(request, _("Recorded."))
        return redirect("training:person", round.pk, one.participation.pk)
    context = {
        "round": round,
        "programme": round.programme,
        "learner": one,
        "person": one.participation.person,
        "side": Side(one.participation.side).label,
        "rows": [telling.row(item) for item in one.items],
        "recorded": queries.recorded(one),
        "lift": queries.lift_of(one.participation),
        "kept_out": one.participation.pk in queries.keeps_out([one.participation], at=timezone.now()),
        "form": form,
        "can_run": programmes.can_run_round(request.actor, round),
    }
    return render(request, "training/person.html", context, status=422 if form.errors else 200)


def _recorded(request: ActorRequest, one: "Learner", form: RecordForm) -> bool:
    try:
        completing.note_down(
            form.chosen,
            one.participation.person,
            on=form.cleaned_data["on"],
            note=form.cleaned_data["note"],
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error("on", str(refusal.sentence))
        return False
    return True


def _learner(round: "Round", participation: UUID) -> "Learner":
    found = queries.of_participation(round, participation, at=timezone.now())
    if found is None:
        raise Http404
    return found


@require_POST
@login_required
def lift(request: ActorRequest, pk: UUID, participation: UUID) -> HttpResponse:
    """Let somebody be matched without the training, or ask it of them again."""
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_run_round)
    one, back = _learner(round, participation).participation, request.POST.get("do") == "ask"
    by, at = request.actor, timezone.now()
    if back:
        lifting.ask_again(one, by=by, at=at)
        messages.success(request, _("The training before the matching is asked again."))
    else:
        lifting.lift(one, reason=request.POST.get("reason", ""), by=by, at=at)
        messages.success(request, _("%(name)s takes part in the next run.") % {"name": one.person.name})
    return redirect(safe_next(request, reverse("training:person", args=[round.pk, one.pk])))


@require_POST
@login_required
def take_back(request: ActorRequest, pk: UUID, participation: UUID, completion: UUID) -> HttpResponse:
    """Take a record of a coordinator back."""
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_run_round)
    one = _learner(round, participation)
    done = next((each for each in queries.recorded(one) if each.pk == completion), None)
    if done is None:
        messages.info(request, _("This record is gone already."))
    else:
        completing.take_back(done, by=request.actor, at=timezone.now())
        messages.success(request, _("The record is taken back."))
    return redirect("training:person", round.pk, one.participation.pk)

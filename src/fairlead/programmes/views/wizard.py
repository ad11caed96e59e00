"""Designing a programme step by step, from nothing to an open intake."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from fairlead.kernel import overtaking
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import actions, policies, queries
from fairlead.programmes.enums import Part, Step
from fairlead.programmes.views import lists, pieces, steps

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme

ORDER = list(Step)


@require_safe
@login_required
def resume(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Go on where the design was left: at the first step nobody has looked through, else at the check."""
    programme = policies.fetch(request.actor, pk, to=policies.can_edit)
    step = next((one for one in ORDER if one.value not in programme.settled), Step.CHECK)
    return redirect("programmes:design_step", programme.pk, step.value)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step(request: ActorRequest, pk: UUID, step: str) -> HttpResponse:
    """One step of the design: read, save, and go on to the next."""
    programme = policies.fetch(request.actor, pk, to=policies.can_edit)
    if step not in Step.values:
        raise Http404
    if request.method == "POST" and step == Step.AREAS and request.POST.get("do") in lists.AREA_VERBS:
        changed = lists.change_areas(request, programme, steps.address(programme, step))
        if isinstance(changed, HttpResponse):
            return changed
        context = {**frame(programme, step), **changed}
        return render(request, "programmes/design/areas.html", context, status=422)
    if request.method == "POST" and (answer := _answer(request, programme, step)) is not None:
        return answer
    return _show(request, programme, step)


def _show(request: ActorRequest, programme: "Programme", step: str) -> HttpResponse:
    found = _pieces(request, programme, step)
    pieces.valid(found, request.POST)
    page = steps.page(request, programme, step)
    shown = [*(piece.form for piece in found), *page.forms]
    wrong = any(form.errors for form in shown)
    as_shown = overtaking.marks([*pieces.pairs(found), *page.pairs], request.POST)
    context = {
        **frame(programme, step),
        **page.context,
        "pieces": found,
        "step_forms": shown,
        "as_shown": as_shown,
    }
    return render(request, f"programmes/design/{page.template}", context, status=422 if wrong else 200)


def _pieces(request: ActorRequest, programme: "Programme", step: str) -> list[pieces.Piece]:
    posted = request.POST if request.method == "POST" and step in pieces.PIECES else None
    fresh = policies.fetch(request.actor, programme.pk, to=policies.can_edit)
    return pieces.pieces(fresh, step, posted)


def _answer(request: ActorRequest, programme: "Programme", step: str) -> HttpResponse | None:
    """Save what was posted and say where to go; None when the page has to be shown again."""
    doing, _colon, part = request.POST.get("do", "next").partition(":")
    found = _pieces(request, programme, step)
    if doing in {"own", "inherit"}:
        _save(request, programme, pieces.given(found, request.POST))
        return _settle(request, programme, step, doing, part)
    if request.headers.get("X-Autosave"):
        return _typed(request, programme, step, found)
    if not pieces.valid(found, request.POST):
        return None
    _save(request, programme, pieces.given(found, request.POST))
    saved = steps.save(request, programme, step)
    if saved is not True:
        return None if saved is False else saved
    actions.settle_step(programme, step)
    after = step if doing == "save" else following(step)
    if doing == "save":
        messages.success(request, _("Saved. You can go on here at any time, on any device."))
    return redirect("programmes:design_step", programme.pk, after)


def _typed(
    request: ActorRequest, programme: "Programme", step: str, found: list[pieces.Piece]
) -> HttpResponse:
    """Save what was typed so far, and answer with what the page has shown by now."""
    pairs = [*pieces.pairs(found), *steps.page(request, programme, step).pairs]
    _save(request, programme, pieces.given(found, request.POST))
    if step in steps.TYPED:
        steps.save(request, programme, step)
    as_shown, clashes = overtaking.marks_after_saving(pairs, request.POST)
    context = {"as_shown": as_shown, "clashes": ", ".join(f"“{label}”" for label in clashes)}
    return render(request, "programmes/design/as_shown.html", context)


def _kept_while_typing(step: str) -> bool:
    """Whether what is typed at this step is saved before a button is pressed."""
    return step in steps.TYPED or (step in pieces.PIECES and step not in steps.SAVING)


def _save(request: ActorRequest, programme: "Programme", values: dict[str, Any]) -> None:
    if values:
        actions.edit(programme, values, by=request.actor, at=timezone.now())


def _settle(request: ActorRequest, programme: "Programme", step: str, doing: str, part: str) -> HttpResponse:
    if part not in Part.values:
        raise Http404
    act = actions.settle_part if doing == "own" else actions.take_part_over
    try:
        act(programme, part, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect(steps.address(programme, step) + f"#{part}")


def following(step: str) -> str:
    """The step after this one; the last is followed by itself."""
    place = ORDER.index(Step(step))
    return ORDER[min(place + 1, len(ORDER) - 1)].value


def frame(programme: "Programme", step: str) -> dict[str, Any]:
    """What every step shows around its form: where one is, what is done, what is missing."""
    place = ORDER.index(Step(step))
    lines = queries.checklist(programme, at=timezone.now())
    lacking = {line.url for line in queries.blockers(lines)} - {steps.address(programme, Step.CHECK)}
    return {
        "programme": programme,
        "step": step,
        "title": str(Step(step).label),
        "lead": pieces.LEADS[step],
        "labels": [str(one.label) for one in ORDER],
        "current": place + 1,
        "before": ORDER[place - 1].value if place else "",
        "last": step == Step.CHECK,
        "autosave": _kept_while_typing(step) and not programme.published,
        "way": [
            {
                "label": str(one.label),
                "url": steps.address(programme, one),
                "current": one.value == step,
                "done": one.value in programme.settled,
                "missing": steps.address(programme, one) in lacking,
            }
            for one in ORDER
        ],
    }

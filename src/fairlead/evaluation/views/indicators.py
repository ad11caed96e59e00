"""The indicators of a programme: all at a glance, and each with what it means."""

from collections import Counter
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fairlead.evaluation import policies
from fairlead.evaluation import telling as figures
from fairlead.evaluation.actions import indicators as actions
from fairlead.evaluation.forms.indicators import PartForm, TargetForm
from fairlead.evaluation.indicators.catalogue import BY_KEY
from fairlead.evaluation.indicators.definitions import Indicator, Kind
from fairlead.evaluation.indicators.facts import Where
from fairlead.evaluation.indicators.parts import FIRST, PARTS
from fairlead.evaluation.indicators.surveyed import NOWHERE
from fairlead.evaluation.queries import boards
from fairlead.evaluation.suppression import hidden
from fairlead.evaluation.views import gains
from fairlead.evaluation.views.frame import about
from fairlead.kernel.http import ActorRequest
from fairlead.mentorships.enums import EndReason

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme


@never_cache
@require_safe
@login_required
def indicators(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The indicators for one part of the programme: value, target, the year before; most load after it."""
    programme = policies.fetch(request.actor, pk)
    people = policies.own_institutions(request.actor, programme)
    board = boards.board(programme, at=timezone.now(), keys=PARTS[FIRST].keys, own=people is None)
    form = _form(request, programme, board)
    where, targets = form.where(), boards.targets(programme)
    own = [] if where.institution else list(board.own.values())
    query = f"?{request.GET.urlencode()}" if request.GET else ""
    at_once = [*PARTS[FIRST].listed, *(one for one in own if not one.formula)]
    rows = [_row(programme, board, one, where, targets, people) for one in at_once]
    later = [
        {"title": part.title, "kind": part.kind.value, "url": _part_of(programme, slug) + query}
        for slug, part in PARTS.items()
        if slug != FIRST
    ]
    later += [
        {"title": one.name, "kind": one.kind, "url": _part_of(programme, one.key) + query}
        for one in own
        if one.formula
    ]
    kinds = [
        {
            "label": kind.label,
            "rows": [row for row in rows if row["kind"] == kind.value],
            "later": [part for part in later if part["kind"] == kind.value],
        }
        for kind in Kind
    ]
    context = about(request, programme, "indicators") | {"form": form, "kinds": kinds, "where": where}
    return render(request, "evaluation/indicators.html", context)


def _part_of(programme: "Programme", part: str) -> str:
    return reverse("evaluation:indicators_part", args=[programme.pk, part])


@never_cache
@require_safe
@login_required
def indicators_part(request: ActorRequest, pk: UUID, part: str) -> HttpResponse:
    """Some of the indicators by themselves: those of one subject, or one of the programme's own."""
    programme = policies.fetch(request.actor, pk)
    known, people = PARTS.get(part), policies.own_institutions(request.actor, programme)
    board = boards.board(programme, at=timezone.now(), keys=known.keys if known else [part])
    own = board.own.get(part)
    if known is None and (own is None or people is not None):
        raise Http404
    form = _form(request, programme, board, placed=known is not None)
    where, targets = form.where(), boards.targets(programme)
    listed = known.listed if known else [own]
    kind = known.kind if known else Kind(own.kind)  # type: ignore[union-attr]
    rows = [_row(programme, board, one, where, targets, people) for one in listed]
    context = about(request, programme, "indicators") | {
        "only": known.title if known else own.name,  # type: ignore[union-attr]
        "form": form,
        "kinds": [{"label": kind.label, "rows": rows}],
        "where": where,
    }
    return render(request, "evaluation/indicators.html", context)


def _form(
    request: ActorRequest, programme: "Programme", board: boards.Board, *, placed: bool = True
) -> PartForm:
    """Year, round and institution as asked for; own indicators are `placed` nowhere."""
    own = policies.own_institutions(request.actor, programme)
    institutions = boards.names_of_institutions(programme) if placed else {}
    if own is not None:
        institutions = {key: name for key, name in institutions.items() if key in own}
    this = board.years[0]
    return PartForm(
        request.GET or {"when": str(this.begins)},
        years=board.years,
        rounds=board.names,
        institutions=institutions,
        all_of_them=own is None,
    )


def _row(
    programme: "Programme",
    board: boards.Board,
    one: Any,
    where: Where,
    targets: dict[str, float | None],
    own: frozenset[UUID] | None,
) -> dict[str, Any]:
    """One indicator as a row; beside figures of a reader's `own` institutions stand those of the whole."""
    shown = board.shown(one.key, where)
    before = _year_before(board, one.key, where)
    target = targets.get(one.key)
    return {
        "name": one.name,
        "kind": str(one.kind),
        "url": reverse("evaluation:indicator", args=[programme.pk, one.key]),
        "figure": figures.of(shown, str(one.unit)),
        "target": figures.told(target, str(one.unit)),
        "reached": figures.reached(shown.value, target, more=one.more),
        "before": figures.of(before, str(one.unit)) if before else None,
        "whole": None if own is None else figures.of(board.beside(one.key, where, own), str(one.unit)),
        "trend": figures.trend(shown.value, before.value, str(one.unit), more=one.more) if before else None,
    }


def _year_before(board: boards.Board, key: str, where: Where) -> boards.Shown | None:
    """The figure of the same part a year before; None where the part is no year of those shown."""
    if where.year is None or where.year.later(-1) not in board.years:
        return None
    return board.shown(key, Where(institution=where.institution, year=where.year.later(-1)))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def indicator(request: ActorRequest, pk: UUID, key: str) -> HttpResponse:
    """What one indicator means, its figures by year, round and institution, and its target."""
    to = policies.can_settle if request.method == "POST" else policies.can_see
    programme = policies.fetch(request.actor, pk, to=to)
    board = boards.board(programme, at=timezone.now(), keys=[key])
    one: Any = BY_KEY.get(key) or board.own.get(key)
    if one is None or (key in board.own and not policies.can_see_all(request.actor, programme)):
        raise Http404
    target = boards.targets(programme).get(key)
    share = str(one.unit) == "share"
    initial = {"target": round(target * 100, 4) if share and target is not None else target}
    form = TargetForm(request.POST or None, share=share, initial=initial)
    if request.method == "POST" and form.is_valid():
        actions.aim(programme, key, form.value(), by=request.actor, at=timezone.now())
        messages.success(request, _("The target is set."))
        return redirect("evaluation:indicator", programme.pk, key)
    context = about(request, programme, "indicators") | {
        "one": one,
        "is_own": key in board.own,
        "form": form,
        "can_settle": policies.can_settle(request.actor, programme),
        "target": figures.told(target, str(one.unit)),
        **_tables(request, programme, board, one),
    }
    if key in board.own and not one.formula:
        context["numbers"] = boards.numbers_of(one)
    if key == "early_endings" and policies.can_see_all(request.actor, programme):
        context["reasons"] = _reasons(board)
    if key == "skill_gain" and policies.can_see_all(request.actor, programme):
        context["gains"] = gains.rows(board, board.names)
    return render(request, "evaluation/indicator.html", context, status=422 if form.errors else 200)


def _tables(request: ActorRequest, programme: "Programme", board: boards.Board, one: Any) -> dict[str, Any]:
    """Years, and rounds by institutions, each cell as it may be seen."""
    own = policies.own_institutions(request.actor, programme)
    places = boards.names_of_institutions(programme) if isinstance(one, Indicator) else {}
    if own is not None:
        places = {key: name for key, name in places.items() if key in own}
    columns: list[UUID | None] = [None, *places]
    if not isinstance(one, Indicator) or one in NOWHERE:
        columns = [None]

    def shown(where: Where) -> boards.Shown:
        return (
            board.shown(one.key, where)
            if where.institution or own is None
            else board.beside(one.key, where, own)
        )

    def cells(where: Where) -> list[dict[str, Any]]:
        found = [shown(Where(where.round, place, where.year)) for place in columns]
        return [figures.of(each, str(one.unit)) for each in found]

    rounds = board.names if isinstance(one, Indicator) else {}
    return {
        "headings": [
            places[place] if place else _("All") if own is None else _("Whole programme") for place in columns
        ],
        "by_year": [{"label": year.name, "cells": cells(Where(year=year))} for year in board.years],
        "by_round": [
            {"label": name, "url": _list_of(one, key), "cells": cells(Where(round=key))}
            for key, name in rounds.items()
        ],
        "altogether": cells(Where()),
    }


APPLICANTS = frozenset({"reach", "coverage", "approval_rate", "approval_days", "match_rate"})


def _list_of(one: Any, round: UUID) -> str:
    """The page with the applications or the pairs of a round, which shows each reader what they may see."""
    name = "applications:list" if one.key in APPLICANTS else "mentorships:list"
    return reverse(name, args=[round])


def _reasons(board: boards.Board) -> list[dict[str, Any]]:
    """Early endings of the whole programme by neutral reason; small groups are not told."""
    if Where() not in board.may_be_told(BY_KEY["early_endings"]):
        return []
    counted: Counter[str] = Counter()
    for one in board.facts.pairs:
        if one.state == "ended_early":
            counted[one.reason] += one.count
    unsaid = hidden(counted)
    if unsaid == {key for key, count in counted.items() if count}:
        return []
    return [
        {"label": EndReason(key).label if key else _("Not said"), "count": count, "hidden": key in unsaid}
        for key, count in counted.most_common()
    ]

"""One indicator of all programmes that somebody leads, over five years."""

from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fairlead.evaluation import telling
from fairlead.evaluation.forms.indicators import WhichForm
from fairlead.evaluation.indicators.catalogue import BY_KEY
from fairlead.evaluation.indicators.definitions import Indicator
from fairlead.evaluation.indicators.facts import Where
from fairlead.evaluation.queries import boards
from fairlead.kernel.http import ActorRequest


@never_cache
@require_safe
@login_required
def everywhere(request: ActorRequest) -> HttpResponse:
    """The programmes whose central team the actor belongs to, side by side; a fixed number of queries."""
    led = boards.led_by(request.actor)
    if not led:
        raise Http404
    form = WhichForm(request.GET or {"indicator": WhichForm.USUAL})
    indicator = BY_KEY[form.key()]
    found = boards.boards(led, at=timezone.now(), keys=[indicator.key])
    newest = max(board.years[0].begins for board in found.values())
    years = [newest - step for step in range(boards.SHOWN_YEARS)]
    rows: list[dict[str, Any]] = [
        {
            "programme": one,
            "url": reverse("evaluation:indicator", args=[one.pk, indicator.key]),
            "cells": [_cell(found[one.pk], indicator, year) for year in years],
        }
        for one in led
    ]
    context = {
        "form": form,
        "indicator": indicator,
        "rows": rows,
        "years": years,
        "shifted": any(board.facts.month != 1 for board in found.values()),
    }
    return render(request, "evaluation/everywhere.html", context)


def _cell(board: boards.Board, indicator: Indicator, begins: int) -> dict[str, Any]:
    """The figure of the programme’s year that begins in this one; empty where it has not begun."""
    year = next((one for one in board.years if one.begins == begins), None)
    shown = board.shown(indicator.key, Where(year=year)) if year else boards.Shown()
    return telling.of(shown, str(indicator.unit))

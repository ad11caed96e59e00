"""The dashboard: the first page of a programme's evaluation."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fairlead.evaluation import policies, telling
from fairlead.evaluation.forms.indicators import PartForm
from fairlead.evaluation.indicators.catalogue import BY_KEY
from fairlead.evaluation.queries import boards, dashboard
from fairlead.evaluation.views import pictures
from fairlead.evaluation.views.frame import about
from fairlead.kernel.http import ActorRequest

if TYPE_CHECKING:
    from fairlead.evaluation.indicators.facts import Where
    from fairlead.programmes.models import Programme

KEY_FIGURES = ("match_rate", "active", "completion", "satisfaction")


@never_cache
@require_safe
@login_required
def home(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The programme at a glance: funnel, months, waiting, pairs, training, surveys, cost."""
    programme = policies.fetch(request.actor, pk)
    now = timezone.now()
    board = boards.board(programme, at=now)
    rounds = dashboard.rounds_of(programme)
    own = policies.own_institutions(request.actor, programme)
    institutions = boards.names_of_institutions(programme)
    form = PartForm(
        request.GET or {"when": ""},
        years=board.years,
        rounds={round: name for round, (name, _over) in rounds.items()},
        institutions={key: name for key, name in institutions.items() if own is None or key in own},
        all_of_them=own is None,
    )
    where = form.where()
    fares = dashboard.fares(request.actor, programme, where, each_seen=own is None, at=now)
    found = [
        pictures.funnel(board, where),
        pictures.flow(board, where),
        pictures.waiting(board, where, rounds),
        pictures.fares(fares, programme, leads=own is None),
        pictures.trained(board, where),
        pictures.answered(board, where, rounds),
        pictures.spent(board, where, programme),
    ]
    context = about(request, programme, "home") | {
        "form": form,
        "figures": _key_figures(programme, board, where),
        "charts": [(one, pictures.definitions(one.keys, programme)) for one in found],
    }
    return render(request, "evaluation/home.html", context)


def _key_figures(programme: "Programme", board: boards.Board, where: "Where") -> list[dict[str, Any]]:
    """Four figures with what they stand on, each a way to its definition."""
    targets = boards.targets(programme)
    found = []
    for key in KEY_FIGURES:
        one, shown = BY_KEY[key], board.shown(key, where)
        found.append(
            {
                "name": one.name,
                "url": reverse("evaluation:indicator", args=[programme.pk, key]),
                "figure": telling.of(shown, str(one.unit)),
                "reached": telling.reached(shown.value, targets[key], more=one.more),
            }
        )
    return found

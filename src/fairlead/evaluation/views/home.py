"""The dashboard: the first page of a programme's evaluation."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
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
# What stands below the first pictures, each loaded by itself: its title, and what it is counted from.
LATER: dict[str, tuple[Promise, tuple[str, ...]]] = {
    "pairs": (_("How pairs under way fare"), ()),
    "learning": (_("Training and surveys"), ("training", "response")),
    "spending": (_("Effort and cost of each year"), ("cost_per_pair",)),
}


@never_cache
@require_safe
@login_required
def home(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The programme at a glance: funnel, months, waiting; what else there is loads after them."""
    programme = policies.fetch(request.actor, pk)
    board = boards.board(programme, at=timezone.now(), keys=KEY_FIGURES)
    form = _form(request, programme, board)
    where = form.where()
    found = [pictures.funnel(board, where), pictures.flow(board, where), pictures.waiting(board, where)]
    asked = f"?{request.GET.urlencode()}" if request.GET else ""
    context = _about(request, programme, form, found) | {
        "figures": _key_figures(programme, board, where),
        "later": [
            (title, reverse("evaluation:home_part", args=[programme.pk, part]) + asked)
            for part, (title, _keys) in LATER.items()
        ],
    }
    return render(request, "evaluation/home.html", context)


@never_cache
@require_safe
@login_required
def home_part(request: ActorRequest, pk: UUID, part: str) -> HttpResponse:
    """One part of the overview by itself: how pairs fare, training and surveys, or cost."""
    programme = policies.fetch(request.actor, pk)
    if part not in LATER:
        raise Http404
    now, (title, keys) = timezone.now(), LATER[part]
    board = boards.board(programme, at=now, keys=keys)
    form = _form(request, programme, board)
    where = form.where()
    if part == "pairs":
        leads = policies.can_see_all(request.actor, programme)
        told = dashboard.fares(request.actor, programme, where, each_seen=leads, at=now)
        found = [pictures.fares(told, programme, leads=leads)]
    elif part == "learning":
        found = [pictures.trained(board, where), pictures.answered(board, where)]
    else:
        found = [pictures.spent(board, where, programme)]
    return render(request, "evaluation/home.html", _about(request, programme, form, found) | {"only": title})


def _form(request: ActorRequest, programme: "Programme", board: boards.Board) -> PartForm:
    own = policies.own_institutions(request.actor, programme)
    institutions = boards.names_of_institutions(programme)
    return PartForm(
        request.GET or {"when": ""},
        years=board.years,
        rounds=board.names,
        institutions={key: name for key, name in institutions.items() if own is None or key in own},
        all_of_them=own is None,
    )


def _about(
    request: ActorRequest, programme: "Programme", form: PartForm, found: list[pictures.Chart]
) -> dict[str, Any]:
    return about(request, programme, "home") | {
        "form": form,
        "charts": [(one, pictures.definitions(one.keys, programme)) for one in found],
    }


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

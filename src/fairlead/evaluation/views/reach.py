"""The network that a programme's pairs made."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fairlead.evaluation import policies
from fairlead.evaluation.forms.reach import ReachForm
from fairlead.evaluation.queries import reach as queries
from fairlead.evaluation.views import reach_telling as telling
from fairlead.evaluation.views.frame import about
from fairlead.kernel.http import ActorRequest


@never_cache
@require_safe
@login_required
def reach(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ties between units or institutions, before and after, as a picture, a table and figures."""
    programme = policies.fetch(request.actor, pk, to=policies.can_see_all)
    form = ReachForm(request.GET or None, rounds=queries.rounds(programme))
    chosen = form.chosen()
    found = queries.of_programme(programme, chosen)
    by_units = chosen.level == queries.UNITS
    context = about(request, programme, "reach") | {
        "form": form,
        "filtered": any((chosen.round, chosen.since, chosen.until)),
        "reach": found,
        "by_units": by_units,
        "enough": telling.enough(found),
        "sentence": telling.sentence(found),
        "described": telling.described(found, by_units=by_units),
        "nodes": telling.nodes(found),
        "key": telling.key(found),
        "lines": telling.lines(found),
        "closeness": telling.closeness(found, by_units=by_units),
    }
    return render(request, "evaluation/reach.html", context, status=422 if form.errors else 200)

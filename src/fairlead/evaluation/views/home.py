"""The first page of a programme's evaluation."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fairlead.evaluation import policies
from fairlead.evaluation.queries import planned
from fairlead.evaluation.views.frame import about
from fairlead.kernel.http import ActorRequest


@never_cache
@require_safe
@login_required
def home(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What the design plans for setup and delivery, and the ways to the figures."""
    programme = policies.fetch(request.actor, pk)
    context = about(request, programme, "home") | {"planned": planned.of_programme(programme)}
    return render(request, "evaluation/home.html", context)

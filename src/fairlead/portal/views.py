"""Home, and the answers that a load balancer asks for."""

from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fairlead.kernel.http import ActorRequest


@require_safe
@login_required
def home(request: ActorRequest) -> HttpResponse:
    """What do I do next?"""
    return render(request, "portal/home.html", {})


@never_cache
@require_safe
def alive(request: ActorRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("alive\n", content_type="text/plain")


@never_cache
@require_safe
def ready(request: ActorRequest) -> HttpResponse:
    """The process answers and reaches its database."""
    connection.ensure_connection()
    return HttpResponse("ready\n", content_type="text/plain")

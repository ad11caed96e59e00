"""Home, the health of the installation, and the answers that a load balancer asks for."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.db import connection
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.http import ActorRequest
from fairlead.portal import actions, policies
from fairlead.portal.queries import health as looking
from fairlead.portal.queries import home as gathering


@never_cache
@require_safe
@login_required
def home(request: ActorRequest) -> HttpResponse:
    """What do I do next?"""
    found = gathering.home(request.actor, at=timezone.now())
    return render(request, "portal/home.html", {"home": found})


@never_cache
@require_safe
@login_required
def health(request: ActorRequest) -> HttpResponse:
    """How letters, jobs and database fare; for IT administrators."""
    if not policies.can_see_health(request.actor):
        raise Http404
    return render(request, "portal/health.html", {"health": looking.health(at=timezone.now())})


@require_POST
@login_required
def try_letters_again(request: ActorRequest) -> HttpResponse:
    """Put letters that were given up back into the outbox."""
    if not policies.can_see_health(request.actor):
        raise Http404
    count = actions.try_letters_again(by=request.actor, at=timezone.now())
    text = ngettext("%(count)d letter is tried again.", "%(count)d letters are tried again.", count)
    messages.success(request, text % {"count": count})
    return redirect("portal:health")


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

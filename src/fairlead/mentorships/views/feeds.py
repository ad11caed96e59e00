"""A person's own calendar of meetings: the file behind its secret link, and the link's page."""

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.http import ActorRequest
from fairlead.mentorships.actions import feeds
from fairlead.mentorships.queries import meetings as queries


@require_safe
def feed(request: ActorRequest, secret: str) -> HttpResponse:
    """All meetings of whoever made this link, for a calendar programme."""
    text = queries.feed_text(secret, at=timezone.now())
    if text is None:
        raise Http404
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="meetings.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_safe
@login_required
def calendar(request: ActorRequest) -> HttpResponse:
    """The link to one's own calendar, how to use it, and how to take it back."""
    kept = queries.feed_of(request.actor)
    address = queries.feed_address(kept) if kept else ""
    context = {"feed": kept, "address": address, "webcal": f"webcal:{address.partition(':')[2]}"}
    return render(request, "mentorships/calendar.html", context)


@never_cache
@require_POST
@login_required
def make(request: ActorRequest) -> HttpResponse:
    """A link, or a new one in place of the old."""
    feeds.make(by=request.actor, at=timezone.now())
    messages.success(request, _("Your link is ready."))
    return redirect("mentorships:calendar")


@never_cache
@require_POST
@login_required
def revoke(request: ActorRequest) -> HttpResponse:
    """Take the link back."""
    feeds.revoke(by=request.actor, at=timezone.now())
    messages.success(request, _("The link works no more."))
    return redirect("mentorships:calendar")

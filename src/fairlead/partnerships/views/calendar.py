"""The calendar of a programme's team: its page, and the link of each of them."""

from datetime import date
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.http import ActorRequest, asked
from fairlead.partnerships.actions import feeds
from fairlead.partnerships.queries import calendar as queries
from fairlead.programmes import policies as programmes
from fairlead.programmes.queries import months_later

YEARS = range(2000, 2100)


@never_cache
@require_safe
@login_required
def calendar(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Twelve months of the programme, from this month on or from the one that is asked for."""
    programme = programmes.fetch(request.actor, pk)
    this = timezone.localdate().replace(day=1)
    first = _month(asked(request, "from")) or this
    kept = queries.feed_of(request.actor, programme)
    address = queries.feed_address(kept) if kept else ""
    context = {
        "programme": programme,
        "months": queries.months(queries.dates(request.actor, programme, since=first), first=first),
        "earlier": months_later(first, -queries.MONTHS),
        "later": months_later(first, queries.MONTHS),
        "today": timezone.localdate(),
        "now": first == this,
        "feed": kept,
        "address": address,
        "webcal": f"webcal:{address.partition(':')[2]}",
    }
    return render(request, "partnerships/calendar.html", context)


def _month(written: str) -> date | None:
    """The first day of a month written as 2026-11; None for anything else."""
    try:
        found = date.fromisoformat(f"{written}-01")
    except ValueError:
        return None
    return found if found.year in YEARS else None


@require_safe
def feed(request: ActorRequest, secret: str) -> HttpResponse:
    """The programme's calendar for the calendar programme of a team member."""
    text = queries.feed_text(secret, at=timezone.now())
    if text is None:
        raise Http404
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = 'inline; filename="team.ics"'
    response.headers["Cache-Control"] = "private, no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


@never_cache
@require_POST
@login_required
def make_feed(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A link, or a new one in place of the old."""
    programme = programmes.fetch(request.actor, pk)
    feeds.make(programme, by=request.actor, at=timezone.now())
    messages.success(request, _("Your link is ready."))
    return redirect("partnerships:team_calendar", programme.pk)


@never_cache
@require_POST
@login_required
def revoke_feed(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take the link back."""
    programme = programmes.fetch(request.actor, pk)
    feeds.revoke(programme, by=request.actor, at=timezone.now())
    messages.success(request, _("The link works no more."))
    return redirect("partnerships:team_calendar", programme.pk)

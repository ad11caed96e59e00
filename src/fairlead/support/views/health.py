"""How the pairs of a programme fare, and when they are reminded."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fairlead.kernel.http import ActorRequest, asked
from fairlead.programmes import policies as programmes
from fairlead.programmes.patience import patience_of, source, usual
from fairlead.support import policies
from fairlead.support.actions import settling
from fairlead.support.enums import Health
from fairlead.support.forms.settling import PairsFilter, PatienceForm
from fairlead.support.queries import asking
from fairlead.support.queries import health as queries
from fairlead.support.views.frame import framed

PER_PAGE = 50
TONES = {
    Health.NEEDS_A_WORD: "problem",
    Health.QUIET: "watch",
    Health.STARTING: "todo",
    Health.ON_TRACK: "good",
}


@never_cache
@require_safe
@login_required
def pairs(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Who needs help first, by dates alone."""
    programme = programmes.fetch(request.actor, pk, to=policies.can_look)
    found = queries.standings(request.actor, [programme.pk], at=timezone.now())
    search, level = asked(request, "search"), asked(request, "health")
    shown = [one for one in found if _fits(one, search, level)]
    page = Paginator(shown, PER_PAGE).get_page(request.GET.get("page"))
    context = framed(request, programme, "pairs") | {
        "form": PairsFilter(request.GET),
        "used": bool(search or level),
        "page": page,
        "rows": [(one, TONES[one.verdict.health]) for one in page.object_list],
        "tally": queries.count(found),
        "waiting": asking.waiting(request.actor, programme)
        if policies.can_settle(request.actor, programme)
        else 0,
        "levels": [(level, TONES[level], queries.count(found).counts[level]) for level in Health],
    }
    return render(request, "support/pairs.html", context)


def _fits(one: Any, search: str, level: str) -> bool:
    names = f"{one.pair.mentee.person.name} {one.pair.mentor.person.name}".casefold()
    return search.casefold() in names and level in ("", one.verdict.health)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def patience(request: ActorRequest, pk: UUID) -> HttpResponse:
    """After how many days pairs are reminded."""
    programme = programmes.fetch(request.actor, pk, to=policies.can_settle)
    form = PatienceForm(request.POST or None, usual=usual(programme), initial=patience_of(programme).as_json)
    if request.method == "POST" and form.is_valid():
        settling.settle(programme, form.patience, by=request.actor, at=timezone.now())
        messages.success(request, _("Saved. The new days hold from now on."))
        return redirect("support:patience", pk=programme.pk)
    context = framed(request, programme, "reminders") | {
        "form": form,
        "taken_from": source(programme),
    }
    return render(request, "support/patience.html", context, status=422 if form.errors else 200)

"""The review inbox: a round's applications, filtered from the address."""

from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fairlead.applications import policies, queries
from fairlead.applications.actions import approving, deciding
from fairlead.applications.enums import ApplicationState
from fairlead.applications.forms.inbox import InboxForm
from fairlead.applications.queries import eligibility, inbox
from fairlead.applications.views import telling
from fairlead.kernel.actors import Actor
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.applications.models import Application
    from fairlead.programmes.models import Round

PER_PAGE = 50
QUICK = {
    "": gettext_lazy("All"),
    ApplicationState.SUBMITTED: gettext_lazy("To decide"),
    "ready": gettext_lazy("Ready"),
    "asked": gettext_lazy("Asked back"),
    "answered": gettext_lazy("Answered"),
    ApplicationState.WAITLISTED: gettext_lazy("Waiting list"),
    ApplicationState.ACCEPTED: gettext_lazy("In the pool"),
    ApplicationState.DECLINED: gettext_lazy("Declined"),
    ApplicationState.WITHDRAWN: gettext_lazy("Withdrawn"),
}
RARE = {"asked", "answered", ApplicationState.WITHDRAWN}


@never_cache
@require_safe
@login_required
def application_list(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The round's applications, with filters kept in the address."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_list)
    form = InboxForm(request.GET, actor=request.actor, round=round)
    filters = form.filters()
    found = Paginator(inbox.in_round(request.actor, round, filters), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    ours = programmes.people_of(request.actor)
    mine = [one for one in page.object_list if policies.can_decide(request.actor, one)]
    flags = eligibility.flags(mine, on=timezone.localdate())
    context = {
        "round": round,
        "programme": round.programme,
        "form": form,
        "filters": filters,
        "quick": _quick(inbox.counts(request.actor, round, filters), filters, round),
        "page": page,
        "rows": [_row(one) | {"flag": flags.get(one.pk), "ours": one in mine} for one in page.object_list],
        "ours": len(mine),
        "can_decide": policies.can_decide_in(request.actor, round),
        "can_run": programmes.can_run_round(request.actor, round),
        "query": filters.address,
        "waiting": queries.funnel(round, ours),
        **standing(request.actor, round),
    }
    return render(request, "applications/list.html", context)


def standing(actor: Actor, round: "Round") -> dict[str, Any]:
    """The round as a whole, in counts: for a decision on one's own people, and for others to wait for."""
    funnel = queries.funnel(round)
    apart = queries.elsewhere(actor, round) if policies.sees_all(actor, round) else []
    return {"funnel": funnel, "elsewhere": apart, "leads": policies.sees_all(actor, round)}


def _quick(counted: dict[str, int], filters: inbox.Filters, round: "Round") -> list[dict[str, Any]]:
    """The states as links that keep the other filters; the rare ones only where there is something."""
    address = reverse("applications:list", args=[round.pk])
    return [
        {
            "label": label,
            "count": counted[state],
            "current": filters.state == state,
            "url": f"{address}?{filters.with_state(state).address}",
        }
        for state, label in QUICK.items()
        if state not in RARE or counted[state] or filters.state == state
    ]


def _row(application: "Application") -> dict[str, Any]:
    word, tone = telling.approval_word(application)
    return {
        "application": application,
        "word": telling.state_word(application),
        "tone": telling.tone(application),
        "approval": word,
        "approval_tone": tone,
        "asked": application.state in queries.UNDECIDED and application.open_question,  # type: ignore[attr-defined]
        "areas": [choice.area.name for choice in application.chosen_areas.all()],
    }


@require_POST
@login_required
def all_at_once(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Admit everybody who is ready, or ask every supervisor who was not asked."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_decide_in)
    everybody = {"admit": _admit_all, "ask": _ask_all}
    if deed not in everybody:
        raise Http404
    messages.success(request, everybody[deed](round, request.actor, timezone.now()))
    return redirect("applications:list", round.pk)


def _admit_all(round: "Round", by: Actor, at: datetime) -> str:
    admitted = deciding.accept_all_ready(round, by, at, whose=programmes.people_of(by))
    if not admitted.all:
        return _("Nobody was waiting to be admitted.")
    mentors = ngettext("%(count)s mentor", "%(count)s mentors", admitted.mentors) % {
        "count": admitted.mentors
    }
    mentees = ngettext("%(count)s mentee", "%(count)s mentees", admitted.mentees) % {
        "count": admitted.mentees
    }
    return _("Admitted to the pool: %(mentors)s and %(mentees)s.") % {"mentors": mentors, "mentees": mentees}


def _ask_all(round: "Round", by: Actor, at: datetime) -> str:
    done = approving.ask_all(round, by, at, whose=programmes.people_of(by))
    said = ngettext(
        "%(count)s supervisor has been asked.", "%(count)s supervisors have been asked.", done.asked
    )
    said = said % {"count": done.asked}
    if not done.without_address:
        return said
    without = done.without_address
    left = ngettext(
        "%(count)s application names no usable address.",
        "%(count)s applications name no usable address.",
        without,
    )
    return f"{said} {left % {'count': without}}"

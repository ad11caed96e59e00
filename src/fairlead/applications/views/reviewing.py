"""The coordinator's list of a round's applications, one application, and the decisions."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.applications import policies, queries
from fairlead.applications.actions import approving, avoiding, deciding
from fairlead.applications.forms.approving import RecordForm
from fairlead.applications.forms.others import AvoidsForm, FilterForm, ReasonForm
from fairlead.applications.views import telling
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.applications.models import Application
    from fairlead.programmes.models import Round

PER_PAGE = 50


@never_cache
@require_safe
@login_required
def application_list(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The round's applications, with filters kept in the address."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_list)
    form = FilterForm(request.GET, programme=round.programme)
    filters = form.filters()
    page = Paginator(queries.in_round(request.actor, round, filters), PER_PAGE).get_page(
        request.GET.get("page")
    )
    can_run = programmes.can_run_round(request.actor, round)
    context = {
        "round": round,
        "programme": round.programme,
        "form": form,
        "filters": filters,
        "page": page,
        "rows": [_row(application) for application in page.object_list],
        "can_run": can_run,
        "query": request.GET.urlencode(),
        "funnel": queries.funnel(round) if policies.sees_all(request.actor, round) else None,
    }
    return render(request, "applications/list.html", context)


def _row(application: "Application") -> dict[str, Any]:
    word, tone = telling.approval_word(application)
    return {
        "application": application,
        "word": telling.state_word(application),
        "tone": telling.tone(application),
        "approval": word,
        "approval_tone": tone,
        "areas": [choice.area.name for choice in application.chosen_areas.all()],
    }


@never_cache
@require_safe
@login_required
def detail(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One application with its answers, the supervisor's approval, its history, and the decisions."""
    application = policies.fetch(request.actor, pk, to=policies.can_review)
    return _show(request, application)


def _show(
    request: ActorRequest, application: "Application", record_form: RecordForm | None = None
) -> HttpResponse:
    queries.load_answers(application)
    can_decide = policies.can_decide(request.actor, application)
    private = policies.can_read_private_words(request.actor, application)
    word, tone = telling.approval_word(application)
    undecided = application.state in queries.UNDECIDED
    context = {
        "application": application,
        "round": application.round,
        "programme": application.programme,
        "can_decide": can_decide,
        "private": private,
        "rows": telling.answer_rows(application, private=private),
        "tone": telling.tone(application),
        "undecided": undecided,
        "blocked": deciding.why_not_ready(application) if undecided else "",
        "approval": queries.approval_of(application),
        "approval_word": word,
        "approval_tone": tone,
        "needs_approval": queries.needs_approval(application),
        "record_form": record_form or RecordForm(),
        "avoids": application.avoids.all() if private else [],
        "avoids_form": _avoids_form(application) if can_decide and application.avoid_text else None,
        "events": telling.events(application) if can_decide else [],
    }
    status = 422 if record_form is not None and record_form.errors else 200
    return render(request, "applications/detail.html", context, status=status)


def _avoids_form(application: "Application") -> AvoidsForm:
    meant = [person.pk for person in application.avoids.all()]
    return AvoidsForm(programme=application.programme, initial={"people": meant})


def _admit(application: "Application", request: ActorRequest, at: datetime) -> str:
    deciding.accept(application, request.actor, at)
    return _("Admitted to the pool for matching.")


def _waitlist(application: "Application", request: ActorRequest, at: datetime) -> str:
    deciding.waitlist(application, request.actor, at)
    return _("On the waiting list.")


def _decline(application: "Application", request: ActorRequest, at: datetime) -> str:
    form = ReasonForm(request.POST)
    reason = form.cleaned_data["reason"] if form.is_valid() else request.POST.get("reason", "")[:2000]
    deciding.decline(application, reason, request.actor, at)
    return _("Declined. The applicant gets a kind letter with your reason.")


def _ask(application: "Application", request: ActorRequest, at: datetime) -> str:
    approval = approving.ask_supervisor(application, at, by=request.actor)
    return _("%(name)s has been asked.") % {"name": approval.supervisor_name}


DEEDS: dict[str, Callable[["Application", ActorRequest, datetime], str]] = {
    "admit": _admit,
    "waitlist": _waitlist,
    "decline": _decline,
    "ask": _ask,
}


@require_POST
@login_required
def decide(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Admit, put on the waiting list, decline, or ask the supervisor."""
    application = policies.fetch(request.actor, pk, to=policies.can_decide)
    if deed not in DEEDS:
        raise Http404
    try:
        said = DEEDS[deed](application, request, timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, said)
    return redirect("applications:detail", application.pk)


@require_http_methods(["POST"])
@login_required
def record(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Note a supervisor's answer that is kept in writing elsewhere."""
    application = policies.fetch(request.actor, pk, to=policies.can_decide)
    form = RecordForm(request.POST)
    if not form.is_valid():
        return _show(request, application, form)
    approved = form.cleaned_data["said"] == "approved"
    try:
        approving.record(application, approved, form.cleaned_data["reason"], request.actor, timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The supervisor’s answer is noted."))
    return redirect("applications:detail", application.pk)


@require_POST
@login_required
def avoid(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say who is meant by the applicant's words."""
    application = policies.fetch(request.actor, pk, to=policies.can_decide)
    form = AvoidsForm(request.POST, programme=application.programme)
    if not form.is_valid():
        raise Http404
    try:
        avoiding.set_avoids(application, form.cleaned_data["people"], by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("Saved. No run pairs them."))
    return redirect("applications:detail", application.pk)


@require_POST
@login_required
def all_at_once(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Admit everybody who is ready, or ask every supervisor who was not asked."""
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_run_round)
    everybody = {"admit": _admit_all, "ask": _ask_all}
    if deed not in everybody:
        raise Http404
    messages.success(request, everybody[deed](round, request.actor, timezone.now()))
    return redirect("applications:list", round.pk)


def _admit_all(round: "Round", by: Actor, at: datetime) -> str:
    admitted = deciding.accept_all_ready(round, by, at)
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
    done = approving.ask_all(round, by, at)
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

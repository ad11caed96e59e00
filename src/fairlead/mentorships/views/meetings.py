"""A pair's meetings: what is planned, what was, and how a new one comes about."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.forms import Form
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.mentorships import policies
from fairlead.mentorships.actions import holding
from fairlead.mentorships.actions import meetings as actions
from fairlead.mentorships.forms.meetings import EnterForm, LogForm, ProposeForm
from fairlead.mentorships.queries import meetings as queries
from fairlead.mentorships.queries import suiting
from fairlead.mentorships.views.frame import framed

if TYPE_CHECKING:
    from fairlead.mentorships.models import Meeting, Mentorship

WHEN = ("starts_at", "time_1", "on")
Make = Callable[["Mentorship", Any, ActorRequest, datetime], "Meeting"]


@never_cache
@require_safe
@login_required
def meetings(request: ActorRequest, pk: UUID) -> HttpResponse:
    """All meetings of the pair, what each asks for, and the ways to the next one."""
    pair = policies.fetch(request.actor, pk, to=policies.can_open)
    at = timezone.now()
    book = queries.notebook(request.actor, pair, at=at)
    context = {
        **framed(request, pair, "meetings"),
        "book": book,
        "expected": pair.round.programme.meetings_expected,
        "last": book.held[0].meeting if book.held else None,
        "nothing": not (book.upcoming or book.to_answer or book.awaited or book.unlogged),
        "feed": queries.feed_of(request.actor),
        "suiting": suiting.times_for(
            request.actor, pair, minutes=pair.round.programme.meeting_minutes, at=at
        ),
        "clock": suiting.clock(),
    }
    return render(request, "mentorships/meetings.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def plan_meeting(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Enter a meeting that the two have agreed on."""
    done = _("The meeting is planned. You both get an invitation for your calendars.")
    return _with_form(request, pk, EnterForm, _enter, "mentorships/meeting_plan.html", done)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def propose_times(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Name up to five times; the other chooses one."""
    pair = policies.fetch(request.actor, pk, to=policies.can_write)
    minutes = pair.round.programme.meeting_minutes
    found = suiting.times_for(request.actor, pair, minutes=minutes, at=timezone.now())
    form = ProposeForm(request.POST or None, initial={"minutes": minutes}, suiting=found.times)
    done = _("Your times are on their way. When one is chosen, you both get an invitation.")
    template, more = "mentorships/meeting_propose.html", {"suiting": found, "clock": suiting.clock()}
    return _filled_in(request, pair, form, _propose, template, done, **more)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def log_meeting(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Log a meeting that has been, planned or not."""
    done = _("Thank you, the meeting is logged.")
    return _with_form(request, pk, LogForm, _log, "mentorships/meeting_log.html", done)


def _with_form(
    request: ActorRequest, pk: UUID, kind: type[Form], make: Make, template: str, done: str | Promise
) -> HttpResponse:
    pair = policies.fetch(request.actor, pk, to=policies.can_write)
    form = kind(request.POST or None, initial={"minutes": pair.round.programme.meeting_minutes})
    return _filled_in(request, pair, form, make, template, done)


def _filled_in(
    request: ActorRequest,
    pair: "Mentorship",
    form: Form,
    make: Make,
    template: str,
    done: str | Promise,
    **more: Any,
) -> HttpResponse:
    """Show the form; when it is filled in, do it and go to the meeting it has made."""
    if request.method == "POST" and form.is_valid():
        try:
            meeting = make(pair, form, request, timezone.now())
        except actions.NotThen as refusal:
            form.add_error(next(name for name in WHEN if name in form.fields), str(refusal.sentence))
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, str(done))
            return redirect("mentorships:meeting", pk=meeting.pk)
    context = {**framed(request, pair, "meetings"), "form": form, **more}
    return render(request, template, context, status=422 if form.errors else 200)


def _enter(pair: "Mentorship", form: EnterForm, request: ActorRequest, at: datetime) -> "Meeting":
    plan = actions.Plan(form.cleaned_data["minutes"], form.place)
    return actions.enter(pair, plan, starts_at=form.cleaned_data["starts_at"], by=request.actor, at=at)


def _propose(pair: "Mentorship", form: ProposeForm, request: ActorRequest, at: datetime) -> "Meeting":
    plan = actions.Plan(form.cleaned_data["minutes"], form.place)
    return actions.propose(pair, plan, times=form.times, by=request.actor, at=at)


def _log(pair: "Mentorship", form: LogForm, request: ActorRequest, at: datetime) -> "Meeting":
    given = {"minutes": form.cleaned_data["minutes"], "thumb": form.up}
    return holding.log(pair, starts_at=form.moment(at), by=request.actor, at=at, **given)

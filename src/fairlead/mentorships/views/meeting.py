"""One meeting: when and where, notes before and after, and what can be done with it."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.mentorships import policies
from fairlead.mentorships.actions import holding
from fairlead.mentorships.actions import meetings as actions
from fairlead.mentorships.actions import notes as noting
from fairlead.mentorships.enums import MeetingState, NoteKind
from fairlead.mentorships.forms.meetings import (
    ChooseForm,
    HeldForm,
    MoveForm,
    NoteForm,
    PlaceForm,
    TimesForm,
)
from fairlead.mentorships.queries import meetings as queries
from fairlead.mentorships.queries import notes, suiting
from fairlead.mentorships.queries.places import place_of
from fairlead.mentorships.views.frame import framed

if TYPE_CHECKING:
    from fairlead.mentorships.models import Meeting

NO_CHOICE = _("Choose one of the times.")


@never_cache
@require_safe
@login_required
def meeting(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The meeting's page."""
    return _page(request, policies.fetch_meeting(request.actor, pk))


@require_POST
@login_required
def choose(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take one of the times that the other has proposed."""
    found, form = _changeable(request, pk), ChooseForm(request.POST)
    if found.asked_by_id == request.actor.person_id:
        raise Http404
    if not form.is_valid():
        messages.warning(request, str(NO_CHOICE))
        return redirect("mentorships:meeting", pk=found.pk)
    time = form.cleaned_data["time"]
    done = _("The meeting is planned. You both get an invitation for your calendars.")
    return _do(request, found, done, lambda at: actions.choose(found, time=time, by=request.actor, at=at))


@require_POST
@login_required
def other_times(request: ActorRequest, pk: UUID) -> HttpResponse:
    """None fits: propose others."""
    found, form = _changeable(request, pk), TimesForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, times_form=form)
    done = _("Your times are on their way. When one is chosen, you both get an invitation.")
    times = form.times
    return _do(
        request, found, done, lambda at: actions.propose_others(found, times=times, by=request.actor, at=at)
    )


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def move(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Another time: a week later with one more click, or any other day and hour."""
    found = _changeable(request, pk)
    if found.state != MeetingState.PLANNED:
        return redirect("mentorships:meeting", pk=found.pk)
    form = MoveForm(request.POST or None, initial={"sequence": found.sequence})
    if request.method == "POST" and form.is_valid():
        starts_at = form.cleaned_data["starts_at"]
        found.sequence = form.cleaned_data["sequence"]
        try:
            actions.reschedule(found, starts_at=starts_at, by=request.actor, at=timezone.now())
        except actions.NotThen as refusal:
            form.add_error("starts_at", str(refusal.sentence))
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
            return redirect("mentorships:meeting", pk=found.pk)
        else:
            messages.success(request, str(_("The meeting has moved; both calendars follow.")))
            return redirect("mentorships:meeting", pk=found.pk)
    context = {
        **framed(request, found.mentorship, "meetings"),
        "meeting": found,
        "options": queries.options(found, at=timezone.now()),
        "form": form,
    }
    return render(request, "mentorships/meeting_move.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def where(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say where the meeting is."""
    found, form = _changeable(request, pk), PlaceForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, place_form=form)
    place, done = form.place, _("Kept. A planned meeting changes in both calendars.")
    return _do(request, found, done, lambda at: actions.say_where(found, place, by=request.actor, at=at))


@require_POST
@login_required
def cancel(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Call the meeting off, or take back what was logged by mistake."""
    found = _changeable(request, pk)
    done = _("Taken back.") if found.state == MeetingState.HELD else _("The meeting is cancelled.")
    return _do(request, found, done, lambda at: actions.cancel(found, by=request.actor, at=at))


@require_POST
@login_required
def held(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The two have met."""
    found, form = _changeable(request, pk), HeldForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, held_form=form)
    given = {"minutes": form.cleaned_data["minutes"], "thumb": form.up}
    done = _("Thank you, the meeting is logged.")
    return _do(request, found, done, lambda at: holding.hold(found, by=request.actor, at=at, **given))


@require_POST
@login_required
def note(request: ActorRequest, pk: UUID, kind: str) -> HttpResponse:
    """Write one of the four notes."""
    if kind not in NoteKind.values:
        raise Http404
    found, form = _changeable(request, pk), NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, note_form=(kind, form))
    words, seen = form.cleaned_data["words"], form.cleaned_data["seen"]
    try:
        noting.write(found, NoteKind(kind), words, seen=seen, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return _page(request, found, status=409, unsaved=(kind, words, refusal.sentence))
    messages.success(request, str(_("Your note is kept.") if words else _("The note is gone.")))
    return redirect("mentorships:meeting", pk=found.pk)


def _changeable(request: ActorRequest, pk: UUID) -> "Meeting":
    return policies.fetch_meeting(request.actor, pk, to=policies.can_change_meeting)


def _do(
    request: ActorRequest, meeting: "Meeting", done: str | Promise, act: Callable[[datetime], object]
) -> HttpResponse:
    """Carry it out and say what came of it, on the meeting's page."""
    try:
        act(timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, str(done))
    return redirect("mentorships:meeting", pk=meeting.pk)


def _page(request: ActorRequest, meeting: "Meeting", *, status: int = 200, **more: Any) -> HttpResponse:
    at = timezone.now()
    place = place_of(request.actor, meeting)
    kept = notes.notes(request.actor, meeting)
    begun = meeting.starts_at is not None and meeting.starts_at <= at
    proposal = meeting.state == MeetingState.PROPOSED
    times = list(meeting.times.all()) if proposal else []
    found = suiting.Suiting(meeting.minutes)
    if proposal and policies.can_change_meeting(request.actor, meeting):
        found = suiting.times_for(request.actor, meeting.mentorship, minutes=meeting.minutes, at=at)
    context = {
        **framed(request, meeting.mentorship, "meetings"),
        "meeting": meeting,
        "shown": queries.Shown(meeting, place),
        "place": place,
        "begun": begun,
        "mine": meeting.asked_by_id == request.actor.person_id,
        "times": [time for time in times if time.starts_at > at],
        "notes": kept,
        "agenda": notes.first_agenda(meeting) if not kept["agenda"].words and not begun else "",
        "thumb": queries.thumb_of(request.actor, meeting),
        "place_form": PlaceForm(initial={"words": place.words, "link": place.link}),
        "held_form": HeldForm(initial={"minutes": meeting.minutes}),
        "times_form": TimesForm(suiting=found.times) if proposal else None,
        "suiting": found,
        "clock": suiting.clock(),
        **more,
    }
    return render(request, "mentorships/meeting.html", context, status=status)

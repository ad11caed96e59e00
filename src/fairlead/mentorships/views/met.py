"""What a letter's link opens without signing in: yes, we met; it slipped, at another time."""

from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.mentorships.actions import holding
from fairlead.mentorships.actions import meetings as actions
from fairlead.mentorships.enums import MeetingState
from fairlead.mentorships.forms.meetings import HeldForm, LogForm, MoveForm
from fairlead.mentorships.queries import meetings as queries

if TYPE_CHECKING:
    from fairlead.mentorships.models import MeetingAsk


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def met(request: ActorRequest, secret: str) -> HttpResponse:
    """Yes, we met: minutes and a thumb. Opening it logs nothing, so no mail scanner does."""
    ask = queries.ask_by_secret(secret)
    if ask is None:
        return render(request, "mentorships/met_unknown.html", status=404)
    if ask.expires_at <= timezone.now():
        return _too_old(request, ask)
    if request.method != "POST":
        return _page(request, ask, secret)
    planned = ask.meeting is not None
    form = HeldForm(request.POST) if planned else LogForm(request.POST)
    if not form.is_valid():
        return _page(request, ask, secret, status=422, form=form)
    at = timezone.now()
    starts_at = form.moment(at) if isinstance(form, LogForm) else None
    given = {"starts_at": starts_at, "minutes": form.cleaned_data["minutes"], "thumb": form.up}
    try:
        holding.answer(ask, **given, at=at)
    except Refused as refusal:
        return _page(request, ask, secret, status=409, refused=refusal.sentence)
    return redirect("mentorships:met", secret)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def slipped(request: ActorRequest, secret: str) -> HttpResponse:
    """It slipped: another time for the meeting, in one click or at any hour."""
    ask = queries.ask_by_secret(secret)
    if ask is None or ask.meeting is None:
        return render(request, "mentorships/met_unknown.html", status=404)
    at, meeting = timezone.now(), ask.meeting
    meeting.mentorship = ask.mentorship
    if ask.expires_at <= at:
        return _too_old(request, ask)
    if meeting.state != MeetingState.PLANNED:
        return _page(request, ask, secret)
    form = MoveForm(request.POST or None, initial={"sequence": meeting.sequence})
    if request.method == "POST" and form.is_valid():
        starts_at, meeting.sequence = form.cleaned_data["starts_at"], form.cleaned_data["sequence"]
        try:
            actions.reschedule(meeting, starts_at=starts_at, by=holding.as_actor(ask), at=at)
        except actions.NotThen as refusal:
            form.add_error("starts_at", str(refusal.sentence))
        except Refused as refusal:
            fresh = queries.ask_by_secret(secret) or ask
            return _page(request, fresh, secret, status=409, refused=refusal.sentence)
        else:
            return redirect("mentorships:met", secret)
    context = {**_about(ask), "secret": secret, "form": form, "options": queries.options(meeting, at=at)}
    return render(request, "mentorships/met_slipped.html", context, status=422 if form.errors else 200)


def _too_old(request: ActorRequest, ask: "MeetingAsk") -> HttpResponse:
    """The link no longer answers: what was logged, or where it can still be."""
    context = {**_about(ask), "known": queries.answered(ask), "live": queries.is_live(ask)}
    return render(request, "mentorships/met_over.html", context, status=410)


def _page(
    request: ActorRequest, ask: "MeetingAsk", secret: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    """What the reader can still say, or what has been said."""
    known = queries.answered(ask)
    planned = ask.meeting
    minutes = known.minutes if known else ask.mentorship.round.programme.meeting_minutes
    initial = {"minutes": minutes if known or planned is None else planned.minutes}
    context = {
        **_about(ask),
        "secret": secret,
        "known": known,
        "moved": planned is not None and planned.sequence != queries.sequence_of(ask),
        "cancelled": planned is not None and planned.state == MeetingState.CANCELLED,
        "form": HeldForm(initial=initial) if planned or known else LogForm(initial=initial),
        **more,
    }
    return render(request, "mentorships/met.html", context, status=status)


def _about(ask: "MeetingAsk") -> dict[str, Any]:
    pair = ask.mentorship
    other = pair.mentor.person if pair.mentee.person_id == ask.person_id else pair.mentee.person
    return {"ask": ask, "meeting": ask.meeting, "other": other, "programme": pair.round.programme}

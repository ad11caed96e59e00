"""A pair rests, goes on, goes on longer, or ends: a page that says what happens, and one click."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, told
from fairlead.mentorships import actions, policies
from fairlead.mentorships.actions import extending
from fairlead.mentorships.enums import LIVE_STATES, MentorshipState
from fairlead.mentorships.forms import EndForm, UntilForm
from fairlead.mentorships.queries import changes
from fairlead.mentorships.queries import meetings as meeting_queries
from fairlead.mentorships.queries.agreements import side_of
from fairlead.mentorships.views.frame import framed

if TYPE_CHECKING:
    from fairlead.mentorships.models import Extension, Mentorship

ANSWERS = {"agree": extending.agree, "decline": extending.decline, "take-back": extending.take_back}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def end(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What happens when the pair ends, an optional neutral reason, and the click that ends it."""
    pair = policies.fetch(request.actor, pk, to=policies.can_change)
    if pair.state not in LIVE_STATES:
        return _over(request, pk)
    form = EndForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        with told(request, _("The pair has ended. A kind letter that says so goes to both.")):
            actions.end_early(pair, reason=form.said, by=request.actor, at=timezone.now())
        return redirect("mentorships:detail", pk=pk)
    tally = meeting_queries.tally(pair, at=timezone.now())
    context = {**_framed(request, pair), "form": form, "tally": tally}
    return render(request, "mentorships/change_end.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def pause(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Until when the pair rests; meetings planned in between are shown."""
    pair = policies.fetch(request.actor, pk, to=policies.can_change)
    if pair.state != MentorshipState.ACTIVE:
        messages.info(request, _("Only a pair that has met can pause; the page shows how it stands."))
        return redirect("mentorships:detail", pk=pk)
    form = UntilForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            actions.pause(pair, until=form.cleaned_data["until"], by=request.actor, at=timezone.now())
        except actions.NoSuchPause as refusal:
            form.add_error("until", str(refusal.sentence))
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
            return redirect("mentorships:detail", pk=pk)
        else:
            messages.success(request, _("The pair rests until that day, and keeps its place."))
            return redirect("mentorships:detail", pk=pk)
    planned = changes.in_pause(pair, until=pair.ends_on, at=timezone.now())
    context = {**_framed(request, pair), "form": form, "planned": planned}
    return render(request, "mentorships/change_pause.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def resume(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The pair goes on, today."""
    pair = policies.fetch(request.actor, pk, to=policies.can_change)
    with told(request, _("The pair goes on.")):
        actions.resume(pair, by=request.actor, at=timezone.now())
    return redirect("mentorships:detail", pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def extend(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask to go on until a later day, or answer the other who has asked."""
    pair = policies.fetch(request.actor, pk, to=policies.can_open)
    if pair.state not in LIVE_STATES:
        return _over(request, pk)
    furthest = changes.furthest(pair)
    form = UntilForm(request.POST or None, initial={"until": changes.usual(pair)})
    if request.method == "POST" and form.is_valid():
        try:
            extending.ask(pair, until=form.cleaned_data["until"], by=request.actor, at=timezone.now())
        except extending.CannotExtend as refusal:
            form.add_error("until", str(refusal.sentence))
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
            return redirect("mentorships:extend", pk=pk)
        else:
            messages.success(request, _("Asked. You get a letter as soon as the other has answered."))
            return redirect("mentorships:detail", pk=pk)
    context = {**_framed(request, pair), **_wish(request, pair), "form": form, "furthest": furthest}
    return render(request, "mentorships/change_extend.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def answer_extension(request: ActorRequest, pk: UUID, extension: UUID, answer: str) -> HttpResponse:
    """Agree to go on, keep the last day, or take one's own wish back."""
    pair = policies.fetch(request.actor, pk, to=policies.can_open)
    wish = changes.wish(pair, extension)
    if wish is None or answer not in ANSWERS:
        raise Http404
    try:
        ANSWERS[answer](wish, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, _said(answer))
    return redirect("mentorships:detail", pk=pk)


def _over(request: ActorRequest, pk: UUID) -> HttpResponse:
    messages.info(request, _("This mentorship has ended already; the page shows how it stands."))
    return redirect("mentorships:detail", pk=pk)


def _said(answer: str) -> str:
    return {
        "agree": _("You go on together. If you have an agreement, sign its next version."),
        "decline": _("The last day stays. The other has a kind letter; nobody asks why."),
        "take-back": _("Taken back; the last day stays as it is."),
    }[answer]


def _wish(request: ActorRequest, pair: "Mentorship") -> dict[str, Any]:
    """The wish that waits for an answer, as this half sees it."""
    wish: Extension | None = changes.open_wish(pair)
    return {"wish": wish, "is_mine": wish is not None and wish.side == side_of(request.actor, pair)}


def _framed(request: ActorRequest, pair: "Mentorship") -> dict[str, Any]:
    other = pair.mentee if pair.mentor.person_id == request.actor.person_id else pair.mentor
    return {**framed(request, pair, "overview"), "other": other.person, "today": timezone.localdate()}

"""One click once a pair is over: another mentor, a rest, becoming a mentor oneself."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.matching import policies
from fairlead.matching.actions import afterwards as actions
from fairlead.mentorships import policies as mentorships

if TYPE_CHECKING:
    from fairlead.mentorships.models import Mentorship

MAY = {
    "ask": policies.can_ask_again,
    "take-back": policies.is_mentee,
    "rest": policies.is_mentor,
    "ready": policies.is_mentor,
}


@require_POST
@login_required
def say(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Ask for another mentor, or rest; and take either back."""
    if deed not in MAY:
        raise Http404
    pair = mentorships.fetch(request.actor, pk, to=MAY[deed])
    try:
        _do(request, pair, deed)
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, _done(deed))
    return redirect("mentorships:detail", pk=pk)


def _do(request: ActorRequest, pair: "Mentorship", deed: str) -> None:
    at, by = timezone.now(), request.actor
    if deed == "ask":
        actions.ask_again(pair, by=by, at=at)
    elif deed == "rest":
        actions.rest(pair, by=by, at=at)
    else:
        actions.take_back(pair, pair.mentee if deed == "take-back" else pair.mentor, by=by, at=at)


def _done(deed: str) -> str:
    return {
        "ask": _("Done: back in the pool. An offer comes as soon as a pair is found."),
        "take-back": _("Taken back. You can ask again at any time."),
        "rest": _("Your place rests. Thank you for what you gave."),
        "ready": _("Your place is in the next matching."),
    }[deed]


@require_POST
@login_required
def become_mentor(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Begin an application as mentor, or keep the wish until an intake opens."""
    pair = mentorships.fetch(request.actor, pk, to=policies.is_mentee)
    try:
        begun = actions.become_mentor(pair, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("mentorships:detail", pk=pk)
    if begun is None:
        messages.success(request, _("Noted, and thank you. You get a letter when the next intake opens."))
        return redirect("mentorships:detail", pk=pk)
    messages.success(request, _("Your application is begun, with what we know of you filled in."))
    return redirect("applications:status", pk=begun.pk)

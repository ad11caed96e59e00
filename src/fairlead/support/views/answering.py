"""How often somebody is reminded, and the one tap that says how it is going."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.support.actions import choosing, pulsing
from fairlead.support.forms.answering import PulseForm, RhythmForm
from fairlead.support.queries import choices, pulses

if TYPE_CHECKING:
    from fairlead.support.models import Pulse


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def reminders(request: ActorRequest) -> HttpResponse:
    """How often the reader is reminded."""
    form = RhythmForm(request.POST or None, initial={"rhythm": choices.rhythm_of(request.actor)})
    if request.method == "POST" and form.is_valid():
        chosen = form.chosen
        choosing.choose(chosen, by=request.actor, at=timezone.now())
        messages.success(request, _("Saved."))
        return redirect("support:reminders")
    return render(request, "support/reminders.html", {"form": form}, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def pulse(request: ActorRequest, secret: str) -> HttpResponse:
    """One question, five buttons, no words. Opening it says nothing, so no mail scanner does."""
    asked = pulses.by_secret(secret)
    if asked is None:
        return render(request, "support/pulse_unknown.html", status=404)
    at = timezone.now()
    if request.method == "POST" and pulses.is_open(asked, at=at):
        form = PulseForm(request.POST)
        if not form.is_valid():
            return _page(request, asked, status=422)
        try:
            pulsing.answer(asked, thumbs=form.cleaned_data["thumbs"], at=at)
        except Refused as refusal:
            return _page(request, pulses.by_secret(secret) or asked, status=409, refused=refusal.sentence)
        return redirect("support:pulse", secret)
    return _page(request, asked, status=409 if request.method == "POST" else 200)


def _page(request: ActorRequest, asked: "Pulse", *, status: int, **more: Any) -> HttpResponse:
    pair = asked.mentorship
    other = pair.mentor if pair.mentee.person_id == asked.person_id else pair.mentee
    words = (_("badly"), _("not so well"), _("so-so"), _("well"), _("very well"))
    context = {
        "programme": pair.round.programme,
        "other": other.person,
        "thumbs": list(enumerate(words, 1)),
        "is_open": pulses.is_open(asked, at=timezone.now()),
        "answered": asked.answered_at is not None,
        "pair": pair,
        **more,
    }
    return render(request, "support/pulse.html", context, status=status)

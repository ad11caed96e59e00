"""Somebody of a pair leaves: their last day, and what helps the two until then."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.mentorships import policies
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.forms import LeavingForm
from fairlead.mentorships.queries import leaving as queries
from fairlead.mentorships.queries import notices
from fairlead.mentorships.queries.agreements import side_of
from fairlead.mentorships.views.frame import framed
from fairlead.people import actions as people
from fairlead.programmes.enums import Side

if TYPE_CHECKING:
    from fairlead.mentorships.models import Mentorship


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leaving(request: ActorRequest, pk: UUID, side: str) -> HttpResponse:
    """The last day of one half, with every running pair that it concerns."""
    pair = _load(request, pk, side)
    if pair.state not in LIVE_STATES:
        return _over(request, pk)
    person, today = queries.person_of(pair, side), timezone.localdate()
    known = queries.as_seen(request.actor, pair).get(side)
    form = LeavingForm(request.POST or None, initial={"on": known})
    if request.method == "POST" and form.is_valid():
        if form.cleaned_data["on"] < today:
            form.add_error("on", _("This day is over. Choose today or a day to come."))
        else:
            return _say(request, pair, side, form)
    context = {
        **framed(request, pair, "overview"),
        "person": person,
        "side": side,
        "is_self": person.pk == request.actor.person_id,
        "form": form,
        "known": known,
        "running": queries.running_pairs(request.actor, person.pk),
    }
    return render(request, "mentorships/leaving.html", context, status=422 if form.errors else 200)


def _say(request: ActorRequest, pair: "Mentorship", side: str, form: LeavingForm) -> HttpResponse:
    person = queries.person_of(pair, side)
    try:
        people.say_leaving(person, on=form.cleaned_data["on"], by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        text = _("Noted. The other half of every pair gets a kind letter, tomorrow morning at the latest.")
        messages.success(request, text)
    return redirect("mentorships:detail", pk=pair.pk)


@require_POST
@login_required
def staying(request: ActorRequest, pk: UUID, side: str) -> HttpResponse:
    """The person stays after all."""
    pair = _load(request, pk, side)
    if pair.state not in LIVE_STATES:
        return _over(request, pk)
    person = queries.person_of(pair, side)
    if people.take_back_leaving(person, by=request.actor, at=timezone.now()):
        messages.success(request, _("Good news. Whoever was told otherwise is told again."))
    else:
        messages.info(request, _("Nobody had said otherwise."))
    return redirect("mentorships:detail", pk=pk)


@never_cache
@require_safe
@login_required
def handover(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What helps before one of the two is gone, and what stays with each."""
    pair = policies.fetch(request.actor, pk, to=policies.can_open)
    found, at = queries.as_seen(request.actor, pair), timezone.now()
    if not found:
        messages.info(request, _("Neither of you leaves, as far as we know."))
        return redirect("mentorships:detail", pk=pk)
    side = min(found, key=lambda one: found[one])
    mine = side_of(request.actor, pair)
    context: dict[str, Any] = {
        **framed(request, pair, "overview"),
        "person": queries.person_of(pair, side),
        "other": queries.person_of(pair, Side.MENTEE if mine == Side.MENTOR else Side.MENTOR),
        "side": side,
        "is_self": side == mine,
        "on": found[side],
        "before": queries.planned_before(pair, on=found[side], at=at),
        "after": queries.planned_after(pair, on=found[side]),
        "notes": notices.gathered(request.actor, pair, at=at, place="handover"),
    }
    return render(request, "mentorships/handover.html", context)


def _load(request: ActorRequest, pk: UUID, side: str) -> "Mentorship":
    if side not in Side.values:
        raise Http404
    return policies.fetch(
        request.actor, pk, to=lambda actor, pair: policies.can_say_leaving(actor, pair, side)
    )


def _over(request: ActorRequest, pk: UUID) -> HttpResponse:
    messages.info(request, _("This mentorship has ended already; the page shows how it stands."))
    return redirect("mentorships:detail", pk=pk)

"""Waves of offers: choose who is written to now or later, change a planned wave, call it off."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, asked
from fairlead.matching import policies
from fairlead.matching.actions import waves as acting
from fairlead.matching.enums import WaveState, WaveTime
from fairlead.matching.forms import WaveForm
from fairlead.matching.queries import boarding, offers, runs, wavechoices, waves

if TYPE_CHECKING:
    from fairlead.matching.models import OfferWave, Run


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def send(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Choose which pairs get an offer, see what will be written, and send now or plan it."""
    found = policies.fetch(request.actor, pk, to=policies.can_decide)
    if runs.newest_done(found.round) != found:
        messages.warning(request, _("Offers are sent from the newest run of a round."))
        return redirect("matching:run", pk=found.pk)
    if request.method != "POST":
        return render(request, "matching/send.html", _context(request, found))
    form = WaveForm(request.POST)
    chosen = offers.to_offer(found).filter(pk__in=offers.ids(request.POST.getlist("pair")))
    if form.is_valid() and form.time().when == WaveTime.NOW:
        return _send_now(request, found, chosen)
    try:
        time = _time(form)
        made = acting.plan(found, proposals=chosen, time=time, by=request.actor, at=timezone.now())
    except Refused as refusal:
        return _again(request, found, refusal)
    messages.success(request, _planned(made))
    return _to_waves(found)


def _time(form: WaveForm) -> acting.Time:
    """When the wave is to go out. Raises `CannotPlan`."""
    if not form.is_valid():
        raise acting.CannotPlan(_("Choose the day on which they are to be sent."))
    return form.time()


def _again(
    request: ActorRequest, run: "Run", refusal: Refused, wave: "OfferWave | None" = None
) -> HttpResponse:
    """The page with why not, and with what was ticked and typed."""
    messages.warning(request, str(refusal.sentence))
    context = _context(request, run, wave, chosen=offers.ids(request.POST.getlist("pair")))
    return render(
        request, "matching/send.html", context | {"day": request.POST.get("day", "")[:20]}, status=422
    )


def _send_now(request: ActorRequest, found: "Run", chosen: Any) -> HttpResponse:
    try:
        sent = acting.send_now(found, proposals=chosen, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("matching:run", pk=found.pk)
    for proposal, obstacle in sent.held_back:
        names = {
            "mentee": proposal.mentee.person.name,
            "mentor": proposal.mentor.person.name,
            "why": obstacle,
        }
        messages.warning(request, _("Not offered: %(mentee)s with %(mentor)s. %(why)s") % names)
    text = ngettext("%(n)d pair has been written to.", "%(n)d pairs have been written to.", sent.offered)
    messages.success(request, text % {"n": sent.offered})
    return redirect("matching:run", pk=found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def wave(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Give a planned wave other pairs or another time."""
    found = policies.fetch_wave(request.actor, pk)
    if found.state != WaveState.PLANNED:
        messages.info(request, _("This wave is not planned any more; the page shows how it stands."))
        return _to_waves(found.run)
    if request.method != "POST":
        return render(request, "matching/send.html", _context(request, found.run, found))
    form = WaveForm(request.POST)
    chosen = offers.to_offer(found.run).filter(pk__in=offers.ids(request.POST.getlist("pair")))
    try:
        acting.change(found, proposals=chosen, time=_time(form), by=request.actor, at=timezone.now())
    except Refused as refusal:
        return _again(request, found.run, refusal, found)
    found.refresh_from_db(fields=["when", "send_on"])
    messages.success(request, _planned(found))
    return _to_waves(found.run)


@require_POST
@login_required
def call_off(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A planned wave is not sent."""
    found = policies.fetch_wave(request.actor, pk)
    try:
        acting.call_off(found, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, _("The wave is called off. Nobody has been written to."))
    return _to_waves(found.run)


def _to_waves(run: "Run") -> HttpResponse:
    return redirect(f"{reverse('matching:run', args=[run.pk])}#waves")


def _planned(wave: "OfferWave") -> str:
    if wave.send_on is None:
        return _("Wave %(n)d is planned for when the wave before is answered.") % {"n": wave.number}
    day = date_format(wave.send_on, "j F")
    return _("Wave %(n)d is planned for %(day)s, eight o’clock.") % {"n": wave.number, "day": day}


def _context(
    request: ActorRequest, run: "Run", wave: "OfferWave | None" = None, *, chosen: list[UUID] | None = None
) -> dict[str, Any]:
    """The pairs that can be chosen, those that the address, the wave or `chosen` names ticked."""
    best, where = asked(request, "best"), asked(request, "where")
    choices = wavechoices.of_run(
        run, wave=wave, best=best, where=where, today=localdate(timezone.now()), chosen=chosen
    )
    return {
        "run": run,
        "round": run.round,
        "wave": wave,
        "choices": choices,
        "ticked": sum(one.ticked for one in choices),
        "waiting": sum(bool(one.waits) for one in choices),
        "narrowed": bool(best or where),
        "best": best,
        "where": where,
        "institutions": boarding.places(run).institutions,
        "day": date_format(wave.send_on, "Y-m-d") if wave and wave.send_on else "",
        "can_wait": waves.wave_before(run, wave.number if wave else None) is not None,
    }

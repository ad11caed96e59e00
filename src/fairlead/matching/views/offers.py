"""Offers: send them, call one off, and answer by link."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.matching import policies
from fairlead.matching.actions import answering, offering
from fairlead.matching.forms import RefusalForm
from fairlead.matching.queries import approvals, offers, runs


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def send(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Choose which pairs get an offer, see what will be written, and send."""
    found = policies.fetch(request.actor, pk, to=policies.can_decide)
    if runs.newest_done(found.round) != found:
        messages.warning(request, _("Offers are sent from the newest run of a round."))
        return redirect("matching:run", pk=found.pk)
    if request.method != "POST":
        shown = runs.rows(found, offers.to_offer(found))
        today, programme = localdate(timezone.now()), found.round.programme
        waits = approvals.missing([row.proposal for row in shown], programme=programme, today=today)
        told = [(row, waits[row.proposal.pk]) for row in shown]
        context = {"run": found, "round": found.round, "rows": told}
        return render(request, "matching/send.html", context)
    chosen = offers.to_offer(found).filter(pk__in=offers.ids(request.POST.getlist("pair")))
    try:
        sent = offering.send_offers(found, proposals=chosen, by=request.actor, at=timezone.now())
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


@require_POST
@login_required
def call_off(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take one open offer back."""
    proposal = policies.fetch_proposal(request.actor, pk)
    try:
        offering.call_off(proposal, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, _("The offer was called off and both have been told."))
    return redirect("matching:run", pk=proposal.run_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: ActorRequest, secret: str) -> HttpResponse:
    """Read an offer and say yes or no with one click; no account is needed, the link is the key."""
    form = RefusalForm(request.POST or None)
    try:
        found = answering.find(secret)
        if request.method == "POST" and form.is_valid() and request.POST.get("answer") in {"yes", "no"}:
            answering.give(
                secret,
                yes=request.POST["answer"] == "yes",
                private_reason=form.cleaned_data["reason"],
                at=timezone.now(),
            )
            return redirect("matching:answer", secret=secret)
    except answering.OfferUnusable as refusal:
        context = {"sentence": refusal.sentence, "secret": secret}
        known = request.method == "POST"
        return render(request, "matching/offer_unusable.html", {**context, "known": known}, status=410)
    return render(request, "matching/offer.html", offers.page(found, form=form, at=timezone.now()))

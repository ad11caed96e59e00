"""Offers: call one off, and answer by link."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.matching import policies
from fairlead.matching.actions import answering, offering
from fairlead.matching.forms import RefusalForm
from fairlead.matching.queries import offers


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

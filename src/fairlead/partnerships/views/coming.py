"""The invited coordinator’s page, by the link."""

from typing import TYPE_CHECKING

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.partnerships import policies, queries
from fairlead.partnerships.actions import inviting

if TYPE_CHECKING:
    from fairlead.partnerships.models import Partnership


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def invited(request: ActorRequest, secret: str) -> HttpResponse:
    """Who invites to what; one button goes on to the arrangement. Opening the page spends nothing."""
    partnership = queries.by_secret(secret)
    if partnership is None:
        return render(request, "partnerships/unknown.html", status=404)
    if partnership.used_at is not None and policies.party(request.actor, partnership) is not None:
        return redirect("partnerships:page", partnership.pk)
    if request.method != "POST":
        return _page(request, partnership)
    try:
        if request.actor.signed_in:
            came = inviting.come_in(secret, by=request.actor, at=timezone.now())
            return redirect("partnerships:page", came.pk)
        here = reverse("partnerships:invited", args=[secret])
        inviting.ask_to_sign_in(secret, next_path=here, at=timezone.now())
    except Refused as refusal:
        return _page(request, partnership, refused=str(refusal.sentence), status=409)
    return render(request, "partnerships/link_sent.html", {"partnership": partnership})


def _page(
    request: ActorRequest, partnership: "Partnership", *, refused: str = "", status: int = 200
) -> HttpResponse:
    usable = queries.can_come(partnership, at=timezone.now())
    context = {
        "partnership": partnership,
        "programme": partnership.programme,
        "usable": usable,
        "refused": refused,
        "theirs": request.actor.email.casefold() == partnership.email.casefold(),
    }
    return render(request, "partnerships/invited.html", context, status=status if usable or refused else 410)

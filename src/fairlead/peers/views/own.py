"""One's own peer pair."""

from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.http import ActorRequest, told
from fairlead.peers import policies
from fairlead.peers.actions import telling
from fairlead.peers.queries import introducing


@never_cache
@require_safe
@login_required
def mine(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Who the other is, what the two share, and how to write to them."""
    seat = policies.fetch_own(request.actor, pk)
    two = introducing.both([seat.pair_id])[seat.pair_id]
    others = [one for one in two if one.participation != seat.participation_id]
    context = {
        "pair": seat.pair,
        "peers": seat.pair.peer_set,
        "programme": seat.pair.peer_set.round.programme,
        "other": others[0] if others else None,
        "shared": introducing.shared(two),
        "can_end": policies.can_end(request.actor, seat),
    }
    return render(request, "peers/mine.html", context)


@never_cache
@require_POST
@login_required
def end(request: ActorRequest, pk: UUID) -> HttpResponse:
    """End one's own pair."""
    seat = policies.fetch_own(request.actor, pk, to=policies.can_end)
    with told(
        request, _("Your pair has ended. The other has been told kindly, and the coordinators see it.")
    ):
        telling.end(seat.pair, by=request.actor, at=timezone.now())
    return redirect("peers:mine", pk=pk)

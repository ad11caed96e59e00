"""What a programme's team does: word its certificates, see who has one, make exceptions, take one back."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, told
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import Side
from fairlead.programmes.views.own_words import WordsPage
from fairlead.recognition import policies
from fairlead.recognition.actions import issuing
from fairlead.recognition.actions.wording import WORDING
from fairlead.recognition.forms import WordingForm
from fairlead.recognition.queries import parts, sheets
from fairlead.recognition.queries import wording as queries
from fairlead.recognition.views import files

if TYPE_CHECKING:
    from fairlead.recognition.models import Wording


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def wording(request: ActorRequest, pk: UUID) -> HttpResponse:
    """How certificates are worded; the team reads it, coordinators change it."""
    return PAGE.answer(request, pk)


def _rows(kept: "Wording") -> list[dict[str, object]]:
    return [
        {"label": WordingForm.base_fields[name].label, "value": getattr(kept, name)}
        for name in WordingForm.Meta.fields
    ]


PAGE = WordsPage(
    words=WORDING,
    form=WordingForm,
    address="recognition:wording",
    template="recognition/wording.html",
    saved=gettext_lazy("Saved. Certificates issued from now on are worded like this."),
    rows=_rows,
)


@never_cache
@require_safe
@login_required
def sample(request: ActorRequest, pk: UUID, side: str) -> HttpResponse:
    """A certificate of this programme for somebody made up."""
    programme = programmes.fetch(request.actor, pk)
    if side not in Side.values:
        raise Http404
    try:
        content = sheets.sample(programme, queries.wording_of(programme), side, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("recognition:wording", programme.pk)
    return files.private(content, name=f"sample-{side}.pdf", kind="application/pdf", inline=True)


@never_cache
@require_safe
@login_required
def of_round(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Who of a round's ended pairs has a certificate, and what others lack."""
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_lead_round)
    halves = parts.of_round(round)
    completed = [one for one in halves if one.completed]
    context = {
        "round": round,
        "halves": halves,
        "may_act": programmes.can_run_round(request.actor, round),
        "held": sum(one.holds for one in completed),
        "completed": len(completed),
    }
    return render(request, "recognition/round.html", context)


@require_POST
@login_required
def hand_out(request: ActorRequest, pk: UUID, side: str) -> HttpResponse:
    """Give one half of a completed pair its certificate, whatever was logged."""
    pair = policies.fetch_pair(request.actor, pk, to=policies.can_hand_out)
    if side not in Side.values:
        raise Http404
    with told(request, _("Issued; the holder has a letter.")):
        issuing.issue(pair, Side(side), by=request.actor, at=timezone.now(), excepted=True)
    return redirect("recognition:round", pair.round_id)


@require_POST
@login_required
def withdraw(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take a certificate back."""
    certificate = policies.fetch_handed_out(request.actor, pk)
    with told(request, _("Withdrawn; the holder has a letter, and the badge no longer verifies.")):
        issuing.withdraw(certificate, by=request.actor, at=timezone.now())
    return redirect("recognition:round", certificate.mentorship.round_id)

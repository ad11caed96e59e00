"""Where one of a pair finds help, says that they are unsure, or writes in confidence."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, told
from fairlead.mentorships import policies as mentorships
from fairlead.mentorships.views.frame import framed
from fairlead.support import policies
from fairlead.support.actions import helping as actions
from fairlead.support.forms.helping import ConcernForm, ToForm
from fairlead.support.queries import cases as queries
from fairlead.support.queries import sharing, supervising

if TYPE_CHECKING:
    from fairlead.mentorships.models import Mentorship


@never_cache
@require_safe
@login_required
def of_pair(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Whom to turn to, and what the reader has said in confidence."""
    pair = mentorships.fetch(request.actor, pk, to=policies.can_ask_for_help)
    return _page(request, pair)


@never_cache
@require_POST
@login_required
def unsure(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say to one person that one is unsure."""
    pair = mentorships.fetch(request.actor, pk, to=policies.can_raise)
    form = ToForm(request.POST, **_turned_to(request, pair))
    if not form.is_valid():
        return _page(request, pair, status=422, unsure_form=form)
    try:
        to = UUID(form.cleaned_data["to"])
        said = actions.say_unsure(pair, to=to, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        name = said.case.owner.name if said.case.owner else ""
        messages.success(request, _("%(name)s has been told and will write to you.") % {"name": name})
    return redirect("support:help", pk=pair.pk)


@never_cache
@require_POST
@login_required
def take_back(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The reader is unsure no longer."""
    pair = mentorships.fetch(request.actor, pk, to=policies.can_ask_for_help)
    said = queries.unsure(request.actor, pair)
    if said is not None:
        with told(request, _("Taken back.")):
            actions.take_back(said, by=request.actor, at=timezone.now())
    return redirect("support:help", pk=pair.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Write to one person in confidence."""
    pair = mentorships.fetch(request.actor, pk, to=policies.can_raise)
    form = ConcernForm(request.POST or None, **_turned_to(request, pair))
    status = 200
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif request.method == "POST":
        given = form.cleaned_data
        try:
            case = actions.write_in_confidence(
                pair,
                given["words"],
                to=UUID(given["to"]),
                occasion=str(given["occasion"]),
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
            status = 409
        else:
            name = case.owner.name if case.owner else ""
            messages.success(request, _("%(name)s has your words and nobody else.") % {"name": name})
            return redirect("support:help", pk=pair.pk)
    context = framed(request, pair, "help") | {"form": form}
    return render(request, "support/write.html", context, status=status)


def _turned_to(request: ActorRequest, pair: "Mentorship") -> dict[str, Any]:
    """Whom the reader can turn to, and which of them supervise one of the two."""
    found = queries.addressees_of(pair)
    above = supervising.above(pair, request.actor.person_id, found)
    return {"addressees": found, "above": above}


def _page(
    request: ActorRequest, pair: "Mentorship", *, status: int = 200, unsure_form: ToForm | None = None
) -> HttpResponse:
    known = _turned_to(request, pair)
    context: dict[str, Any] = framed(request, pair, "help") | {
        "addressees": known["addressees"],
        "unsure_form": unsure_form or ToForm(**known),
        "said": queries.unsure(request.actor, pair),
        "concerns": queries.own_concerns(request.actor, pair),
        "sharings": list(sharing.asked_of_pair(request.actor, pair)),
        "can_raise": policies.can_raise(request.actor, pair),
    }
    return render(request, "support/help.html", context, status=status)

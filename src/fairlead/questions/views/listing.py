"""The application forms of a programme and their versions."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import policies as programmes
from fairlead.programmes import queries as design
from fairlead.programmes.enums import Part, Side
from fairlead.questions import actions, queries


@require_safe
@login_required
def forms(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Both forms of the programme: what applicants fill in now, the draft, and the versions before."""
    programme = programmes.fetch(request.actor, pk)
    home = design.owner(programme, Part.FORMS)
    context = {
        "programme": programme,
        "sides": queries.sides(programme),
        "taken_from": home if home.pk != programme.pk else None,
        "can_edit": programmes.can_edit(request.actor, programme),
    }
    return render(request, "questions/forms.html", context)


@require_POST
@login_required
def start(request: ActorRequest, pk: UUID, side: str) -> HttpResponse:
    """Begin a draft, or go on with the one there is."""
    programme = programmes.fetch(request.actor, pk, to=programmes.can_edit)
    if side not in Side.values:
        raise Http404
    try:
        version = actions.start(programme, side, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("questions:forms", programme.pk)
    if version.revision == 0:
        messages.success(request, _("This is a draft. Applicants see it when you publish it."))
    return redirect("questions:edit", version.pk)

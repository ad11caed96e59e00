"""The partners of a programme: the list, inviting one, renewing and withdrawing an invitation."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.institutions.actions import know_institution
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, asked
from fairlead.partnerships import policies, queries
from fairlead.partnerships.actions import inviting
from fairlead.partnerships.forms import InviteForm, RenewForm
from fairlead.partnerships.views.frame import about
from fairlead.programmes import policies as programmes
from fairlead.programmes import queries as programme_queries

if TYPE_CHECKING:
    from fairlead.partnerships.models import Partnership
    from fairlead.programmes.models import Programme


@require_safe
@login_required
def partners(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Who runs the programme together, and how far each arrangement is."""
    programme = policies.fetch_programme(request.actor, pk)
    context = {
        "programme": programme,
        "lines": queries.lines(request.actor, programme),
        "can_invite": programmes.can_edit(request.actor, programme),
        "own_place": programmes.own_place(request.actor, programme),
        "central": policies.can_read_leads_register(request.actor, programme),
        "own": policies.dressable(request.actor).filter(pk__in=programme_queries.institutions(programme)),
    }
    return render(request, "partnerships/partners.html", context)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Name an institution and its coordinator; the words come next, and the letter with them."""
    programme = policies.fetch_programme(request.actor, pk, to=programmes.can_edit)
    form = InviteForm(request.POST or None, programme=programme, initial=_known(request, programme))
    if request.method == "POST" and form.is_valid():
        try:
            made = _begun(request, programme, form.cleaned_data)
        except Refused as refusal:
            form.add_error("institution", str(refusal.sentence))
        else:
            return redirect("partnerships:write", made.pk)
    context = {"programme": programme, "form": form}
    return render(request, "partnerships/invite.html", context, status=422 if form.errors else 200)


def _begun(request: ActorRequest, programme: "Programme", given: dict[str, Any]) -> "Partnership":
    institution = given["institution"] or know_institution(name=given["new_name"])
    return inviting.begin(
        programme, institution, name=given["name"], email=given["email"], by=request.actor, at=timezone.now()
    )


def _known(request: ActorRequest, programme: "Programme") -> dict[str, Any]:
    """A partner that takes part already, with who coordinates there, when the address names one."""
    wanted = asked(request, "institution")
    partner = next((one for one in queries.without_arrangement(programme) if str(one.pk) == wanted), None)
    if partner is None:
        return {}
    person = queries.known_coordinator(programme, partner.institution_id)
    who = {"name": person.name, "email": person.email} if person else {}
    return {"institution": partner.institution_id, **who}


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def renew(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Send a new link, to the same coordinator or to another."""
    partnership = policies.fetch(request.actor, pk, to=policies.can_lead)
    known = {"name": partnership.name, "email": partnership.email}
    form = RenewForm(request.POST or None, initial=known)
    if request.method == "POST" and form.is_valid():
        try:
            inviting.renew(partnership, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal.sentence))
        else:
            messages.success(request, _("A new link is on its way; the one before works no more."))
        return redirect("partnerships:page", partnership.pk)
    context = {**about(request, partnership), "form": form}
    return render(request, "partnerships/renew.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def withdraw(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take the invitation back."""
    partnership = policies.fetch(request.actor, pk, to=policies.can_lead)
    try:
        inviting.withdraw(partnership, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The invitation is withdrawn; its link works no more."))
    return redirect("partnerships:page", partnership.pk)

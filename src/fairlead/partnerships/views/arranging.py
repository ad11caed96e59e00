"""The page of a partnership: read, write, compare, sign, decline, print."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.kernel.times import day_of
from fairlead.partnerships import policies, queries
from fairlead.partnerships.actions import arranging
from fairlead.partnerships.forms import DeclineForm, WordsForm, usual
from fairlead.partnerships.printing import pdf
from fairlead.partnerships.views.frame import about, sheet

if TYPE_CHECKING:
    from fairlead.partnerships.models import Arrangement

LARGEST = 32_767


@require_safe
@login_required
def page(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The arrangement as it stands, and what the reader can do next."""
    partnership = policies.fetch(request.actor, pk)
    context = {**sheet(request, partnership), "decline_form": DeclineForm()}
    return render(request, "partnerships/page.html", context)


@require_safe
@login_required
def version(request: ActorRequest, pk: UUID, number: int) -> HttpResponse:
    """One version as it was written, and what it changed."""
    partnership = policies.fetch(request.actor, pk)
    context = sheet(request, partnership, min(number, LARGEST))
    if context["version"] is None:
        raise Http404
    return render(request, "partnerships/page.html", context | {"decline_form": DeclineForm()})


@require_safe
@login_required
def paper(request: ActorRequest, pk: UUID, number: int) -> HttpResponse:
    """One version for print, with its signatures."""
    partnership = policies.fetch(request.actor, pk)
    found = queries.shelf(partnership).numbered(min(number, LARGEST))
    if found is None:
        raise Http404
    found.partnership = partnership
    try:
        made = pdf(found)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("partnerships:version", partnership.pk, found.number)
    response = HttpResponse(made, content_type="application/pdf")
    name = slugify(partnership.institution.short_name) or "partner"
    response.headers["Content-Disposition"] = f'attachment; filename="arrangement-{name}-{found.number}.pdf"'
    return response


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Write the first version, or propose other words."""
    partnership = policies.fetch(request.actor, pk, to=policies.can_speak)
    sides, newest = queries.sides(partnership), queries.shelf(partnership).newest
    partner = {"name": partnership.name, "email": partnership.email}
    start = usual(partnership.programme, partner=partner, today=day_of(timezone.now()))
    initial = {**start, **(newest.document["words"] if newest else {})}
    form = WordsForm(request.POST or None, sides=sides, initial=initial)
    number = newest.number if newest else 0
    if request.method == "POST" and form.is_valid():
        try:
            seen = int(request.POST.get("seen", "")) if request.POST.get("seen", "").isdecimal() else -1
            made = arranging.propose(
                partnership,
                form.words(),
                seen=seen,
                note=form.cleaned_data["note"],
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(
                request, _("Version %(n)d is proposed; the other side has a letter.") % {"n": made.number}
            )
            return redirect("partnerships:page", partnership.pk)
    context = {**about(request, partnership), "form": form, "number": number, "newest": newest}
    return render(request, "partnerships/write.html", context, status=422 if form.errors else 200)


def _held(version: "Arrangement") -> str:
    """What both sides have by their signatures: something in force, or a day on which it begins."""
    version.partnership.refresh_from_db(fields=["waits_until"])
    begins = version.partnership.waits_until
    if begins is None:
        return _("Signed by both sides: the arrangement is in force.")
    return _("Signed by both sides: it begins on %(day)s.") % {"day": date_format(begins, "j F Y")}


@require_POST
@login_required
def sign(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Sign exactly the version that the page showed."""
    found = policies.fetch_arrangement(request.actor, pk)
    try:
        holds = arranging.sign(found, seen=request.POST.get("seen", ""), by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(
            request, _held(found) if holds else _("Signed. The other side has a letter and signs next.")
        )
    return redirect("partnerships:page", found.partnership_id)


@require_POST
@login_required
def decline(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say no to the version that waits, with a reason."""
    partnership = policies.fetch(request.actor, pk, to=policies.can_speak)
    form = DeclineForm(request.POST)
    if not form.is_valid():
        context = {**sheet(request, partnership), "decline_form": form}
        return render(request, "partnerships/page.html", context, status=422)
    written = request.POST.get("seen", "")
    seen = int(written) if written.isdecimal() else -1
    reason = form.cleaned_data["reason"]
    try:
        arranging.decline(partnership, reason=reason, seen=seen, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("Declined. The other side has a letter with your reason."))
    return redirect("partnerships:page", partnership.pk)

"""A side’s own record of processing: the page, and files to take along."""

from collections.abc import Callable
from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.partnerships import files, policies
from fairlead.partnerships.queries import register
from fairlead.partnerships.queries.register import Register
from fairlead.partnerships.views.frame import about

Made = Callable[[Register, datetime], bytes]
KINDS: dict[str, tuple[str, Made]] = {
    "csv": ("text/csv; charset=utf-8", lambda one, at: files.csv(one)),
    "json": ("application/json; charset=utf-8", lambda one, at: files.as_json(one)),
    "pdf": ("application/pdf", lambda one, at: files.pdf(one, at=at)),
}


@require_safe
@login_required
def of_lead(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The leading institution’s record, for its own team."""
    programme = policies.fetch_programme(request.actor, pk, to=policies.can_read_leads_register)
    found = register.of_lead(programme, today=timezone.localdate())
    context = {"programme": programme, "register": found, "inside": True, "lead": True}
    return render(request, "partnerships/register.html", context)


@require_safe
@login_required
def of_lead_file(request: ActorRequest, pk: UUID, kind: str) -> HttpResponse:
    """The leading institution’s record as csv, json or pdf."""
    programme = policies.fetch_programme(request.actor, pk, to=policies.can_read_leads_register)
    found = register.of_lead(programme, today=timezone.localdate())
    return _file(request, found, kind) or redirect("partnerships:register", programme.pk)


@require_safe
@login_required
def of_partner(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A partner’s record, for that partner’s coordinators alone."""
    partnership = policies.fetch(request.actor, pk, to=policies.can_read_partners_register)
    found = register.of_partner(partnership, today=timezone.localdate())
    if found is None:
        raise Http404
    context = {**about(request, partnership), "register": found, "lead": False}
    return render(request, "partnerships/register.html", context)


@require_safe
@login_required
def of_partner_file(request: ActorRequest, pk: UUID, kind: str) -> HttpResponse:
    """A partner’s record as csv, json or pdf."""
    partnership = policies.fetch(request.actor, pk, to=policies.can_read_partners_register)
    found = register.of_partner(partnership, today=timezone.localdate())
    if found is None:
        raise Http404
    return _file(request, found, kind) or redirect("partnerships:own_register", partnership.pk)


def _file(request: ActorRequest, found: Register, kind: str) -> HttpResponse | None:
    """The file; None, with a message, when it cannot be printed."""
    if kind not in KINDS:
        raise Http404
    content_type, made = KINDS[kind]
    try:
        content = made(found, timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return None
    response = HttpResponse(content, content_type=content_type)
    name = f"record-{slugify(found.institution)[:60] or 'institution'}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response

"""What a person has to show: their certificates, badges, statements of hours."""

from collections.abc import Callable
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, told
from fairlead.recognition import policies
from fairlead.recognition.actions import issuing
from fairlead.recognition.enums import CertificateState, Kind
from fairlead.recognition.queries import issuers, parts, sheets
from fairlead.recognition.queries import record as mentor_records
from fairlead.recognition.views import files


@never_cache
@require_safe
@login_required
def mine(request: ActorRequest) -> HttpResponse:
    """The actor's certificates, and what is still missing for others."""
    halves = parts.mine(request.actor)
    shown = [_shown(half) for half in halves]
    context = {
        "over": [one for one in shown if one["half"].ended],
        "live": [one for one in shown if not one["half"].ended],
        "mentored": any(one.side == "mentor" for one in halves),
    }
    return render(request, "recognition/mine.html", context)


@never_cache
@require_safe
@login_required
def record(request: ActorRequest) -> HttpResponse:
    """The actor's record as a mentor over the years."""
    found = mentor_records.of_mentor(request.actor)
    return render(request, "recognition/record.html", {"record": found, "today": timezone.localdate()})


def _shown(half: parts.Half) -> dict[str, Any]:
    kept = half.certificate
    return {
        "half": half,
        "address": sheets.address(kept) if kept and half.holds else "",
        "rows": sheets.rows(kept) if kept and half.holds else [],
        "heading": sheets.heading(kept) if kept else "",
        "has_badge": bool(kept and half.holds and kept.kind == Kind.CERTIFICATE),
        "withdrawn": bool(kept and kept.state == CertificateState.WITHDRAWN),
    }


@require_safe
@login_required
def pdf(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The actor's certificate on paper."""
    certificate = policies.fetch_own(request.actor, pk)
    try:
        content = sheets.pdf(certificate)
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("recognition:mine")
    name = files.named(sheets.heading(certificate), certificate.programme_name, ending="pdf")
    return files.private(content, name=name, kind="application/pdf", inline=True)


@require_safe
@login_required
def badge(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The actor's badge, signed, for a digital backpack."""
    certificate = policies.fetch_own(request.actor, pk)
    if certificate.kind != Kind.CERTIFICATE or certificate.state != CertificateState.ISSUED:
        messages.warning(request, _("There is a badge for each certificate that holds, and for no other."))
        return redirect("recognition:mine")
    name = files.named("badge", certificate.programme_name, ending="jwt")
    return files.private(issuers.badge(certificate), name=name, kind="application/vc+jwt")


@require_POST
@login_required
def renew(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Put a certificate that says what is so today in the place of this one."""
    certificate = policies.fetch_own(request.actor, pk)
    done = _("Renewed. The page behind the old code says that there is a newer one.")
    return _carried_out(
        request, lambda: issuing.renew(certificate, by=request.actor, at=timezone.now()), done
    )


@require_POST
@login_required
def state_hours(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A plain statement of hours for one half of a pair that ended early."""
    pair = policies.fetch_pair(request.actor, pk, to=policies.can_ask_for_hours)
    done = _("Your statement of hours is ready.")
    return _carried_out(request, lambda: issuing.state_hours(pair, by=request.actor, at=timezone.now()), done)


def _carried_out(request: ActorRequest, act: Callable[[], object], done: str) -> HttpResponse:
    with told(request, done):
        act()
    return redirect("recognition:mine")

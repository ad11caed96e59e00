"""What anybody may check: a certificate by its code, and the keys and lists that badges are verified with."""

from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fairlead.kernel.http import ActorRequest, asked
from fairlead.recognition import codes
from fairlead.recognition.queries import issuers, sheets
from fairlead.recognition.views import files


@never_cache
@require_safe
def look_up(request: ActorRequest) -> HttpResponse:
    """Where somebody types the code of a certificate."""
    typed = asked(request, "code")
    if code := codes.read(typed):
        return redirect("recognition:verify", code)
    return _unlisted(
        render(request, "recognition/look_up.html", {"typed": typed}, status=422 if typed else 200)
    )


@never_cache
@require_safe
def verify(request: ActorRequest, code: str) -> HttpResponse:
    """What a certificate says and whether it holds; for whoever has its code."""
    certificate = sheets.by_code(code)
    if certificate is None:
        return _unlisted(
            render(request, "recognition/look_up.html", {"typed": code[:40], "unknown": True}, status=404)
        )
    if certificate.code != code:
        return redirect("recognition:verify", certificate.code)
    newer = certificate.replaced_by
    context = {
        "certificate": certificate,
        "heading": sheets.heading(certificate),
        "rows": sheets.rows(certificate),
        "newer_code": newer.code if newer else "",
    }
    return _unlisted(render(request, "recognition/verify.html", context))


@require_safe
def issuer(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The institution that signs, for people."""
    one = issuers.institution(pk)
    if one is None:
        raise Http404
    profile = issuers.issuer_of(one)
    keys = [method["publicKeyJwk"] for method in issuers.did_document(one)["verificationMethod"]]
    return render(request, "recognition/issuer.html", {"institution": one, "issuer": profile, "keys": keys})


@require_safe
def did(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The institution's keys, for verifiers (did:web)."""
    one = issuers.institution(pk)
    if one is None:
        raise Http404
    return files.json_for_checkers(issuers.did_document(one), "application/did+json")


@require_safe
def status(request: ActorRequest, pk: UUID, number: int) -> HttpResponse:
    """Which of the institution's badges no longer hold, for verifiers (Bitstring Status List)."""
    one = issuers.institution(pk)
    if one is None:
        raise Http404
    return files.for_checkers(issuers.status_list(one, number, at=timezone.now()), "application/vc+jwt")


def _unlisted(response: HttpResponse) -> HttpResponse:
    """Found by its code, never by a search engine."""
    response.headers["X-Robots-Tag"] = "noindex, nofollow, noarchive"
    return response

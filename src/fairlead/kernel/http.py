"""What every web door shares: the request with its actor, not-found, and the security headers."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar
from uuid import UUID

from django.contrib import messages
from django.db.models import Model, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.http import url_has_allowed_host_and_scheme
from django_htmx.middleware import HtmxDetails

from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused

M = TypeVar("M", bound=Model)
CONTENT_SECURITY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
    "frame-ancestors 'none'; form-action 'self'"
)
LONGEST_NEXT = 500
LONGEST_ASKED = 254


class ActorRequest(HttpRequest):
    """A request that knows who is acting and whether htmx asks; both are set by middleware."""

    actor: Actor
    htmx: HtmxDetails


class ContentSecurityMiddleware:
    """Send the content security policy: nothing inline, nothing from elsewhere."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request and add the headers."""
        response = self.get_response(request)
        response.headers.setdefault("Content-Security-Policy", CONTENT_SECURITY)
        response.headers.setdefault("Permissions-Policy", "camera=(), geolocation=(), microphone=()")
        return response


def fetch(visible: QuerySet[M], pk: UUID | str, *, actor: Actor, to: Callable[[Actor, M], bool]) -> M:
    """The record with this id if the actor may see it and do `to`; absent and forbidden are one 404."""
    record = visible.filter(pk=pk).first()
    if record is None or not to(actor, record):
        raise Http404
    return record


def safe_next(request: HttpRequest, default: str) -> str:
    """Where to go next: the `next` parameter when it is a path on this site, else `default`."""
    wanted = request.POST.get("next") or request.GET.get("next") or ""
    is_path = wanted.startswith("/") and wanted.isprintable() and len(wanted) <= LONGEST_NEXT
    return wanted if is_path and url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else default


def asked(request: HttpRequest, name: str) -> str:
    """What the address asks for by this name, without the NUL no database can look for; empty when absent."""
    return request.GET.get(name, "").replace("\x00", "").strip()[:LONGEST_ASKED]


@contextmanager
def told(request: HttpRequest, done: str) -> Iterator[None]:
    """Say that it is done once the block is through, or, when the act is refused, why not."""
    try:
        yield
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, done)

"""Know at whose host a page is asked for."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import translation

from fairlead.institutions.sending import of_host


class HostMiddleware:
    """Set `request.institution`: whose host this is by the setting, or None; and speak its language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request at that host."""
        institution = of_host(request.get_host()) if settings.DOMAINS else None
        request.institution = institution  # type: ignore[attr-defined]
        if institution is None or not institution.language:
            return self.get_response(request)
        with translation.override(institution.language):
            return self.get_response(request)

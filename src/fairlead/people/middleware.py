"""Give every request its actor."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import translation

from fairlead.kernel.actors import Actor


class ActorMiddleware:
    """Set `request.actor` from the signed-in person, and speak that person's language."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer the request as the person who asks."""
        person = request.user
        if not person.is_authenticated:
            request.actor = Actor()  # type: ignore[attr-defined]
            return self.get_response(request)
        request.actor = Actor(person_id=person.pk, name=person.name, email=person.email)  # type: ignore[attr-defined]
        with translation.override(person.language):
            return self.get_response(request)

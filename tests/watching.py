"""Pages are watched for queries in loops; acts, which go person by person, are not."""

from collections.abc import Callable

import zeal
from django.http import HttpRequest, HttpResponse


def pages_are_watched(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware that fails a page which asks the database in a loop."""

    def answer(request: HttpRequest) -> HttpResponse:
        if request.method not in {"GET", "HEAD"}:
            return get_response(request)
        with zeal.zeal_context():
            return get_response(request)

    return answer

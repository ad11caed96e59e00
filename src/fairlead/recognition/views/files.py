"""Files that a person takes along, and files for machines that check badges."""

import re
from typing import Any

from django.http import HttpResponse, JsonResponse
from django.utils.text import slugify


def private(content: bytes | str, *, name: str, kind: str, inline: bool = False) -> HttpResponse:
    """A file for the person alone: kept by no cache."""
    response = HttpResponse(content, content_type=kind)
    way = "inline" if inline else "attachment"
    response.headers["Content-Disposition"] = f'{way}; filename="{name}"'
    response.headers["Cache-Control"] = "private, no-store"
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def named(*words: str, ending: str) -> str:
    """A name of a file made of these words, in plain letters."""
    plain = "-".join(part for part in map(slugify, words) if part)
    return f"{re.sub('-+', '-', plain)[:80] or 'fairlead'}.{ending}"


def for_checkers(content: str, kind: str) -> HttpResponse:
    """A file that anybody's verifier may read, also one that runs in a browser."""
    return _open(HttpResponse(content, content_type=kind))


def json_for_checkers(content: dict[str, Any], kind: str) -> HttpResponse:
    """The same for JSON."""
    return _open(JsonResponse(content, content_type=kind))


def _open(response: HttpResponse) -> HttpResponse:
    response.headers["Access-Control-Allow-Origin"] = "*"
    response.headers["Cache-Control"] = "no-cache"
    response.headers["X-Robots-Tag"] = "noindex"
    return response

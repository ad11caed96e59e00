"""Asking as somebody, without what only tests of pages need: nothing is kept but status and body."""

from io import BytesIO
from typing import Any
from zipfile import ZipFile

from django.core.handlers.base import BaseHandler
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.test import Client, RequestFactory
from django.views.defaults import page_not_found

from fairlead.people.models import Person

NOT_SO, NOTHING = 405, 404
Answer = tuple[int, bytes]


def body_of(answer: Any) -> bytes:
    """All that was answered."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    for close in answer._resource_closers:  # the connection stays, as in Django's own client
        close()
    return _unpacked(bytes(body))


def _unpacked(body: bytes) -> bytes:
    """An archive is read file by file, as whoever takes it along reads it."""
    if not body.startswith(b"PK"):
        return body
    with ZipFile(BytesIO(body)) as packed:
        return b"\n".join(packed.read(name) for name in packed.namelist())


class Asker:
    """Somebody who asks for addresses one after another, through everything the product has in between."""

    def __init__(self, person: Person | None) -> None:
        client = Client()
        if person is not None:
            client.force_login(person)
        self.handler = BaseHandler()
        self.handler.load_middleware()
        self.factory = RequestFactory()
        self.factory.cookies = client.cookies
        self.only_acts: set[str] = set()

    def ask(self, name: str, path: str) -> Answer:
        """What the address answers, by POST where nothing is to be read; what that changes is undone."""
        if name not in self.only_acts:
            status, body = self._send("get", path)
            if status != NOT_SO:
                return status, body
            self.only_acts.add(name)
        with transaction.atomic():
            answer = self._send("post", path)
            transaction.set_rollback(True)
        return answer

    def _send(self, method: str, path: str) -> Answer:
        request = getattr(self.factory, method)(path)
        request._dont_enforce_csrf_checks = True
        answer = self.handler.get_response(request)
        return answer.status_code, body_of(answer)


class NothingHere:
    """The page that says that there is nothing, drawn once: it knows the reader, never what was asked for."""

    def __init__(self) -> None:
        self.drawn: HttpResponse | None = None

    def __call__(self, request: HttpRequest, exception: Exception) -> HttpResponse:
        """As the product's page, the first time, and without its words afterwards."""
        if self.drawn is None:
            self.drawn = page_not_found(request, exception)
            return self.drawn
        return HttpResponse(status=NOTHING)

"""The mailbox: every letter of the demo, readable without a mail server."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fairlead.kernel.http import ActorRequest, asked, fetch
from fairlead.notifications import policies, queries, writing
from fairlead.notifications.faces import sender

if TYPE_CHECKING:
    from fairlead.notifications.models import Letter


@require_safe
def mailbox(request: ActorRequest) -> HttpResponse:
    """All letters, newest first."""
    if not policies.can_open_mailbox(request.actor):
        raise Http404
    search = asked(request, "q")
    to = asked(request, "to")
    letters = queries.mailbox(request.actor, search=search, to=to)
    page = Paginator(letters, 30).get_page(request.GET.get("page"))
    return render(request, "notifications/mailbox.html", {"page": page, "search": search, "to": to})


@require_safe
def letter(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One letter, as its reader sees it, with links that work."""
    found = _fetch(request, pk)
    context = {
        "letter": found,
        "body": writing.as_html(found.text),
        "sender": sender(found.sender_name, found.sender_address),
    }
    return render(request, "notifications/mailbox_letter.html", context)


@require_safe
def invitation(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The calendar part of a letter, as a file."""
    found = _fetch(request, pk)
    if not found.calendar:
        raise Http404
    kind = f"text/calendar; charset=utf-8; method={found.calendar_method}"
    headers = {"Content-Disposition": 'attachment; filename="meeting.ics"'}
    return HttpResponse(found.calendar, content_type=kind, headers=headers)


def _fetch(request: ActorRequest, pk: UUID) -> "Letter":
    shown = policies.visible(request.actor)
    return fetch(shown, pk, actor=request.actor, to=lambda actor, _: policies.can_open_mailbox(actor))

"""The mailbox: every letter of the demo, readable without a mail server."""

from uuid import UUID

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from fairlead.kernel.http import ActorRequest, asked, fetch
from fairlead.notifications import policies, queries, writing


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
    found = fetch(
        policies.visible(request.actor),
        pk,
        actor=request.actor,
        to=lambda actor, _: policies.can_open_mailbox(actor),
    )
    context = {"letter": found, "body": writing.as_html(found.text), "sender": settings.DEFAULT_FROM_EMAIL}
    return render(request, "notifications/mailbox_letter.html", context)

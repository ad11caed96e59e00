"""The note for the staff appraisal: chosen, looked at, taken along, by one person alone."""

from typing import TYPE_CHECKING, Any
from urllib.parse import quote, urlencode
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.recognition import policies
from fairlead.recognition.actions import notes as actions
from fairlead.recognition.forms import NoteForm
from fairlead.recognition.queries import notes as queries
from fairlead.recognition.views import files

if TYPE_CHECKING:
    from fairlead.mentorships.models import Mentorship


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def note(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Choose line by line what the note says, and see it."""
    pair = policies.fetch_pair(request.actor, pk, to=policies.can_note)
    said, draft = queries.offered(request.actor, pair), queries.draft_of(request.actor, pair)
    posted = request.POST.copy() if request.method == "POST" else None
    initial = {
        "lines": draft.lines if draft.revision else list(said),
        "sentence": draft.sentence,
        "revision": draft.revision,
    }
    form = NoteForm(posted, initial=initial, said=said)
    if posted is not None and form.is_valid():
        if _kept(request, pair, form):
            return redirect("recognition:note", pair.pk)
        posted["revision"] = str(queries.draft_of(request.actor, pair).revision)
    context = {"pair": pair, "form": form, **_made(request, draft, said)}
    return render(request, "recognition/note.html", context, status=422 if form.errors else 200)


def _kept(request: ActorRequest, pair: "Mentorship", form: NoteForm) -> bool:
    given = form.cleaned_data
    try:
        actions.write(
            pair,
            lines=given["lines"],
            sentence=given["sentence"],
            seen=given["revision"],
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True


def _made(request: ActorRequest, draft: queries.Draft, said: dict[str, str]) -> dict[str, Any]:
    """The note as it stands, and a mail that the person's own programme writes with it."""
    if not draft.revision:
        return {"sheet": None}
    made = queries.sheet(request.actor, draft, said)
    mail = urlencode({"subject": made.title, "body": made.text}, quote_via=quote)
    return {"sheet": made, "mail": f"mailto:?{mail}"}


@never_cache
@require_safe
@login_required
def taken(request: ActorRequest, pk: UUID, kind: str) -> HttpResponse:
    """The note as a PDF or as plain text, for the person alone."""
    pair = policies.fetch_pair(request.actor, pk, to=policies.can_note)
    draft = queries.draft_of(request.actor, pair)
    if not draft.revision:
        messages.warning(request, _("Choose first what your note says."))
        return redirect("recognition:note", pair.pk)
    made = queries.sheet(request.actor, draft, queries.offered(request.actor, pair))
    if kind == "txt":
        return files.private(made.text, name="appraisal-note.txt", kind="text/plain; charset=utf-8")
    try:
        content = queries.pdf(made, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("recognition:note", pair.pk)
    return files.private(content, name="appraisal-note.pdf", kind="application/pdf")


@require_POST
@login_required
def forget(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Destroy the note."""
    pair = policies.fetch_pair(request.actor, pk, to=policies.can_note)
    if actions.forget(pair, by=request.actor):
        messages.success(request, _("Your note is gone."))
    return redirect("recognition:note", pair.pk)

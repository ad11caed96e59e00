"""The closing of a pair, and what participants have left for a programme's record."""

from typing import TYPE_CHECKING, Any
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
from fairlead.mentorships import policies
from fairlead.mentorships.actions import closing as actions
from fairlead.mentorships.forms.changes import NOTHING, CommentForm, ThanksForm
from fairlead.mentorships.queries import closing as queries
from fairlead.mentorships.queries import comments as records
from fairlead.mentorships.queries import notices
from fairlead.mentorships.views.frame import framed
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.mentorships.models import Mentorship


@never_cache
@require_safe
@login_required
def closing(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Look back, say thank you, leave a word for the programme."""
    return _page(request, _load(request, pk))


@never_cache
@require_POST
@login_required
def thank(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Keep this half's thanks, for the other alone."""
    pair, form = _load(request, pk), ThanksForm(request.POST)
    if not form.is_valid():
        return _page(request, pair, thanks=form)
    words = form.cleaned_data["words"]
    try:
        done = actions.thank(pair, words, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        if not done:
            form.add_error("words", _("Write a sentence first."))
            return _page(request, pair, thanks=form)
        messages.success(
            request,
            _("Kept. The other reads it on this page.") if words else _("Your thanks are taken away."),
        )
    return redirect("mentorships:closing", pk=pk)


@never_cache
@require_POST
@login_required
def comment(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Keep this half's words for the programme's record as they consent to it, or take them out."""
    pair, form = _load(request, pk), CommentForm(request.POST)
    if not form.is_valid():
        return _page(request, pair, comment=form)
    words, naming, at = form.cleaned_data["comment"], form.consent, timezone.now()
    try:
        if naming is None:
            actions.withdraw_comment(pair, by=request.actor, at=at)
        else:
            actions.leave_comment(pair, words, naming=naming, by=request.actor, at=at)
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(
            request, _("Nothing of yours is in the record.") if naming is None else _("Kept. Thank you.")
        )
    return redirect("mentorships:closing", pk=pk)


@never_cache
@require_http_methods(["GET", "HEAD"])
@login_required
def comments(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What participants let the programme's team keep, for one year or all."""
    programme = programmes.fetch(request.actor, pk, to=policies.can_read_comments)
    found = records.of_programme(programme)
    return render(request, "mentorships/comments.html", {"programme": programme, "comments": found})


def _load(request: ActorRequest, pk: UUID) -> "Mentorship":
    return policies.fetch(request.actor, pk, to=policies.can_open)


def _page(
    request: ActorRequest,
    pair: "Mentorship",
    *,
    thanks: ThanksForm | None = None,
    comment: CommentForm | None = None,
) -> HttpResponse:
    at = timezone.now()
    if not policies.can_close(request.actor, pair, today=timezone.localdate(at)):
        text = _("Your mentorship still goes on; its closing opens two weeks before the last day.")
        messages.info(request, text)
        return redirect("mentorships:detail", pk=pair.pk)
    found = queries.closing(request.actor, pair)
    kept = found.comment
    said = {"comment": kept.words, "naming": kept.naming if kept.words else NOTHING} if kept else {}
    other = pair.mentee if pair.mentor.person_id == request.actor.person_id else pair.mentor
    context: dict[str, Any] = {
        **framed(request, pair, "closing"),
        "closing": found,
        "other": other.person,
        "thanks": thanks or ThanksForm(initial={"words": found.mine}),
        "comment": comment or CommentForm(initial=said),
        "notes": notices.gathered(request.actor, pair, at=at, place="closing"),
    }
    return render(request, "mentorships/closing.html", context, status=422 if thanks or comment else 200)

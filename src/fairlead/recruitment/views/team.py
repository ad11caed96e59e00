"""What the programme's team sees: coverage, invitations, mentors of past rounds, calls."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.applications import policies as applications
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import policies as programmes
from fairlead.recruitment import policies, queries
from fairlead.recruitment.actions import inviting
from fairlead.recruitment.enums import WAITING_STATES, InvitationState
from fairlead.recruitment.forms import AskPastForm, FilterForm, InviteForm, RemindersForm
from fairlead.recruitment.views import telling

if TYPE_CHECKING:
    from fairlead.programmes.models import Round

PER_PAGE = 50
SHOWN_LINES = 200


def about(request: ActorRequest, round: "Round", current: str) -> dict[str, Any]:
    """What every page of the team shows: the round, its tabs, and whether the reader may act."""
    return {
        "round": round,
        "programme": round.programme,
        "parts": telling.parts(round, current),
        "can_invite": policies.can_invite(request.actor, round),
    }


@never_cache
@require_safe
@login_required
def coverage(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Mentor places against what mentees ask, per area, language and institution; what is missing."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_look)
    every = request.GET.get("count") == "all"
    found = queries.coverage(round, every_area=every)
    context = about(request, round, "coverage") | {
        "coverage": found,
        "every": every,
        "tables": telling.tables(found, every=every),
        "sentence": telling.missing_sentence(found),
        "tone": telling.coverage_tone(found),
        "call_url": telling.call_address(round, found),
        "counts": queries.counts(round),
    }
    return render(request, "recruitment/coverage.html", context)


@never_cache
@require_safe
@login_required
def invitations(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Who was invited and what became of it, with filters kept in the address."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_look)
    return _list(request, round, RemindersForm(initial={"days": _days(round)}))


def _days(round: "Round") -> str:
    return ", ".join(str(day) for day in queries.reminder_days(round))


def _list(request: ActorRequest, round: "Round", reminders: RemindersForm) -> HttpResponse:
    form = FilterForm(request.GET)
    filters = form.filters()
    found = Paginator(queries.in_round(request.actor, round, filters), PER_PAGE)
    page = found.get_page(request.GET.get("page"))
    counts = queries.counts(round)
    context = about(request, round, "invitations") | {
        "form": form,
        "filters": filters,
        "page": page,
        "rows": [_row(request.actor, invitation) for invitation in page.object_list],
        "counts": counts,
        "stages": telling.stages(round, counts),
        "days": _days(round),
        "reminders": reminders,
    }
    return render(request, "recruitment/invitations.html", context, status=422 if reminders.errors else 200)


def _row(actor: Actor, invitation: Any) -> dict[str, Any]:
    suggested_by = invitation.suggested_by
    return {
        "invitation": invitation,
        "by": suggested_by if suggested_by and applications.can_review(actor, suggested_by) else None,
        "state": InvitationState(invitation.shown).label,
        "tone": telling.TONES[invitation.shown],
        "can_withdraw": invitation.shown in (InvitationState.QUEUED, *WAITING_STATES),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def invite(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Paste a list or choose a file, see every line's problem, then invite those without one."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_invite)
    form = InviteForm(request.POST or None, request.FILES or None)
    context = about(request, round, "invitations") | {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            if request.POST.get("go") == "invite":
                count = inviting.invite(
                    round=round,
                    text=form.cleaned_data["people"],
                    note=form.cleaned_data["note"],
                    by=request.actor,
                    at=timezone.now(),
                )
                return _invited(request, round, count)
            context |= _previewed(round, form.cleaned_data)
        except Refused as refusal:
            form.add_error("people", str(refusal.sentence))
    return render(request, "recruitment/invite.html", context, status=422 if form.errors else 200)


def _previewed(round: "Round", given: dict[str, Any]) -> dict[str, Any]:
    preview = queries.preview(round, given["people"], today=timezone.localdate())
    initial = {"people": given["people"], "note": given["note"]}
    return {
        "preview": preview,
        "shown_ready": preview.ready[:SHOWN_LINES],
        "shown_left_out": preview.left_out[:SHOWN_LINES],
        "form": InviteForm(initial=initial),
        "given": initial,
    }


def _invited(request: ActorRequest, round: "Round", count: int) -> HttpResponse:
    if round.state == "open":
        said = ngettext(
            "%(count)d person is being invited; the letter goes out in the background.",
            "%(count)d people are being invited; the letters go out in the background.",
            count,
        )
    else:
        said = ngettext(
            "%(count)d person is on the list; the letter goes out when the intake opens.",
            "%(count)d people are on the list; the letters go out when the intake opens.",
            count,
        )
    messages.success(request, said % {"count": count})
    return redirect("recruitment:invitations", round.pk)


@require_POST
@login_required
def reminders(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Settle on which days the silent are reminded."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_invite)
    form = RemindersForm(request.POST)
    if form.is_valid():
        try:
            inviting.set_reminders(round, form.cleaned_data["days"], by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("days", str(refusal.sentence))
        else:
            messages.success(request, _("The reminders are set."))
            return redirect("recruitment:invitations", round.pk)
    return _list(request, round, form)


@require_POST
@login_required
def withdraw(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take an invitation back."""
    invitation = policies.fetch(request.actor, pk, to=policies.can_withdraw)
    try:
        inviting.withdraw(invitation, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The invitation is withdrawn; its link does not work any more."))
    return redirect("recruitment:invitations", invitation.round_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def past(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Mentors of past rounds with what they did; ask all or some whether they continue."""
    posted = request.method == "POST"
    to = policies.can_invite if posted else policies.can_look
    round = programmes.fetch_round(request.actor, pk, to=to)
    mentors = queries.past_mentors(round, today=timezone.localdate())
    form = AskPastForm(request.POST or None)
    if posted and form.is_valid():
        chosen = set(request.POST.getlist("mentor"))
        everybody = "all" in request.POST
        asked = [one.participation for one in mentors if everybody or str(one.participation.pk) in chosen]
        try:
            count = inviting.ask_past(
                round=round,
                mentors=asked,
                note=form.cleaned_data["note"],
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            messages.error(request, str(refusal.sentence))
            return redirect("recruitment:past", round.pk)
        return _invited(request, round, count)
    context = about(request, round, "past") | {
        "mentors": mentors,
        "form": form,
        "can_be_asked": sum(not one.why_not for one in mentors),
    }
    return render(request, "recruitment/past.html", context, status=422 if form.errors else 200)


def absolute(name: str, *given: object) -> str:
    """The full address of a page, to be copied."""
    return settings.BASE_URL + reverse(name, args=given)

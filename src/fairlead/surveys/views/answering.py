"""A survey as it is answered: from the list of one's own, or by the link in a letter."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.questions.choosing import in_chosen_language, links
from fairlead.surveys import policies, queries
from fairlead.surveys.actions import answering
from fairlead.surveys.enums import AskState, Privacy, WaveState
from fairlead.surveys.forms import SurveyForm

if TYPE_CHECKING:
    from fairlead.surveys.models import Ask


@never_cache
@require_safe
@login_required
def mine(request: ActorRequest) -> HttpResponse:
    """What the reader is asked, and what they have answered; never what."""
    return render(request, "surveys/mine.html", {"mine": queries.mine(request.actor)})


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
@in_chosen_language
def answer(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Answer a survey while signed in."""
    return _survey(request, policies.fetch_ask(request.actor, pk), request.actor)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@in_chosen_language
def by_link(request: ActorRequest, secret: str) -> HttpResponse:
    """Answer a survey by the link in a letter, without signing in; it takes one answer."""
    ask = queries.by_secret(secret)
    if ask is None or ask.wave.state == WaveState.PLANNED:
        return render(request, "surveys/unknown.html", status=404)
    return _survey(request, ask, answering.actor_of(ask))


def _survey(request: ActorRequest, ask: "Ask", actor: Actor) -> HttpResponse:
    doing = request.POST.get("do", "save") if request.method == "POST" else ""
    if doing == "decline":
        return _decline(request, ask)
    stored = queries.draft_of(actor, ask) if _can_answer(ask) else {}
    form = SurveyForm(ask.wave, stored, request.POST if doing else None)
    if not doing:
        return _page(request, ask, form)
    valid = form.is_valid()
    try:
        if doing == "send" and valid:
            answering.send(ask, form.answers(), at=timezone.now())
            return redirect(request.path)
        if doing != "send":
            kept = {**stored, **form.answers()}
            answering.save_draft(ask, kept, by=actor, at=timezone.now())
            return _saved(request)
    except answering.AnswersMissing as refusal:
        form.add_error(None, str(refusal.sentence))
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return HttpResponse(status=409) if _is_autosave(request) else redirect(request.path)
    return _page(request, ask, form, status=422)


def _can_answer(ask: "Ask") -> bool:
    return ask.wave.state == WaveState.OPEN and ask.state != AskState.ANSWERED


def _is_autosave(request: ActorRequest) -> bool:
    return request.headers.get("X-Autosave") == "true"


def _saved(request: ActorRequest) -> HttpResponse:
    if _is_autosave(request):
        return HttpResponse()
    messages.success(request, _("Kept. Only you can read it; come back by the same way until the last day."))
    return redirect(request.path)


def _decline(request: ActorRequest, ask: "Ask") -> HttpResponse:
    try:
        answering.decline(ask, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect(request.path)


def _page(request: ActorRequest, ask: "Ask", form: SurveyForm, status: int = 200) -> HttpResponse:
    wave = ask.wave
    context: dict[str, Any] = {
        "ask": ask,
        "wave": wave,
        "programme": wave.round.programme,
        "title": wave.questionnaire.form.title,
        "licence": wave.questionnaire.licence,
        "form": form,
        "anonymous": wave.privacy == Privacy.ANONYMOUS,
        "can_answer": _can_answer(ask),
        "answered": ask.state == AskState.ANSWERED,
        "declined": ask.state == AskState.DECLINED,
        "languages": links(wave.version),
        "signed_in": request.actor.signed_in,
    }
    return render(request, "surveys/survey.html", context, status=status)

"""The invited person's page, by link without an account; and the mentee who suggests somebody."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.applications import policies as applicants
from fairlead.applications import queries as applications
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import RoundState
from fairlead.recruitment import policies, queries
from fairlead.recruitment.actions import answering, suggesting
from fairlead.recruitment.forms import GoOnForm, NotNowForm, PauseForm, SuggestForm

if TYPE_CHECKING:
    from fairlead.recruitment.models import Invitation


@never_cache
@require_safe
def invited(request: ActorRequest, secret: str) -> HttpResponse:
    """What the programme asks and thanks, and the answers that one can give; opening it answers nothing."""
    invitation = queries.by_secret(secret)
    if invitation is None:
        return render(request, "recruitment/unknown.html", status=404)
    return _page(request, invitation, secret)


def _page(
    request: ActorRequest, invitation: "Invitation", secret: str, *, status: int = 200, **more: Any
) -> HttpResponse:
    programme = invitation.round.programme
    before = queries.last_application(invitation.past.person, programme) if invitation.past else None
    places = (before.places if before else None) or (invitation.past.places if invitation.past else 1)
    context = {
        "invitation": invitation,
        "secret": secret,
        "programme": programme,
        "round": invitation.round,
        "time": programmes.time_asked(programme),
        "open": invitation.round.state == RoundState.OPEN,
        "over": invitation.round.state not in (RoundState.OPEN, RoundState.PLANNED),
        "returning": invitation.past is not None,
        "places": min(places, programme.most_places) or 1,
        "go_on_form": GoOnForm(most=programme.most_places, initial={"places": places}),
        "pause_form": PauseForm(today=timezone.localdate(), prefix="pause"),
        "not_now_form": NotNowForm(prefix="no"),
        **more,
    }
    return render(request, "recruitment/invited.html", context, status=status)


@require_POST
def answer(request: ActorRequest, secret: str, said: str) -> HttpResponse:
    """One answer: apply, no, continue, pause, leave."""
    deeds = {"apply": _apply, "no": _no, "continue": _go_on, "pause": _pause, "leave": _leave}
    if said not in deeds:
        raise Http404
    invitation = queries.by_secret(secret)
    if invitation is None:
        return render(request, "recruitment/unknown.html", status=404)
    try:
        return deeds[said](request, invitation, secret)
    except Refused as refusal:
        stored = queries.by_secret(secret) or invitation
        return _page(request, stored, secret, status=409, refused=refusal.sentence)


def _apply(request: ActorRequest, invitation: "Invitation", secret: str) -> HttpResponse:
    person = applications.applicant(request.actor) if request.actor.signed_in else None
    path = answering.come_in(secret, name=invitation.name, person=person, at=timezone.now())
    if path:
        return redirect(path)
    context = {"programme": invitation.round.programme, "email": invitation.email}
    return render(request, "recruitment/link_sent.html", context)


def _no(request: ActorRequest, invitation: "Invitation", secret: str) -> HttpResponse:
    form = NotNowForm(request.POST, prefix="no")
    if not form.is_valid():
        return _page(request, invitation, secret, status=422, not_now_form=form)
    answering.decline(secret, **form.cleaned_data, at=timezone.now())
    return redirect("recruitment:invited", secret)


def _pause(request: ActorRequest, invitation: "Invitation", secret: str) -> HttpResponse:
    form = PauseForm(request.POST, today=timezone.localdate(), prefix="pause")
    if not form.is_valid():
        return _page(request, invitation, secret, status=422, pause_form=form)
    answering.decline(secret, until=form.cleaned_data["until"], never=False, at=timezone.now())
    return redirect("recruitment:invited", secret)


def _leave(request: ActorRequest, invitation: "Invitation", secret: str) -> HttpResponse:
    answering.decline(secret, until=None, never=True, at=timezone.now())
    return redirect("recruitment:invited", secret)


def _go_on(request: ActorRequest, invitation: "Invitation", secret: str) -> HttpResponse:
    form = GoOnForm(request.POST, most=invitation.round.programme.most_places)
    if not form.is_valid():
        return _page(request, invitation, secret, status=422, go_on_form=form)
    continued = answering.go_on(secret, places=form.cleaned_data["places"], at=timezone.now())
    if not continued.missing:
        return redirect("recruitment:invited", secret)
    stored = queries.by_secret(secret) or invitation
    return _page(request, stored, secret, missing=continued.missing)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def suggest(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A mentee names somebody they would like as mentor, who is then invited."""
    application = applicants.fetch(request.actor, pk, to=policies.can_suggest)
    form = SuggestForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            suggesting.suggest(application, **form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("email", str(refusal.sentence))
        else:
            messages.success(request, _("Thank you. They are invited; you hear when they apply."))
            return redirect("recruitment:suggest", application.pk)
    made = list(queries.suggestions(application))
    context = {
        "application": application,
        "programme": application.programme,
        "form": form,
        "made": made,
        "left": suggesting.MOST_SUGGESTIONS - len(made),
        "open": application.round.state == RoundState.OPEN,
    }
    return render(request, "recruitment/suggest.html", context, status=422 if form.errors else 200)

"""Calls for mentors: the team's list, and the public page."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.applications import queries as applications
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.kernel.languages import language_name
from fairlead.programmes import policies as programmes
from fairlead.programmes import queries as design
from fairlead.programmes.enums import RoundState
from fairlead.recruitment import policies, queries
from fairlead.recruitment.actions import calling
from fairlead.recruitment.forms import CallForm, ComeForm
from fairlead.recruitment.views.team import about, absolute


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def calls(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The round's calls with who came by them, and a new one for exactly what is missing."""
    posted = request.method == "POST"
    round = programmes.fetch_round(request.actor, pk, to=policies.can_invite if posted else policies.can_look)
    spoken = sorted(applications.usual_languages(round.programme), key=language_name)
    form = CallForm(
        request.POST if posted else None,
        programme=round.programme,
        languages=spoken,
        initial={
            "title": _("Mentors wanted: %(programme)s") % {"programme": round.programme.name[:120]},
            "areas": request.GET.getlist("area"),
            "languages": request.GET.getlist("language"),
        },
    )
    if posted and form.is_valid():
        calling.publish(round=round, **form.cleaned_data, by=request.actor, at=timezone.now())
        messages.success(request, _("The call is published. Copy its link and share it."))
        return redirect("recruitment:calls", round.pk)
    shown = [
        {
            "call": call,
            "link": absolute("recruitment:call", call.slug),
            "wanted": [*(area.name for area in call.areas.all()), *map(language_name, call.languages)],
        }
        for call in queries.all_calls(round)
    ]
    context = about(request, round, "calls") | {"form": form, "shown": shown}
    return render(request, "recruitment/calls.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def close(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Close a call."""
    call = policies.fetch_call(request.actor, pk)
    try:
        calling.close(call, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.info(request, str(refusal.sentence))
    else:
        messages.success(request, _("The call is closed; its page says so."))
    return redirect("recruitment:calls", call.round_id)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def call(request: ActorRequest, slug: str) -> HttpResponse:
    """The public page of a call: what is wanted, what it asks, whom to ask, and the way to apply."""
    found = queries.by_slug(slug)
    if found is None:
        raise Http404
    signed_in = request.actor.signed_in
    form = ComeForm(request.POST if request.method == "POST" and not signed_in else None)
    context = {
        "call": found,
        "round": found.round,
        "programme": found.round.programme,
        "time": design.time_asked(found.round.programme),
        "languages": [language_name(code) for code in found.languages],
        "open": found.closed_at is None and found.round.state == RoundState.OPEN,
        "form": form,
    }
    if request.method == "POST" and (signed_in or form.is_valid()):
        given = {"name": "", "email": ""} if signed_in else form.cleaned_data
        person = applications.applicant(request.actor) if signed_in else None
        try:
            path = calling.come_by(found, **given, person=person, at=timezone.now())
        except Refused as refusal:
            context["refused"] = refusal.sentence
            return render(request, "recruitment/call.html", context, status=409)
        if path:
            return redirect(path)
        return render(request, "recruitment/link_sent.html", context | {"email": given["email"]})
    return render(request, "recruitment/call.html", context, status=422 if form.errors else 200)

"""Begin an application, see where it stands, take it back."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.applications import policies, queries
from fairlead.applications.actions import arriving, drafting
from fairlead.applications.enums import ApplicationState
from fairlead.applications.forms.others import ArrivalForm
from fairlead.applications.views import eligible, telling
from fairlead.applications.views.answers import answer_rows
from fairlead.applications.views.writing import first_page
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import RoundState, Side

if TYPE_CHECKING:
    from fairlead.applications.models import Application
    from fairlead.programmes.models import Programme, Round

SIDES = {"mentor": [Side.MENTOR], "mentee": [Side.MENTEE], "both": [Side.MENTEE, Side.MENTOR]}


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: ActorRequest, slug: str, side: str) -> HttpResponse:
    """Start an application or go on with it; somebody not signed in is sent a link that leads back here."""
    programme = programmes.public_by_slug(slug)
    if programme is None or side not in SIDES:
        raise Http404
    open_ones = queries.open_rounds(programme, at=timezone.now())
    wanted = request.POST.get("round") or request.GET.get("round")
    round = next((one for one in open_ones if str(one.pk) == wanted), None)
    if round is None:
        round = _begun_in(request, programme, open_ones, side) or next(iter(open_ones), None)
    if not request.actor.signed_in:
        return _arrive(request, programme, round, side)
    if request.method == "POST":
        return _start(request, programme, round, side)
    standing = _standing(request, programme, open_ones, side)
    context = _about(programme, round, side) | {"standing": standing, "rounds": open_ones}
    context["checked"] = eligible.before(request.actor, round, SIDES[side])
    return render(request, "applications/apply.html", context)


def _begun_in(
    request: ActorRequest, programme: "Programme", open_ones: "list[Round]", side: str
) -> "Round | None":
    """The open intake to which the person has an application already, so that going on does not move it."""
    if not request.actor.signed_in:
        return None
    begun = [one.round_id for one in _standing(request, programme, open_ones, side)]
    return next((round for round in open_ones if round.pk in begun), None)


def _about(programme: "Programme", round: "Round | None", side: str) -> dict[str, object]:
    return {
        "programme": programme,
        "round": round,
        "side": side,
        "next": programmes.next_round(programme, today=timezone.localdate()),
        "time": programmes.time_asked(programme),
        "heading": {
            "mentor": _("Apply as mentor"),
            "mentee": _("Apply as mentee"),
            "both": _("Apply as mentee and as mentor"),
        }[side],
    }


def _standing(
    request: ActorRequest, programme: "Programme", open_ones: "list[Round]", side: str
) -> "list[Application]":
    """The person's applications to the programme on these sides that are still open."""
    assert request.actor.person_id is not None
    mine = queries.mine(request.actor.person_id).filter(programme=programme.pk, side__in=SIDES[side])
    undecided = [one for one in mine if one.state in (ApplicationState.DRAFT, *queries.UNDECIDED)]
    here = {round.pk for round in open_ones}
    return [one for one in undecided if one.round.state != RoundState.FINISHED] + [
        one for one in mine if one.state == ApplicationState.ACCEPTED and one.round_id in here
    ]


def _arrive(request: ActorRequest, programme: "Programme", round: "Round | None", side: str) -> HttpResponse:
    form = ArrivalForm(request.POST or None)
    context = _about(programme, round, side) | {"form": form}
    if request.method == "POST" and form.is_valid():
        try:
            arriving.arrive(**form.cleaned_data, next_path=request.path, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            return render(request, "applications/link_sent.html", context)
    return render(request, "applications/arrive.html", context, status=422 if form.errors else 200)


def _start(request: ActorRequest, programme: "Programme", round: "Round | None", side: str) -> HttpResponse:
    person = queries.applicant(request.actor)
    if round is None:
        messages.error(request, _("Applications are closed just now."))
        return redirect("programmes:public", programme.slug)
    try:
        started = [
            drafting.start(round=round, person=person, side=one, at=timezone.now()) for one in SIDES[side]
        ]
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("programmes:public", programme.slug)
    drafts = [one for one in started if one.state == ApplicationState.DRAFT]
    if not drafts:
        return redirect("applications:status", started[0].pk)
    return redirect("applications:step", drafts[0].pk, first_page(drafts[0]))


@never_cache
@require_safe
@login_required
def status(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Where the application stands and what comes next."""
    application = queries.load_answers(policies.fetch(request.actor, pk, to=policies.is_own))
    notes = queries.notes(application, at=timezone.now())
    now, paired = telling.what_now(application, notes), telling.standing(notes) is not None
    context = {
        "application": application,
        "programme": application.programme,
        "now": now,
        "paired": paired,
        "notes": [note for note in notes if not note.asks and note is not now.get("note")],
        "asked": [note for note in notes if note.asks][1:],
        "stations": telling.stations(application, paired=paired),
        "approval_links": telling.approval_links(application),
        "rows": answer_rows(application, private=True),
        "tone": telling.tone(application),
        "closed": not queries.takes_applications(application.round, at=timezone.now()),
        "can_withdraw": queries.can_withdraw(application),
        "other": queries.draft_on_other_side(application),
    }
    return render(request, "applications/status.html", context)


@require_POST
@login_required
def withdraw(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take the application back."""
    application = policies.fetch(request.actor, pk, to=policies.is_own)
    try:
        drafting.withdraw(application, request.actor, timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("You have withdrawn your application."))
    return redirect("applications:status", application.pk)


@never_cache
@require_safe
@login_required
def mine(request: ActorRequest) -> HttpResponse:
    """The person's applications."""
    assert request.actor.person_id is not None
    rows = [
        {"application": application, "tone": telling.tone(application)}
        for application in queries.mine(request.actor.person_id)
    ]
    return render(
        request, "applications/mine.html", {"rows": rows, "apply_url": reverse("programmes:public_list")}
    )

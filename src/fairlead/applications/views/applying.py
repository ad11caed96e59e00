"""Write an application, send it, see where it stands."""

from collections.abc import Mapping
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
from fairlead.applications.enums import ApplicationState, Step
from fairlead.applications.forms import shown
from fairlead.applications.forms.others import ArrivalForm
from fairlead.applications.forms.steps import FORMS, StepForm, collisions, news
from fairlead.applications.views import telling
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import RoundState, Side

if TYPE_CHECKING:
    from fairlead.applications.models import Application
    from fairlead.programmes.models import Programme, Round

SIDES = {"mentor": [Side.MENTOR], "mentee": [Side.MENTEE], "both": [Side.MENTEE, Side.MENTOR]}
STEPS = [step for step in Step if step in FORMS]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def apply(request: ActorRequest, slug: str, side: str) -> HttpResponse:
    """Start an application or go on with it; somebody not signed in is sent a link that leads back here."""
    programme = programmes.public_by_slug(slug)
    if programme is None or side not in SIDES:
        raise Http404
    round = programmes.open_round(programme)
    if not request.actor.signed_in:
        return _arrive(request, programme, round, side)
    if request.method == "POST":
        return _start(request, programme, round, side)
    context = _about(programme, round, side) | {"standing": _standing(request, programme, round, side)}
    return render(request, "applications/apply.html", context)


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
    request: ActorRequest, programme: "Programme", round: "Round | None", side: str
) -> "list[Application]":
    """The person's applications to the programme on these sides that are still open."""
    assert request.actor.person_id is not None
    mine = queries.mine(request.actor.person_id).filter(programme=programme.pk, side__in=SIDES[side])
    open_ones = [one for one in mine if one.state in (ApplicationState.DRAFT, *queries.UNDECIDED)]
    return [one for one in open_ones if one.round.state != RoundState.FINISHED] + [
        one for one in mine if one.state == ApplicationState.ACCEPTED and round and one.round_id == round.pk
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
    return redirect("applications:step", drafts[0].pk, STEPS[0])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def step(request: ActorRequest, pk: UUID, step: str) -> HttpResponse:
    """One page of the form; answers are saved while typing, on Save, and on Continue."""
    application = policies.fetch(request.actor, pk, to=policies.is_own)
    if step == Step.CHECK:
        return check(request, application)
    if step not in FORMS:
        raise Http404
    if request.method == "POST":
        return _save(request, application, Step(step))
    if application.state != ApplicationState.DRAFT:
        return redirect("applications:status", application.pk)
    return _page(request, application, Step(step), FORMS[step](application))


def _page(
    request: ActorRequest,
    application: "Application",
    step: Step,
    form: StepForm,
    *,
    notes: Mapping[str, object] | None = None,
) -> HttpResponse:
    place = STEPS.index(step)
    units = programmes.units(application.programme) if step == Step.YOU else []
    context = {
        "application": application,
        "programme": application.programme,
        "form": form,
        "step": step,
        "labels": [str(one.label) for one in [*STEPS, Step.CHECK]],
        "current": place + 1,
        "before": STEPS[place - 1] if place else "",
        "after": STEPS[place + 1] if place + 1 < len(STEPS) else Step.CHECK,
        "closed": application.round.state != RoundState.OPEN,
        "units": units,
        "as_shown": shown.carried(shown.posted(form, request.POST) if form.is_bound else shown.marks(form)),
        **(notes or {}),
    }
    return render(request, "applications/step.html", context, status=422 if form.errors else 200)


def _save(request: ActorRequest, application: "Application", step: Step) -> HttpResponse:
    form = FORMS[step](application, request.POST)
    form.is_valid()
    both, others = collisions(form, request.POST)
    fields, unfinished = news(form, request.POST)
    typing = "X-Autosave" in request.headers
    try:
        if fields or unfinished:
            drafting.save(application, fields, timezone.now(), unfinished=unfinished)
    except Refused as refusal:
        return _too_late(request, application, str(refusal.sentence), typing=typing)
    notes = {"both": _quoted(both), "others": _quoted(others)}
    if typing:
        unread = [str(form.fields[name].label) for name in form.unreadable()]
        carried = shown.carried(shown.posted(form, request.POST))
        context = {"as_shown": carried, "unread": _quoted(unread), **notes}
        return render(request, "applications/as_shown.html", context)
    if both:
        text = _("You had also changed this in another window: %(fields)s. What you wrote last is kept.")
        messages.warning(request, text % {"fields": notes["both"]})
    if request.POST.get("go") == "save":
        messages.success(request, _("Saved. You can go on later, also on another device."))
        return redirect("applications:step", application.pk, step)
    if form.errors:
        return _page(request, application, step, form, notes=notes)
    return redirect("applications:step", application.pk, _after(step))


def _quoted(labels: list[str]) -> str:
    return ", ".join(f"“{label}”" for label in labels)


def _after(step: Step) -> Step:
    place = STEPS.index(step)
    return STEPS[place + 1] if place + 1 < len(STEPS) else Step.CHECK


def _too_late(
    request: ActorRequest, application: "Application", sentence: str, *, typing: bool
) -> HttpResponse:
    if typing:
        return render(request, "applications/as_shown.html", {"refused": sentence})
    messages.error(request, sentence)
    return redirect("applications:status", application.pk)


def check(request: ActorRequest, application: "Application") -> HttpResponse:
    """All answers before sending; sending checks again."""
    if application.state != ApplicationState.DRAFT:
        return redirect("applications:status", application.pk)
    status = 200
    if request.method == "POST":
        try:
            drafting.submit(application, request.actor, timezone.now())
        except drafting.AnswersMissing:
            status = 422
        except Refused as refusal:
            messages.error(request, str(refusal.sentence))
            return redirect("applications:status", application.pk)
        else:
            return _sent(request, application)
    queries.load_answers(application)
    missing = queries.missing_answers(application)
    context = {
        "application": application,
        "programme": application.programme,
        "rows": telling.answer_rows(application, private=True, change=True),
        "missing": missing,
        "labels": [str(one.label) for one in [*STEPS, Step.CHECK]],
        "current": len(STEPS) + 1,
        "closed": application.round.state != RoundState.OPEN,
        "needs_approval": queries.needs_approval(application),
    }
    return render(request, "applications/check.html", context, status=status)


def _sent(request: ActorRequest, application: "Application") -> HttpResponse:
    other = queries.draft_on_other_side(application)
    if other is None:
        messages.success(request, _("Your application is sent. A letter confirms it."))
        return redirect("applications:status", application.pk)
    messages.success(
        request, _("Sent. Now your second application; what you said about yourself is in it already.")
    )
    return redirect("applications:step", other.pk, STEPS[0])


@never_cache
@require_safe
@login_required
def status(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Where the application stands and what comes next."""
    application = queries.load_answers(policies.fetch(request.actor, pk, to=policies.is_own))
    notes = queries.notes(application, at=timezone.now())
    context = {
        "application": application,
        "programme": application.programme,
        "now": telling.what_now(application, notes),
        "notes": [note for note in notes if not note.asks],
        "asked": [note for note in notes if note.asks][1:],
        "stations": telling.stations(application),
        "rows": telling.answer_rows(application, private=True),
        "tone": telling.tone(application),
        "closed": application.round.state != RoundState.OPEN,
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

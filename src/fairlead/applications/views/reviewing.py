"""One application as its reviewers read it, and the decisions on it."""

from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.applications import policies, queries
from fairlead.applications.actions import approving, avoiding, clarifying, deciding, declining_kindly
from fairlead.applications.actions.impartial import who_decides_instead
from fairlead.applications.actions.letters import answer_day
from fairlead.applications.actions.overtaken import what_was_done
from fairlead.applications.enums import APPLICATION_MOVES, ApplicationState
from fairlead.applications.forms.approving import RecordForm
from fairlead.applications.forms.inbox import DeclineForm, InboxForm, LetterForm, QuestionForm, SeenForm
from fairlead.applications.forms.others import AvoidsForm
from fairlead.applications.queries import clarifications, eligibility, inbox
from fairlead.applications.views import eligible, history, telling
from fairlead.applications.views.answers import answer_rows
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.people.queries import who_left

if TYPE_CHECKING:
    from fairlead.applications.models import Application

Given = dict[str, Any]


@never_cache
@require_safe
@login_required
def detail(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One application with its answers, the supervisor's approval, its history, and the decisions."""
    application = policies.fetch(request.actor, pk, to=policies.can_review)
    return _show(request, application)


def _show(
    request: ActorRequest,
    application: "Application",
    record_form: RecordForm | None = None,
    question_form: QuestionForm | None = None,
) -> HttpResponse:
    queries.load_answers(application)
    filters = _filters(request, application)
    can_decide = policies.can_decide(request.actor, application)
    word, tone = telling.approval_word(application)
    undecided = application.state in queries.UNDECIDED
    context = {
        "application": application,
        "round": application.round,
        "programme": application.programme,
        "can_decide": can_decide,
        **_read(request, application),
        "tone": telling.tone(application),
        "undecided": undecided,
        "instead": who_decides_instead(application, request.actor) if can_decide else "",
        "blocked": deciding.why_not_ready(application) if undecided else "",
        "approval": queries.approval_of(application),
        **_days(application),
        "left": who_left([application.person_id]).get(application.person_id) if undecided else None,
        "approval_word": word,
        "approval_tone": tone,
        "record_form": record_form or RecordForm(),
        "question_form": question_form or QuestionForm(),
        **(_avoids(request, application) if can_decide and application.avoid_text else {}),
        **(_inside(application, filters) if can_decide else {}),
        **_way(request, application, filters),
    }
    wrong = any(form is not None and form.errors for form in (record_form, question_form))
    return render(request, "applications/detail.html", context, status=422 if wrong else 200)


def _read(request: ActorRequest, application: "Application") -> dict[str, Any]:
    """The answers as far as the reader may read them, and whether the supervisor's approval is shown."""
    private = policies.can_read_private_words(request.actor, application)
    whole = policies.can_read_whole(request.actor, application)
    reader = policies.own_answers_for(request.actor, application)
    return {
        "private": private,
        "rows": answer_rows(application, private=private, reader=reader, whole=whole),
        "needs_approval": whole and queries.needs_approval(application),
    }


def _days(application: "Application") -> dict[str, Any]:
    """The supervisor's last day to answer, and when they are reminded next while the answer still counts."""
    approval = queries.approval_of(application)
    if approval is None:
        return {}
    silent = not approval.answered_at and queries.waits_for_approval(application)
    reminder = queries.next_reminder(approval, at=timezone.now()) if silent else None
    return {"answer_by": answer_day(approval), "reminder": reminder}


def _inside(application: "Application", filters: inbox.Filters) -> dict[str, Any]:
    """What only coordinators read: questions asked back, and who decided what and why."""
    asked = list(clarifications.of_application(application))
    return {
        "asked": asked,
        "question_open": any(one.answered_at is None for one in asked),
        "events": history.events(application),
        "checked": eligible.told(eligibility.check(application, on=timezone.localdate())),
        **{f"{deed}_url": _deed(application, deed, filters) for deed in ("waitlist", "reopen", "decline")},
    }


def _deed(application: "Application", deed: str, filters: inbox.Filters) -> str:
    """Where a deed is done, with the revision that the page shows and its filters."""
    address = reverse("applications:decide", args=[application.pk, deed])
    return f"{address}?seen={application.revision}{'&' if filters.address else ''}{filters.address}"


def _avoids(request: ActorRequest, application: "Application") -> dict[str, Any]:
    """Whom the applicant means, of the people that the actor knows of, and a form to choose them."""
    known = set(queries.people_known_to(request.actor, application.programme).values_list("pk", flat=True))
    meant = [person for person in application.avoids.all() if person.pk in known]
    form = AvoidsForm(
        actor=request.actor,
        programme=application.programme,
        initial={"people": [person.pk for person in meant]},
    )
    return {"avoids": meant, "avoids_form": form}


def _filters(request: ActorRequest, application: "Application") -> inbox.Filters:
    return InboxForm(request.GET, actor=request.actor, round=application.round).filters()


def _way(request: ActorRequest, application: "Application", filters: inbox.Filters) -> dict[str, Any]:
    """The way through the filtered list: before, after, and back."""
    before, after, place, count = inbox.neighbours(request.actor, application, filters)
    query = f"?{filters.address}" if filters.address else ""
    listed = reverse("applications:list", args=[application.round_id])
    return {
        "query": query,
        "back": f"{listed}{query}",
        "before": before,
        "after": after,
        "place": place,
        "count": count,
    }


def _page(request: ActorRequest, application: "Application") -> HttpResponseRedirect:
    """Back to the application, within the same filters."""
    address = _filters(request, application).address
    page = reverse("applications:detail", args=[application.pk])
    return redirect(f"{page}?{address}" if address else page)


def _seen(request: ActorRequest) -> tuple[int | None, str]:
    """The revision of the page, and the note; a note that is too long is cut and not lost."""
    form = SeenForm({**request.GET.dict(), **request.POST.dict()})
    form.is_valid()
    note = request.POST.get("note") or request.POST.get("reason") or ""
    return form.cleaned_data.get("seen"), note[:2000]


def _admit(application: "Application", request: ActorRequest, at: datetime) -> str:
    seen, note = _seen(request)
    deciding.accept(application, request.actor, at, seen=seen, note=note)
    return _("Admitted to the pool for matching.")


def _waitlist(application: "Application", request: ActorRequest, at: datetime) -> str:
    seen, note = _seen(request)
    deciding.waitlist(application, request.actor, at, seen=seen, note=note)
    return _("On the waiting list.")


def _reopen(application: "Application", request: ActorRequest, at: datetime) -> str:
    seen, note = _seen(request)
    deciding.reopen(application, request.actor, at, seen=seen, note=note)
    return _("The decline is taken back, and the applicant is told. Now it waits for a decision again.")


def _ask(application: "Application", request: ActorRequest, at: datetime) -> str:
    approval = approving.ask_supervisor(application, at, by=request.actor)
    return _("%(name)s has been asked.") % {"name": approval.supervisor_name}


DEEDS: dict[str, Callable[["Application", ActorRequest, datetime], str]] = {
    "admit": _admit,
    "waitlist": _waitlist,
    "reopen": _reopen,
    "ask": _ask,
}


@require_POST
@login_required
def decide(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Admit, put on the waiting list, take a decline back, or ask the supervisor."""
    application = policies.fetch(request.actor, pk, to=policies.can_decide)
    if deed not in DEEDS:
        raise Http404
    try:
        said = DEEDS[deed](application, request, timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, said)
    return _page(request, application)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def decline(request: ActorRequest, pk: UUID) -> HttpResponse:
    """First why, then the letter as the applicant will read it; it is declined when the letter is sent."""
    application = policies.fetch(request.actor, pk, to=policies.can_decide)
    seen = _seen(request)[0]
    stale = seen is not None and seen != application.revision
    if stale or ApplicationState.DECLINED not in APPLICATION_MOVES[application.state]:
        messages.error(request, what_was_done(application, by=request.actor, at=timezone.now()))
        return _page(request, application)
    form = DeclineForm(request.POST or None, initial={"kind": "full"})
    context = _letter_page(request, application, application.revision if seen is None else seen)
    if not (request.method == "POST" and form.is_valid()):
        context |= {"form": form, "phase": "reason"}
        return render(request, "applications/decline.html", context, status=422 if form.errors else 200)
    given = form.cleaned_data
    if request.POST.get("go") == "send":
        return _declined(request, application, given, seen)
    reason = deciding.why_declined(given["kind"], given["reason"])
    words = given["words"] or declining_kindly.usual_words(application.round, reason)
    subject, text = declining_kindly.shown(application, reason=reason, words=words)
    context |= {"form": LetterForm.written(given, words), "phase": "letter"}
    return render(
        request, "applications/decline.html", context | {"subject": subject, "text": text, "reason": reason}
    )


def _letter_page(request: ActorRequest, application: "Application", seen: int) -> dict[str, Any]:
    return {
        "application": application,
        "round": application.round,
        "programme": application.programme,
        "seen": seen,
        "query": _filters(request, application).address,
    }


def _declined(
    request: ActorRequest, application: "Application", given: Given, seen: int | None
) -> HttpResponse:
    try:
        deciding.decline(
            application,
            given["reason"],
            request.actor,
            timezone.now(),
            seen=seen,
            kind=given["kind"],
            words=given["words"],
        )
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("Declined. The applicant gets the letter."))
    return _page(request, application)


@require_POST
@login_required
def clarify(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Ask the applicant a question back."""
    application = policies.fetch(request.actor, pk, to=policies.can_decide)
    form = QuestionForm(request.POST)
    if not form.is_valid():
        return _show(request, application, question_form=form)
    given = form.cleaned_data
    try:
        clarifying.ask(application, given["question"], request.actor, timezone.now(), seen=given["seen"])
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("Your question is on its way; the answer will stand here."))
    return _page(request, application)


@require_http_methods(["POST"])
@login_required
def record(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Note a supervisor's answer that is kept in writing elsewhere."""
    application = policies.fetch(request.actor, pk, to=policies.can_decide)
    form = RecordForm(request.POST)
    if not form.is_valid():
        return _show(request, application, form)
    approved = form.cleaned_data["said"] == "approved"
    try:
        approving.record(application, approved, form.cleaned_data["reason"], request.actor, timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The supervisor’s answer is noted."))
    return _page(request, application)


@require_POST
@login_required
def avoid(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say who is meant by the applicant's words."""
    application = policies.fetch(request.actor, pk, to=policies.can_decide)
    form = AvoidsForm(request.POST, actor=request.actor, programme=application.programme)
    if not form.is_valid():
        raise Http404
    offered = queries.people_known_to(request.actor, application.programme)
    unseen = application.avoids.exclude(pk__in=offered.order_by().values("pk"))
    people = [*form.cleaned_data["people"], *unseen]
    try:
        avoiding.set_avoids(application, people, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("Saved. No run pairs them."))
    return _page(request, application)

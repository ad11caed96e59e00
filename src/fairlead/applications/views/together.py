"""Decide on many applications at once: read the letter, confirm, and read what became of each."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fairlead.applications import policies
from fairlead.applications.actions import deciding, declining_kindly, letters, together
from fairlead.applications.forms.inbox import DeclineForm, InboxForm, LetterForm, TogetherForm
from fairlead.applications.queries import inbox
from fairlead.applications.views import telling
from fairlead.kernel.actors import Actor
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.applications.models import Application
    from fairlead.programmes.models import Round

Chosen = list[tuple["Application", int]]
MOST = 500
KINDS = {"admit": "admitted", "waitlist": "waitlisted"}
TITLES = {
    "admit": gettext_lazy("Admit to the pool"),
    "waitlist": gettext_lazy("Put on the waiting list"),
    "decline": gettext_lazy("Decline"),
}


@never_cache
@require_POST
@login_required
def decide_together(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Show what would be done and the letter; on `go=send` do it and report on each person."""
    round = programmes.fetch_round(request.actor, pk, to=policies.can_decide_in)
    form = TogetherForm(request.POST)
    if not form.is_valid():
        raise Http404
    filters = InboxForm(request.GET, actor=request.actor, round=round).filters()
    chosen = _chosen(request, round, filters if form.cleaned_data["everybody"] else None)
    if not chosen:
        messages.warning(request, _("Choose at least one application first."))
        return redirect(_back(round, filters))
    deed, go = form.cleaned_data["deed"], request.POST.get("go", "")
    decline = DeclineForm(request.POST if go else None, initial={"kind": "full"})
    unfinished = deed == "decline" and not (go and decline.is_valid())
    context = _context(round, filters, deed, chosen, note=form.cleaned_data["note"], by=request.actor)
    if unfinished:
        context |= {"form": decline, "phase": "reason"}
        return render(request, "applications/together.html", context, status=422 if decline.errors else 200)
    verdict = _verdict(deed, decline if deed == "decline" else None, form.cleaned_data["note"])
    if go == "send":
        reports = together.decide(chosen, verdict, by=request.actor, at=timezone.now())
        return render(request, "applications/together_done.html", context | _told(reports))
    context |= _letter(request, context["able"], verdict, round)
    return render(request, "applications/together.html", context | {"phase": "letter"})


def _chosen(request: ActorRequest, round: "Round", filters: inbox.Filters | None) -> Chosen:
    """The applications meant, each with the revision that was seen; all that fit when filters are given."""
    ours = programmes.people_of(request.actor)
    if filters is not None:
        fitting = inbox.in_round(request.actor, round, filters).filter(ours)
        return [(one, one.revision) for one in fitting[:MOST]]
    seen: dict[UUID, int] = {}
    for word in " ".join(request.POST.getlist("chosen")).split()[:MOST]:
        name, _colon, revision = word.partition(":")
        try:
            seen[UUID(name)] = int(revision)
        except ValueError:
            continue
    found = inbox.in_round(request.actor, round).filter(ours, pk__in=seen)
    return [(one, seen[one.pk]) for one in found]


def _context(
    round: "Round", filters: inbox.Filters, deed: str, chosen: Chosen, *, note: str, by: Actor
) -> dict[str, Any]:
    lines = [(one, together.obstacle(one, deed, by)) for one, _seen in chosen]
    return {
        "round": round,
        "programme": round.programme,
        "back": _back(round, filters),
        "query": filters.address,
        "deed": deed,
        "title": TITLES[deed],
        "note": note,
        "chosen": " ".join(f"{one.pk}:{seen}" for one, seen in chosen),
        "able": [one for one, sentence in lines if not sentence],
        "unable": [{"application": one, "sentence": sentence} for one, sentence in lines if sentence],
        "most": MOST if len(chosen) == MOST else 0,
    }


def _back(round: "Round", filters: inbox.Filters) -> str:
    return f"{reverse('applications:list', args=[round.pk])}?{filters.address}"


def _verdict(deed: str, decline: DeclineForm | None, note: str) -> together.Verdict:
    given = decline.cleaned_data if decline else {"kind": "", "reason": "", "words": ""}
    return together.Verdict(deed=deed, note=note, **given)


def _letter(
    request: ActorRequest, able: list["Application"], verdict: together.Verdict, round: "Round"
) -> dict[str, Any]:
    """The letter as the first of them would read it, and for a decline its words to be changed."""
    shown: dict[str, Any] = {"verdict": verdict}
    reason = deciding.why_declined(verdict.kind, verdict.reason)
    if verdict.deed == "decline":
        words = verdict.words or declining_kindly.usual_words(round, reason)
        shown["form"] = LetterForm.written({"kind": verdict.kind, "reason": verdict.reason}, words)
    if able and verdict.deed != "decline":
        subject, text = letters.shown(able[0], KINDS[verdict.deed])
        shown |= {"subject": subject, "text": text, "first": able[0]}
    elif able:
        subject, text = declining_kindly.shown(able[0], reason=reason, words=words)
        shown |= {"subject": subject, "text": text, "first": able[0]}
    return shown


def _told(reports: list[together.Report]) -> dict[str, Any]:
    return {
        "done": [report.application for report in reports if report.done],
        "skipped": [report for report in reports if not report.done],
        "tone": telling.tone(reports[0].application),
    }

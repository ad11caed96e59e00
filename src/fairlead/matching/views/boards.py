"""The board of a run: choose a mentor, see what it comes to, change it, undo it, and what others changed."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel import http
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, asked, safe_next
from fairlead.matching import policies
from fairlead.matching.actions import boards as acting
from fairlead.matching.enums import BoardKind, RunState
from fairlead.matching.forms import ChangeForm
from fairlead.matching.queries import board as boards
from fairlead.matching.queries import boarding, changes, pruned, runs, ways
from fairlead.matching.queries.seats import id_of, mentee_of, place_of
from fairlead.matching.views.board_pages import (
    board_context,
    pair_context,
    person_context,
    seat_asked,
)

if TYPE_CHECKING:
    from fairlead.matching.models import Run

MENTORS = 15
MOST_CHANGES = 200
PAGES = (BoardKind.PAIR, BoardKind.APART)
OF_ONE = (BoardKind.LEAVE_OUT, BoardKind.PLACES)
OF_TWO = {*PAGES, BoardKind.FIT, BoardKind.LOCK, BoardKind.FORBID, BoardKind.LIFT}


def _finished(request: ActorRequest, pk: UUID, *, act: bool = False, whole: bool = True) -> "Run":
    """The finished run the actor may see, or act on, while it knows its people; else not found."""
    found = policies.fetch(request.actor, pk, to=policies.can_decide if act else policies.can_see)
    if found.state != RunState.DONE or (whole and pruned.why_not(found)):
        raise Http404
    return found


@never_cache
@require_safe
@login_required
def rows(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The board alone, to be put in place of an older one; without script, the run's page."""
    found = _finished(request, pk, whole=False)
    if not request.htmx:
        return redirect("matching:run", pk=found.pk)
    return render(request, "matching/board.html", board_context(request, found))


@never_cache
@require_safe
@login_required
def news(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What others have changed since a number; nothing at all when there is nothing new."""
    light = policies.visible(request.actor).defer("frozen", "policy", "result")
    found = http.fetch(light, pk, actor=request.actor, to=policies.can_see)
    since = request.GET.get("since", "")
    number = int(since) if since.isdecimal() and len(since) < 10 else 0
    newest = boards.number_of(found)
    if newest <= number:
        return HttpResponse(status=204)
    new = changes.of_run(found).filter(number__gt=number).exclude(made_by=request.actor.person_id)
    context = {"run": found, "number": newest, "said": changes.sentences(list(new)[-3:])}
    answer = render(request, "matching/board_news.html", context)
    answer.headers["HX-Trigger"] = "board-changed"
    return answer


def _can_change(request: ActorRequest, found: "Run") -> bool:
    newest = runs.newest_done(found.round) == found
    return newest and policies.can_decide(request.actor, found) and not pruned.why_not(found)


@require_safe
@login_required
def log(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Everything that was changed by hand, newest first, each to be undone or done again."""
    found = _finished(request, pk, whole=False)
    latest = list(changes.of_run(found).order_by("-number")[:MOST_CHANGES])
    context = {
        "run": found,
        "round": found.round,
        "entries": changes.entries(latest),
        "can_change": _can_change(request, found),
    }
    return render(request, "matching/board_log.html", context)


@require_safe
@login_required
def pick(request: ActorRequest, pk: UUID, mentee: UUID) -> HttpResponse:
    """The mentors whom a mentee could get, with what it comes to; and those they cannot, with the rule."""
    found = _finished(request, pk)
    if not boards.both_in(found, mentee):
        raise Http404
    board, search = boards.load(found), asked(request, "q")
    one = seat_asked(request, board, mentee)
    can, cannot = boarding.mentors_for(board, one, search=search)
    here = board.pairs.get(one)
    people = runs.known([mentee, *([UUID(here)] if here else [])])
    context = {
        "run": found,
        "round": found.round,
        "mentee": people[mentee],
        "here": people[UUID(here)] if here else None,
        "place": place_of(one) if len(board.seats_of(str(mentee))) > 1 else "",
        "had": str(mentee) in board.has,
        "others": boarding.mentors_besides(board, one),
        "points": board.scores.get(one),
        "held": one in board.held,
        "page": Paginator(can, MENTORS).get_page(request.GET.get("page")),
        "cannot": cannot[:MOST_CHANGES],
        "search": search,
        "many": len(board.places) if boarding.is_narrowed(board) else 0,
        "number": board.number,
    }
    return render(request, "matching/board_pick.html", context)


@never_cache
@require_safe
@login_required
def pair(request: ActorRequest, pk: UUID, mentee: UUID, mentor: UUID) -> HttpResponse:
    """Two people side by side, what they share, and what pairing them, or taking them apart, comes to."""
    found = _finished(request, pk)
    if not boards.both_in(found, mentee, mentor):
        raise Http404
    context = pair_context(request, found, mentee, mentor)
    part = bool(request.htmx)
    template = "matching/board_ways.html" if part else "matching/board_pair.html"
    return render(request, template, context | {"part": part})


@never_cache
@require_safe
@login_required
def person(request: ActorRequest, pk: UUID, participation: UUID) -> HttpResponse:
    """Leave somebody out of the round's runs, or set how many places of theirs these may use."""
    found = _finished(request, pk)
    context = person_context(request, found, participation)
    if context is None:
        raise Http404
    return render(request, "matching/board_person.html", context)


@require_POST
@login_required
def change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Change the board; when it gets worse without a reason, or others were faster, the page says so."""
    found = _finished(request, pk, act=True)
    form = ChangeForm.of(request.POST)
    if not form.is_valid():
        raise Http404
    plan, asked_for = _plan(found, form), form.cleaned_data
    goes_to = safe_next(request, reverse("matching:run", args=[found.pk]))
    try:
        made = acting.change(
            found,
            plan,
            number=asked_for["number"],
            reason=asked_for["reason"],
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        return _refused(request, found, plan, refusal, reason=asked_for["reason"], goes_to=goes_to)
    messages.success(request, changes.sentences([made])[0])
    return redirect(f"{goes_to}#pair-{made.told['mentee']}" if "word" in request.POST else goes_to)


def _plan(found: "Run", form: ChangeForm) -> acting.Plan:
    """What is to be changed; who loses a pair follows from the board as it stands."""
    kind = BoardKind(form.cleaned_data["kind"])
    mentee, mentor, moves = form.person("mentee"), form.person("mentor"), form.moved()
    if kind == BoardKind.APART and mentor:
        board = boards.load(found)
        mentee = board.seat_with(mentee_of(mentee), mentor) or mentee
        moves = {mentee: None}
    elif kind == BoardKind.LEAVE_OUT:
        moves = ways.leaving(boards.load(found), mentee_of(mentee) or mentor)
    elif kind not in {BoardKind.PAIR, BoardKind.FIT}:
        moves = {}
    if not (mentee or mentor) or (kind in OF_TWO and not (mentee and mentor)):
        raise Http404
    return acting.Plan(kind, mentee, mentor, moves, form.cleaned_data["places"])


def _refused(
    request: ActorRequest, found: "Run", plan: acting.Plan, refusal: Refused, *, reason: str, goes_to: str
) -> HttpResponse:
    """The page of the pair or person with the sentence, what was to be done and what was typed; else back."""
    said = str(refusal.sentence)
    if isinstance(refusal, acting.Meanwhile):
        said = f"{said} {_('Not done yet: %(deed)s.') % {'deed': changes.planned(plan.kind, plan.told)}}"
    ends = [id_of(one) for one in (plan.mentee, plan.mentor) if one]
    context: dict[str, Any] | None = None
    page = "matching/board_person.html"
    if plan.kind in PAGES and boards.both_in(found, *ends):
        context, page = pair_context(request, found, *ends, seat=plan.mentee), "matching/board_pair.html"
    elif plan.kind in OF_ONE:
        context = person_context(request, found, ends[0])
    if context is None:
        messages.warning(request, said)
        return redirect(goes_to)
    typed = {"kind": plan.kind.value, "reason": reason, "wanted": plan.places}
    status = 422 if isinstance(refusal, acting.ReasonMissing) else 409
    return render(request, page, context | {"said": said} | typed, status=status)


@require_POST
@login_required
def turn(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Undo or do again a change, by its id, else the actor's own newest."""
    found = _finished(request, pk, act=True)
    if deed not in (BoardKind.UNDO, BoardKind.REDO):
        raise Http404
    chosen = changes.chosen(found, request.actor, deed, request.POST.get("change", ""))
    goes_to = safe_next(request, reverse("matching:run", args=[found.pk]))
    if chosen is None:
        messages.info(
            request,
            _("There is nothing of yours to undo.")
            if deed == BoardKind.UNDO
            else _("There is nothing to do again."),
        )
        return redirect(goes_to)
    act = acting.undo if deed == BoardKind.UNDO else acting.redo
    try:
        made = act(chosen, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, changes.sentences([made])[0])
    return redirect(goes_to)

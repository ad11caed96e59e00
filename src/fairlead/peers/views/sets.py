"""Peer pairs of a round, as coordinators prepare, propose and publish them."""

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
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, told
from fairlead.matching.queries import peering
from fairlead.peers import policies
from fairlead.peers.actions import arranging, proposing, telling
from fairlead.peers.enums import OPEN, Work
from fairlead.peers.forms import JoinForm, LeaveOutForm, PairForm, PeerSetForm, SeenForm
from fairlead.peers.queries import pairs
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.peers.models import PeerSet

PEOPLE_A_PAGE = 20
# A pair has two bars of points: ten are well below what a page may weigh.
PAIRS_A_PAGE = 10
VIEWS = ("proposed", "running", "people", "over")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_round(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The round's peer pairs, and new ones."""
    writes = request.method == "POST"
    round = programmes.fetch_round(
        request.actor, pk, to=policies.can_arrange if writes else policies.can_look
    )
    form = PeerSetForm(request.POST if writes else None)
    if writes and form.is_valid():
        try:
            made = arranging.begin(round, form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            return redirect("peers:set", pk=made.pk)
    context = {
        "round": round,
        "programme": round.programme,
        "form": form,
        "sets": pairs.of_round(round),
        "can_arrange": policies.can_arrange(request.actor, round),
    }
    return render(request, "peers/round.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@login_required
def show(request: ActorRequest, pk: UUID) -> HttpResponse:
    """How the pairs stand: proposed, under way, over, and the people."""
    found = policies.fetch(request.actor, pk)
    board = pairs.board(found)
    rows: dict[str, list[Any]] = {
        "proposed": board.proposed,
        "running": board.running,
        "people": board.members,
        "over": board.over,
    }
    usual = next((one for one in VIEWS if rows[one]), "people")
    view = request.GET.get("view", "")
    view = view if view in VIEWS and (rows[view] or view == "people") else usual
    a_page = PEOPLE_A_PAGE if view == "people" else PAIRS_A_PAGE
    waits = found.work in (Work.QUEUED, Work.RUNNING)
    is_open = found.state in OPEN and not waits
    context: dict[str, Any] = {
        "peers": found,
        "round": found.round,
        "programme": found.round.programme,
        "board": board,
        "view": view,
        "tabs": _tabs(found, view, rows),
        "page": Paginator(rows[view], a_page).get_page(request.GET.get("page")),
        "waits": waits,
        "odd": board.count % 2 == 1,
        "settled": bool(found.figures) and pairs.is_settled(found, board),
        "seen": str(found.revision),
        "can_change": is_open and policies.can_change(request.actor, found),
    }
    return render(request, "peers/set.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def change(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Another title, last day, side, other words."""
    found = policies.fetch(request.actor, pk, to=policies.can_change)
    if found.state not in OPEN:
        return redirect("peers:set", pk=pk)
    given = {name: getattr(found, name) for name in arranging.FIELDS} | {"seen": found.revision}
    form = PeerSetForm(request.POST or None, initial=given)
    if request.method == "POST" and form.is_valid():
        seen = form.cleaned_data["seen"] or 0
        try:
            arranging.change(found, form.cleaned_data, seen=seen, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            return redirect("peers:set", pk=pk)
    context = {"peers": found, "round": found.round, "programme": found.round.programme, "form": form}
    return render(request, "peers/change.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@login_required
def settle(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Leave somebody out, or let them in again."""
    found = policies.fetch(request.actor, pk, to=policies.can_change)
    form = LeaveOutForm(request.POST)
    people = {one.pk: one for one in pairs.taking_part(found)}
    if not form.is_valid() or form.cleaned_data["who"] not in people:
        raise Http404
    who, given = people[form.cleaned_data["who"]], form.cleaned_data
    text = _("%(name)s is left out.") if given["out"] else _("%(name)s is in again.")
    with told(request, text % {"name": who.person.name}):
        arranging.leave_out(found, who, given["out"], seen=given["seen"], by=request.actor, at=timezone.now())
    return redirect(f"{reverse('peers:set', args=[pk])}?view=people#pairs")


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def choose(request: ActorRequest, pk: UUID, participation: UUID) -> HttpResponse:
    """With whom somebody could be paired, and the choice."""
    found = policies.fetch(request.actor, pk, to=policies.can_change)
    board = pairs.board(found)
    who = next((one for one in board.members if one.participation.pk == participation), None)
    running = {half.participation.pk for row in board.running for half in row.halves}
    if who is None or who.out or participation in running or found.state not in OPEN:
        raise Http404
    if request.method == "POST":
        return _join(request, found, board, who)
    apart = pairs.once_paired(found)
    try:
        suits = peering.suitable(found.round, pairs.free(found), apart=apart, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("peers:set", pk=pk)
    possible = pairs.choices(board, who, suits.points())
    page = Paginator(possible, PAIRS_A_PAGE).get_page(request.GET.get("page"))
    page.object_list = pairs.with_effects(page.object_list, who, suits, board)
    context = {
        "peers": found,
        "round": found.round,
        "programme": found.round.programme,
        "who": who,
        "page": page,
    }
    return render(request, "peers/choose.html", context)


def _join(request: ActorRequest, found: "PeerSet", board: pairs.Board, who: pairs.Member) -> HttpResponse:
    form = JoinForm(request.POST)
    others = {one.participation.pk: one.participation for one in board.members}
    if not form.is_valid() or form.cleaned_data["other"] not in others:
        raise Http404
    other, seen = others[form.cleaned_data["other"]], form.cleaned_data["seen"]
    with told(request, _("The two are paired and locked. Propose again to fit the others around them.")):
        proposing.join(found, who.participation, other, seen=seen, by=request.actor, at=timezone.now())
    return redirect(f"{reverse('peers:set', args=[found.pk])}?view=proposed#pairs")


@never_cache
@require_POST
@login_required
def act(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Propose, publish, call off; or lock, open, part or end one pair."""
    found = policies.fetch(request.actor, pk, to=policies.can_change)
    if deed in ("lock", "open", "part", "end"):
        return _on_pair(request, found, deed)
    form = SeenForm(request.GET)
    seen = form.cleaned_data["seen"] if form.is_valid() else found.revision + 1
    by, at = request.actor, timezone.now()
    if deed == "propose":
        _propose(request, found, seen)
    elif deed == "publish":
        with told(request, _("Published: the two of each pair know of each other.")):
            telling.publish(found, seen=seen, by=by, at=at)
    elif deed == "cancel":
        with told(request, _("Called off. Nobody had been told.")):
            arranging.cancel(found, seen=seen, by=by, at=at)
    else:
        raise Http404
    return redirect("peers:set", pk=pk)


def _propose(request: ActorRequest, found: "PeerSet", seen: int) -> None:
    try:
        made = proposing.propose(found, seen=seen, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return
    if made is None:
        messages.info(request, _("So many take a minute. The page shows the pairs once they are there."))
    elif made:
        messages.success(request, _("This is what is proposed. Nobody has been told yet."))
    else:
        messages.warning(request, _("There is no pair to propose: nobody left suits anybody left."))


def _on_pair(request: ActorRequest, found: "PeerSet", deed: str) -> HttpResponse:
    form = PairForm(request.POST if "pair" in request.POST else request.GET)
    pair = pairs.pair(found, form.cleaned_data["pair"]) if form.is_valid() else None
    if pair is None:
        raise Http404
    seen, by, at = form.cleaned_data["seen"], request.actor, timezone.now()
    if deed == "end":
        with told(request, _("The pair has ended, and both are told.")):
            telling.end(pair, by=by, at=at)
    elif deed == "part":
        with told(request, _("The two are apart. Nobody had been told.")):
            proposing.part(pair, seen=seen, by=by, at=at)
    else:
        on = deed == "lock"
        with told(request, _("It stays when you propose again.") if on else _("It is open again.")):
            proposing.lock(pair, on, seen=seen, by=by, at=at)
    view = "running" if deed == "end" else "proposed"
    return redirect(f"{reverse('peers:set', args=[found.pk])}?view={view}#pairs")


def _tabs(found: "PeerSet", view: str, rows: dict[str, Any]) -> list[dict[str, Any]]:
    url = reverse("peers:set", args=[found.pk])
    count = {key: len(some) for key, some in rows.items()}
    words = {
        "proposed": _("Proposed (%(n)d)"),
        "running": _("Under way (%(n)d)"),
        "people": ngettext("%(n)d person", "%(n)d people", count["people"]),
        "over": _("Over (%(n)d)"),
    }
    return [
        {"label": words[key] % {"n": count[key]}, "url": f"{url}?view={key}#pairs", "current": key == view}
        for key in VIEWS
        if count[key] or key == "people"
    ]

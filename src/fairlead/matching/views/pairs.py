"""Whom else somebody could have, why two are a pair or none, and the coordinator's word on a pair."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, safe_next
from fairlead.matching import policies
from fairlead.matching.actions import ruling
from fairlead.matching.actions import sharing as showing
from fairlead.matching.enums import RulingKind
from fairlead.matching.forms import RulingForm
from fairlead.matching.queries import alternatives as choices
from fairlead.matching.queries import pruned, runs, sharing, smallest
from fairlead.matching.queries import why as whys
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import Side


@require_safe
@login_required
def alternatives(request: ActorRequest, pk: UUID, mentee: UUID) -> HttpResponse:
    """Every mentor of a run for one mentee, ranked by what choosing costs overall; why not, for the rest."""
    return _everybody(request, pk, Side.MENTEE, mentee)


@require_safe
@login_required
def of_mentor(request: ActorRequest, pk: UUID, mentor: UUID) -> HttpResponse:
    """Every mentee of a run for one mentor, ranked by what choosing costs overall; why not, for the rest."""
    return _everybody(request, pk, Side.MENTOR, mentor)


def _everybody(request: ActorRequest, pk: UUID, side: Side, person: UUID) -> HttpResponse:
    found = policies.fetch(request.actor, pk)
    if gone := pruned.why_not(found):
        messages.warning(request, str(gone))
        return redirect("matching:run", pk=found.pk)
    ask = choices.of_mentee if side == Side.MENTEE else choices.of_mentor
    shown = ask(found, person, page=request.GET.get("page"), shut=request.GET.get("shut"))
    if shown is None:
        raise Http404
    context = {
        "run": found,
        "round": found.round,
        "shown": shown,
        "page": shown.pages[0],
        "shut": shown.pages[1],
        "help": smallest.for_person(found, side, person),
        "as_mentor": side == Side.MENTOR,
        "can_decide": policies.can_decide(request.actor, found),
        "newest": runs.newest_done(found.round) == found,
    }
    return render(request, "matching/alternatives.html", context)


@require_safe
@login_required
def why(request: ActorRequest, pk: UUID, mentee: UUID, mentor: UUID) -> HttpResponse:
    """Why two people of a run are a pair, or what making them one would cost everybody else."""
    found = policies.fetch(request.actor, pk)
    if gone := pruned.why_not(found):
        messages.warning(request, str(gone))
        return redirect("matching:run", pk=found.pk)
    shown = whys.of_two(found, mentee, mentor)
    if shown is None:
        raise Http404
    context = {
        "run": found,
        "round": found.round,
        "shown": shown,
        "preview": sharing.preview(shown.plain_parts),
        "shows": sharing.shows_reasons(found.round.programme),
        "can_decide": policies.can_decide(request.actor, found),
        "newest": runs.newest_done(found.round) == found,
    }
    return render(request, "matching/why.html", context)


@require_POST
@login_required
def show_reasons(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Let the two of each pair of a programme read why the two of them, or not."""
    programme = programmes.fetch(request.actor, pk, to=programmes.can_edit)
    shown = request.POST.get("shown") == "yes"
    showing.show_reasons(programme, shown=shown, by=request.actor, at=timezone.now())
    messages.success(
        request,
        (
            _("From now on offers, letters and introductions say why the two of them.")
            if shown
            else _(
                "Offers, letters and introductions no longer say why. Earlier pairs keep it on their page."
            )
        ),
    )
    return redirect(safe_next(request, reverse("programmes:detail", args=[programme.pk])))


@require_POST
@login_required
def rule(request: ActorRequest, pk: UUID, kind: str) -> HttpResponse:
    """Lock or forbid a pair of the round, or lift the word on it."""
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_run_round)
    form = RulingForm(request.POST)
    pair = runs.pair_of(round, **_pair_asked(form)) if form.is_valid() else None
    if pair is None or kind not in {*RulingKind.values, "lift"}:
        raise Http404
    mentee, mentor = pair
    names = {"mentee": mentee.person.name, "mentor": mentor.person.name}
    try:
        ruling.say(
            mentee=mentee,
            mentor=mentor,
            kind=kind,
            reason=form.cleaned_data["reason"],
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, _said(kind) % names)
    return redirect(safe_next(request, reverse("matching:round", args=[round.pk])))


def _pair_asked(form: RulingForm) -> dict[str, UUID]:
    return {"mentee": form.cleaned_data["mentee"], "mentor": form.cleaned_data["mentor"]}


def _said(kind: str) -> str:
    return {
        "lock": _("Locked: %(mentee)s with %(mentor)s. Run again to see what changes around them."),
        "forbid": _("Forbidden: %(mentee)s with %(mentor)s. Run again to find the next best."),
        "lift": _("Lifted: %(mentee)s with %(mentor)s is open again."),
    }[kind]

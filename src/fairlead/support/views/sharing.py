"""A case that concerns two institutions: propose to share it, and the one page that all three read."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, told
from fairlead.support import policies
from fairlead.support.actions import sharing as actions
from fairlead.support.enums import CaseState, SharingPart, SharingState
from fairlead.support.forms.sharing import OfferForm, OwnNoteForm, WordForm
from fairlead.support.queries import sharing as queries

if TYPE_CHECKING:
    from fairlead.support.models import Case, Sharing


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def propose(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say with whom a case is shared and how much of it; begins with what the arrangement says."""
    # Whoever has written a summary gets it back when the case was closed meanwhile.
    may = policies.can_own if request.method == "POST" else policies.can_share
    case = policies.fetch(request.actor, pk, to=may)
    counterparts = queries.counterparts(case)
    usual = queries.usual(case, counterparts[0].institution.pk) if counterparts else None
    form = OfferForm(request.POST or None, counterparts=counterparts, initial=_usual(counterparts, usual))
    status = 200
    if request.method == "POST" and not form.is_valid():
        status = 422
    elif request.method == "POST":
        try:
            made = actions.propose(case, form.offer, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
            status = 409
        else:
            messages.success(request, _proposed(made))
            return redirect("support:sharing", pk=made.pk)
    context = {
        "case": case,
        "programme": case.programme,
        "form": form,
        "counterparts": counterparts,
        "usual": usual,
        "first": queries.in_confidence(case),
        "refusal": _("Nobody is left to share it with."),
        "unkept": "" if counterparts else request.POST.get("summary", "").strip(),
    }
    return render(request, "support/sharing_new.html", context, status=status)


def _usual(counterparts: list[queries.Counterpart], usual: queries.Usual | None) -> dict[str, str]:
    if usual is None:
        return {}
    named = [one for one in counterparts if one.person.email.lower() == usual.email]
    return {"level": usual.level.value, "person": str((named or counterparts)[0].person.pk)}


def _proposed(made: "Sharing") -> str:
    if made.state == SharingState.ASKED:
        return _("Whoever asked has been told and decides first.")
    name = made.person.name if made.person else ""
    return _("%(name)s has been told and can accept.") % {"name": name}


@never_cache
@require_safe
@login_required
def sharing(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What is shared, exactly as agreed; for the two coordinators, and whoever asked."""
    return _page(request, policies.fetch_sharing(request.actor, pk))


@never_cache
@require_POST
@login_required
def do(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Agree, refuse, accept, decline or end."""
    if deed not in DEEDS:
        raise Http404
    allowed, act, sentence = DEEDS[deed]
    found = policies.fetch_sharing(request.actor, pk, to=allowed)
    with told(request, str(sentence)):
        act(found, by=request.actor, at=timezone.now())
    if not policies.visible_sharings(request.actor).filter(pk=pk).exists():
        return redirect("support:cases")
    return redirect("support:sharing", pk=pk)


@never_cache
@require_POST
@login_required
def word(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Write something that both coordinators read."""
    found = policies.fetch_sharing(request.actor, pk, to=policies.can_write_to_both)
    return _written(request, found, WordForm(request.POST), actions.write_to_both, "form")


@never_cache
@require_POST
@login_required
def note(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A note that the other coordinator makes for themselves."""
    found = policies.fetch_sharing(request.actor, pk, to=policies.can_accept)
    return _written(request, found, OwnNoteForm(request.POST), actions.note_apart, "own_form")


def _written(
    request: ActorRequest, found: "Sharing", form: WordForm, act: Callable[..., None], name: str
) -> HttpResponse:
    if not form.is_valid():
        return _page(request, found, status=422, **{name: form})
    try:
        act(found, form.cleaned_data["words"], by=request.actor, at=timezone.now())
    except Refused as refusal:
        again = policies.fetch_sharing(request.actor, found.pk)
        return _page(request, again, status=409, refusal=refusal.sentence, unkept=form.cleaned_data["words"])
    return redirect("support:sharing", pk=found.pk)


Allowed = Callable[[Any, Any], bool]
DEEDS: dict[str, tuple[Allowed, Callable[..., None], Promise]] = {
    "agree": (policies.can_agree, actions.agree, gettext_lazy("Thank you. It is offered to them now.")),
    "refuse": (
        policies.can_agree,
        actions.refuse,
        gettext_lazy("It is not shared. Nobody else has learnt of it."),
    ),
    "accept": (policies.can_accept, actions.accept, gettext_lazy("You share this case now.")),
    "decline": (policies.can_accept, actions.decline, gettext_lazy("Declined. You see it no longer.")),
    "end": (policies.can_end, actions.end, gettext_lazy("It is shared no longer.")),
}


def _page(request: ActorRequest, found: "Sharing", *, status: int = 200, **forms: Any) -> HttpResponse:
    case, seen = found.case, queries.sight(request.actor, found)
    context = {
        "sharing": found,
        "case": case,
        "programme": case.programme,
        "seen": seen,
        "is_owner": seen.part == SharingPart.OWNER,
        "is_other": seen.part == SharingPart.OTHER,
        "is_asker": seen.part == SharingPart.ASKER,
        "in_confidence": queries.in_confidence(case),
        "is_shared": found.state == SharingState.SHARED,
        "is_live": found.settled_at is None,
        "is_closed": case.state == CaseState.CLOSED,
        "can_note": seen.part == SharingPart.OTHER and found.state == SharingState.SHARED,
        "opens_pair": _opens_pair(request, case),
        "form": WordForm(),
        "own_form": OwnNoteForm(),
        **forms,
    }
    return render(request, "support/sharing.html", context, status=status)


def _opens_pair(request: ActorRequest, case: "Case") -> bool:
    return case.pair is not None and policies.can_look(request.actor, case.programme)

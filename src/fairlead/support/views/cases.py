"""Cases: for whoever looks after them and those they name, and for nobody else."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
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
from fairlead.people.queries import leaving
from fairlead.programmes import policies as programmes
from fairlead.support import policies
from fairlead.support.actions import caring
from fairlead.support.actions.helping import LOOK_WITHIN
from fairlead.support.enums import CaseOutcome, CaseState
from fairlead.support.forms.caring import CloseForm, NewCaseForm, NoteForm, PersonForm, SettleForm
from fairlead.support.queries import cases as queries
from fairlead.support.queries import health, sharing
from fairlead.support.views.frame import framed

if TYPE_CHECKING:
    from django.forms import Form

    from fairlead.support.models import Case

PER_PAGE = 50
SHARED = "shared"


@never_cache
@require_safe
@login_required
def cases(request: ActorRequest) -> HttpResponse:
    """The cases that the reader looks after or is named in."""
    if request.GET.get("state") == SHARED:
        return _shared(request)
    state = CaseState.CLOSED if request.GET.get("state") == CaseState.CLOSED else CaseState.OPEN
    page = Paginator(queries.listed(request.actor, state=state), PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "closed": state == CaseState.CLOSED,
        "today": timezone.localdate(),
        "views": _views(state),
    }
    return render(request, "support/cases.html", context)


def _views(current: str) -> list[dict[str, Any]]:
    """Open and closed cases (those that wait are listed as open), and what other institutions share."""
    named = [(CaseState.OPEN.value, CaseState.OPEN.label), (CaseState.CLOSED.value, CaseState.CLOSED.label)]
    return [
        {"label": label, "url": f"?state={value}", "current": value == current}
        for value, label in [*named, (SHARED, _("Shared with you"))]
    ]


def _shared(request: ActorRequest) -> HttpResponse:
    page = Paginator(sharing.listed(request.actor), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "support/cases_shared.html", {"page": page, "views": _views(SHARED)})


@never_cache
@require_safe
@login_required
def case(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One case: what is known, notes, and what its owner can do."""
    return _page(request, policies.fetch(request.actor, pk))


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Open a case by hand, about a pair or none."""
    programme = programmes.fetch(request.actor, pk, to=policies.can_settle)
    at = timezone.now()
    known = {str(one.pair.pk): one.pair for one in health.standings(request.actor, [programme.pk], at=at)}
    named = sorted(
        ((number, f"{one.mentee.person.name} – {one.mentor.person.name}") for number, one in known.items()),
        key=lambda pair: pair[1],
    )
    today = timezone.localdate(at)
    initial = {"due_on": today + LOOK_WITHIN, "pair": request.GET.get("pair", "")}
    form = NewCaseForm(request.POST or None, pairs=named, today=today, initial=initial)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = caring.open_by_hand(
            programme,
            form.settled,
            pair=known.get(given["pair"]),
            words=given["words"],
            occasion=str(given["occasion"]),
            by=request.actor,
            at=at,
        )
        return redirect("support:case", pk=made.pk)
    context = framed(request, programme, "cases") | {"form": form}
    return render(request, "support/case_new.html", context, status=422 if form.errors else 200)


@never_cache
@require_POST
@login_required
def note(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Add a note."""
    found = policies.fetch(request.actor, pk, to=policies.can_note)
    form = NoteForm(request.POST)
    if not form.is_valid():
        return _page(request, found, status=422, note_form=form)
    try:
        caring.write_note(found, form.cleaned_data["words"], by=request.actor, at=timezone.now())
    except Refused as refusal:
        again = policies.fetch(request.actor, pk)
        return _page(request, again, status=409, refusal=refusal.sentence, unkept=form.cleaned_data["words"])
    return redirect("support:case", pk=pk)


@never_cache
@require_POST
@login_required
def do(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Settle, name a reader, hand over, close or open again: what its owner does with a case."""
    if deed not in DEEDS:
        raise Http404
    found = policies.fetch(request.actor, pk, to=policies.can_own)
    make, act, name, sentence = DEEDS[deed]
    form = make(request, found)
    if form is not None and not form.is_valid():
        return _page(request, found, status=422, **{name: form})
    with told(request, str(sentence)):
        act(request, found, form)
    return redirect("support:case", pk=pk)


def _others(found: "Case") -> list[queries.Addressee]:
    """Who else of the programme may read or look after the case."""
    return [one for one in queries.candidates(found) if one.person.pk != found.owner_id]


def _settle_form(request: ActorRequest, found: "Case") -> SettleForm:
    return SettleForm(request.POST, today=timezone.localdate())


def _person_form(request: ActorRequest, found: "Case") -> PersonForm:
    return PersonForm(request.POST, addressees=_others(found))


def _close_form(request: ActorRequest, found: "Case") -> CloseForm:
    return CloseForm(request.POST)


def _no_form(request: ActorRequest, found: "Case") -> None:
    return None


def _settle(request: ActorRequest, found: "Case", form: Any) -> None:
    seen = form.cleaned_data["seen"] or 0
    caring.settle(found, form.settled, seen=seen, by=request.actor, at=timezone.now())


def _name(request: ActorRequest, found: "Case", form: Any) -> None:
    caring.name_reader(found, UUID(form.cleaned_data["person"]), by=request.actor, at=timezone.now())


def _hand_over(request: ActorRequest, found: "Case", form: Any) -> None:
    given = form.cleaned_data
    person, seen = UUID(given["person"]), given["seen"] or 0
    caring.hand_over(found, person, seen=seen, by=request.actor, at=timezone.now())


def _close(request: ActorRequest, found: "Case", form: Any) -> None:
    outcome = CaseOutcome(form.cleaned_data["outcome"])
    caring.close(found, outcome, by=request.actor, at=timezone.now())


def _reopen(request: ActorRequest, found: "Case", form: Any) -> None:
    caring.reopen(found, by=request.actor, at=timezone.now())


Make = Callable[[ActorRequest, "Case"], "Form | None"]
Act = Callable[[ActorRequest, "Case", Any], None]
DEEDS: dict[str, tuple[Make, Act, str, Promise | str]] = {
    "settle": (_settle_form, _settle, "settle_form", gettext_lazy("Saved.")),
    "reader": (_person_form, _name, "reader_form", gettext_lazy("They can read the case now.")),
    "hand-over": (_person_form, _hand_over, "hand_form", gettext_lazy("Handed over; they have been told.")),
    "close": (_close_form, _close, "close_form", gettext_lazy("The case is closed.")),
    "reopen": (_no_form, _reopen, "", gettext_lazy("The case is open again.")),
}


def _page(request: ActorRequest, found: "Case", *, status: int = 200, **forms: Any) -> HttpResponse:
    others, notes = _others(found), queries.notes(request.actor, found)
    owns = policies.can_own(request.actor, found)
    readers = list(found.readers.select_related("person"))
    unnamed = [one for one in others if one.person.pk not in {reader.person_id for reader in readers}]
    revision = {"seen": found.revision}
    settled = {**revision, "kind": found.kind, "due_on": found.due_on}
    context = {
        "case": found,
        "programme": found.programme,
        "in_team": policies.can_look(request.actor, found.programme),
        "owns": owns,
        "is_open": found.state == CaseState.OPEN,
        "words": queries.words(request.actor, found),
        "notes": notes,
        "sealed_notes": found.notes.count() - len(notes),
        "leaves_on": leaving([found.owner_id]).get(found.owner_id) if found.owner_id else None,
        "readers": readers,
        "others": others,
        "unnamed": unnamed,
        "today": timezone.localdate(),
        "settle_form": SettleForm(initial=settled, today=timezone.localdate()),
        "note_form": NoteForm(),
        "reader_form": PersonForm(addressees=unnamed),
        "hand_form": PersonForm(addressees=others, initial=revision),
        "close_form": CloseForm(),
        "sharings": list(sharing.of_case(found)),
        "can_share": owns and bool(sharing.counterparts(found)),
        **forms,
    }
    return render(request, "support/case.html", context, status=status)

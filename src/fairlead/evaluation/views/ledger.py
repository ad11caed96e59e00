"""The ledger: write an entry in half a minute, correct it, strike it out."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.evaluation import policies
from fairlead.evaluation.actions import ledger as actions
from fairlead.evaluation.forms.ledger import AS_MEMBER, EntryForm, FilterForm
from fairlead.evaluation.periods import Year, year_of
from fairlead.evaluation.queries import costs
from fairlead.evaluation.queries import ledger as queries
from fairlead.evaluation.views.frame import about
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.evaluation.models import EffortEntry
    from fairlead.programmes.models import Programme

PER_PAGE = 20
KEPT = ("activity", "role", "phase", "institution", "round")
SHOWN_YEARS = 6


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def ledger(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Write one entry, and see those that are there."""
    programme = policies.fetch(request.actor, pk, to=policies.can_write_ledger)
    form = EntryForm(request.POST or None, initial=usual(request, programme), **given(request, programme))
    if request.method == "POST" and form.is_valid():
        try:
            actions.write(
                programme,
                form.spending(),
                on=form.cleaned_data["on"],
                key=form.page_key(),
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            messages.warning(request, str(refusal.sentence))
        else:
            messages.success(request, _("It is written down."))
        return redirect("evaluation:ledger", programme.pk)
    return _list(request, programme, form)


def given(request: ActorRequest, programme: "Programme") -> dict[str, Any]:
    """What every form of the ledger needs."""
    return {"actor": request.actor, "programme": programme, "today": timezone.localdate()}


def usual(request: ActorRequest, programme: "Programme") -> dict[str, Any]:
    """What is filled in already: today, and what the actor wrote last or is in the team."""
    filled: dict[str, Any] = {"on": timezone.localdate(), "phase": "delivery"}
    last = queries.last_of(request.actor, programme)
    if last is not None:
        return filled | {name: getattr(last, f"{name}_id", getattr(last, name)) for name in KEPT}
    roles = programmes.team_roles(request.actor).get(programme.pk, frozenset())
    filled["role"] = next((AS_MEMBER[role] for role in AS_MEMBER if role in roles), "")
    own = policies.own_institutions(request.actor, programme)
    filled["institution"] = programme.lead_id if own is None else next(iter(own), None)
    return filled


def _list(request: ActorRequest, programme: "Programme", form: EntryForm) -> HttpResponse:
    month = costs.reckoning(programme).year_starts
    this = year_of(timezone.localdate(), month)
    years = [this.later(-step) for step in range(SHOWN_YEARS)]
    filter_form = FilterForm(request.GET or None, years=[(str(year.begins), year.name) for year in years])
    filters = _filters(filter_form, month)
    page = Paginator(queries.entries(request.actor, programme, filters), PER_PAGE).get_page(
        request.GET.get("page")
    )
    context = about(request, programme, "ledger") | {
        "form": form,
        "filter_form": filter_form,
        "filters": filters,
        "page": page,
        "struck": queries.struck(request.actor, programme)[:PER_PAGE],
    }
    return render(request, "evaluation/ledger.html", context, status=422 if form.errors else 200)


def _filters(form: FilterForm, month: int) -> queries.Filters:
    if not form.is_valid():
        return queries.Filters()
    said = form.cleaned_data
    year = Year(int(said["year"]), month) if said["year"] else None
    return queries.Filters(year, said["phase"], said["activity"])


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def entry(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One entry with its history; a correction takes its place."""
    found = policies.fetch_entry(request.actor, pk)
    standing = found.state == "standing"
    initial = {"on": found.on, "hours": found.hours, "money": found.money, "note": found.note}
    initial |= {name: getattr(found, f"{name}_id", getattr(found, name)) for name in KEPT}
    form = EntryForm(request.POST or None, initial=initial, **given(request, found.programme))
    refused = ""
    if request.method == "POST" and form.is_valid():
        try:
            actions.correct(
                found, form.spending(), on=form.cleaned_data["on"], by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            refused = str(refusal.sentence)
        else:
            messages.success(request, _("It is corrected; the earlier entry stays readable."))
            return redirect("evaluation:ledger", found.programme_id)
    newest = queries.newest(found) if refused else found
    context = about(request, found.programme, "ledger") | {
        "entry": found,
        "newest": newest if newest.state == "standing" else None,
        "refused": refused,
        "form": form if standing or request.method == "POST" else None,
        "history": _told(queries.history(found)),
    }
    return render(request, "evaluation/entry.html", context, status=422 if form.errors or refused else 200)


def _told(history: "list[EffortEntry]") -> list[dict[str, Any]]:
    """The history as the page shows it: what stood there, when it was written."""
    return [{"entry": one, "first": one.replaces_id is None} for one in history]


@require_POST
@login_required
def strike(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Strike an entry out."""
    found = policies.fetch_entry(request.actor, pk)
    try:
        actions.strike(found, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("It is struck out and counts no more."))
    return redirect("evaluation:ledger", found.programme_id)

"""The calendar of a round."""

from datetime import date, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_safe

from fairlead.kernel.http import ActorRequest
from fairlead.programmes import actions, forms, policies, queries

if TYPE_CHECKING:
    from fairlead.programmes.models import Milestone, Round

WIDTH, ROW, HEAD = 640, 20, 26
MOST_NAMED = 18


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def calendar(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Everything that happens in a round; a coordinator changes it."""
    round = policies.fetch_round(request.actor, pk)
    can_run = policies.can_run_round(request.actor, round)
    chosen = _chosen(request, round)
    form = forms.MilestoneForm(instance=chosen)
    if request.method == "POST":
        if not can_run:
            raise Http404
        if request.POST.get("do") not in {"add", "change"}:
            return _do(request, round, chosen)
        form = forms.MilestoneForm(request.POST, instance=_chosen(request, round))
        if form.is_valid():
            return _write(request, round, chosen, form)
    entries = queries.calendar(round)
    context = {
        "round": round,
        "programme": round.programme,
        "can_run": can_run,
        "entries": entries,
        "strip": strip(entries, timezone.localdate()),
        "form": form,
        "chosen": chosen,
        "fillable": can_run and round.starts_on is not None and not round.rolling,
    }
    return render(request, "programmes/calendar.html", context, status=422 if form.errors else 200)


def _chosen(request: ActorRequest, round: "Round") -> "Milestone | None":
    """The milestone that is being changed, by the address or by the form."""
    wanted = request.POST.get("milestone") or request.GET.get("change") or ""
    try:
        pk = str(UUID(wanted))
    except ValueError:
        return None
    return queries.milestone(round, pk)


def _do(request: ActorRequest, round: "Round", chosen: "Milestone | None") -> HttpResponse:
    by, at = request.actor, timezone.now()
    doing = request.POST.get("do")
    if doing == "fill":
        added = actions.fill_calendar(round, by=by, at=at)
        said = ngettext("%(count)s date added.", "%(count)s dates added.", added) % {"count": added}
    elif doing == "remove" and chosen is not None:
        actions.remove_milestone(chosen, by=by, at=at)
        said = _("Removed from the calendar.")
    else:
        raise Http404
    messages.success(request, said)
    return redirect("programmes:calendar", round.pk)


def _write(
    request: ActorRequest, round: "Round", chosen: "Milestone | None", form: forms.MilestoneForm
) -> HttpResponse:
    by, at = request.actor, timezone.now()
    if request.POST.get("do") == "change":
        if chosen is None:
            raise Http404
        actions.change_milestone(chosen, form.cleaned_data, by=by, at=at)
    else:
        actions.add_milestone(round, form.cleaned_data, by=by, at=at)
    messages.success(request, _("Saved."))
    return redirect("programmes:calendar", round.pk)


@require_safe
@login_required
def calendar_file(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The round's calendar as a file that calendar programmes read."""
    round = policies.fetch_round(request.actor, pk)
    text = queries.calendar_file(round, at=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{round.programme.slug}.ics"'
    return response


def strip(entries: list[queries.Entry], today: date) -> dict[str, Any] | None:
    """The months from the first to the last day as a picture: bars in rows, months as columns, and today."""
    if not entries:
        return None
    first = min(entry.on for entry in entries).replace(day=1)
    last = max(entry.until for entry in entries)
    end = queries.months_later(last.replace(day=1), 1)
    days = (end - first).days

    def at(day: date) -> float:
        return round((day - first).days / days * WIDTH, 1)

    months: list[dict[str, Any]] = []
    month = first
    while month < end:
        months.append({"x": at(month), "text": at(month) + 3, "label": date_format(month, "b").title()})
        month = queries.months_later(month, 1)
    if len(months) > MOST_NAMED:
        months = [{**one, "label": one["label"][:1]} for one in months]
    bars: list[dict[str, Any]] = []
    for place, entry in enumerate(entries):
        start, stop, top = at(entry.on), at(entry.until + timedelta(days=1)), HEAD + ROW * place
        width, after = max(stop - start, 6), stop <= WIDTH * 0.6
        bar = {"x": start, "y": top, "width": width, "base": top + 10, "title": entry.title}
        bar |= {"text": start + width + 5 if after else start - 5, "anchor": "start" if after else "end"}
        bars.append(bar)
    height = HEAD + ROW * len(entries) + 4
    shown_today = at(today) if first <= today < end else None
    return {"width": WIDTH, "height": height, "months": months, "bars": bars, "today": shown_today}

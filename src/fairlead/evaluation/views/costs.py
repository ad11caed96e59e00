"""What the programme costs: by year, planned against actual, for each pair."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fairlead.evaluation import policies
from fairlead.evaluation.enums import Activity, EffortRole
from fairlead.evaluation.periods import Year, year_of
from fairlead.evaluation.queries import costs as queries
from fairlead.evaluation.queries import planned
from fairlead.evaluation.queries.effort import NOTHING, Effort, efforts
from fairlead.evaluation.views.frame import about
from fairlead.kernel.http import ActorRequest, asked
from fairlead.programmes.enums import Phase

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme

YEARS = 5
DAYS_OF_A_WEEK = 7


@never_cache
@require_safe
@login_required
def costs(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The cost of each year; one of them in detail."""
    programme = policies.fetch(request.actor, pk)
    own = policies.own_institutions(request.actor, programme)
    reckoning = queries.reckoning(programme)
    found = [one for one in efforts([programme.pk]) if own is None or one.institution in own]
    month, over = reckoning.year_starts, reckoning.write_off_years
    counts = queries.counts(programme, month=month, institutions=own)
    years = queries.years(found, counts, month=month, over=over)[:YEARS]
    chosen = _chosen(request, years, month)
    within = [one for one in found if chosen is not None and chosen.year.holds(one.on)]
    context = about(request, programme, "costs") | {
        "years": years,
        "chosen": chosen,
        "over": over,
        "each": _each(chosen) if chosen else [],
        "actual": _against_plan(programme, found, chosen) if own is None and chosen else [],
        "by_activity": _sorted(queries.by(within, lambda one: (one.phase, one.activity)), Activity),
        "by_role": _sorted(queries.by(within, lambda one: (one.phase, one.role)), EffortRole),
    }
    return render(request, "evaluation/costs.html", context)


def _chosen(request: ActorRequest, years: list[queries.YearCost], month: int) -> queries.YearCost | None:
    """The year that the address asks for, else this one, else the newest."""
    wanted = asked(request, "year")
    this = year_of(timezone.localdate(), month)
    for year in (Year(int(wanted), month) if wanted.isdecimal() and len(wanted) == 4 else this, this):
        found = next((one for one in years if one.year == year), None)
        if found is not None:
            return found
    return next(iter(years), None)


def _each(cost: queries.YearCost) -> list[dict[str, Any]]:
    """Hours and cost for each applicant, pair and completed pair."""
    named = (
        (_("For each application"), cost.applicants),
        (_("For each pair that began"), cost.pairs),
        (_("For each completed pair"), cost.completed),
    )
    return [{"label": label, "count": count, "each": cost.each(count)} for label, count in named]


def _against_plan(
    programme: "Programme", found: list[Effort], chosen: queries.YearCost
) -> list[dict[str, Any]]:
    """What the design plans beside what was: setup as a whole, delivery in the chosen year."""
    rows = []
    for plan in planned.of_programme(programme):
        setup = plan.phase == Phase.SETUP
        spent = [one for one in found if one.phase == plan.phase and (setup or chosen.year.holds(one.on))]
        # The plan of the design counts the team's own hours, not those of the pairs in their meetings.
        own = [one for one in spent if not one.counted]
        days = [one.on for one in own]
        weeks = (max(days) - min(days)).days // DAYS_OF_A_WEEK + 1 if days else 0
        rows.append(
            {
                "label": _("Setup, all years") if setup else f"{plan.phase.label} {chosen.year.name}",
                "plan": plan,
                "money": sum((one.money for one in own), NOTHING),
                "hours": sum((one.hours for one in own), NOTHING),
                "weeks": weeks,
            }
        )
    return rows


def _sorted(
    sums: dict[tuple[str, str], queries.Sum], words: type[Activity] | type[EffortRole]
) -> list[dict[str, Any]]:
    rows = [
        {"phase": Phase(phase).label, "label": words(kind).label, "sum": total}
        for (phase, kind), total in sums.items()
    ]
    return sorted(rows, key=lambda row: (row["phase"] != Phase.SETUP.label, -row["sum"].hours))

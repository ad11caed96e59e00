"""What the year took: effort and cost, with the year before beside it."""

from collections.abc import Callable
from datetime import datetime
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from fairlead.evaluation.assessing.sections import NOTHING, Section, row, section
from fairlead.evaluation.models import Assessment
from fairlead.evaluation.queries import assessments as queries
from fairlead.evaluation.queries import costs
from fairlead.evaluation.queries.effort import efforts

Take = Callable[[costs.YearCost], Decimal | None]
HOURS, MONEY = 1, 2  # decimals


def cost(assessment: Assessment, _at: datetime) -> list[Section]:
    """Setup as it is written off, delivery, and what an application and a completed pair take."""
    programme = assessment.programme
    reckoning = costs.reckoning(programme)
    counts = costs.counts(programme, month=reckoning.year_starts)
    found = costs.years(
        efforts([programme.pk]), counts, month=reckoning.year_starts, over=reckoning.write_off_years
    )
    by_year = {one.year: one for one in found}
    year = queries.year(assessment)
    this, last = by_year.get(year), by_year.get(year.later(-1))
    rows = [row(label, _said(this, take, n), _said(last, take, n)) for label, take, n in _named()]
    lead = _("Setup is written off over %(years)s years; a completed pair bears its part of both.")
    made = section(
        "cost",
        _("Effort and cost"),
        (_("Figure"), year.name, year.later(-1).name),
        rows if this or last else [],
        lead=lead % {"years": reckoning.write_off_years},
        nothing=_("No effort is written down for this year."),
    )
    return [made]


def _named() -> list[tuple[str, Take, int]]:
    return [
        (_("Setup: hours borne by the year"), lambda one: one.setup_share.hours, HOURS),
        (_("Setup: cost borne by the year"), lambda one: one.setup_share.cost, MONEY),
        (_("Delivery: hours"), lambda one: one.delivery.hours, HOURS),
        (_("Delivery: cost"), lambda one: one.delivery.cost, MONEY),
        (_("Hours for each application"), lambda one: _each(one, one.applicants, 0), HOURS),
        (_("Hours for each completed pair"), lambda one: _each(one, one.completed, 0), HOURS),
        (_("Cost for each completed pair"), lambda one: _each(one, one.completed, 1), MONEY),
    ]


def _each(cost: costs.YearCost, count: int, place: int) -> Decimal | None:
    each = cost.each(count)
    return each[place] if each else None


def _said(cost: costs.YearCost | None, take: Take, decimals: int) -> str:
    value = take(cost) if cost else None
    if value is None:
        return NOTHING
    return number_format(round(value, decimals), decimals, use_l10n=True, force_grouping=True)

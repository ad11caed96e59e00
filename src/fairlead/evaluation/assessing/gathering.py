"""What a year of a programme comes to, gathered from everywhere into words and plain values."""

from collections.abc import Callable, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db.models import Max
from django.utils.formats import number_format
from django.utils.translation import gettext as _

from fairlead.evaluation.assessing.document import agreed_rows
from fairlead.evaluation.models import Aim, Assessment
from fairlead.evaluation.periods import Year
from fairlead.evaluation.queries import assessments as queries
from fairlead.evaluation.queries import costs
from fairlead.evaluation.queries.effort import efforts
from fairlead.programmes.enums import GoalKind
from fairlead.programmes.models import Programme

Section = dict[str, Any]
LONGEST_AIM = 300
NOTHING = "–"


def gather(assessment: Assessment, *, at: datetime) -> dict[str, Any]:
    """Sections of figures, comments that may be shown, and last year's actions with what became of them."""
    sections = [make(assessment, at) for make in SECTIONS]
    return {
        "sections": [section for section in sections if section is not None],
        "comments": [],
        "before": agreed_rows(queries.before(assessment)),
    }


def usual_aims(programme: Programme, *, before: Year) -> list[str]:
    """The aims of the last assessment, else what the design says the programme is for."""
    earlier = Aim.objects.filter(assessment__programme=programme, assessment__year__lt=before.begins)
    last = earlier.aggregate(year=Max("assessment__year"))["year"]
    if last is not None:
        return list(earlier.filter(assessment__year=last).values_list("text", flat=True))
    goals = [str(GoalKind(kind).label) for kind in programme.goal_kinds if kind in GoalKind.values]
    said = [programme.aim, *goals, *programme.own_goals.splitlines(), *programme.outcomes.splitlines()]
    return [text.strip()[:LONGEST_AIM] for text in said if text.strip()]


def section(
    key: str, title: str, headings: Sequence[str], rows: list[dict[str, Any]], *, lead: str = "", nothing: str
) -> Section:
    """A section of the report: `rows` of a label, cells under the headings, and perhaps a share to draw."""
    return {
        "key": key,
        "title": title,
        "lead": lead,
        "headings": list(headings),
        "rows": rows,
        "nothing": nothing,
    }


def row(label: str, *cells: str, share: float | None = None) -> dict[str, Any]:
    """A row: its label, the text of each cell, and a share of 0 to 100 to be drawn."""
    return {"label": label, "cells": list(cells), "share": share}


def _cost(assessment: Assessment, at: datetime) -> Section:
    programme = assessment.programme
    reckoning = costs.reckoning(programme)
    month = reckoning.year_starts
    found = costs.years(
        efforts([programme.pk]),
        costs.counts(programme, month=month),
        month=month,
        over=reckoning.write_off_years,
    )
    by_year = {one.year: one for one in found}
    year = queries.year(assessment)
    this, last = by_year.get(year), by_year.get(year.later(-1))
    named: list[tuple[str, Callable[[costs.YearCost], Decimal | None]]] = [
        (_("Setup: hours borne by the year"), lambda one: one.setup_share.hours),
        (_("Setup: cost borne by the year"), lambda one: one.setup_share.cost),
        (_("Delivery: hours"), lambda one: one.delivery.hours),
        (_("Delivery: cost"), lambda one: one.delivery.cost),
        (_("Hours for each application"), lambda one: _each(one, one.applicants, 0)),
        (_("Hours for each completed pair"), lambda one: _each(one, one.completed, 0)),
        (_("Cost for each completed pair"), lambda one: _each(one, one.completed, 1)),
    ]
    rows = [row(label, _said(this, take), _said(last, take)) for label, take in named]
    return section(
        "cost",
        _("Effort and cost"),
        (_("Figure"), str(year.name), str(year.later(-1).name)),
        rows if this or last else [],
        lead=_("Setup is written off over %(years)s years; a completed pair bears setup and delivery.")
        % {"years": reckoning.write_off_years},
        nothing=_("No effort is written down for this year."),
    )


def _each(cost: costs.YearCost, count: int, place: int) -> Decimal | None:
    each = cost.each(count)
    return each[place] if each else None


def _said(cost: costs.YearCost | None, take: Callable[[costs.YearCost], Decimal | None]) -> str:
    value = take(cost) if cost else None
    return NOTHING if value is None else number_format(value.quantize(Decimal("0.1")), use_l10n=True)


SECTIONS: tuple[Callable[[Assessment, datetime], Section | None], ...] = (_cost,)

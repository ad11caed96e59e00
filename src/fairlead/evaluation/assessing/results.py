"""What came of the year: indicators, training, support, and the network; small groups untold."""

from collections import Counter
from datetime import datetime
from typing import Any

from django.utils.formats import number_format
from django.utils.translation import gettext as _

from fairlead.evaluation import telling
from fairlead.evaluation.assessing.sections import NOTHING, Row, Section, row, section
from fairlead.evaluation.indicators.catalogue import INDICATORS
from fairlead.evaluation.indicators.definitions import Kind
from fairlead.evaluation.indicators.facts import Where
from fairlead.evaluation.models import Assessment
from fairlead.evaluation.queries import assessments as queries
from fairlead.evaluation.queries import boards, reach
from fairlead.evaluation.suppression import SMALLEST, gathered
from fairlead.kernel.times import end_of_day, start_of_day
from fairlead.support.enums import CaseKind
from fairlead.support.models import Case
from fairlead.training.models import Completion

PERCENT = 100
AT_A_GLANCE = ("reach", "match_rate", "completion", "attainment", "cross_unit", "cost_per_pair")


def glance(assessment: Assessment, at: datetime) -> list[dict[str, str]]:
    """The few figures that somebody with a minute reads; those that may not be told are left out."""
    board, where = boards.board(assessment.programme, at=at), Where(year=queries.year(assessment))
    named = {one.key: one for one in INDICATORS}
    found = []
    for key in AT_A_GLANCE:
        shown = telling.of(board.shown(key, where), str(named[key].unit))
        if shown["value"]:
            found.append({"label": str(named[key].name), "value": shown["value"], "note": shown["parts"]})
    return found


def indicators(assessment: Assessment, at: datetime) -> list[Section]:
    """Every indicator, by kind: its value, what it stands on, the target, the year before."""
    programme, year = assessment.programme, queries.year(assessment)
    board, targets = boards.board(programme, at=at), boards.targets(programme)
    listed: list[Any] = [*INDICATORS, *board.own.values()]
    rows: dict[str, list[Row]] = {}
    for one in listed:
        now = board.shown(one.key, Where(year=year))
        before = board.shown(one.key, Where(year=year.later(-1)))
        rows.setdefault(str(one.kind), []).append(_indicator(one, now, before, targets.get(one.key)))
    headings = (_("Indicator"), year.name, _("stands on"), _("target"), year.later(-1).name)
    return [
        section(
            f"indicators-{kind.value}",
            _titles()[kind],
            headings,
            rows.get(kind.value, []),
            nothing=_("Nothing is counted here."),
        )
        for kind in Kind
    ]


def _titles() -> dict[Kind, str]:
    return {
        Kind.SETUP: _("Setup: who came and who was let in"),
        Kind.DELIVERY: _("Delivery: how the pairs fared"),
        Kind.OUTCOME: _("Outcome: what came of it"),
    }


def _indicator(one: Any, now: Any, before: Any, target: float | None) -> Row:
    unit = str(one.unit)
    shown, earlier = telling.of(now, unit), telling.of(before, unit)
    share = now.value * PERCENT if unit == "share" and now.value is not None and not now.hidden else None
    return row(
        str(one.name),
        _told(shown),
        shown["parts"] or NOTHING,
        telling.told(target, unit) or NOTHING,
        _told(earlier),
        share=share,
    )


def _told(shown: dict[str, Any]) -> str:
    if shown["hidden"]:
        return _("not told")
    return shown["value"] or NOTHING


def training(assessment: Assessment, _at: datetime) -> list[Section]:
    """Completed modules of the year, and how many people completed one; small groups together."""
    done = Completion.objects.filter(
        module__programme=assessment.programme, on__gte=assessment.begins_on, on__lte=assessment.ends_on
    )
    people: dict[str, set[Any]] = {}
    for title, person in done.values_list("module__title", "person"):
        people.setdefault(title, set()).add(person)
    sizes = {title: len(found) for title, found in people.items()}
    made = section(
        "training",
        _("Training"),
        (_("Module"), _("people who completed it")),
        _counted(sizes, _("Other modules, together")),
        nothing=_("Nobody, or fewer than five people, completed a module this year."),
    )
    return [made]


def support(assessment: Assessment, _at: datetime) -> list[Section]:
    """Cases opened in the year by neutral kind; small groups together, never whose."""
    first, last = start_of_day(assessment.begins_on), end_of_day(assessment.ends_on)
    cases = Case.objects.filter(programme=assessment.programme, opened_at__gte=first, opened_at__lt=last)
    kinds = Counter(cases.values_list("kind", flat=True))
    sizes = {str(CaseKind(kind).label): count for kind, count in kinds.items()}
    made = section(
        "support",
        _("On-going support"),
        (_("What cases were about"), _("cases")),
        _counted(sizes, _("Other kinds, together")),
        nothing=_("No cases, or fewer than five, were opened this year."),
    )
    return [made]


def _counted(sizes: dict[str, int], together: str) -> list[Row]:
    alone, rest = gathered(sizes)
    rows = [row(name, number_format(sizes[name])) for name in alone]
    if rest:
        rows.append(row(together, number_format(sum(sizes[name] for name in rest))))
    return rows


def network(assessment: Assessment, _at: datetime) -> list[Section]:
    """Ties between units and institutions that the pairs of the year made; from five pairs on."""
    chosen = reach.Chosen(since=assessment.begins_on, until=assessment.ends_on)
    found = reach.of_programme(assessment.programme, chosen)
    pairs = found.figures.pairs
    rows: list[Row] = []
    if pairs >= SMALLEST:
        across, abroad = found.across / pairs * PERCENT, found.abroad / pairs * PERCENT
        rows = [
            row(_("Pairs with both places known"), number_format(pairs)),
            row(_("Pairs across units"), f"{across:.0f} %", share=across),
            row(_("Pairs across institutions"), f"{abroad:.0f} %", share=abroad),
            row(_("Ties between units that were not known before"), number_format(len(found.figures.new))),
            row(_("Other units within two steps, before"), _mean(found.figures.before.within_two)),
            row(_("Other units within two steps, after"), _mean(found.figures.after.within_two)),
        ]
    made = section(
        "network",
        _("Network"),
        (_("Figure"), _("this year")),
        rows,
        nothing=_("Fewer than five pairs: figures are told from five on, so that nobody can be made out."),
    )
    return [made]


def _mean(value: float) -> str:
    return number_format(value, 1, use_l10n=True)

"""The charts of the dashboard in words: what each shows, its marks, its table, what defines its figures."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.evaluation import charts, telling
from fairlead.evaluation.indicators.catalogue import BY_KEY
from fairlead.evaluation.indicators.facts import Where
from fairlead.evaluation.queries import dashboard
from fairlead.programmes.enums import Side
from fairlead.support.enums import Health

if TYPE_CHECKING:
    from fairlead.evaluation.queries.boards import Board
    from fairlead.programmes.models import Programme

TONES = {Health.ON_TRACK: 1, Health.STARTING: 2, Health.QUIET: 3, Health.NEEDS_A_WORD: 6}
ROUNDS = 5


@dataclass(kw_only=True)
class Chart:
    """One chart of the dashboard; `keys` are the indicators that define its figures."""

    id: str
    title: str
    told: str
    bars: Sequence[charts.Bar] = ()
    headings: Sequence[str] = ()
    rows: Sequence[tuple[str, Sequence[str]]] = ()
    keys: Sequence[str] = ()
    note: str = ""
    empty: str = ""
    url: str = ""
    action: str = ""
    bands: Sequence[tuple[str, Sequence[int | None]]] = ()
    feet: Sequence[str] = field(default_factory=tuple)

    @property
    def laid(self) -> tuple[list[charts.Laid], int]:
        """Its bars in their places."""
        return charts.bars(self.bars)

    @property
    def columns(self) -> tuple[list[charts.Band], int]:
        """Its columns in their places."""
        return charts.bands(self.bands, few=_("few"))

    @property
    def ticks(self) -> list[tuple[str, str]]:
        """What stands below each column, with its place."""
        return list(zip(charts.middles(len(self.feet)), self.feet, strict=True))


def counted(count: int | None) -> str:
    """A number, or that it is not told."""
    return _("not told") if count is None else str(count)


def _counts(labels: Iterable[str], counts: Iterable[int | None], tones: Iterable[int]) -> list[charts.Bar]:
    given = list(zip(labels, counts, tones, strict=True))
    most = max((count for _label, count, _tone in given if count is not None), default=0)
    return [
        charts.Bar(
            label=str(label),
            said=counted(count),
            share=None if count is None else count / most if most else 0,
            tone=tone,
        )
        for label, count, tone in given
    ]


def _told(bars: Sequence[charts.Bar]) -> str:
    return "; ".join(f"{bar.label}: {bar.said}" for bar in bars)


def _plain(bars: Sequence[charts.Bar]) -> list[tuple[str, Sequence[str]]]:
    return [(bar.label, [bar.said]) for bar in bars]


def funnel(board: "Board", where: Where) -> Chart:
    """From everybody who applied to completed pairs."""
    words = {
        "reach": _("Applied, mentors and mentees"),
        "coverage": _("Mentees who may take part"),
        "match_rate": _("Mentees with a mentor"),
        "agreements": _("Pairs that began"),
        "completion": _("Pairs completed"),
    }
    stages = dashboard.funnel(board, where)
    bars = _counts([words[one.key] for one in stages], [one.count for one in stages], [1] * len(stages))
    return Chart(
        id="funnel",
        title=_("From application to completed pair"),
        told=_told(bars),
        bars=bars,
        headings=[_("Stage"), _("How many")],
        rows=_plain(bars),
        keys=[one.key for one in stages],
        empty="" if any(one.count != 0 for one in stages) else _("Nobody has applied yet."),
    )


def flow(board: "Board", where: Where) -> Chart:
    """Twelve months of applications, pairs that began and pairs that ended."""
    words = {"reach": _("Applications"), "agreements": _("Pairs began"), "completion": _("Pairs ended")}
    series = dashboard.flow(board, where)
    months = dashboard.months(board, where)
    names = [date_format(month, "F Y") for month in months]
    bands = [(words[key], counts) for key, counts in series]
    few = _("few")
    rows = [
        (name, [few if one is None else str(one) for one in across])
        for name, *across in zip(names, *(counts for _label, counts in bands), strict=True)
    ]
    return Chart(
        id="flow",
        title=_("Month by month"),
        told=_("Twelve months up to %(month)s; the numbers stand in the table below.") % {"month": names[-1]},
        bands=bands,
        feet=[date_format(month, "M") for month in months],
        headings=[_("Month"), *(label for label, _counts_ in bands)],
        rows=rows,
        keys=[key for key, _counts_ in series],
        note=_("“Few” stands for numbers under five, and for one more where it would follow by subtraction."),
        empty=""
        if any(one != 0 for _l, counts in bands for one in counts)
        else _("Nothing in these months."),
    )


def waiting(board: "Board", where: Where) -> Chart:
    """How many mentees wait for a mentor, and for how long."""
    counts = dashboard.waiting(board, where)
    labels = [_("Under 2 weeks"), _("2 to 6 weeks"), _("6 to 12 weeks"), _("Longer")]
    bars = _counts(labels, counts, [1, 2, 3, 6])
    return Chart(
        id="waiting",
        title=_("Mentees waiting today"),
        told=_told(bars),
        bars=bars,
        headings=[_("Since they applied"), _("Mentees")],
        rows=_plain(bars),
        keys=["days_to_match", "match_rate"],
        note=_("They may take part and have no mentor yet, in rounds that are not over."),
        empty="" if any(one != 0 for one in counts) else _("Nobody waits for a mentor."),
    )


def fares(told: Mapping[str, int | None], programme: "Programme", *, leads: bool) -> Chart:
    """How pairs under way fare, by their dates alone."""
    levels = list(reversed(list(Health)))
    bars = _counts(
        [str(one.label) for one in levels],
        [told[one.value] for one in levels],
        [TONES[one] for one in levels],
    )
    return Chart(
        id="health",
        title=_("How pairs under way fare"),
        told=_told(bars),
        bars=bars,
        headings=[_("State"), _("Pairs")],
        rows=_plain(bars),
        keys=["active", "start_rate", "sessions"],
        note=_("By their dates alone; nothing of what they write is read."),
        empty="" if any(one != 0 for one in told.values()) else _("No pair is under way."),
        url=reverse("support:pairs", args=[programme.pk]) if leads else "",
        action=_("Pairs that need a word"),
    )


def _shares(rows: Iterable[tuple[str, int | None, int | None]]) -> list[charts.Bar]:
    found = []
    for label, part, whole in rows:
        if part is None or whole is None:
            found.append(charts.Bar(label=label, said=_("not told"), share=None))
        elif whole:
            said = _("%(share)s %% · %(a)s of %(b)s") % {
                "share": round(100 * part / whole), "a": part, "b": whole,
            }  # fmt: skip
            found.append(charts.Bar(label=label, said=said, share=part / whole))
    return found


def trained(board: "Board", where: Where) -> Chart:
    """Who has completed the training that is asked of them."""
    shares = dashboard.trained(board, where)
    words = {Side.MENTOR.value: _("Mentors"), Side.MENTEE.value: _("Mentees")}
    bars = _shares((words[side], one.part, one.whole) for side, one in shares.items())
    return Chart(
        id="training",
        title=_("Training completed"),
        told=_told(bars),
        bars=bars,
        headings=[_("Side"), _("Completed")],
        rows=_plain(bars),
        keys=["training"],
        empty="" if bars else _("No training is asked of anybody."),
    )


def answered(board: "Board", where: Where) -> Chart:
    """How many of those asked in surveys answered, by round."""
    rounds = {pk: name for pk, name in board.names.items() if where.round in (None, pk)}
    found = [(name, board.shown("response", _part(where, pk))) for pk, name in rounds.items()]
    found = [(name, one) for name, one in found if one.hidden or one.denominator][:ROUNDS]
    bars = _shares((name, _whole(one.numerator), _whole(one.denominator)) for name, one in found)
    return Chart(
        id="surveys",
        title=_("Answers to surveys"),
        told=_told(bars),
        bars=bars,
        headings=[_("Round"), _("Answered")],
        rows=_plain(bars),
        keys=["response", "satisfaction", "match_quality", "skill_gain", "applied_later"],
        empty="" if bars else _("No survey is over yet."),
    )


def _part(where: Where, round: UUID) -> Where:
    return Where(round=round, institution=where.institution)


def _whole(value: float | None) -> int | None:
    return None if value is None else round(value)


def spent(board: "Board", where: Where, programme: "Programme") -> Chart:
    """What the last five years bear."""
    years = dashboard.spent(board, where)
    most = max((cost for _name, _hours, cost in years), default=0)
    by_hours = not most
    top = most or max((hours for _name, hours, _cost in years), default=0)
    bars = [
        charts.Bar(
            label=name,
            said=telling.told(hours if by_hours else cost, "hours" if by_hours else "money"),
            share=(hours if by_hours else cost) / top if top else 0,
        )
        for name, hours, cost in years
    ]
    return Chart(
        id="cost",
        title=_("Hours that each year bears") if by_hours else _("Cost that each year bears"),
        told=_told(bars),
        bars=bars,
        headings=[_("Year"), _("Hours"), _("Cost with time")],
        rows=[
            (name, [telling.told(hours, "hours"), telling.told(cost, "money")]) for name, hours, cost in years
        ],
        keys=["cost_per_pair", "hours_per_pair"],
        note=_("Setup is borne in equal parts by several years; delivery by its own."),
        empty="" if top else _("Nothing is written in the ledger yet."),
        url=reverse("evaluation:costs", args=[programme.pk]),
        action=_("Effort and cost in detail"),
    )


def definitions(keys: Iterable[str], programme: "Programme") -> list[dict[str, Any]]:
    """The indicators that define figures, with the addresses of their pages."""
    return [
        {"name": BY_KEY[key].name, "url": reverse("evaluation:indicator", args=[programme.pk, key])}
        for key in keys
    ]

"""What goes when, in counts: for the team beforehand, and for the sweep on the day."""

from collections import Counter
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from fairlead.privacy.models import Keeping, RoundRule
from fairlead.privacy.queries.terms import Terms
from fairlead.programmes import keeping
from fairlead.programmes.enums import RoundState
from fairlead.programmes.keeping import Alone, Held, Key, Pair, Part
from fairlead.programmes.models import Programme, Round

SHOWN = 6
ORDER: tuple[type[Key], ...] = (Alone, Pair, Part)


@dataclass(frozen=True)
class Going:
    """What goes from a day, or until a day where there are several: kinds in words, with counts."""

    first: date
    last: date
    kinds: list[tuple[str, int]]


@dataclass(frozen=True)
class Outlook:
    """A round, or what is of the whole programme (None): how long it is kept, and what goes when.

    `later` counts what goes after the days that are shown; `kept` what is still needed; `held`: somebody
    holds the round's data today.
    """

    round: Round | None
    months: int
    rule: RoundRule | None
    base: date | None
    goings: list[Going]
    later: int
    kept: int
    held: bool

    @property
    def has_anything(self) -> bool:
        """Whether there is anything to shorten or hold, or a rule to lift."""
        return bool(self.goings or self.kept or self.rule)

    @property
    def over(self) -> bool:
        """Whether the round is finished."""
        return self.round is not None and self.round.state == RoundState.FINISHED


def of_programme(programme: Programme, *, today: date) -> list[Outlook]:
    """Round by round, what goes next first, without what was said in confidence.

    As many queries for one round as for three.
    """
    terms, words, quiet = Terms(programme), keeping.kinds(), keeping.in_confidence()
    by_round: dict[UUID | None, list[tuple[str, Key, int]]] = {pk: [] for pk in terms.rounds}
    for (kind, key), count in keeping.held(programme.pk).items():
        if kind not in quiet:
            by_round.setdefault(_round_of(key, terms), []).append((kind, key, count))
    found = [_outlook(pk, rows, terms, words, today) for pk, rows in by_round.items()]
    return sorted(found, key=_first_to_go)


def _first_to_go(one: Outlook) -> tuple[bool, date, str]:
    first = one.goings[0].first if one.goings else date.max
    return first == date.max, first, one.round.name if one.round else ""


def _round_of(key: Key, terms: Terms) -> UUID | None:
    if isinstance(key, Part):
        return key.round
    if isinstance(key, Pair):
        return terms.round_of(key)
    return key.of if key.of in terms.rounds else None


def _outlook(
    pk: UUID | None, rows: list[tuple[str, Key, int]], terms: Terms, words: dict[str, str], today: date
) -> Outlook:
    by_day: dict[date, Counter[str]] = {}
    kept = 0
    for kind, key, count in rows:
        day = terms.goes(key)
        if day is None:
            kept += count
        else:
            by_day.setdefault(day, Counter())[kind] += count
    goings = _goings(by_day, words)
    return Outlook(
        round=terms.rounds[pk] if pk else None,
        months=terms.months(pk) if pk else terms.programme.retention_months,
        rule=terms.rules.get(pk) if pk else None,
        base=terms.base(pk) if pk else None,
        goings=goings[:SHOWN],
        later=sum(number for one in goings[SHOWN:] for _kind, number in one.kinds),
        kept=kept,
        held=bool(pk and terms.held_until(pk, today=today)),
    )


def _goings(by_day: dict[date, Counter[str]], words: dict[str, str]) -> list[Going]:
    """Day by day; month by month where there are more days than a page should show."""
    groups: dict[date, list[date]] = {}
    for day in sorted(by_day):
        groups.setdefault(day.replace(day=1) if len(by_day) > SHOWN else day, []).append(day)
    found = []
    for some in groups.values():
        counts: Counter[str] = sum((by_day[day] for day in some), Counter())
        kinds = [(label, counts[kind]) for kind, label in words.items() if counts[kind]]
        found.append(Going(some[0], some[-1], kinds))
    return found


def due(programme: Programme, *, today: date) -> list[tuple[Key, Counter[str]]]:
    """What is to go by today, in the order in which it goes: what it belongs to, and how much of each."""
    terms = Terms(programme)
    found: dict[Key, Counter[str]] = {}
    held: Held = keeping.held(programme.pk)
    for (kind, key), count in held.items():
        found.setdefault(key, Counter())[kind] += count
    over = [key for key in found if (day := terms.goes(key)) is not None and day <= today]
    ordered = [key for kind in ORDER for key in sorted(one for one in over if isinstance(one, kind))]
    return [(key, found[key]) for key in ordered]


def stays() -> list[str]:
    """What is counted and stays when everything else has gone, in words."""
    return [
        _("That somebody took part, on which side, when, for which institution and unit, and with whom"),
        _("Side, state, days, areas, languages, years and grade of applications; no name without a part"),
        _("Figures of runs, states of offers, kinds and outcomes of cases, numbers of meetings and goals"),
        _("Answers to surveys, which never had a name; comments, until their authors withdraw them"),
        _("Certificates, completed training, signed yearly assessments, and the record of who did what"),
    ]


def swept_on(programme: Programme) -> date | None:
    """Until which day everything that was due has gone; one query."""
    return Keeping.objects.filter(programme=programme).values_list("swept_on", flat=True).first()


def rule_of(round: Round) -> RoundRule | None:
    """What is settled for a round."""
    return RoundRule.objects.filter(round=round).select_related("changed_by").first()

"""Who may apply: rules as sentences, and what they say of the facts that are known about somebody."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.formats import date_format, number_format
from django.utils.functional import Promise
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.people.models import Affiliation
from fairlead.programmes.enums import EligibilityTest, Part, RoundState
from fairlead.programmes.models import EligibilityRule, Programme, Round
from fairlead.programmes.queries.descent import owner
from fairlead.programmes.queries.planning import months_later
from fairlead.programmes.queries.programmes import units

Facts = Mapping[str, Any]
UNIT, GRADE, YEARS = "unit", "grade", "years_here"
CONTRACT, PROBATION = "contract_ends", "probation_ends"
NO_END = date.max
MOST_FOUND = 12


class Outcome(StrEnum):
    """What a rule says of somebody."""

    PASSED = "passed"
    FAILED = "failed"
    UNKNOWN = "unknown"


@dataclass(frozen=True)
class Subject:
    """What a rule can be about: a fact that HR keeps or, where `asked`, an answer in the application."""

    key: str
    label: str | Promise
    tests: tuple[str, ...]
    options: tuple[tuple[str, str], ...] = ()
    asked: bool = False


@dataclass(frozen=True)
class Days:
    """The days that rules compare with: the intake opens, the round ends; None where nobody knows yet."""

    opens: date | None
    ends: date | None


@dataclass(frozen=True)
class Verdict:
    """What one rule says of one person: the rule as a sentence, and the person's own fact in words."""

    rule: EligibilityRule
    outcome: Outcome
    sentence: str
    fact: str = ""

    @property
    def exception_possible(self) -> bool:
        """Whether somebody can let a person pass all the same."""
        return bool(self.rule.exceptions_by)


@dataclass
class Tally:
    """How many of the staff one rule keeps out, and of how many the fact is not known."""

    rule: EligibilityRule
    sentence: str
    failed: int = 0
    unknown: int = 0
    tested: bool = True


@dataclass
class Trial:
    """What the rules would say of the present staff."""

    total: int = 0
    eligible: int = 0
    failed: int = 0
    unknown: int = 0
    tallies: list[Tally] = field(default_factory=list)


@dataclass(frozen=True)
class Explained:
    """One member of staff with what every rule says of them."""

    affiliation: Affiliation
    outcome: Outcome
    verdicts: list[Verdict]


_NUMBER = (EligibilityTest.AT_LEAST.value, EligibilityTest.AT_MOST.value)
_CHOICE = (EligibilityTest.ONE_OF.value, EligibilityTest.NOT_ONE_OF.value)
_DAYS = (EligibilityTest.AFTER_ROUND.value, EligibilityTest.BEFORE_OPENING.value)


def subjects(programme: Programme, side: str) -> list[Subject]:
    """All that a rule for this side can be about: the facts of HR, then what the application asks."""
    places = tuple((str(unit.pk), f"{unit.name}, {unit.institution.short_name}") for unit in units(programme))
    known = [
        Subject(GRADE, gettext_lazy("Grade"), _NUMBER),
        Subject(YEARS, gettext_lazy("Years at the institution"), _NUMBER),
        Subject(CONTRACT, gettext_lazy("End of the contract"), (EligibilityTest.AFTER_ROUND.value,)),
        Subject(PROBATION, gettext_lazy("End of probation"), (EligibilityTest.BEFORE_OPENING.value,)),
        Subject(UNIT, gettext_lazy("Unit"), _CHOICE, places),
    ]
    sources: list[Callable[[Programme, str], list[Subject]]] = [
        import_string(path) for path in settings.ELIGIBILITY_SUBJECTS
    ]
    return known + [subject for source in sources for subject in source(programme, side)]


def rules(programme: Programme, side: str) -> list[EligibilityRule]:
    """The rules that hold for this side, in their order; a sub-programme may take its parent's over."""
    home = owner(programme, Part.ELIGIBILITY)
    return list(EligibilityRule.objects.filter(programme=home, side=side).order_by("position", "id"))


def counted(programme: Programme) -> int:
    """How many rules hold for the programme, both sides together."""
    return EligibilityRule.objects.filter(programme=owner(programme, Part.ELIGIBILITY)).count()


def own_rules(programme: Programme) -> QuerySet[EligibilityRule]:
    """The rules that the programme settles itself."""
    return EligibilityRule.objects.filter(programme=programme)


def wanted(rule: EligibilityRule) -> list[Any]:
    """What the rule compares with, always as a list."""
    return rule.value if isinstance(rule.value, list) else [rule.value]


def sentence(rule: EligibilityRule, among: Iterable[Subject]) -> str:
    """The rule as a sentence without a full stop: “Grade is at least 5”."""
    if rule.subject == CONTRACT:
        return _("Contract ends after the round ends")
    if rule.subject == PROBATION:
        return _("Probation is over before the intake opens")
    subject = next((one for one in among if one.key == rule.subject), None)
    if subject is None:
        return _("A question that the form no longer asks")
    options = dict(subject.options)
    told = [options.get(str(one), str(one)) for one in wanted(rule)]
    names = {"subject": str(subject.label), "value": ", ".join(told)}
    match rule.test:
        case EligibilityTest.AT_LEAST:
            return _("%(subject)s is at least %(value)s") % names
        case EligibilityTest.AT_MOST:
            return _("%(subject)s is at most %(value)s") % names
        case EligibilityTest.ONE_OF:
            return _("%(subject)s is one of: %(value)s") % names
        case EligibilityTest.NOT_ONE_OF:
            return _("%(subject)s is none of: %(value)s") % names
        case EligibilityTest.YES:
            return _("%(subject)s is answered with yes") % names
        case EligibilityTest.AFTER_ROUND:
            return _("%(subject)s lies after the end of the round") % names
    return _("%(subject)s lies before the intake opens") % names


def told(fact: Any, subject: Subject | None) -> str:
    """A fact in words; empty when it is not known."""
    if fact is None or fact == []:
        return ""
    if fact == NO_END:
        return _("no end")
    if isinstance(fact, bool):
        return _("yes") if fact else _("no")
    if isinstance(fact, date):
        return date_format(fact)
    if isinstance(fact, int | float | Decimal):
        return number_format(round(Decimal(str(fact)), 1).normalize(), use_l10n=True)
    if subject and subject.tests[0] in _DAYS:
        return date_format(_day(fact))
    options = dict(subject.options) if subject else {}
    several = fact if isinstance(fact, list) else [fact]
    return ", ".join(options.get(str(one), _("another")) for one in several)


def judge(rule: EligibilityRule, facts: Facts, days: Days) -> Outcome:
    """What the rule says of these facts; a fact or a day that nobody knows never fails anybody."""
    fact = facts.get(rule.subject)
    if fact is None or fact == []:
        return Outcome.UNKNOWN
    try:
        passed = _passes(rule, fact, days)
    except (TypeError, ValueError, IndexError, InvalidOperation):
        return Outcome.UNKNOWN
    if passed is None:
        return Outcome.UNKNOWN
    return Outcome.PASSED if passed else Outcome.FAILED


def _passes(rule: EligibilityRule, fact: Any, days: Days) -> bool | None:
    value = wanted(rule)
    match rule.test:
        case EligibilityTest.AT_LEAST:
            return Decimal(str(fact)) >= Decimal(str(value[0]))
        case EligibilityTest.AT_MOST:
            return Decimal(str(fact)) <= Decimal(str(value[0]))
        case EligibilityTest.ONE_OF | EligibilityTest.NOT_ONE_OF:
            given = fact if isinstance(fact, list) else [fact]
            met = bool({str(one) for one in given} & {str(one) for one in value})
            return met == (rule.test == EligibilityTest.ONE_OF)
        case EligibilityTest.YES:
            return fact is True
        case EligibilityTest.AFTER_ROUND:
            return None if days.ends is None else _day(fact) > days.ends
        case EligibilityTest.BEFORE_OPENING:
            return None if days.opens is None else _day(fact) < days.opens
    return None


def _day(fact: Any) -> date:
    return fact if isinstance(fact, date) else date.fromisoformat(fact)


def together(outcomes: Iterable[Outcome]) -> Outcome:
    """What all rules together say: one that fails decides, else one that is not known."""
    found = set(outcomes)
    for outcome in (Outcome.FAILED, Outcome.UNKNOWN):
        if outcome in found:
            return outcome
    return Outcome.PASSED


def verdicts(
    rules: Iterable[EligibilityRule], facts: Facts, days: Days, among: Sequence[Subject]
) -> list[Verdict]:
    """What each rule says, as a sentence with the person's own fact."""
    by_key = {one.key: one for one in among}
    return [
        Verdict(
            rule=rule,
            outcome=judge(rule, facts, days),
            sentence=sentence(rule, among),
            fact=told(facts.get(rule.subject), by_key.get(rule.subject)),
        )
        for rule in rules
    ]


def days_of(round: Round | None, programme: Programme, *, today: date) -> Days:
    """The days rules compare with; a rolling intake opens today, and its pairs last as the design says."""
    if round is None:
        return Days(opens=today, ends=months_later(today, programme.length_months))
    begin = round.starts_on or today
    return Days(
        opens=round.opens_on or today,
        ends=round.ends_on or months_later(begin, programme.length_months),
    )


def hr_facts(affiliation: Affiliation | None, *, on: date) -> dict[str, Any]:
    """What is known about somebody's employment; when they started only if a staff list said it."""
    if affiliation is None:
        return {}
    listed = affiliation.listed_at is not None
    return {
        UNIT: str(affiliation.unit_id) if affiliation.unit_id else None,
        GRADE: affiliation.grade,
        YEARS: years_between(affiliation.started_on, on) if listed and affiliation.started_on else None,
        CONTRACT: affiliation.contract_ends_on,
        PROBATION: affiliation.probation_ends_on,
    }


def years_between(begin: date, end: date) -> Decimal:
    """Years from one day to another: whole years, and of the last the share that has passed; never negative.

    Somebody who began on 29 February has the year full on 1 March of other years.
    """
    if end <= begin:
        return Decimal(0)
    whole = end.year - begin.year
    if _anniversary(begin, end.year) > end:
        whole -= 1
    last, following = _anniversary(begin, begin.year + whole), _anniversary(begin, begin.year + whole + 1)
    return Decimal(whole) + Decimal((end - last).days) / Decimal((following - last).days)


def _anniversary(begin: date, year: int) -> date:
    try:
        return begin.replace(year=year)
    except ValueError:
        return date(year, 3, 1)


def staff(institutions: Iterable[UUID]) -> QuerySet[Affiliation]:
    """Everybody who works at these institutions now, with person and unit, by name."""
    found = Affiliation.objects.filter(
        institution__in=list(institutions), ended_on__isnull=True, person__is_active=True
    )
    return found.select_related("person", "unit", "institution").order_by("person__name", "id")


def tried(
    rules: Sequence[EligibilityRule],
    people: QuerySet[Affiliation],
    days: Days,
    among: Sequence[Subject],
    *,
    on: date,
) -> Trial:
    """How many of these people the rules let apply; rules about answers in the application are left out."""
    asked = {one.key for one in among if one.asked}
    known = {one.key for one in among}
    result = Trial(
        tallies=[
            Tally(rule, sentence(rule, among), tested=rule.subject in known and rule.subject not in asked)
            for rule in rules
        ]
    )
    tested = [tally for tally in result.tallies if tally.tested]
    for affiliation in people:
        facts = hr_facts(affiliation, on=on)
        outcomes = [judge(tally.rule, facts, days) for tally in tested]
        for tally, outcome in zip(tested, outcomes, strict=True):
            tally.failed += outcome == Outcome.FAILED
            tally.unknown += outcome == Outcome.UNKNOWN
        _count(result, together(outcomes))
    return result


def _count(result: Trial, outcome: Outcome) -> None:
    result.total += 1
    result.eligible += outcome == Outcome.PASSED
    result.failed += outcome == Outcome.FAILED
    result.unknown += outcome == Outcome.UNKNOWN


def why_not(
    name: str,
    rules: Sequence[EligibilityRule],
    people: QuerySet[Affiliation],
    days: Days,
    among: Sequence[Subject],
    *,
    on: date,
    against: UUID | None = None,
) -> list[Explained]:
    """The first twelve people of this name with what every rule about known facts says of them.

    With `against` only those who do not meet that rule.
    """
    for word in name.split():
        people = people.filter(person__name__icontains=word)
    asked = {one.key for one in among if one.asked}
    tested = [rule for rule in rules if rule.subject not in asked]
    found: list[Explained] = []
    for affiliation in people if against else people[:MOST_FOUND]:
        said = verdicts(tested, hr_facts(affiliation, on=on), days, among)
        failed = {one.rule.pk for one in said if one.outcome == Outcome.FAILED}
        if against is None or against in failed:
            found.append(Explained(affiliation, together(one.outcome for one in said), said))
        if len(found) == MOST_FOUND:
            break
    return found


def unsaved_rule(
    programme: Programme, *, side: str, subject: str, test: str, value: list[Any]
) -> EligibilityRule:
    """A rule as it is being written, to be tried and not stored."""
    return EligibilityRule(programme=programme, side=side, subject=subject, test=test, value=value)


def round_ahead(programme: Programme) -> Round | None:
    """The round that the rules will be used for: the next that has not ended its intake, dated ones first."""
    found = Round.objects.filter(programme=programme, state__in=[RoundState.PLANNED, RoundState.OPEN])
    return found.order_by("rolling", F("opens_on").asc(nulls_last=True), "id").first()

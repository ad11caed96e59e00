"""What the rules on who may apply say of an application, and the exceptions made from them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application, EligibilityException
from fairlead.applications.queries.asking import reading_language
from fairlead.applications.queries.reading import UNDECIDED
from fairlead.kernel.notes import Note
from fairlead.people.models import Affiliation, Person
from fairlead.programmes.enums import EligibilityTest, Part
from fairlead.programmes.models import EligibilityRule, Programme, Round
from fairlead.programmes.queries import eligibility as rules_of
from fairlead.programmes.queries import owner
from fairlead.programmes.queries.eligibility import GRADE, UNIT, Outcome, Subject, Verdict
from fairlead.questions import queries as questions
from fairlead.questions.enums import Kind, Reader
from fairlead.questions.models import Question
from fairlead.questions.wording import said

OWN = "own:"
EXPERIENCE = "experience"
NUMBER = (EligibilityTest.AT_LEAST.value, EligibilityTest.AT_MOST.value)
CHOICE = (EligibilityTest.ONE_OF.value, EligibilityTest.NOT_ONE_OF.value)
TESTS: Mapping[str, tuple[str, ...]] = {
    Kind.NUMBER: NUMBER,
    Kind.SCALE: NUMBER,
    Kind.CHOICE: CHOICE,
    Kind.CHOICES: CHOICE,
    Kind.YES_NO: (EligibilityTest.YES.value,),
    Kind.DATE: (EligibilityTest.AFTER_ROUND.value, EligibilityTest.BEFORE_OPENING.value),
}


@dataclass(frozen=True)
class Checked:
    """One rule, what it says of the application, and the exception from it, if one was made."""

    verdict: Verdict
    exception: EligibilityException | None = None

    @property
    def stands_against(self) -> bool:
        """Whether the rule is not met and nobody made an exception."""
        return self.verdict.outcome == Outcome.FAILED and self.exception is None

    @property
    def barred(self) -> bool:
        """Whether it keeps the application from being sent: not met, and nobody can make an exception."""
        return self.stands_against and not self.verdict.exception_possible


@dataclass(frozen=True)
class Flag:
    """What a list shows of an application: rules not met without an exception, and facts not known."""

    failed: int = 0
    unknown: int = 0
    excepted: int = 0

    def __bool__(self) -> bool:
        return bool(self.failed or self.unknown or self.excepted)


def subjects(programme: Programme, side: str) -> list[Subject]:
    """The answers of the application that a rule can be about: numbers, choices, days, yes or no.

    Free text never decides on anybody, nor what is only counted.
    """
    version = questions.published(programme, side)
    asked = [
        _subject(one)
        for one in questions.questions(version)
        if one.kind in TESTS and one.reader != Reader.NOBODY
    ]
    label = gettext_lazy("Years supporting international academics")
    return [Subject(EXPERIENCE, label, NUMBER, asked=True), *asked]


def _subject(question: Question) -> Subject:
    languages, language = question.section.version.languages, reading_language()
    label = _("“%(question)s”") % {"question": said(question.label, language, languages)}
    options = tuple((one["key"], said(one["label"], language, languages)) for one in question.options)
    return Subject(OWN + question.key, label, TESTS[question.kind], options, asked=True)


def check(application: Application, *, on: date) -> list[Checked]:
    """What every rule says of the application on this day, or if it was sent, on the day it was sent."""
    rules = rules_of.rules(application.programme, application.side)
    if not rules:
        return []
    affiliation = _affiliations([application.person_id]).get(application.person_id)
    made = {one.rule_id: one for one in application.exceptions.select_related("made_by")}
    on = _day(application, on)
    found = rules_of.verdicts(
        rules,
        facts(application, affiliation, on=on),
        rules_of.days_of(application.round, application.programme, today=on),
        rules_of.subjects(application.programme, application.side),
    )
    return [Checked(verdict, made.get(verdict.rule.pk)) for verdict in found]


def check_person(person: Person, round: Round, side: str, *, on: date) -> list[Checked]:
    """What the rules say of somebody who has not begun yet, by what is known of their employment."""
    programme = round.programme
    rules = rules_of.rules(programme, side)
    if not rules:
        return []
    known = rules_of.hr_facts(_affiliations([person.pk]).get(person.pk), on=on)
    days = rules_of.days_of(round, programme, today=on)
    return [Checked(one) for one in rules_of.verdicts(rules, known, days, rules_of.subjects(programme, side))]


def facts(application: Application, affiliation: Affiliation | None, *, on: date) -> dict[str, Any]:
    """Everything known about an applicant: what a staff list says goes before what they answered."""
    elsewhere = affiliation and application.institution_id not in (None, affiliation.institution_id)
    here = None if elsewhere else affiliation
    known = rules_of.hr_facts(here, on=on)
    listed = here is not None and here.listed_at is not None
    answered = {
        UNIT: str(application.unit_id) if application.unit_id else None,
        GRADE: application.grade,
    }
    first, then = (known, answered) if listed else (answered, known)
    merged = {key: then.get(key) if first.get(key) is None else first[key] for key in {*first, *then}}
    own = {OWN + key: value for key, value in application.own_answers.items()}
    return merged | own | {EXPERIENCE: application.years}


def _day(application: Application, today: date) -> date:
    return timezone.localdate(application.submitted_at) if application.submitted_at else today


def _affiliations(people: Iterable[UUID]) -> dict[UUID, Affiliation]:
    found = Affiliation.objects.filter(person__in=list(people), ended_on__isnull=True)
    return {one.person_id: one for one in found}


def flags(applications: Iterable[Application], *, on: date) -> dict[UUID, Flag]:
    """For each application that has something to look at what it is; the same few queries for any number."""
    listed = list(applications)
    affiliations = _affiliations(one.person_id for one in listed)
    made = set(
        EligibilityException.objects.filter(application__in=[one.pk for one in listed]).values_list(
            "application", "rule"
        )
    )
    homes = {one.programme_id: owner(one.programme, Part.ELIGIBILITY).pk for one in _one_each(listed)}
    by_home: dict[tuple[UUID, str], list[EligibilityRule]] = {}
    for rule in EligibilityRule.objects.filter(programme__in=set(homes.values())):
        by_home.setdefault((rule.programme_id, rule.side), []).append(rule)
    found = {}
    for one in listed:
        rules = by_home.get((homes[one.programme_id], one.side), [])
        flag = _flag(one, rules, affiliations.get(one.person_id), made, _day(one, on))
        if flag:
            found[one.pk] = flag
    return found


def _one_each(applications: Iterable[Application]) -> list[Application]:
    """One application of each programme."""
    return list({one.programme_id: one for one in applications}.values())


def _flag(
    application: Application,
    rules: list[EligibilityRule],
    affiliation: Affiliation | None,
    made: set[tuple[UUID, UUID]],
    on: date,
) -> Flag:
    if not rules:
        return Flag()
    known = facts(application, affiliation, on=on)
    days = rules_of.days_of(application.round, application.programme, today=on)
    failed = unknown = excepted = 0
    for rule in rules:
        outcome = rules_of.judge(rule, known, days)
        has_exception = (application.pk, rule.pk) in made
        failed += outcome == Outcome.FAILED and not has_exception
        excepted += outcome == Outcome.FAILED and has_exception
        unknown += outcome == Outcome.UNKNOWN and not has_exception
    return Flag(failed, unknown, excepted)


def notes(application: Application, at: datetime) -> list[Note]:
    """What an applicant is told about the rules they do not meet, or that an exception was made."""
    if application.state not in (ApplicationState.DRAFT, *UNDECIDED):
        return []
    found = []
    for one in check(application, on=timezone.localdate(at)):
        if one.exception is not None:
            title = _("An exception was made for you")
            found.append(Note(title=title, text=f"{one.verdict.sentence}.", icon="circle-check"))
        elif one.stands_against:
            text = "\n".join(line for line in (f"{one.verdict.sentence}.", because(one.verdict)) if line)
            found.append(Note(title=_("You do not meet one of the rules"), text=text, icon="circle-alert"))
    return found


def because(verdict: Verdict) -> str:
    """Why the rule is not met and who can make an exception, for the applicant."""
    rule, told = verdict.rule, []
    if verdict.fact:
        told.append(_("On record for you: %(fact)s.") % {"fact": verdict.fact})
    if rule.explanation:
        told.append(rule.explanation)
    if verdict.exception_possible:
        told.append(_("%(who)s can make an exception.") % {"who": rule.exceptions_by})
    return " ".join(told)

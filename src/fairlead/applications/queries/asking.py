"""What the form asks an applicant: the pages of the version that counts for the application."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from fairlead.applications.models import Application
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import Part, Side
from fairlead.questions import checking, wording
from fairlead.questions import queries as questions
from fairlead.questions.defaults import required
from fairlead.questions.enums import Kind, Reader, Standard
from fairlead.questions.models import FormVersion, Question
from fairlead.questions.queries import Page
from fairlead.questions.wording import said

FIELDS: Mapping[str, tuple[str, ...]] = {
    Standard.WORKPLACE: ("institution", "unit_name"),
    Standard.JOB_TITLE: ("job_title",),
    Standard.GRADE: ("grade",),
    Standard.YEARS: ("years",),
    Standard.MANAGER: ("line_manager_name", "line_manager_email"),
    Standard.AREAS: ("areas", "most_important"),
    Standard.LANGUAGES: ("languages",),
    Standard.MEETING: ("meeting_mode", "campus"),
    Standard.PLACES: ("places",),
    Standard.AVOID: ("avoid_text",),
    Standard.HOPES: ("hopes",),
    Standard.PRIVACY: ("consent",),
}
# Of a standard question with several fields those that may always stay empty.
ALWAYS_OPTIONAL = frozenset({"most_important", "campus"})


def reading_language() -> str:
    """The language in which the form is read: chosen by its reader, else that of the page."""
    return wording.reading_language()


def pages(application: Application) -> list[Page]:
    """The pages of the form under which the application is written, in the reader's language.

    Loads the version with its questions, in three queries at the first call.
    """
    return questions.pages(application.form_version, application.side, reading_language())


def own_questions(application: Application) -> list[Question]:
    """The questions of the version under which the application is written; none of the built-in form."""
    return questions.questions(application.form_version)


def is_required(application: Application, question: Question) -> bool:
    """Whether a standard question of the application's form must be answered."""
    approval = application.programme.supervisor_approval
    fixed = required(question.standard, side=application.side, approval=approval)
    return question.required if fixed is None else fixed


def fields(application: Application, question: Question) -> dict[str, bool]:
    """The fields of a standard question for this side, and whether each must be answered."""
    must = is_required(application, question)
    absent = "places" if application.side == Side.MENTEE else "most_important"
    return {
        name: must and name not in ALWAYS_OPTIONAL for name in FIELDS[question.standard] if name != absent
    }


def answers_for_match(application: Application) -> list[checking.Told]:
    """The answers to own questions that the person one is paired with may read, in words.

    Each has `key`, `label`, `text` and `reader`; loads the form's version in three queries.
    """
    return own_answers(application, Reader.MATCH)


def own_answers(application: Application, reader: str, *, blank: bool = False) -> list[checking.Told]:
    """The answers to own questions that this reader may read, under the version they were given under.

    `blank`: also the questions that were asked and not answered.
    """
    asked = own_questions(application)
    return checking.told_to(reader, asked, application.own_answers, reading_language(), blank=blank)


def with_form(applications: QuerySet[Application]) -> QuerySet[Application]:
    """The applications with the forms they were written under; three queries more than without."""
    return applications.prefetch_related("form_version__sections__questions")


@dataclass(frozen=True)
class Column:
    """A question of the programme's own, as the heading of a table of many applications."""

    side: str
    key: str
    label: str
    several: bool


def own_columns(applications: Iterable[Application], reader: str) -> list[Column]:
    """The own questions of these applications' forms that the reader may read, each once.

    Those of the newest version come first, in its order and its words; no query for what `with_form` loaded.
    """
    forms = {(one.side, one.form_version): one for one in applications if one.form_version is not None}
    newest = sorted(forms, key=lambda form: (form[0], -form[1].number if form[1] else 0))
    found: dict[tuple[str, str], Column] = {}
    for side, version in newest:
        one = forms[side, version]
        for question in own_questions(one):
            if not question.standard and question.reader in checking.READERS[reader]:
                label = said(question.label, reading_language(), question.section.version.languages)
                several = question.kind in (Kind.CHOICES, Kind.RANKED)
                found.setdefault((side, question.key), Column(side, question.key, label, several))
    return list(found.values())


def earlier_version(application: Application, pk: UUID) -> FormVersion | None:
    """A version of the application's form that was published once, by its id."""
    found = FormVersion.objects.filter(pk=pk, form__side=application.side, published_at__isnull=False)
    homes = {application.programme_id, programmes.owner(application.programme, Part.FORMS).pk}
    return found.filter(form__programme__in=homes).first()

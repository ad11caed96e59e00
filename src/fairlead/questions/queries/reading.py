"""Read forms: the version that holds, its pages and questions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Prefetch, prefetch_related_objects

from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import Part, Side
from fairlead.programmes.models import Programme
from fairlead.questions.defaults import DEFAULT_SECTIONS, REQUIRED_BY_DEFAULT, standards
from fairlead.questions.enums import CAN_MATCH, Kind, Purpose, Standard, VersionState
from fairlead.questions.models import Form, FormVersion, Question, Section
from fairlead.questions.wording import FIRST, said


@dataclass(frozen=True)
class Page:
    """One page of the form that applicants fill in: a section of a version, or of the built-in form."""

    slug: str
    title: str
    help: str
    questions: tuple[Question, ...]
    section: Section | None = None

    @property
    def standards(self) -> list[Standard]:
        """The standard questions of the page, in order."""
        return [Standard(one.standard) for one in self.questions if one.standard]

    @property
    def own(self) -> list[Question]:
        """The questions that the programme's team wrote, in order."""
        return [one for one in self.questions if not one.standard]


@dataclass(frozen=True)
class MatchingQuestion:
    """A question whose answers may feed matching: its key, kind and the keys of its options."""

    key: str
    kind: str
    label: Mapping[str, str]
    options: tuple[str, ...]
    limits: Mapping[str, float]


def published(programme: Programme, side: str) -> FormVersion | None:
    """The version of the form that applicants to the programme fill in now; None: the built-in form.

    A sub-programme that takes its forms over has those of the nearest programme that settles them.
    """
    home = programmes.owner(programme, Part.FORMS)
    found = FormVersion.objects.filter(form__programme=home, form__side=side, state=VersionState.PUBLISHED)
    return found.select_related("form").first()


def loaded(version: FormVersion) -> FormVersion:
    """The version with its sections and their questions, in order, loaded in two queries."""
    if "sections" not in getattr(version, "_prefetched_objects_cache", {}):
        loaded_all([version])
    return version


def loaded_all(versions: Sequence[FormVersion]) -> None:
    """Load the sections and questions of several versions at once, in two queries."""
    asked = Prefetch("questions", Question.objects.order_by("position", "id"))
    pages = Prefetch("sections", Section.objects.order_by("position", "id").prefetch_related(asked))
    prefetch_related_objects(list(versions), pages)
    for version in versions:
        for section in version.sections.all():
            section.version = version


def questions(version: FormVersion | None) -> list[Question]:
    """All questions of a loaded version, in order; none of the built-in form, which has no own ones."""
    if version is None:
        return []
    return [one for section in loaded(version).sections.all() for one in section.questions.all()]


def pages(version: FormVersion | None, side: str, language: str = FIRST) -> list[Page]:
    """The pages of a version, or of the built-in form, with their texts in this language."""
    if version is None:
        return builtin(side)
    return [
        Page(
            slug=f"page-{place}",
            title=said(section.title, language, version.languages),
            help=said(section.help, language, version.languages),
            questions=tuple(section.questions.all()),
            section=section,
        )
        for place, section in enumerate(loaded(version).sections.all(), 1)
    ]


def builtin(side: str) -> list[Page]:
    """The pages of the form that holds where a programme has none of its own; nothing of it is stored."""
    possible = standards(side)
    return [
        Page(
            slug=section.slug,
            title=str(section.title),
            help="",
            questions=tuple(
                Question(
                    key=standard.value,
                    kind=Kind.STANDARD,
                    standard=standard,
                    required=standard in REQUIRED_BY_DEFAULT,
                )
                for standard in section.standards
                if standard in possible
            ),
        )
        for section in DEFAULT_SECTIONS
    ]


def matching_questions(programme: Programme) -> dict[str, list[MatchingQuestion]]:
    """For each side the questions of the published form that may feed matching; never free text."""
    home = programmes.owner(programme, Part.FORMS)
    found = Question.objects.filter(
        matching=True,
        kind__in=CAN_MATCH,
        section__version__state=VersionState.PUBLISHED,
        section__version__form__programme=home,
    )
    sorted_ones = found.select_related("section__version__form").order_by("section__position", "position")
    by_side: dict[str, list[MatchingQuestion]] = {}
    for one in sorted_ones:
        by_side.setdefault(one.section.version.form.side, []).append(
            MatchingQuestion(
                key=one.key,
                kind=one.kind,
                label=one.label,
                options=tuple(option["key"] for option in one.options),
                limits=one.limits,
            )
        )
    return by_side


def form_of(programme: Programme, side: str) -> Form | None:
    """The programme's own form for this side."""
    return Form.objects.filter(programme=programme, side=side).first()


@dataclass(frozen=True)
class Sides:
    """The versions of a programme's form for one side, newest first."""

    side: str
    label: str
    draft: FormVersion | None
    published: FormVersion | None
    versions: list[FormVersion]


def sides(programme: Programme) -> list[Sides]:
    """For each side the versions of the form that holds for the programme; one query."""
    home = programmes.owner(programme, Part.FORMS)
    found = FormVersion.objects.filter(form__programme=home, form__purpose=Purpose.APPLICATION)
    found = found.select_related("form", "published_by")
    versions = list(found.order_by("-number"))
    listed = []
    for side in (Side.MENTEE, Side.MENTOR):
        mine = [one for one in versions if one.form.side == side]
        by_state = {one.state: one for one in mine}
        listed.append(
            Sides(
                side=side.value,
                label=str(side.label),
                draft=by_state.get(VersionState.DRAFT),
                published=by_state.get(VersionState.PUBLISHED),
                versions=[one for one in mine if one.state != VersionState.DRAFT],
            )
        )
    return listed


def version_before(version: FormVersion) -> FormVersion | None:
    """The version that applicants filled in before this one; for a draft the published one."""
    earlier = FormVersion.objects.filter(form=version.form_id, number__lt=version.number)
    return earlier.exclude(state=VersionState.DRAFT).select_related("form").order_by("-number").first()


def section_of(version: FormVersion, pk: UUID) -> Section | None:
    """The page of this version with this id."""
    found = Section.objects.filter(version=version, pk=pk)
    return found.select_related("version__form__programme").first()


def question_of(version: FormVersion, pk: UUID) -> Question | None:
    """The question of this version with this id."""
    found = Question.objects.filter(section__version=version, pk=pk)
    return found.select_related("section__version__form__programme").first()

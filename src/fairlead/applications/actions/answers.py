"""What an applicant answers, as one value that can be compared and written."""

import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from uuid import UUID

from fairlead.applications.models import Application, ApplicationArea
from fairlead.institutions.models import Institution, Unit
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Area

ABOUT_THE_PERSON = (
    "institution",
    "unit",
    "job_title",
    "grade",
    "years",
    "campus",
    "meeting_mode",
    "languages",
    "line_manager_name",
    "line_manager_email",
)
ABOUT_THE_WORKPLACE = frozenset(ABOUT_THE_PERSON) - {"years", "meeting_mode", "languages"}


@dataclass(frozen=True, kw_only=True)
class Answers:
    """The answers of one application; `languages` are codes of `kernel.languages`, `years` has a decimal."""

    institution: Institution | None = None
    unit: Unit | None = None
    job_title: str = ""
    grade: int | None = None
    years: Decimal | None = None
    campus: str = ""
    meeting_mode: str = ""
    languages: tuple[str, ...] = ()
    areas: tuple[Area, ...] = ()
    most_important: Area | None = None
    places: int | None = None
    line_manager_name: str = ""
    line_manager_email: str = ""
    avoid_text: str = ""
    avoids: tuple[Person, ...] = ()
    hopes: str = ""
    consented_at: datetime | None = None


def read(application: Application) -> Answers:
    """The answers as they are stored."""
    chosen = list(application.chosen_areas.select_related("area"))
    return Answers(
        institution=application.institution,
        unit=application.unit,
        job_title=application.job_title,
        grade=application.grade,
        years=application.years,
        campus=application.campus,
        meeting_mode=application.meeting_mode,
        languages=tuple(application.languages),
        areas=tuple(choice.area for choice in chosen),
        most_important=next((choice.area for choice in chosen if choice.most_important), None),
        places=application.places,
        line_manager_name=application.line_manager_name,
        line_manager_email=application.line_manager_email,
        avoid_text=application.avoid_text,
        avoids=tuple(application.avoids.all()),
        hopes=application.hopes,
        consented_at=application.consented_at,
    )


def same(first: Answers, second: Answers) -> bool:
    """Whether both say the same: but for the order of lists, case of addresses, moment of consent."""
    return _essence(first) == _essence(second)


def _essence(answers: Answers) -> dict[str, object]:
    plain: dict[str, object] = {
        name: getattr(answers, name)
        for name in (
            "institution",
            "unit",
            "job_title",
            "grade",
            "years",
            "campus",
            "meeting_mode",
            "most_important",
        )
    }
    return plain | {
        "languages": sorted(set(answers.languages)),
        "areas": _ids(answers.areas),
        "places": answers.places,
        "line_manager_name": answers.line_manager_name,
        "line_manager_email": answers.line_manager_email.casefold(),
        "avoid_text": answers.avoid_text,
        "avoids": _ids(answers.avoids),
        "hopes": answers.hopes.replace("\r\n", "\n"),
        "consent": answers.consented_at is not None,
    }


def _ids(things: Iterable[Area | Person]) -> list[UUID]:
    return sorted({thing.pk for thing in things})


def settled(answers: Answers, side: str) -> Answers:
    """The answers as an application of this side keeps them.

    Only a mentor has places; only a mentee has a most important area, and a single area is that.
    """
    if side == Side.MENTOR:
        return replace(answers, most_important=None)
    areas = set(answers.areas)
    only = answers.areas[0] if len(areas) == 1 else None
    most_important = only or (answers.most_important if answers.most_important in areas else None)
    return replace(answers, most_important=most_important, places=None)


def put(application: Application, answers: Answers) -> None:
    """Store all answers; the application must exist and be locked by the caller."""
    answers = settled(answers, application.side)
    application.institution = answers.institution
    application.unit = answers.unit
    application.job_title = answers.job_title
    application.grade = answers.grade
    application.years = answers.years
    application.campus = answers.campus
    application.meeting_mode = answers.meeting_mode
    application.languages = list(dict.fromkeys(answers.languages))
    application.places = answers.places
    application.line_manager_name = answers.line_manager_name
    application.line_manager_email = answers.line_manager_email
    application.avoid_text = answers.avoid_text
    application.hopes = answers.hopes
    application.consented_at = answers.consented_at
    application.unfinished = {}
    application.save()
    choose_areas(application, answers.areas, answers.most_important)
    application.avoids.set(answers.avoids)


def choose_areas(application: Application, areas: Iterable[Area], most_important: Area | None) -> None:
    """Store which areas are offered or wanted; one that is most important must be among them to count.

    A mentee with a single area has named the most important one.
    """
    wanted = list(dict.fromkeys(areas))
    if application.side == Side.MENTEE and len(wanted) == 1:
        most_important = wanted[0]
    if application.side == Side.MENTOR:
        most_important = None
    standing = ApplicationArea.objects.filter(application=application)
    standing.exclude(area__in=wanted).delete()
    standing.filter(most_important=True).exclude(area=most_important).update(most_important=False)
    there = set(standing.values_list("area", flat=True))
    ApplicationArea.objects.bulk_create(
        ApplicationArea(application=application, area=area) for area in wanted if area.pk not in there
    )
    if most_important in wanted:
        standing.filter(area=most_important).update(most_important=True)


def plain_name(name: str) -> str:
    """A name as it is compared: compatibility form, case folded, single spaces (Unicode NFKC)."""
    return " ".join(unicodedata.normalize("NFKC", name).casefold().split())

"""The answers of an application as labels and values, under the form they were given under."""

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.applications.queries import asking
from fairlead.kernel.languages import language_name
from fairlead.programmes.enums import Side
from fairlead.questions.checking import READERS
from fairlead.questions.enums import Reader, Standard

if TYPE_CHECKING:
    from fairlead.applications.models import Application

Row = dict[str, Any]
PRIVATE = frozenset({Standard.AVOID, Standard.HOPES})


@dataclass(frozen=True)
class _Told:
    label: str
    value: object


def answer_rows(
    application: "Application",
    *,
    private: bool,
    change: bool = False,
    reader: str = "",
    whole: bool = True,
) -> list[Row]:
    """The answers as labels and values.

    `private`: also what only coordinators read of the standard questions; `reader`: the level of the
    programme's own questions (`questions.enums.Reader`), without it the one that goes with `private`;
    `change`: with links to the pages of the form; without `whole` not who the line manager is.
    """
    level = reader or (Reader.COORDINATOR if private else Reader.MATCH)
    own = {told.key: told for told in asking.own_answers(application, level, blank=private)}
    hidden = (frozenset() if private else PRIVATE) | (frozenset() if whole else {Standard.MANAGER})
    rows: list[Row] = []
    asked: set[str] = set()
    for page in asking.pages(application):
        url = reverse("applications:step", args=[application.pk, page.slug]) if change else ""
        for question in page.questions:
            asked.add(question.standard or question.key)
            if question.standard:
                found = _standard(application, question.standard, hidden)
            else:
                told = own.get(question.key)
                found = [_Told(told.label, told.text)] if told else []
            rows += [{"label": one.label, "value": one.value, "url": url} for one in found]
    return rows + _no_longer_asked(application, asked, level, hidden)


def _no_longer_asked(
    application: "Application", asked: set[str], level: str, hidden: Collection[str]
) -> list[Row]:
    """Answers that are kept although the form, as it is now, does not ask for them."""
    rows: list[Row] = []
    for standard in Standard:
        if standard not in asked:
            found = _standard(application, standard, hidden)
            rows += [{"label": _not_now(one.label), "value": one.value} for one in found if one.value]
    rows += [
        {"label": _not_now(entry["label"]), "value": entry["text"]}
        for entry in application.earlier_answers
        if entry["reader"] in READERS[level] and entry["key"] not in application.own_answers
    ]
    return rows


def _not_now(label: str) -> str:
    return _("%(question)s (no longer asked)") % {"question": label}


def _standard(application: "Application", standard: str, hidden: Collection[str]) -> "list[_Told]":
    if standard in hidden:
        return []
    return list(TOLD[Standard(standard)](application))


def _workplace(application: "Application") -> Iterator[_Told]:
    unit = application.unit.name if application.unit else application.unfinished.get("unit_name", "")
    yield _Told(_("Institution"), application.institution.name if application.institution else "")
    yield _Told(_("Unit or department"), unit)


def _job_title(application: "Application") -> Iterator[_Told]:
    yield _Told(_("Job title"), application.job_title)


def _grade(application: "Application") -> Iterator[_Told]:
    yield _Told(_("Grade"), application.unfinished.get("grade") or application.grade)


def _years(application: "Application") -> Iterator[_Told]:
    value = application.unfinished.get("years") or application.years
    yield _Told(_("Years supporting international academics"), value)


def _manager(application: "Application") -> Iterator[_Told]:
    email = application.unfinished.get("line_manager_email") or application.line_manager_email
    yield _Told(_("Line manager"), f"{application.line_manager_name}\n{email}".strip())


def _areas(application: "Application") -> Iterator[_Told]:
    chosen = list(application.chosen_areas.all())
    names = "\n".join(choice.area.name for choice in chosen)
    if application.side == Side.MENTOR:
        yield _Told(_("Areas offered"), names)
        return
    yield _Told(_("Areas wanted"), names)
    yield _Told(_("Most important"), next((one.area.name for one in chosen if one.most_important), ""))


def _languages(application: "Application") -> Iterator[_Told]:
    yield _Told(_("Languages"), ", ".join(sorted(language_name(code) for code in application.languages)))


def _meeting(application: "Application") -> Iterator[_Told]:
    yield _Told(_("How to meet"), application.get_meeting_mode_display())
    yield _Told(_("Campus"), application.campus)


def _places(application: "Application") -> Iterator[_Told]:
    if application.side == Side.MENTOR:
        yield _Told(_("Places for mentees"), application.unfinished.get("places") or application.places)


def _avoid(application: "Application") -> Iterator[_Told]:
    yield _Told(_("Should not be paired with"), application.avoid_text)


def _hopes(application: "Application") -> Iterator[_Told]:
    yield _Told(_("Hopes"), application.hopes)


def _privacy(application: "Application") -> Iterator[_Told]:
    given = application.consented_at
    yield _Told(_("Agreed to the privacy notice"), date_format(timezone.localtime(given)) if given else "")


TOLD = {
    Standard.WORKPLACE: _workplace,
    Standard.JOB_TITLE: _job_title,
    Standard.GRADE: _grade,
    Standard.YEARS: _years,
    Standard.MANAGER: _manager,
    Standard.AREAS: _areas,
    Standard.LANGUAGES: _languages,
    Standard.MEETING: _meeting,
    Standard.PLACES: _places,
    Standard.AVOID: _avoid,
    Standard.HOPES: _hopes,
    Standard.PRIVACY: _privacy,
}

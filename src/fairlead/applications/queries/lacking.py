"""What an application lacks before it can be sent."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.applications.models import Application
from fairlead.applications.queries import asking
from fairlead.programmes.enums import Side
from fairlead.questions import checking
from fairlead.questions.enums import Standard
from fairlead.questions.models import Question
from fairlead.questions.wording import said

# Of each standard question what must be there when an answer is required, and what it is called.
ANSWERS: Mapping[str, Mapping[str, Promise]] = {
    Standard.WORKPLACE: {
        "institution": gettext_lazy("your institution"),
        "unit": gettext_lazy("your unit"),
    },
    Standard.JOB_TITLE: {"job_title": gettext_lazy("your job title")},
    Standard.GRADE: {"grade": gettext_lazy("your grade, as a whole number")},
    Standard.YEARS: {"years": gettext_lazy("your years of experience, as a number")},
    Standard.MANAGER: {
        "line_manager_name": gettext_lazy("your line manager’s name"),
        "line_manager_email": gettext_lazy("your line manager’s address"),
    },
    Standard.LANGUAGES: {"languages": gettext_lazy("the languages you can meet in")},
    Standard.MEETING: {"meeting_mode": gettext_lazy("how you would like to meet")},
    Standard.PLACES: {"places": gettext_lazy("how many mentees you could take")},
    Standard.HOPES: {"hopes": gettext_lazy("what you hope to get out of it")},
    Standard.PRIVACY: {"consented_at": gettext_lazy("your consent to the privacy notice")},
}
SHORTER: Mapping[str, Promise] = {
    "hopes": gettext_lazy("what you hope for, in fewer words"),
    "avoid_text": gettext_lazy("whom you should not be paired with, in fewer words"),
    "job_title": gettext_lazy("your job title, in fewer words"),
    "campus": gettext_lazy("your campus, in fewer words"),
}


@dataclass(frozen=True)
class Missing:
    """An answer that is still to be given: on which page of the form, in which field, under which label."""

    step: str
    field: str
    label: str | Promise


def missing_answers(application: Application) -> list[Missing]:
    """What must still be answered, or written so that it can be read, before the application can be sent.

    In the order of the form under which the application is written.
    """
    asked = asking.own_questions(application)
    open_keys = {one.key for one in checking.missing(asked, application.own_answers)}
    shown = {one.key for one in checking.visible(asked, application.own_answers)}
    unread = {key for key in application.unfinished.get("own", {}) if key in shown}
    missing = []
    for page in asking.pages(application):
        for question in page.questions:
            if question.standard:
                missing += [Missing(page.slug, *one) for one in _standard(application, question)]
            elif question.key in open_keys | unread:
                missing.append(Missing(page.slug, question.key, _named(question)))
    return missing


def _named(question: Question) -> str:
    label = said(question.label, asking.reading_language(), question.section.version.languages)
    return _("“%(question)s”") % {"question": label}


def _standard(application: Application, question: Question) -> Iterator[tuple[str, str | Promise]]:
    """Field and label of what a standard question lacks, each field once."""
    if application.side == Side.MENTEE and question.standard == Standard.PLACES:
        return
    if question.standard == Standard.AREAS:
        yield from _areas(application)
        return
    required = asking.is_required(application, question)
    answers = ANSWERS.get(question.standard, {})
    for name, label in answers.items():
        if required and _unanswered(application, name):
            yield name, label
        elif name in application.unfinished:
            yield name, SHORTER.get(name, label)
    for name in asking.FIELDS[question.standard]:
        if name in application.unfinished and name in SHORTER and name not in answers:
            yield name, SHORTER[name]
    yield from _out_of_bounds(application, question)


def _areas(application: Application) -> Iterator[tuple[str, str]]:
    chosen = list(application.chosen_areas.all())
    if not chosen:
        yield "areas", _("at least one area of expertise")
    elif (
        application.side == Side.MENTEE and len(chosen) > 1 and not any(one.most_important for one in chosen)
    ):
        yield "most_important", _("the area that is most important to you")


def _out_of_bounds(application: Application, question: Question) -> Iterator[tuple[str, str]]:
    """Answers that can be read and still cannot stand."""
    email = application.line_manager_email
    asked = question.standard == Standard.MANAGER and asking.is_required(application, question)
    if asked and email and email.casefold() == application.person.email.casefold():
        yield "line_manager_email", _("your line manager’s own address, not yours")
    most = application.programme.most_places
    if question.standard == Standard.PLACES and (application.places or 0) > most:
        yield "places", _("how many mentees you could take, %(most)s at most") % {"most": most}


def _unanswered(application: Application, name: str) -> bool:
    if name == "unit":
        return application.unit_id is None and not application.unfinished.get("unit_name")
    if name == "institution":
        return application.institution_id is None
    return getattr(application, name) in (None, "", [], 0)

"""What the pages of the form builder have in common: their frame, and questions told in a line."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.questions import queries
from fairlead.questions.defaults import ABOUT, required
from fairlead.questions.enums import Kind, Standard
from fairlead.questions.wording import reads, said

if TYPE_CHECKING:
    from fairlead.questions.models import FormVersion, Question, Section


def identity(text: str) -> UUID:
    """The id that a page sent; not found when it is none."""
    try:
        return UUID(text)
    except ValueError:
        raise Http404 from None


def seen(given: Mapping[str, Any]) -> int:
    """The state of the draft that the page showed; one that never was when the page says none."""
    text = str(given.get("seen", ""))
    return int(text) if text.isascii() and text.isdigit() and len(text) < 10 else -1


def frame(version: "FormVersion", current: str, *, can_edit: bool) -> dict[str, Any]:
    """What every page of one version shows: programme, side, state, and the tabs."""
    doors = [
        ("edit", _("Questions"), "questions:edit"),
        ("languages", _("Languages"), "questions:languages"),
        ("preview", _("Preview"), "questions:preview"),
        ("changes", _("Changes and publishing") if can_edit else _("Changes"), "questions:changes"),
    ]
    return {
        "version": version,
        "programme": version.form.programme,
        "survey": version.form.is_survey,
        "form_name": name_of_form(version),
        "home_url": home_of(version),
        "can_edit": can_edit,
        "revision_text": str(version.revision),
        "tabs": [
            {"label": label, "url": reverse(name, args=[version.pk]), "current": slug == current}
            for slug, label, name in doors
            if can_edit or slug != "languages"
        ],
    }


def name_of_form(version: "FormVersion") -> str:
    """What the form is called."""
    form = version.form
    if form.is_survey:
        return form.title
    return _("Form for a %(side)s") % {"side": form.get_side_display().lower()}


def home_of(version: "FormVersion") -> str:
    """The page that lists this form among its kind."""
    return reverse(settings.FORM_HOMES[version.form.purpose], args=[version.form.programme_id])


def sections(version: "FormVersion") -> list[dict[str, Any]]:
    """The pages of a loaded version with their questions, each told in a line."""
    first = version.languages[0]
    form = version.form
    approval = form.programme.supervisor_approval
    by_key = {one.key: one for one in queries.questions(version)}
    return [
        {
            "section": section,
            "title": said(section.title, first),
            "help": said(section.help, first),
            "questions": [
                line(question, first, by_key, side=form.side, approval=approval)
                for question in section.questions.all()
            ],
        }
        for section in version.sections.all()
    ]


def line(
    question: "Question", language: str, by_key: Mapping[str, "Question"], *, side: str, approval: bool
) -> dict[str, Any]:
    """One question told in a line: what it asks, its kind, who reads it, whether it feeds matching."""
    told: dict[str, Any] = {
        "question": question,
        "label": queries.name_of(question, language),
        "condition": _condition(question, language, by_key),
        "address": f"{question.section.version.revision}&question={question.pk}",
    }
    if question.kind == Kind.STANDARD:
        about = ABOUT[Standard(question.standard)]
        fixed = required(question.standard, side=side, approval=approval)
        return told | {
            "kind": _("Standard question"),
            "required": question.required if fixed is None else fixed,
            "reads": str(about.reads),
            "matching": about.matching,
            "can_remove": not (about.needed or (question.standard == Standard.MANAGER and fixed)),
        }
    return told | {
        "kind": question.get_kind_display(),
        "required": question.required,
        "reads": reads(question.reader),
        "matching": question.matching,
        "can_remove": True,
    }


def _condition(question: "Question", language: str, by_key: Mapping[str, "Question"]) -> str:
    condition = question.shown_if
    if not condition:
        return ""
    on = by_key.get(condition["question"])
    labels = {one["key"]: said(one["label"], language) for one in on.options} if on else {}
    words = {True: _("Yes"), False: _("No")}
    answers = [words[one] if isinstance(one, bool) else labels.get(one, one) for one in condition["any_of"]]
    named = {
        "question": said(on.label, language) if on else condition["question"],
        "answers": _(" or ").join(f"“{answer}”" for answer in answers),
    }
    return _("Shown only if “%(question)s” is answered %(answers)s.") % named


def section_of(version: "FormVersion", pk: UUID) -> "Section":
    """The page of this version, or not found."""
    section = queries.section_of(version, pk)
    if section is None:
        raise Http404
    section.version = version
    return section


def question_of(version: "FormVersion", pk: UUID) -> "Question":
    """The question of this version, or not found; its version is loaded."""
    question = queries.question_of(version, pk)
    if question is None:
        raise Http404
    question.section.version = version
    return question

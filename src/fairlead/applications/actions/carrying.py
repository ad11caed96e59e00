"""Carry a draft over to the form that its programme has published meanwhile."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction

from fairlead.applications.actions.locking import locked
from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.applications.queries import asking
from fairlead.questions import checking
from fairlead.questions import queries as questions
from fairlead.questions.enums import Reader
from fairlead.questions.models import Question
from fairlead.questions.wording import said


@dataclass(frozen=True)
class Carried:
    """What became of a draft: labels of the questions whose answers no longer hold, and of those new."""

    left: list[str]
    new: list[str]


@transaction.atomic
def carry_over(application: Application, *, at: datetime) -> Carried | None:
    """Move a draft to the published form; None when it is there already, or was sent.

    Answers stay by the key of their question. What the new form no longer asks, or asks so that the answer
    does not hold, is kept in `earlier_answers` in words.
    """
    stored = locked(application)
    version = questions.published(stored.programme, stored.side)
    if stored.state != ApplicationState.DRAFT or version == stored.form_version:
        return None
    before = asking.own_questions(stored)
    stored.form_version = version
    after = asking.own_questions(stored)
    left = _settle(stored, before, after, stored.own_answers)
    _keep_typed(stored, after)
    stored.saved_at = at
    stored.save()
    application.refresh_from_db()
    known = {question.key for question in before}
    new = [_label(question) for question in after if not question.standard and question.key not in known]
    return Carried(left=left, new=new)


@transaction.atomic
def take_in(application: Application, asked: Iterable[Question], own: Mapping[str, Any]) -> list[str]:
    """Keep answers from a page of an earlier version of the form; the labels of those that do not hold.

    Nothing happens to an application that was sent.
    """
    stored = locked(application)
    if stored.state != ApplicationState.DRAFT:
        return []
    given = {key: value for key, value in own.items() if value is not None}
    left = _settle(stored, asked, asking.own_questions(stored), {**stored.own_answers, **given})
    stored.save()
    application.refresh_from_db()
    return left


def _settle(
    stored: Application, before: Iterable[Question], after: list[Question], answers: Mapping[str, Any]
) -> list[str]:
    """Store what holds under the questions `after` and keep the rest in words; the labels of the rest.

    The labels come in the order of the form, whatever the order in which a database keeps the answers.
    """
    held, dropped = checking.carried(after, answers)
    left = [question for question in before if question.key in dropped]
    worded = [question for question in left if question.reader != Reader.NOBODY]
    stored.own_answers = held
    stored.earlier_answers = [
        *(entry for entry in stored.earlier_answers if entry["key"] not in dropped),
        *(_in_words(question, answers[question.key]) for question in worded),
    ]
    return [_label(question) for question in left]


def _in_words(question: Question, value: Any) -> dict[str, Any]:
    return {
        "version": question.section.version.number,
        "key": question.key,
        "label": _label(question),
        "text": checking.told(question, value, asking.reading_language()),
        "reader": question.reader,
    }


def _keep_typed(stored: Application, after: list[Question]) -> None:
    """What was typed and cannot be read yet stays where it is still asked."""
    keys = {question.key for question in after}
    typed = {key: raw for key, raw in stored.unfinished.pop("own", {}).items() if key in keys}
    if typed:
        stored.unfinished["own"] = typed


def _label(question: Question) -> str:
    return said(question.label, asking.reading_language(), question.section.version.languages)

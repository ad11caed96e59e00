"""Answers to the questions of a form: what may be stored, what is missing, and how it is told.

Everything here is a pure function of questions and answers. An answer is a plain value, kept by the key of
its question: text, the key of an option, keys of options, a number, a day as text, yes or no, and for a
consent {"agreed": True, "version": …, "text": fingerprint of the text that was shown}.
"""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from hashlib import sha256
from typing import Any

from django.utils.formats import date_format, number_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.questions.enums import Kind, Reader
from fairlead.questions.models import Question
from fairlead.questions.wording import said

Answers = Mapping[str, Any]
LONGEST = {Kind.SHORT: 200, Kind.LONG: 4000}
SCALE = (1, 5)
NUMBER = re.compile(r"[+-]?\d{1,12}(?:[.,]\d{1,9})?")
YES, NO = "yes", "no"
READERS: Mapping[str, frozenset[str]] = {
    Reader.NOBODY: frozenset(Reader.values),
    Reader.COORDINATOR: frozenset(Reader.values) - {Reader.NOBODY.value},
    Reader.PARTNER: frozenset({Reader.PARTNER.value, Reader.MATCH.value}),
    Reader.MATCH: frozenset({Reader.MATCH.value}),
    Reader.SURVEY: frozenset({Reader.SURVEY.value}),
}


@dataclass(frozen=True)
class Cleaned:
    """What was made of a raw answer: the value to store (None: nothing), or the problem in a sentence."""

    value: Any = None
    problem: str = ""


@dataclass(frozen=True)
class Told:
    """An answer in words, with who reads it besides its writer."""

    key: str
    label: str
    text: str
    reader: str


def clean(question: Question, raw: Any) -> Cleaned:
    """Make the value to store of what was posted for an own question: text, a list of texts, or a tick.

    Nothing posted gives no value and no problem; `missing` tells what must be answered.
    """
    kind = Kind(question.kind)
    if kind == Kind.CONSENT:
        return Cleaned(agreement(question) if raw in (True, "on", "true") else None)
    if kind in (Kind.CHOICES, Kind.RANKED):
        given = [str(one).strip() for one in (raw if isinstance(raw, list | tuple) else [raw] if raw else [])]
        return _several(question, [one for one in given if one])
    text = _text(raw[-1] if isinstance(raw, list | tuple) and raw else raw)
    return _READERS_OF[kind](question, text) if text else Cleaned()


def _text(raw: Any) -> str:
    return str(raw or "").replace("\x00", "").replace("\r\n", "\n").replace("\r", "\n").strip()


def _words(question: Question, text: str) -> Cleaned:
    most = LONGEST[Kind(question.kind)]
    if question.kind == Kind.SHORT:
        text = " ".join(text.split())
    if len(text) > most:
        sentence = _("This is too long: %(count)s characters of at most %(most)s.")
        return Cleaned(problem=sentence % {"count": number_format(len(text)), "most": number_format(most)})
    return Cleaned(text)


def _one(question: Question, text: str) -> Cleaned:
    if text not in option_keys(question):
        return Cleaned(problem=_("Choose one of the answers given."))
    return Cleaned(text)


def _several(question: Question, given: list[str]) -> Cleaned:
    ranked = question.kind == Kind.RANKED
    keys = [one.partition(".")[2] for one in sorted(given, key=_rank)] if ranked else given
    known = option_keys(question)
    if any(key not in known for key in keys):
        return Cleaned(problem=_("Choose only from the answers given."))
    if ranked and len(set(keys)) < len(keys):
        return Cleaned(problem=_("Each answer can have one place only."))
    if not ranked:
        keys = [key for key in known if key in set(keys)]
    most = question.limits.get("most") or len(known)
    if len(keys) > most:
        sentence = ngettext("Choose %(most)s at most.", "Choose %(most)s at most.", most)
        return Cleaned(problem=sentence % {"most": most})
    return Cleaned(keys or None)


def _rank(given: str) -> int:
    place = given.partition(".")[0]
    return int(place) if place.isascii() and place.isdigit() and len(place) < 4 else 0


def _number(question: Question, text: str) -> Cleaned:
    text = text.replace("\N{MINUS SIGN}", "-").replace(" ", "").replace("\u00a0", "")
    if not NUMBER.fullmatch(text):
        return Cleaned(problem=_("Write a number."))
    value = Decimal(text.replace(",", "."))
    decimals = 0 if question.kind == Kind.SCALE else int(question.limits.get("decimals") or 0)
    if value != round(value, decimals):
        sentence = ngettext("%(count)s decimal is enough.", "%(count)s decimals are enough.", decimals)
        return Cleaned(problem=sentence % {"count": decimals} if decimals else _("Write a whole number."))
    least, most = bounds(question)
    if least is not None and value < Decimal(str(least)):
        return Cleaned(problem=_("Not less than %(least)s.") % {"least": number_format(least)})
    if most is not None and value > Decimal(str(most)):
        return Cleaned(problem=_("Not more than %(most)s.") % {"most": number_format(most)})
    return Cleaned(float(value) if decimals else int(value))


def _day(question: Question, text: str) -> Cleaned:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return Cleaned(problem=_("Write a day as year, month and day, for example 2027-03-31."))
    least, most = bounds(question)
    if least and day.isoformat() < least:
        return Cleaned(problem=_("Not before %(day)s.") % {"day": date_format(date.fromisoformat(least))})
    if most and day.isoformat() > most:
        return Cleaned(problem=_("Not after %(day)s.") % {"day": date_format(date.fromisoformat(most))})
    return Cleaned(day.isoformat())


def _yes_no(question: Question, text: str) -> Cleaned:
    if text not in (YES, NO):
        return Cleaned(problem=_("Choose yes or no."))
    return Cleaned(text == YES)


_READERS_OF = {
    Kind.SHORT: _words,
    Kind.LONG: _words,
    Kind.CHOICE: _one,
    Kind.SCALE: _number,
    Kind.NUMBER: _number,
    Kind.DATE: _day,
    Kind.YES_NO: _yes_no,
}


def bounds(question: Question) -> tuple[Any, Any]:
    """The least and the most that a number, scale or day may be; None where there is no limit."""
    least, most = question.limits.get("least"), question.limits.get("most")
    if question.kind == Kind.SCALE:
        return (SCALE[0] if least is None else least), (SCALE[1] if most is None else most)
    return least, most


def option_keys(question: Question) -> list[str]:
    """The keys of the options, in their order."""
    return [option["key"] for option in question.options]


def agreement(question: Question) -> dict[str, Any]:
    """What is stored when somebody agrees to the text as it stands in this version."""
    version = question.section.version
    return {"agreed": True, "version": version.number, "text": fingerprint(question)}


def fingerprint(question: Question) -> str:
    """A short fingerprint of a consent's text in all its languages."""
    told = "\0".join(f"{code}:{text}" for code, text in sorted(question.consent_text.items()) if text)
    return sha256(told.encode()).hexdigest()[:16]


def posted(question: Question, value: Any) -> Any:
    """How a page would post this stored value; `clean` of it gives the value again."""
    if value is None:
        return [] if question.kind in (Kind.CHOICES, Kind.RANKED) else ""
    if question.kind == Kind.RANKED:
        return [f"{place}.{key}" for place, key in enumerate(value, 1)]
    if question.kind == Kind.YES_NO:
        return YES if value else NO
    if question.kind == Kind.CONSENT:
        return bool(value.get("agreed"))
    return list(value) if question.kind == Kind.CHOICES else str(value)


def visible(questions: Iterable[Question], answers: Answers) -> list[Question]:
    """The questions that these answers let appear, in order; what depends on a hidden one is hidden."""
    found: list[Question] = []
    keys: set[str] = set()
    for question in questions:
        condition = question.shown_if
        if not condition or (
            condition["question"] in keys and _meets(answers.get(condition["question"]), condition["any_of"])
        ):
            found.append(question)
            keys.add(question.key)
    return found


def _meets(answer: Any, any_of: Sequence[Any]) -> bool:
    given = answer if isinstance(answer, list) else [answer]
    return any(type(one) is type(wanted) and one == wanted for one in given for wanted in any_of)


def missing(questions: Iterable[Question], answers: Answers) -> list[Question]:
    """The own questions that must be answered, are shown, and have no answer yet."""
    return [
        question
        for question in visible(questions, answers)
        if question.kind != Kind.STANDARD and question.required and answers.get(question.key) is None
    ]


def kept(questions: Iterable[Question], answers: Answers) -> dict[str, Any]:
    """The answers to own questions that are shown; an answer to a hidden question is dropped."""
    return {
        question.key: answers[question.key]
        for question in visible(questions, answers)
        if question.kind != Kind.STANDARD and answers.get(question.key) is not None
    }


def counted(questions: Iterable[Question], answers: Answers) -> dict[str, str]:
    """What is only counted of these answers, by key: an answer as posted, empty where none was given."""
    return {
        question.key: str(posted(question, answers.get(question.key)))
        for question in visible(questions, answers)
        if question.reader == Reader.NOBODY
    }


def carried(questions: Iterable[Question], answers: Answers) -> tuple[dict[str, Any], list[str]]:
    """Answers given under another version that also hold under this one, and the keys of those that do not.

    A consent holds only while its text is the same, word for word.
    """
    by_key = {question.key: question for question in questions if question.kind != Kind.STANDARD}
    held: dict[str, Any] = {}
    dropped: list[str] = []
    for key, value in answers.items():
        question = by_key.get(key)
        again = None if question is None else _again(question, value)
        if again is not None:
            held[key] = again
        elif value is not None:
            dropped.append(key)
    return held, dropped


def _again(question: Question, value: Any) -> Any:
    """A stored value as it is stored for this question, or None where it says something else or nothing.

    A whole number stays the same answer where decimals are allowed now; yes and one are two answers.
    """
    if (question.kind == Kind.CONSENT) != isinstance(value, dict):
        return None
    if question.kind == Kind.CONSENT:
        same = value.get("agreed") and value.get("text") == fingerprint(question)
        return value if same else None
    if (question.kind in (Kind.CHOICES, Kind.RANKED)) != isinstance(value, list):
        return None
    again = clean(question, posted(question, value)).value
    return again if isinstance(again, bool) == isinstance(value, bool) and again == value else None


def told(question: Question, value: Any, language: str) -> str:
    """The answer in words; several are on lines of their own."""
    if value is None or value == []:
        return ""
    languages = question.section.version.languages
    labels = {one["key"]: said(one["label"], language, languages) for one in question.options}
    match Kind(question.kind):
        case Kind.CHOICE:
            return labels.get(value, str(value))
        case Kind.CHOICES:
            return "\n".join(labels.get(key, key) for key in value)
        case Kind.RANKED:
            return "\n".join(f"{place}. {labels.get(key, key)}" for place, key in enumerate(value, 1))
        case Kind.SCALE:
            least, most = bounds(question)
            return _("%(value)s on a scale from %(least)s to %(most)s") % {
                "value": value,
                "least": least,
                "most": most,
            }
        case Kind.NUMBER:
            return number_format(value)
        case Kind.DATE:
            return date_format(date.fromisoformat(value))
        case Kind.YES_NO:
            return _("Yes") if value else _("No")
        case Kind.CONSENT:
            return _("Agreed, to the text of version %(version)s") % {"version": value["version"]}
    return str(value)


def told_to(
    reader: str, questions: Iterable[Question], answers: Answers, language: str, *, blank: bool = False
) -> list[Told]:
    """The own questions whose answers this reader may read, in words; `blank`: also those without answer."""
    may_read: Collection[str] = READERS[reader]
    return [
        Told(
            key=question.key,
            label=said(question.label, language, question.section.version.languages),
            text=told(question, answers.get(question.key), language),
            reader=question.reader,
        )
        for question in visible(questions, answers)
        if question.kind != Kind.STANDARD
        and question.reader in may_read
        and (blank or answers.get(question.key) is not None)
    ]

"""Texts in several languages, and the sentences that say what becomes of an answer."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from contextvars import ContextVar

from django.utils.functional import Promise
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from fairlead.questions.enums import Reader

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he"})
FIRST = "en"
READ_BY: Mapping[str, Promise | str] = {
    Reader.NOBODY: _(
        "Read by nobody: when you send the application it is only counted, "
        "and shown in groups of five or more."
    ),
    Reader.COORDINATOR: _("Read by the coordinators only."),
    Reader.PARTNER: _("Read by the coordinators and by the partner coordinator of your institution."),
    Reader.MATCH: _("Read by the programme team and by the person we would pair you with."),
    Reader.SURVEY: "",  # said once, above the questions
}
FOR_MATCHING = _("Used to find your match.")
_chosen: ContextVar[str] = ContextVar("form_language", default="")


def said(texts: Mapping[str, str], language: str, languages: Sequence[str] = ()) -> str:
    """The text in this language, else in the first of `languages` that has it, else in any; else empty.

    A language may be written with its country: of “de-at”, “de” will do.
    """
    return texts.get(written_in(texts, language, languages), "")


def written_in(texts: Mapping[str, str], language: str, languages: Sequence[str] = ()) -> str:
    """The language of the text that `said` gives; the one asked for when there is no text."""
    wanted = (language, language.partition("-")[0], *languages, *texts)
    return next((code for code in wanted if texts.get(code)), language)


def direction(language: str) -> str:
    """The direction in which the language is written: rtl or ltr."""
    return "rtl" if language.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def reads(reader: str, *, matching: bool = False) -> str:
    """Who reads an answer, and whether it is used for matching, as the form says beside the question."""
    said_by = str(READ_BY[reader])
    return f"{said_by} {FOR_MATCHING}" if matching else said_by


def reading_language() -> str:
    """The language in which forms are read now: the one the reader chose, else that of the page."""
    return _chosen.get() or get_language() or FIRST


@contextmanager
def read_in(language: str) -> Iterator[None]:
    """Read forms in this language; with an empty one, in that of the page."""
    before = _chosen.set(language)
    try:
        yield
    finally:
        _chosen.reset(before)

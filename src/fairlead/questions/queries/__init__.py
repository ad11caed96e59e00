"""Read forms, say what a draft still lacks, and what it changes."""

from fairlead.questions.queries.changes import Change, changes, may_depend_on, name_of, renamed
from fairlead.questions.queries.flaws import Flaw, flaws
from fairlead.questions.queries.opening import opening_lines
from fairlead.questions.queries.reading import (
    MatchingQuestion,
    Page,
    Sides,
    builtin,
    form_of,
    loaded,
    loaded_all,
    matching_questions,
    pages,
    published,
    question_of,
    questions,
    section_of,
    sides,
    version_before,
)
from fairlead.questions.queries.texts import Text, texts, untranslated

__all__ = [
    "Change",
    "Flaw",
    "MatchingQuestion",
    "Page",
    "Sides",
    "Text",
    "builtin",
    "changes",
    "flaws",
    "form_of",
    "loaded",
    "loaded_all",
    "matching_questions",
    "may_depend_on",
    "name_of",
    "opening_lines",
    "pages",
    "published",
    "question_of",
    "questions",
    "renamed",
    "section_of",
    "sides",
    "texts",
    "untranslated",
    "version_before",
]

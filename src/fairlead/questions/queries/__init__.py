"""Read forms, and say what a draft still lacks."""

from fairlead.questions.queries.reading import (
    MatchingQuestion,
    Page,
    builtin,
    form_of,
    loaded,
    matching_questions,
    pages,
    published,
    questions,
    with_questions,
)

__all__ = [
    "MatchingQuestion",
    "Page",
    "builtin",
    "form_of",
    "loaded",
    "matching_questions",
    "pages",
    "published",
    "questions",
    "with_questions",
]

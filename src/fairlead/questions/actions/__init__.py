"""What can be done with forms: begin, change, translate, publish, discard and copy them."""

from fairlead.questions.actions.editing import (
    AlreadyAsked,
    CannotCount,
    CannotMatch,
    ChangedMeanwhile,
    PageNotEmpty,
    Wording,
    add_question,
    add_section,
    add_standard,
    change_question,
    change_section,
    move_question,
    move_section,
    remove_question,
    remove_section,
    word,
)
from fairlead.questions.actions.translating import NoLanguage, set_languages, translate
from fairlead.questions.actions.versions import NotReady, copy_forms, discard, publish, start

__all__ = [
    "AlreadyAsked",
    "CannotCount",
    "CannotMatch",
    "ChangedMeanwhile",
    "NoLanguage",
    "NotReady",
    "PageNotEmpty",
    "Wording",
    "add_question",
    "add_section",
    "add_standard",
    "change_question",
    "change_section",
    "copy_forms",
    "discard",
    "move_question",
    "move_section",
    "publish",
    "remove_question",
    "remove_section",
    "set_languages",
    "start",
    "translate",
    "word",
]

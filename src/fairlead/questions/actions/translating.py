"""Write a form in several languages."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.questions import queries
from fairlead.questions.actions.editing import note, turn
from fairlead.questions.models import FormVersion, Question, Section


class NoLanguage(Refused):
    """A form is written in at least one language."""


@transaction.atomic
def set_languages(
    version: FormVersion, languages: Sequence[str], *, seen: int, by: Actor, at: datetime
) -> None:
    """Name the languages of the draft; the first is the one others fall back to.

    Texts in a language that is no longer named stay, and are there again when it is named again. Raises
    `ChangedMeanwhile`, `NoLanguage`.
    """
    turn(version, seen=seen, at=at)
    named = list(dict.fromkeys(languages))
    if not named:
        raise NoLanguage(_("A form needs at least one language."))
    version.languages = named
    version.save(update_fields=["languages"])
    note("form languages changed", version, by=by, at=at)


@transaction.atomic
def translate(
    version: FormVersion, language: str, texts: Mapping[str, str], *, seen: int, by: Actor, at: datetime
) -> None:
    """Write the texts of one language; `texts` by the names that `queries.texts` gives them.

    An empty text falls back to the first language. Raises `ChangedMeanwhile`.
    """
    turn(version, seen=seen, at=at)
    touched: dict[Any, Section | Question] = {}
    for text in queries.texts(version):
        if text.name in texts and text.written(language) != texts[text.name]:
            text.write(language, texts[text.name])
            touched[text.of.pk] = text.of
    for one in touched.values():
        one.save()
    note("form translated", version, by=by, at=at)

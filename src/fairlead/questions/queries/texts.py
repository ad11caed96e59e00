"""The texts of a form, one by one, for whoever translates it."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from fairlead.questions.enums import Kind, Standard
from fairlead.questions.models import FormVersion, Question, Section
from fairlead.questions.queries.reading import loaded


@dataclass
class Text:
    """One text of a form: a name for it, what it is, whose it is, and its wordings by language."""

    name: str
    what: str
    of: Section | Question
    wordings: dict[str, str]
    long: bool = False

    def written(self, language: str) -> str:
        """The text in this language; empty when it is not written."""
        return self.wordings.get(language, "")

    def write(self, language: str, text: str) -> None:
        """Put the text of this language into its section or question, not yet stored."""
        if text:
            self.wordings[language] = text
        else:
            self.wordings.pop(language, None)


def texts(version: FormVersion) -> list[Text]:
    """The texts of a version that are written in its first language, in the order of its pages."""
    found: list[Text] = []
    for section in loaded(version).sections.all():
        found.append(Text(f"{section.pk}.title", _("Title of the page"), section, section.title))
        found.append(Text(f"{section.pk}.help", _("Help on the page"), section, section.help, long=True))
        for question in section.questions.all():
            found += _of(question)
    first = version.languages[0]
    return [text for text in found if text.written(first)]


def _of(question: Question) -> list[Text]:
    what = str(Standard(question.standard).label) if question.kind == Kind.STANDARD else _("Question")
    found = [
        Text(f"{question.pk}.label", what, question, question.label),
        Text(f"{question.pk}.help", _("Help"), question, question.help, long=True),
        Text(f"{question.pk}.consent", _("Text to agree to"), question, question.consent_text, long=True),
    ]
    for option in question.options:
        words = _("End of the scale") if question.kind == Kind.SCALE else _("Answer")
        found.append(Text(f"{question.pk}.option.{option['key']}", words, question, option["label"]))
    return found


def untranslated(version: FormVersion, language: str) -> int:
    """How many texts are not written in this language and fall back to the first."""
    return sum(not text.written(language) for text in texts(version))

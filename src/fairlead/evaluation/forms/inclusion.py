"""The questions that are only counted, asked once more."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from fairlead.questions.checking import NO, YES
from fairlead.questions.enums import Kind
from fairlead.questions.models import Question
from fairlead.questions.wording import reading_language, said


class CountedForm(forms.Form):
    """One choice for each question; saying nothing is always one of them."""

    def __init__(self, *args: Any, questions: Iterable[Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for question in questions:
            self.fields[question.key] = forms.ChoiceField(
                label=said(question.label, reading_language()),
                help_text=said(question.help, reading_language()),
                choices=[*_choices(question), ("", _("No answer"))],
                required=False,
                widget=forms.RadioSelect,
            )


def _choices(question: Question) -> list[tuple[str, str]]:
    if question.kind == Kind.YES_NO:
        return [(YES, _("Yes")), (NO, _("No"))]
    if question.kind == Kind.SCALE:
        least, most = int(question.limits["least"]), int(question.limits["most"])
        return [(str(step), str(step)) for step in range(least, most + 1)]
    return [(one["key"], said(one["label"], reading_language())) for one in question.options]

"""The questions of a module as those who learn answer them."""

from collections.abc import Iterable
from typing import Any, NamedTuple

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.training import queries
from fairlead.training.models import Option, Question


class Said(NamedTuple):
    """What was chosen for a question, and what is said about it."""

    chosen: Option
    right: bool
    feedback: str


class QuizForm(forms.Form):
    """One choice per question; what was chosen lives as long as the answer to this request."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, questions: Iterable[Question]) -> None:
        super().__init__(data)
        self.questions = list(questions)
        for number, one in enumerate(self.questions, start=1):
            self.fields[str(one.pk)] = forms.ChoiceField(
                label=f"{number}. {one.text}",
                choices=[(str(option.pk), option.text) for option in queries.option_rows(one)],
                widget=forms.RadioSelect,
                error_messages={
                    "required": _("Choose an answer; a guess is fine."),
                    "invalid_choice": _("This question has changed. Choose once more."),
                },
            )

    @property
    def asked(self) -> list[dict[str, Any]]:
        """Each question's field, with what is said about the answer once all are given."""
        said = self._said() if self.is_bound and self.is_valid() else {}
        return [{"field": self[str(one.pk)], "said": said.get(str(one.pk))} for one in self.questions]

    @property
    def right(self) -> int:
        """How many of the answers are right."""
        return sum(one.right for one in self._said().values())

    def _said(self) -> dict[str, Said]:
        found = {}
        for one in self.questions:
            options = {str(option.pk): option for option in queries.option_rows(one)}
            chosen = options[self.cleaned_data[str(one.pk)]]
            found[str(one.pk)] = Said(chosen, chosen.right, chosen.feedback)
        return found

"""What somebody says who asks for help: to whom, and in what words."""

from collections.abc import Iterable
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.support.queries.cases import Addressee

LONGEST = 10_000


class ToForm(forms.Form):
    """Whom to turn to: one person, who alone is told."""

    use_required_attribute = False
    to = forms.ChoiceField(
        label=gettext_lazy("To whom?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose to whom.")},
    )

    def __init__(self, *args: object, addressees: Iterable[Addressee], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(str(one.person.pk), f"{one.person.name}\n{one.described}") for one in addressees]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        if choices and "to" not in self.initial:
            self.initial["to"] = choices[0][0]


class ConcernForm(ToForm):
    """What somebody writes in confidence. `occasion` tells a second click from a second letter."""

    words = forms.CharField(
        label=gettext_lazy("What would you like to say?"),
        max_length=LONGEST,
        strip=True,
        widget=forms.Textarea(attrs={"rows": "8", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write a few words, or call instead.")},
    )
    occasion = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)

    def clean_words(self) -> str:
        """More than blanks."""
        words: str = self.cleaned_data["words"]
        if not words.strip():
            raise forms.ValidationError(_("Write a few words, or call instead."))
        return words


class ChoiceForm(forms.Form):
    """Who looks after it from now on: one of these, or nobody any more."""

    to = forms.ChoiceField(label=gettext_lazy("Who follows?"), required=False)
    rest = forms.BooleanField(required=False)

    def __init__(self, *args: object, addressees: Iterable[Addressee], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = [(str(one.person.pk), one.person.name) for one in addressees]
        self.fields["to"].choices = known  # type: ignore[attr-defined]

    def clean(self) -> dict[str, object]:
        """One of the two."""
        given: dict[str, object] = super().clean() or {}
        if not self.errors and not given.get("to") and not given.get("rest"):
            raise forms.ValidationError(_("Choose somebody, or let it rest."))
        return given

    @property
    def rests(self) -> bool:
        """Whether nobody is needed any more."""
        return bool(self.cleaned_data["rest"])

    @property
    def person(self) -> UUID:
        """Who was chosen."""
        return UUID(self.cleaned_data["to"])

"""What somebody says who asks for help: to whom, and in what words."""

from collections.abc import Iterable, Mapping
from uuid import UUID, uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.support.queries.cases import Addressee
from fairlead.support.queries.supervising import Above

LONGEST = 10_000


class WarnedForm(forms.Form):
    """Before somebody turns to a supervisor of one of the two, they say that they mean it.

    `sure` holds who was chosen all the same; `warned` is who has to be, once the form was sent without,
    and `warning` what is said of them. A warning is no error: nothing has to be mended.
    """

    sure = forms.CharField(required=False)
    warned: Addressee | None = None
    warning: str = ""

    def __init__(
        self,
        *args: object,
        addressees: Iterable[Addressee],
        above: Mapping[UUID, Above] | None = None,
        **kwargs: object,
    ) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.addressees = {str(one.person.pk): one for one in addressees}
        self.above = {str(person): said for person, said in (above or {}).items()}

    def clean(self) -> dict[str, object]:
        """Not to a supervisor unawares."""
        given: dict[str, object] = super().clean() or {}
        to, sure = str(given.get("to") or ""), given.get("sure")
        if to and sure and to != sure:
            self.add_error("to", _("You have chosen somebody else meanwhile. Send it once more."))
        elif to in self.above and sure != to:
            self.warned, self.warning = self.addressees[to], self.above[to].sentence
        return given

    def is_valid(self) -> bool:
        """Whether it can be sent as it is, without a second word."""
        return super().is_valid() and self.warned is None


class ToForm(WarnedForm):
    """Whom to turn to: one person, who alone is told."""

    use_required_attribute = False
    to = forms.ChoiceField(
        label=gettext_lazy("To whom?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose to whom.")},
    )

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        choices = [(person, self._label(person)) for person in self.addressees]
        self.fields["to"].choices = choices  # type: ignore[attr-defined]
        if choices and "to" not in self.initial:
            self.initial["to"] = choices[0][0]

    def _label(self, person: str) -> str:
        one, said = self.addressees[person], self.above.get(person)
        return f"{one.person.name}\n{one.described}" + (f" · {said.short}" if said else "")


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


class ChoiceForm(WarnedForm):
    """Who looks after it from now on: one of these, or nobody any more."""

    to = forms.ChoiceField(label=gettext_lazy("Who follows?"), required=False)
    rest = forms.BooleanField(required=False)

    def __init__(self, *args: object, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        known = [(person, one.person.name) for person, one in self.addressees.items()]
        self.fields["to"].choices = known  # type: ignore[attr-defined]

    @property
    def people(self) -> list[tuple[Addressee, str]]:
        """Who can be chosen, each with what to know of them in two words."""
        return [
            (one, self.above[person].short if person in self.above else "")
            for person, one in self.addressees.items()
        ]

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

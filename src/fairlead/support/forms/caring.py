"""What those say who look after cases, and who is named as a contact."""

from collections.abc import Iterable
from datetime import date, timedelta
from uuid import uuid4

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.kernel.words import one_line
from fairlead.people.queries import by_address
from fairlead.support.actions.caring import Settled
from fairlead.support.enums import CaseKind, CaseOutcome
from fairlead.support.forms.helping import LONGEST
from fairlead.support.queries.cases import Addressee

FURTHEST = timedelta(days=730)


class SettleForm(forms.Form):
    """What a case is about, and until when somebody looks."""

    use_required_attribute = False
    kind = forms.ChoiceField(label=gettext_lazy("What is it about?"), choices=CaseKind.choices)
    due_on = forms.DateField(
        label=gettext_lazy("Look at it until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": gettext_lazy("Say until when you look at it.")},
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: object, today: date, **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.today = today

    def clean_due_on(self) -> date:
        """A day to come, and not a slip of the year."""
        day: date = self.cleaned_data["due_on"]
        if not self.today <= day <= self.today + FURTHEST:
            raise forms.ValidationError(_("Choose a day between today and two years from now."))
        return day

    @property
    def settled(self) -> Settled:
        """What was said."""
        return Settled(CaseKind(self.cleaned_data["kind"]), self.cleaned_data["due_on"])


class NoteForm(forms.Form):
    """A note on a case."""

    use_required_attribute = False
    words = forms.CharField(
        label=gettext_lazy("A note"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": "4", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write a few words.")},
    )


class NewCaseForm(SettleForm):
    """A case opened by hand, about a pair or none."""

    pair = forms.ChoiceField(label=gettext_lazy("About which pair?"), required=False)
    words = forms.CharField(
        label=gettext_lazy("A first note"),
        required=False,
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": "4", "dir": "auto"}),
    )
    occasion = forms.UUIDField(widget=forms.HiddenInput, initial=uuid4)
    field_order = ("pair", "kind", "due_on", "words", "seen", "occasion")

    def __init__(self, *args: object, pairs: Iterable[tuple[str, str]], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        self.fields["pair"].choices = [("", _("No pair in particular")), *pairs]  # type: ignore[attr-defined]


class PersonForm(forms.Form):
    """Somebody of the programme who is to read a case, or to look after it."""

    use_required_attribute = False
    person = forms.ChoiceField(
        label=gettext_lazy("Who?"), error_messages={"required": gettext_lazy("Choose somebody.")}
    )
    seen = forms.IntegerField(widget=forms.HiddenInput, required=False, min_value=0)

    def __init__(self, *args: object, addressees: Iterable[Addressee], **kwargs: object) -> None:
        super().__init__(*args, **kwargs)  # type: ignore[arg-type]
        named = [(str(one.person.pk), f"{one.person.name} ({one.described})") for one in addressees]
        self.fields["person"].choices = named  # type: ignore[attr-defined]


class CloseForm(forms.Form):
    """What became of a case."""

    use_required_attribute = False
    outcome = forms.ChoiceField(
        label=gettext_lazy("What became of it?"),
        choices=CaseOutcome.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what became of it.")},
    )


class ContactForm(forms.Form):
    """Somebody to whom people can turn instead of the coordinators."""

    use_required_attribute = False
    email = forms.EmailField(
        label=gettext_lazy("Their address"),
        max_length=254,
        help_text=gettext_lazy("Somebody who has signed in here once, or whom the staff list knows."),
    )
    described = forms.CharField(
        label=gettext_lazy("What they are"),
        max_length=120,
        help_text=gettext_lazy("As people should read it: “Ombudsperson”, “Equal opportunities officer”."),
    )

    def clean_email(self) -> str:
        """An address we know."""
        email: str = self.cleaned_data["email"]
        self.person = by_address(email)
        if self.person is None:
            raise forms.ValidationError(_("We know nobody with this address. Ask them to sign in once."))
        return email

    def clean_described(self) -> str:
        """One line."""
        return one_line(self.cleaned_data["described"])

"""What coordinators, invited people and mentees type about invitations and calls."""

from datetime import date
from typing import Any

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.applications.forms.steps import plain_line
from fairlead.kernel.errors import Refused
from fairlead.kernel.languages import LANGUAGES
from fairlead.programmes import queries as programmes
from fairlead.programmes.models import Area, Programme
from fairlead.recruitment.enums import InvitationKind, InvitationState
from fairlead.recruitment.queries import Filters
from fairlead.recruitment.queries.listing import LARGEST_FILE, text_of

ALL = gettext_lazy("All")
LONGEST_LIST = 1_500_000


class InviteForm(forms.Form):
    """A list of people to invite, pasted or from a file, and a few words to all of them."""

    use_required_attribute = False
    people = forms.CharField(
        label=gettext_lazy("Names and addresses, one person on each line"),
        help_text=gettext_lazy("Like “Ana Silva, ana.silva@university.example”, or the address alone."),
        max_length=LONGEST_LIST,
        error_messages={"required": gettext_lazy("Write at least one address, or choose a file.")},
        strip=False,
        widget=forms.Textarea(attrs={"rows": 10, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file with names and addresses"),
        help_text=gettext_lazy("Its people are added to the list above. 2 MB at most."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )
    note = forms.CharField(
        label=gettext_lazy("A personal note in the letter"),
        help_text=gettext_lazy("One or two sentences from you, the same for everybody on this list."),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["people"].required = not self.files

    def clean(self) -> dict[str, Any]:
        """The text of the file behind what was pasted."""
        given = super().clean() or {}
        file = given.get("file")
        if file is not None:
            try:
                added = text_of(file.read(LARGEST_FILE + 1))
            except Refused as refusal:
                self.add_error("file", str(refusal.sentence))
                return given
            given["people"] = f"{given.get('people', '').rstrip()}\n{added}".lstrip("\n")
        if not given.get("people", "").strip() and not self.errors:
            self.add_error("people", _("Write at least one address, or choose a file."))
        return given


class FilterForm(forms.Form):
    """What a coordinator looks for among the invitations."""

    search = forms.CharField(label=gettext_lazy("Find a name or address"), required=False, max_length=100)
    state = forms.ChoiceField(
        label=gettext_lazy("State"),
        required=False,
        choices=[("", ALL), ("silent", gettext_lazy("No answer yet")), *InvitationState.choices],
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Why invited"), required=False, choices=[("", ALL), *InvitationKind.choices]
    )

    def filters(self) -> Filters:
        """The filters of the address; what makes no sense is left out."""
        self.is_valid()
        return Filters(**{name: value for name, value in self.cleaned_data.items() if value})


class RemindersForm(forms.Form):
    """On which days the silent are reminded."""

    days = forms.CharField(
        label=gettext_lazy("Remind after so many days"),
        help_text=gettext_lazy("Parted by commas, four at most. Empty: no reminder."),
        required=False,
        max_length=40,
    )

    def clean_days(self) -> list[int]:
        """The days as numbers."""
        typed = self.cleaned_data["days"].replace(";", ",").split(",")
        try:
            return [int(day) for day in typed if day.strip()]
        except ValueError as unclear:
            raise forms.ValidationError(_("Write numbers of days, like “7, 14”.")) from unclear


class AskPastForm(forms.Form):
    """Which mentors of past rounds are asked, with a few words to them."""

    note = forms.CharField(
        label=gettext_lazy("A personal note in the letter"),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 2}),
    )


class CallForm(forms.Form):
    """A call for mentors in areas and languages."""

    use_required_attribute = False
    title = forms.CharField(label=gettext_lazy("Title"), max_length=160)
    text = forms.CharField(
        label=gettext_lazy("What you would like to say"),
        help_text=gettext_lazy("Time asked, thanks and contact stand on the page by themselves."),
        max_length=3000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    areas = forms.ModelMultipleChoiceField(
        label=gettext_lazy("Areas you look for"),
        queryset=Area.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=gettext_lazy("Languages you look for"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, programme: Programme, languages: list[str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        areas, spoken = self.fields["areas"], self.fields["languages"]
        assert isinstance(areas, forms.ModelMultipleChoiceField)
        assert isinstance(spoken, forms.MultipleChoiceField)
        areas.queryset = programmes.areas(programme)
        spoken.choices = [(code, str(LANGUAGES[code])) for code in languages if code in LANGUAGES]

    def clean(self) -> dict[str, Any]:
        """A call that names nothing calls for nobody."""
        given = super().clean() or {}
        if not given.get("areas") and not given.get("languages") and not self.errors:
            self.add_error("areas", _("Choose at least one area or language."))
        return given


class ComeForm(forms.Form):
    """Who comes by a call and is not signed in."""

    use_required_attribute = False
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your work e-mail address"),
        max_length=254,
        help_text=gettext_lazy("The link to your application goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_name(self) -> str:
        """A name, and nothing that a letter should not carry to a stranger."""
        return plain_line(self.cleaned_data["name"])


class NotNowForm(forms.Form):
    """Not this time: perhaps later, perhaps never."""

    until = forms.DateField(
        label=gettext_lazy("You may ask me again from"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    never = forms.BooleanField(
        label=gettext_lazy("Please do not ask me again for this programme"), required=False
    )


class PauseForm(forms.Form):
    """Until when a mentor pauses."""

    use_required_attribute = False
    until = forms.DateField(
        label=gettext_lazy("Ask me again from"), widget=forms.DateInput(attrs={"type": "date"})
    )

    def __init__(self, *args: Any, today: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.today = today

    def clean_until(self) -> date:
        """A day that is still to come."""
        until: date = self.cleaned_data["until"]
        if until <= self.today:
            raise forms.ValidationError(_("Choose a day that is still to come."))
        return until


class GoOnForm(forms.Form):
    """How many mentees a returning mentor can take."""

    use_required_attribute = False
    places = forms.IntegerField(label=gettext_lazy("Mentees I can take"), min_value=1)

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["places"]
        assert isinstance(field, forms.IntegerField)
        field.max_value = most
        field.validators.append(MaxValueValidator(most))
        field.widget.attrs["max"] = most


class SuggestForm(forms.Form):
    """Whom a mentee would like as mentor."""

    use_required_attribute = False
    name = forms.CharField(label=gettext_lazy("Their name"), max_length=100)
    email = forms.EmailField(label=gettext_lazy("Their work e-mail address"), max_length=254)
    named = forms.BooleanField(label=gettext_lazy("The letter may say that I suggested them"), required=False)
    note = forms.CharField(
        label=gettext_lazy("A few words to them"),
        help_text=gettext_lazy(
            "They read it only if the letter may name you. The coordinators read it in any case."
        ),
        max_length=500,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
    )

    def clean_name(self) -> str:
        """A name, and nothing that a letter should not carry to a stranger."""
        return plain_line(self.cleaned_data["name"])

    def clean_note(self) -> str:
        """Words without an address that leads a stranger somewhere."""
        note: str = self.cleaned_data["note"]
        if "://" in note or "www." in note.lower():
            raise forms.ValidationError(_("Leave out web addresses; the letter has its own link."))
        return " ".join(note.split())

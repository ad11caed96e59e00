"""What reviewers choose and type: filters of the inbox, decisions, questions asked back."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.applications import queries
from fairlead.applications.enums import ApprovalState, DeclineReason
from fairlead.applications.queries import inbox
from fairlead.institutions.models import Institution, Unit
from fairlead.kernel.actors import Actor
from fairlead.kernel.languages import language_name
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Area, Round

ALL = gettext_lazy("All")
LONGEST_REASON = 2000
OWN_WORDS = "own"
MODELS = ("institution", "unit", "area")


class InboxForm(forms.Form):
    """What a reviewer looks for in the list; every field comes from the address."""

    search = forms.CharField(
        label=gettext_lazy("Find a person, unit or job title"),
        required=False,
        max_length=100,
        widget=forms.TextInput(attrs={"data-key": "/"}),
    )
    side = forms.ChoiceField(label=gettext_lazy("Side"), required=False, choices=[("", ALL), *Side.choices])
    state = forms.ChoiceField(
        required=False, choices=[(name, name) for name in inbox.STANDS], widget=forms.HiddenInput
    )
    approval = forms.ChoiceField(label=gettext_lazy("Supervisor"), required=False)
    institution = forms.ModelChoiceField(
        label=gettext_lazy("Institution"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=ALL,
    )
    unit = forms.ModelChoiceField(
        label=gettext_lazy("Unit"), queryset=Unit.objects.none(), required=False, empty_label=ALL
    )
    area = forms.ModelChoiceField(
        label=gettext_lazy("Area"), queryset=Area.objects.none(), required=False, empty_label=ALL
    )
    language = forms.ChoiceField(label=gettext_lazy("Language"), required=False)
    flagged = forms.ChoiceField(
        label=gettext_lazy("Rules"),
        required=False,
        choices=[
            ("", ALL),
            ("failed", gettext_lazy("A rule is not met")),
            ("unknown", gettext_lazy("Something is not known")),
            ("excepted", gettext_lazy("With an exception")),
        ],
    )
    sort = forms.ChoiceField(
        label=gettext_lazy("Order"),
        required=False,
        choices=[
            (inbox.BY_NAME, gettext_lazy("By name")),
            (inbox.OLDEST, gettext_lazy("Oldest first")),
            (inbox.NEWEST, gettext_lazy("Newest first")),
        ],
    )

    def __init__(self, *args: Any, actor: Actor, round: Round, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        approval, language = self.fields["approval"], self.fields["language"]
        assert isinstance(approval, forms.ChoiceField)
        assert isinstance(language, forms.ChoiceField)
        approval.choices = [("", ALL), (queries.NOT_ASKED, _("Not asked yet")), *ApprovalState.choices]
        spoken = sorted((language_name(code), code) for code in inbox.languages_of(actor, round))
        language.choices = [("", ALL), *((code, name) for name, code in spoken)]
        institutions, units = programmes.institutions(round.programme), inbox.units_of(actor, round)
        offered = institutions, units, round.programme.areas.all()
        for name, queryset in zip(MODELS, offered, strict=True):
            field = self.fields[name]
            assert isinstance(field, forms.ModelChoiceField)
            field.queryset = queryset

    def filters(self) -> inbox.Filters:
        """The filters of the address; what makes no sense is left out."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        found = {name: value.pk if name in MODELS else value for name, value in given.items()}
        return inbox.Filters(**found)


class SeenForm(forms.Form):
    """The revision of the application that the page showed, and a note for the record."""

    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    note = forms.CharField(max_length=LONGEST_REASON, required=False)


class DeclineForm(forms.Form):
    """Why an application is declined, and the words of the letter."""

    use_required_attribute = False
    kind = forms.ChoiceField(
        label=gettext_lazy("Why"),
        choices=[*DeclineReason.choices, (OWN_WORDS, gettext_lazy("Another reason, in my own words"))],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=gettext_lazy("In your own words"),
        max_length=LONGEST_REASON,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("Added to the sentence chosen above. The applicant reads it."),
    )
    words = forms.CharField(
        label=gettext_lazy("The letter"),
        max_length=6000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 12, "dir": "auto"}),
        help_text=gettext_lazy("Greeting and link are added. Change what you like."),
    )

    def clean(self) -> dict[str, Any]:
        """Nobody is declined without a reason."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("kind") == OWN_WORDS:
            cleaned["kind"] = ""
            if not cleaned.get("reason") and "reason" not in self.errors:
                self.add_error("reason", _("Write the reason, or choose one above."))
        return cleaned


class LetterForm(DeclineForm):
    """The same with the letter written out."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["words"].required = True

    @classmethod
    def written(cls, given: dict[str, Any], words: str) -> "LetterForm":
        """The form that shows these words, for the reason given."""
        return cls({**given, "kind": given["kind"] or OWN_WORDS, "words": words})


class QuestionForm(forms.Form):
    """A question asked back."""

    use_required_attribute = False
    seen = forms.IntegerField(required=False, min_value=0, widget=forms.HiddenInput)
    question = forms.CharField(
        label=gettext_lazy("Your question"),
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 3, "dir": "auto"}),
        help_text=gettext_lazy("It goes to the applicant by letter, with a link where they answer."),
    )


class AnswerForm(forms.Form):
    """An applicant's answer to a question asked back."""

    use_required_attribute = False
    answer = forms.CharField(
        label=gettext_lazy("Your answer"),
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 6, "dir": "auto"}),
        help_text=gettext_lazy("Read by the coordinators only."),
    )


class TogetherForm(forms.Form):
    """What is to be done with many, and with whom; the whole filter or the rows chosen."""

    deed = forms.ChoiceField(choices=[(name, name) for name in ("admit", "waitlist", "decline")])
    everybody = forms.BooleanField(required=False)
    note = forms.CharField(max_length=LONGEST_REASON, required=False)

"""Forms of recognition."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.recognition.enums import NoteLine
from fairlead.recognition.models import Wording

WIDE = {"dir": "auto"}


class WordingForm(forms.ModelForm[Wording]):
    """How a programme's certificates are worded, who signs, and how many meetings they take."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = Wording
        fields = (
            "least_meetings",
            "heading",
            "mentor_words",
            "mentee_words",
            "first_name",
            "first_role",
            "second_name",
            "second_role",
        )
        widgets = {
            name: forms.Textarea(attrs={"rows": 3, **WIDE}) for name in ("mentor_words", "mentee_words")
        }
        labels = {
            "least_meetings": _("Meetings held at least"),
            "heading": _("Heading"),
            "mentor_words": _("What is said of mentors"),
            "mentee_words": _("What is said of mentees"),
            "first_name": _("First signatory"),
            "first_role": _("Their office"),
            "second_name": _("Second signatory"),
            "second_role": _("Office of the second"),
        }
        help_texts = {
            "least_meetings": _(
                "Logged as held, before a pair that came to its planned end gets its certificates by "
                "itself. You can make an exception on the round’s page."
            ),
            "mentor_words": _("One or two sentences below the name. Empty: nothing."),
            "mentee_words": _("One or two sentences below the name. Empty: nothing."),
            "first_name": _("Printed under a line for a signature. The institution’s key signs the badge."),
        }

    def clean(self) -> dict[str, Any]:
        """The same text whatever the browser's line ends; an office needs a name."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = value.replace("\r\n", "\n").strip()
        for which in ("first", "second"):
            if cleaned.get(f"{which}_role") and not cleaned.get(f"{which}_name"):
                self.add_error(f"{which}_name", _("Whose office is this? Enter a name, or empty the office."))
        return cleaned


class NoteForm(forms.Form):
    """What the note for one's appraisal says, line by line."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    lines = forms.MultipleChoiceField(
        label=_("Your note says"), widget=forms.CheckboxSelectMultiple, required=False
    )
    sentence = forms.CharField(
        label=_("In your own words"),
        help_text=_("What you have learnt or given, say. Not about the other of the two."),
        widget=forms.Textarea(attrs={"rows": 4, **WIDE}),
        max_length=1200,
        required=False,
    )

    def __init__(self, *args: Any, said: Mapping[str, str], **more: Any) -> None:
        super().__init__(*args, **more)
        lines = self.fields["lines"]
        assert isinstance(lines, forms.MultipleChoiceField)
        lines.choices = [
            (line.value, f"{line.label}\n{said[line]}") for line in NoteLine if line.value in said
        ]

    def clean(self) -> dict[str, Any]:
        """A note says something."""
        cleaned: dict[str, Any] = super().clean() or {}
        cleaned["sentence"] = cleaned.get("sentence", "").replace("\r\n", "\n").strip()
        if not self.errors and not cleaned.get("lines") and not cleaned["sentence"]:
            self.add_error("lines", _("Choose a line, or write a sentence."))
        return cleaned

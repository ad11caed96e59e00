"""What coordinators type about modules and their questions."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.programmes.forms.plain import LinkField, PlainForm
from fairlead.training import queries
from fairlead.training.actions.curriculum import Answer, Upload
from fairlead.training.enums import Kind, Need, Track
from fairlead.training.models import LONGEST_TEXT, Module, ModuleFile, Question

MOST_ANSWERS = 4
LARGEST = 5 * 1024 * 1024
FILE_KINDS = (".pdf", ".docx", ".odt", ".pptx", ".odp", ".xlsx", ".ods", ".txt", ".csv", ".png", ".jpg")
COMMON = ("title", "summary", "text", "sources", "track", "need", "minutes", "months_valid", "refreshes")


class ModuleForm(PlainForm):
    """A module of one kind; `revision` is that of the module the page was shown with."""

    REQUIRED = ("title", "track", "need", "minutes")
    need = forms.ChoiceField(label=_("Asked"), choices=Need.choices, widget=forms.RadioSelect)
    track = forms.ChoiceField(label=_("For"), choices=Track.choices, widget=forms.RadioSelect)
    link = LinkField(
        label=_("Link"),
        help_text=_("Opens in a new window. It is up to its owner what they note about visitors."),
    )
    file = forms.FileField(
        label=_("File"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ",".join(FILE_KINDS)}),
        help_text=_("A document or picture of at most 5 MB: %(kinds)s.") % {"kinds": ", ".join(FILE_KINDS)},
    )
    revision = forms.IntegerField(widget=forms.HiddenInput, required=False)

    class Meta:
        model = Module
        fields = [*COMMON, "link"]
        labels = {
            "months_valid": _("Months a completion counts"),
            "refreshes": _("Counts instead of these, for who has completed them before"),
            "text": _("Text"),
        }
        help_texts = {
            "summary": _("One sentence that says what one can do afterwards."),
            "sources": _("One source a line; shown below the text."),
            "months_valid": _("Empty: it counts for good. Else it is asked again after so many months."),
            "refreshes": _("Choose modules here to make this their shorter refresher for those who return."),
        }
        widgets = {"refreshes": forms.CheckboxSelectMultiple}

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self._limit()
        self.fields["revision"].initial = self.instance.revision
        self.fields["text"].help_text = _(
            "Leave a line empty between paragraphs. # begins a heading, - a list, > a quotation; **bold**, "
            "*italic*, [words](https://…)."
        )
        self.fields["text"].widget.attrs["rows"] = 14 if kind == Kind.READING else 5
        if kind != Kind.VIDEO:
            del self.fields["link"]
        if kind != Kind.FILE:
            del self.fields["file"]
        for name, kinds in (("text", Kind.READING), ("link", Kind.VIDEO)):
            if name in self.fields:
                self.fields[name].required = kind == kinds

    def _limit(self) -> None:
        text, others = self.fields["text"], self.fields["refreshes"]
        assert isinstance(text, forms.CharField)
        assert isinstance(others, forms.ModelMultipleChoiceField)
        text.max_length = LONGEST_TEXT
        others.queryset = queries.modules_to_refresh(self.instance.programme, self.instance.pk)
        if not others.queryset.exists():
            del self.fields["refreshes"]

    def clean_file(self) -> Any:
        """A file of a known kind and size; needed only where there is none yet."""
        given = self.cleaned_data["file"]
        if given is None:
            if not ModuleFile.objects.filter(module=self.instance.pk).exists():
                raise forms.ValidationError(_("Choose a file."))
            return None
        if given.size > LARGEST:
            raise forms.ValidationError(_("The file is larger than 5 MB. Make it smaller, or link to it."))
        if not str(given.name).lower().endswith(FILE_KINDS):
            raise forms.ValidationError(_("This is none of the kinds of file named above."))
        return given

    @property
    def upload(self) -> Upload | None:
        """The file that came with the form."""
        given = self.cleaned_data.get("file")
        return Upload(str(given.name), given.read()) if given else None

    @property
    def given(self) -> dict[str, Any]:
        """The module's fields as they were typed."""
        return {name: value for name, value in self.cleaned_data.items() if name not in ("file", "revision")}


class QuestionForm(forms.Form):
    """A question with up to four answers, of which one is right."""

    use_required_attribute = False
    text = forms.CharField(label=_("Question"), max_length=500, widget=forms.Textarea(attrs={"rows": 2}))
    right = forms.TypedChoiceField(
        label=_("Which answer is right?"),
        choices=[(str(number), str(number)) for number in range(1, MOST_ANSWERS + 1)],
        coerce=int,
        widget=forms.RadioSelect,
        error_messages={"required": _("Say which answer is right.")},
    )

    def __init__(self, data: Any = None, *, question: Question | None = None) -> None:
        initial: dict[str, Any] = {"text": question.text} if question else {}
        for number, one in enumerate(queries.option_rows(question) if question else [], start=1):
            initial |= {f"answer_{number}": one.text, f"feedback_{number}": one.feedback}
            if one.right:
                initial["right"] = number
        super().__init__(data, initial=initial)
        for number in range(1, MOST_ANSWERS + 1):
            named = {"number": number}
            self.fields[f"answer_{number}"] = forms.CharField(
                label=_("Answer %(number)d") % named, max_length=300, required=number <= 2
            )
            self.fields[f"feedback_{number}"] = forms.CharField(
                label=_("What is said to who chooses answer %(number)d") % named,
                max_length=500,
                required=False,
                widget=forms.Textarea(attrs={"rows": 2}),
            )

    @property
    def pairs(self) -> list[tuple[forms.BoundField, forms.BoundField]]:
        """Each answer's field with that of what is said about it."""
        numbers = range(1, MOST_ANSWERS + 1)
        return [(self[f"answer_{number}"], self[f"feedback_{number}"]) for number in numbers]

    def clean(self) -> None:
        """The right answer is one that was written."""
        right = self.cleaned_data.get("right")
        if right and not self.cleaned_data.get(f"answer_{right}") and f"answer_{right}" not in self.errors:
            self.add_error("right", _("The right answer is empty."))

    @property
    def answers(self) -> list[Answer]:
        """The answers that were written."""
        given = self.cleaned_data
        return [
            Answer(given[f"answer_{number}"], given[f"feedback_{number}"], number == given["right"])
            for number in range(1, MOST_ANSWERS + 1)
            if given[f"answer_{number}"]
        ]

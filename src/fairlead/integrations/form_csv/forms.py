"""Forms of the import pages."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.integrations.form_csv.fields import FIELDS
from fairlead.integrations.form_csv.reading import DELIMITERS, ENCODINGS
from fairlead.integrations.form_csv.writing import ASK, IN_HAND, LATER

UNUSED = "-"
AUTOMATIC = ("", _("Recognise it"))
KNOWN_ENCODINGS = [
    ("utf-8-sig", ENCODINGS["utf-8-sig"]),
    *[pair for pair in ENCODINGS.items() if pair[0] != "utf-8-sig"],
]


class UploadForm(forms.Form):
    """A file to bring in, and how to read it where recognising it failed."""

    file = forms.FileField(
        label=_("File of answers"),
        help_text=_("CSV or TSV as your form tool exports it, at most 5 MB and 1,000 rows."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".csv,.tsv,.txt,text/csv,text/tab-separated-values"}),
        error_messages={"required": _("Choose a file.")},
    )
    encoding = forms.ChoiceField(label=_("Encoding"), required=False, choices=[AUTOMATIC, *KNOWN_ENCODINGS])
    delimiter = forms.ChoiceField(
        label=_("Delimiter"), required=False, choices=[AUTOMATIC, *DELIMITERS.items()]
    )


class ReadingForm(forms.Form):
    """How the file is read."""

    encoding = forms.ChoiceField(label=_("Encoding"), choices=KNOWN_ENCODINGS)
    delimiter = forms.ChoiceField(label=_("Delimiter"), choices=list(DELIMITERS.items()))


class ColumnsForm(forms.Form):
    """Which heading holds which answer: a select per heading, with examples, and a name for next time."""

    def __init__(
        self,
        data: Any = None,
        *,
        headings: Sequence[str],
        mapping: Mapping[str, str],
        examples: Mapping[str, list[str]],
        name: str,
    ) -> None:
        super().__init__(data)
        self.headings = list(headings)
        answers = [
            (UNUSED, _("Not used")),
            *sorted(((field.key, field.label) for field in FIELDS), key=lambda one: str(one[1])),
        ]
        for position, heading in enumerate(self.headings):
            self.fields[f"column-{position}"] = forms.ChoiceField(
                label=heading,
                choices=answers,
                initial=mapping.get(heading) or UNUSED,
                help_text=" · ".join(examples.get(heading, [])),
            )
        self.fields["name"] = forms.CharField(
            label=_("Remember this as"),
            help_text=_("The next export with these headings is read the same way."),
            max_length=120,
            initial=name,
        )

    def columns(self) -> list[forms.BoundField]:
        """The selects, in the order of the file."""
        return [self[f"column-{position}"] for position in range(len(self.headings))]

    def chosen(self) -> dict[str, str]:
        """For each heading the key of the answer chosen."""
        return {
            heading: self.cleaned_data[f"column-{position}"].replace(UNUSED, "")
            for position, heading in enumerate(self.headings)
        }


class ConfirmForm(forms.Form):
    """What else to do with what is brought in."""

    seen = forms.CharField(widget=forms.HiddenInput)
    approvals = forms.ChoiceField(
        label=_("Approval by the mentees’ supervisors"),
        required=False,
        widget=forms.RadioSelect,
        choices=[
            (ASK, _("Ask the supervisors by mail now")),
            (IN_HAND, _("The approvals are in hand: record that I have them in writing")),
            (LATER, _("Do nothing now; I ask them later")),
        ],
        initial=ASK,
    )
    admit = forms.BooleanField(
        label=_("Admit to the pool every application of this round that waits for nothing"),
        help_text=_("Mentees whose supervisor has still to approve stay outside until the approval comes."),
        required=False,
        initial=True,
    )

    def __init__(self, data: Any = None, *, approval_needed: bool, seen: str = "") -> None:
        super().__init__(data, initial={"seen": seen})
        if not approval_needed:
            del self.fields["approvals"]

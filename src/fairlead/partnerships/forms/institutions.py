"""An institution's name, and the face it shows."""

import re
from typing import Any

from django import forms
from django.conf import settings
from django.core.files.base import File
from django.utils.translation import gettext_lazy as _

from fairlead.institutions.models import Institution
from fairlead.institutions.pictures import MOST_BYTES
from fairlead.kernel.words import one_line

CONTROL = re.compile(r"[\x00-\x1f\x7f]")


class NameForm(forms.Form):
    """How an institution is called."""

    NAMES = ("name", "short_name", "city")
    use_required_attribute = False
    name = forms.CharField(label=_("Name"), max_length=200)
    short_name = forms.CharField(
        label=_("Short name"), max_length=40, help_text=_("It stands at the top of the institution’s pages.")
    )
    city = forms.CharField(label=_("Town"), max_length=100, required=False)

    def clean_name(self) -> str:
        """One line that turns nothing around."""
        return required_line(self.cleaned_data["name"])

    def clean_short_name(self) -> str:
        """One line that turns nothing around."""
        return required_line(self.cleaned_data["short_name"])


class UnitForm(forms.Form):
    """How a unit is called."""

    use_required_attribute = False
    name = forms.CharField(
        label=_("Name"), max_length=200, help_text=_("An office, department or faculty, for example: HR.")
    )

    def clean_name(self) -> str:
        """One line that turns nothing around."""
        return required_line(self.cleaned_data["name"])


class FaceForm(forms.ModelForm[Institution]):
    """Colour, logo, and what letters to the institution's people say of their sender."""

    use_required_attribute = False
    logo = forms.FileField(
        label=_("Logo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/png"}),
        help_text=_("A PNG of at most 512 kB. Only the picture itself is kept of the file."),
    )
    remove_logo = forms.BooleanField(label=_("Show no logo"), required=False)
    field_order = ["accent", "logo", "remove_logo", "sender_name", "reply_to", "sender_address"]

    class Meta:
        model = Institution
        fields = ("accent", "sender_name", "reply_to", "sender_address", "letter_closing", "language")
        help_texts = {
            "accent": _(
                "As #rrggbb, for example #0b6e75. Where words in it could not be read, the pages show the "
                "nearest shade in which they can."
            ),
            "sender_name": _("For example: Mentoring at Northport. It stands before the address of letters."),
            "reply_to": _("Answers to letters go here, for example to a shared mailbox."),
            "sender_address": _("Letters come from this address instead of the installation’s."),
            "letter_closing": _("For example: With best wishes from your Welcome Centre"),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not self.instance.logo_mark:
            del self.fields["remove_logo"]
        if not settings.SENDER_DOMAINS:
            del self.fields["sender_address"]
        if len(settings.LANGUAGES) > 1:
            named = [("", _("As the installation")), *settings.LANGUAGES]
            self.fields["language"] = forms.ChoiceField(
                label=_("Language"),
                choices=named,
                required=False,
                help_text=_("What your people read in letters and on pages, unless they chose otherwise."),
            )
        else:
            del self.fields["language"]

    def clean_accent(self) -> str:
        """A colour in lower case; without the sign it is understood as well."""
        given = self.cleaned_data["accent"].strip().lower()
        given = f"#{given}" if re.fullmatch(r"[0-9a-f]{6}", given) else given
        if given and not re.fullmatch(r"#[0-9a-f]{6}", given):
            raise forms.ValidationError(_("Write the colour as # and six digits or letters a to f."))
        return given

    def clean_sender_name(self) -> str:
        """One line."""
        return _line(self.cleaned_data["sender_name"])

    def clean_letter_closing(self) -> str:
        """One line."""
        return _line(self.cleaned_data["letter_closing"])

    def clean_logo(self) -> File[bytes] | None:
        """A file that is not larger than a logo may be."""
        given: File[bytes] | None = self.cleaned_data["logo"]
        if given is not None and (given.size or 0) > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 512 kB. Save the logo smaller and choose it again.")
            )
        return given


def required_line(given: str) -> str:
    """The words as one line, without marks that turn the direction of others; refused when none is left."""
    line = one_line(given)
    if not line:
        raise forms.ValidationError(_("Fill this in."))
    return line


def _line(given: str) -> str:
    return " ".join(CONTROL.sub(" ", given).split())

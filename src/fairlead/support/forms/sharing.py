"""What somebody says who shares a case with another institution, and what is written there."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.support.actions.sharing import Offer
from fairlead.support.enums import SharingLevel
from fairlead.support.forms.helping import LONGEST
from fairlead.support.queries.sharing import Counterpart

LONGEST_SUMMARY = 2000


class OfferForm(forms.Form):
    """With whom, how much, and the summary."""

    use_required_attribute = False
    person = forms.ChoiceField(
        label=gettext_lazy("With whom?"),
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose with whom.")},
    )
    level = forms.ChoiceField(
        label=gettext_lazy("How much do they see?"),
        choices=SharingLevel.choices,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("As little as helps. Your notes, and what was written to you, stay with you."),
        error_messages={"required": gettext_lazy("Choose how much they see.")},
    )
    summary = forms.CharField(
        label=gettext_lazy("The summary they read"),
        max_length=LONGEST_SUMMARY,
        required=False,
        widget=forms.Textarea(attrs={"rows": "5", "dir": "auto"}),
        help_text=gettext_lazy(
            "What they need to know to help, and no more. Not needed for the first choice."
        ),
    )

    def __init__(self, *args: Any, counterparts: Sequence[Counterpart], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        named = [(str(one.person.pk), f"{one.person.name}\n{one.institution.name}") for one in counterparts]
        self.fields["person"].choices = named  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """A summary where one is read, and none where not."""
        given: dict[str, Any] = super().clean() or {}
        level, summary = given.get("level"), (given.get("summary") or "").strip()
        if level and level != SharingLevel.STANDING and not summary and "summary" not in self.errors:
            self.add_error("summary", _("Write the summary, or let them see only how the case stands."))
        return given

    @property
    def offer(self) -> Offer:
        """What was said."""
        given: Mapping[str, str] = self.cleaned_data
        return Offer(UUID(given["person"]), SharingLevel(given["level"]), given["summary"].strip())


class WordForm(forms.Form):
    """Something for both, or a note of one's own."""

    use_required_attribute = False
    words = forms.CharField(
        label=gettext_lazy("What do you want to say?"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": "4", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write a few words.")},
    )


class OwnNoteForm(WordForm):
    """A note that its writer alone reads."""

    prefix = "own"
    words = forms.CharField(
        label=gettext_lazy("A note for yourself"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": "3", "dir": "auto"}),
        error_messages={"required": gettext_lazy("Write a few words.")},
    )

"""Whom a programme invites as a partner, and what a partner says no with."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.institutions.models import Institution
from fairlead.kernel.words import one_line
from fairlead.partnerships.forms.institutions import required_line
from fairlead.programmes import queries as programmes
from fairlead.programmes.forms.plain import LONGEST
from fairlead.programmes.models import Programme


class RenewForm(forms.Form):
    """Who coordinates for the partner."""

    use_required_attribute = False
    name = forms.CharField(label=_("Who coordinates there"), max_length=200)
    email = forms.EmailField(
        label=_("Their work e-mail address"),
        max_length=254,
        help_text=_("The link lets in whoever signs in with this address, once."),
    )

    def clean_name(self) -> str:
        """One line that turns nothing around."""
        return required_line(self.cleaned_data["name"])


class InviteForm(RenewForm):
    """The institution, known or new, and who coordinates there."""

    institution = forms.ModelChoiceField(
        label=_("Institution"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=_("Not in this list"),
    )
    new_name = forms.CharField(
        label=_("Name of an institution that is not in the list"), max_length=200, required=False
    )
    field_order = ["institution", "new_name", "name", "email"]

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["institution"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = programmes.all_institutions().exclude(pk=programme.lead_id)

    def clean_new_name(self) -> str:
        """One line that turns nothing around."""
        return one_line(self.cleaned_data["new_name"])

    def clean(self) -> dict[str, Any]:
        """One of the two names an institution."""
        cleaned: dict[str, Any] = super().clean() or {}
        chosen, new = cleaned.get("institution"), cleaned.get("new_name")
        if not chosen and not new and not self.errors.keys() & {"institution", "new_name"}:
            self.add_error("institution", _("Choose an institution, or write the name of a new one."))
        if chosen and new:
            self.add_error("new_name", _("Choose one or write one, not both."))
        return cleaned


class DeclineForm(forms.Form):
    """Why not."""

    use_required_attribute = False
    reason = forms.CharField(
        label=_("Your reason"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("The other side reads it in a letter."),
    )

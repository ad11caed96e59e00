"""How long the data of a round are kept."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from fairlead.programmes.forms.plain import DayInput


class RuleForm(forms.Form):
    """Fewer months than the programme says, or a day until which nothing goes, with the reason."""

    use_required_attribute = False
    months = forms.IntegerField(
        label=_("Months after the last day"),
        min_value=1,
        required=False,
        help_text=_("Leave it empty to keep the data as long as the programme says."),
    )
    held_until = forms.DateField(
        label=_("Nothing goes before the end of"),
        widget=DayInput(),
        required=False,
        help_text=_("Only where a claim, an audit or a duty of the law asks for it. Empty: nothing is held."),
    )
    reason = forms.CharField(
        label=_("Why it is held"),
        max_length=300,
        required=False,
        help_text=_("The claim or duty, without names. The team reads it, and so does whoever checks later."),
    )

    def __init__(self, *args: Any, most: int, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["months"].max_value = most  # type: ignore[attr-defined]
        self.fields["months"].widget.attrs["max"] = most
        self.most = most

    def clean_months(self) -> int | None:
        """Never longer than people were told."""
        months: int | None = self.cleaned_data["months"]
        if months is not None and months > self.most:
            raise ValidationError(
                ngettext(
                    "People were told %(n)d month; it can only be sooner.",
                    "People were told %(n)d months; it can only be sooner.",
                    self.most,
                )
                % {"n": self.most}
            )
        return months

    def clean(self) -> dict[str, Any]:
        """A hold has a reason."""
        given = super().clean() or {}
        if given.get("held_until") and not (given.get("reason") or "").strip():
            self.add_error("reason", _("Say why the data are held."))
        return given

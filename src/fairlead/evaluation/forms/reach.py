"""Which pairs the picture of the network shows."""

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.evaluation.queries.reach import INSTITUTIONS, UNITS, Chosen
from fairlead.programmes.models import Round

if TYPE_CHECKING:
    from django.db.models import QuerySet

DAY = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")


class ReachForm(forms.Form):
    """A round, a time, and whether places are units or institutions."""

    round = forms.ModelChoiceField(
        queryset=Round.objects.none(), required=False, label=_("Round"), empty_label=_("All rounds")
    )
    since = forms.DateField(required=False, label=_("Pairs agreed from"), widget=DAY)
    until = forms.DateField(required=False, label=_("Pairs agreed until"), widget=DAY)
    level = forms.ChoiceField(
        required=False,
        label=_("Draw"),
        choices=[(UNITS, _("Units")), (INSTITUTIONS, _("Institutions"))],
    )

    def __init__(self, *args: Any, rounds: "QuerySet[Round]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["round"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = rounds

    def clean(self) -> dict[str, Any]:
        """A time that begins before it ends."""
        given = super().clean() or {}
        since, until = given.get("since"), given.get("until")
        if since and until and since > until:
            self.add_error("until", _("This day lies before the first one."))
        return given

    def chosen(self) -> Chosen:
        """What was chosen; what cannot be read counts as not chosen."""
        given = self.cleaned_data if self.is_bound and self.is_valid() else {}
        return Chosen(
            round=given.get("round"),
            since=given.get("since"),
            until=given.get("until"),
            level=given.get("level") or UNITS,
        )

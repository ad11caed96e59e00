"""A dry run: of which run of an earlier round, by which policy, under which name."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.matching.queries.dry_runs import Then
from fairlead.matching.queries.presets import Offered

NEWEST = "newest"


class DryRunForm(forms.Form):
    """Whose people, and by which policy."""

    run = forms.ChoiceField(label=_("Whose people"), widget=forms.RadioSelect)
    policy = forms.ChoiceField(label=_("By which policy"))
    name = forms.CharField(label=_("Name"), max_length=60)

    def __init__(
        self,
        answers: Mapping[str, Any] | None,
        *,
        runs: Iterable[Then],
        offered: Iterable[Offered],
        newest: str | None,
    ) -> None:
        """`newest`: what the policy of the round's newest run is called; None while there is no run."""
        super().__init__(answers)
        shown = list(runs)
        told = _("%(round)s, run %(n)d: %(pairs)d of %(all)d mentees had a mentor")
        labels = [
            (
                str(one.pk),
                told % {"round": one.round.name, "n": one.number, "pairs": one.pairs, "all": one.mentees},
            )
            for one in shown
        ]
        policies = [(one.key, one.name) for one in offered]
        runs_field, policy_field = self.fields["run"], self.fields["policy"]
        assert isinstance(runs_field, forms.ChoiceField)
        assert isinstance(policy_field, forms.ChoiceField)
        runs_field.choices = labels
        policy_field.choices = [(NEWEST, newest), *policies] if newest else policies
        self.initial = {"run": labels[0][0] if labels else "", "name": _("Today’s policy on earlier people")}

    def clean_name(self) -> str:
        """The name in one line."""
        return " ".join(self.cleaned_data["name"].split())

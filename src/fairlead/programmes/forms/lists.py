"""The parts of a design that are lists: partners, areas of expertise, team."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.institutions.models import Institution
from fairlead.programmes import queries
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Area, Programme


class PartnersForm(forms.Form):
    """Whose staff take part."""

    institutions = forms.ModelMultipleChoiceField(
        label=_("Institutions whose staff take part"),
        queryset=Institution.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["institutions"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = queries.free_to_choose(programme)
        field.help_text = _(
            "%(lead)s leads the programme and always takes part. Partners with a written arrangement are "
            "not in this list: they come and leave by it."
        ) % {"lead": programme.lead.name}


class AreaForm(forms.ModelForm[Area]):
    """The name of an area of expertise."""

    use_required_attribute = False

    class Meta:
        model = Area
        fields = ["name"]
        labels = {"name": _("Area of expertise")}


class SuccessorForm(forms.Form):
    """Who follows somebody in the team."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Work e-mail address"), max_length=254)


class TeamForm(forms.Form):
    """A person and their role in the team."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name"), max_length=200)
    email = forms.EmailField(label=_("Work e-mail address"), max_length=254)
    role = forms.ChoiceField(label=_("Role"), choices=TeamRole.choices)
    institution = forms.ModelChoiceField(
        label=_("Institution"),
        queryset=Institution.objects.none(),
        required=False,
        help_text=_("A partner coordinator sees the applications from this institution."),
    )
    responsible_for = forms.CharField(
        label=_("Responsible for"),
        max_length=200,
        required=False,
        help_text=_("For example: training, contact with partners."),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["institution"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.institutions(programme)

    def clean(self) -> dict[str, Any]:
        """A partner coordinator answers for an institution."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("role") == TeamRole.PARTNER_COORDINATOR and not cleaned.get("institution"):
            self.add_error("institution", _("Choose the institution this person coordinates."))
        return cleaned

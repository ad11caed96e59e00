"""What newcomers, supervisors and coordinators type."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.applications import queries
from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.forms.steps import plain_line
from fairlead.institutions.models import Institution
from fairlead.people.models import Person
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Programme

ALL = gettext_lazy("All")


class ArrivalForm(forms.Form):
    """Who somebody is that Fairlead does not know yet."""

    use_required_attribute = False
    name = forms.CharField(
        label=gettext_lazy("Your name"),
        max_length=100,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
    )
    email = forms.EmailField(
        label=gettext_lazy("Your work e-mail address"),
        max_length=254,
        help_text=gettext_lazy("The link to your application goes there."),
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
    )

    def clean_name(self) -> str:
        """A name, and nothing that a letter should not carry to a stranger."""
        return plain_line(self.cleaned_data["name"])


class ReasonForm(forms.Form):
    """A coordinator's reason."""

    reason = forms.CharField(max_length=2000, required=False)


class AvoidsForm(forms.Form):
    """Who is meant by an applicant's words."""

    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("People who are meant"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = queries.people_in(programme)


class FilterForm(forms.Form):
    """What a coordinator looks for in the list."""

    search = forms.CharField(
        label=gettext_lazy("Find a person, unit or job title"), required=False, max_length=100
    )
    side = forms.ChoiceField(label=gettext_lazy("Side"), required=False, choices=[("", ALL), *Side.choices])
    state = forms.ChoiceField(label=gettext_lazy("State"), required=False)
    approval = forms.ChoiceField(label=gettext_lazy("Supervisor"), required=False)
    institution = forms.ModelChoiceField(
        label=gettext_lazy("Institution"),
        queryset=Institution.objects.none(),
        required=False,
        empty_label=ALL,
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        state, approval, institution = (self.fields[name] for name in ("state", "approval", "institution"))
        assert isinstance(state, forms.ChoiceField)
        assert isinstance(approval, forms.ChoiceField)
        assert isinstance(institution, forms.ModelChoiceField)
        states = [choice for choice in ApplicationState.choices if choice[0] != ApplicationState.DRAFT]
        state.choices = [("", ALL), ("ready", _("Ready to be admitted")), *states]
        approval.choices = [("", ALL), (queries.NOT_ASKED, _("Not asked yet")), *ApprovalState.choices]
        institution.queryset = programmes.institutions(programme)

    def filters(self) -> queries.Filters:
        """The filters of the address; what makes no sense is left out."""
        self.is_valid()
        given = {name: value for name, value in self.cleaned_data.items() if value}
        if institution := given.pop("institution", None):
            given["institution"] = institution.pk
        return queries.Filters(**given)

"""What newcomers, supervisors and coordinators type."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from fairlead.applications import queries
from fairlead.applications.forms.steps import plain_line
from fairlead.kernel.actors import Actor
from fairlead.people.models import Person
from fairlead.programmes.models import Programme


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


class AvoidsForm(forms.Form):
    """Who is meant by an applicant's words."""

    people = forms.ModelMultipleChoiceField(
        label=gettext_lazy("People who are meant"),
        queryset=Person.objects.none(),
        required=False,
        widget=forms.SelectMultiple(attrs={"size": 8}),
    )

    def __init__(self, *args: Any, actor: Actor, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["people"]
        assert isinstance(field, forms.ModelMultipleChoiceField)
        field.queryset = queries.people_known_to(actor, programme)

"""What a coordinator records about somebody's training."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.programmes.forms.plain import DayInput
from fairlead.training.models import Module


class RecordForm(forms.Form):
    """That somebody has completed modules elsewhere: which, when, and how one knows."""

    use_required_attribute = False
    modules = forms.MultipleChoiceField(
        label=_("Which modules?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one module.")},
    )
    on = forms.DateField(label=_("When?"), widget=DayInput())
    note = forms.CharField(
        label=_("Where does this come from?"),
        max_length=300,
        help_text=_("For example “Attended the course of June 2025”. The person can read it."),
    )

    def __init__(self, data: Any = None, *, modules: Iterable[Module], **kwargs: Any) -> None:
        super().__init__(data, **kwargs)
        self.offered = {str(one.pk): one for one in modules}
        field = self.fields["modules"]
        assert isinstance(field, forms.MultipleChoiceField)
        field.choices = [(pk, one.title) for pk, one in self.offered.items()]

    @property
    def chosen(self) -> list[Module]:
        """The modules that were chosen."""
        return [self.offered[pk] for pk in self.cleaned_data["modules"]]

"""What every form about programmes shares."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator, URLValidator
from django.utils.translation import gettext_lazy as _

# A page of text is enough for any part of a design.
LONGEST = 5000


class DayInput(forms.DateInput):
    """A day, chosen by the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class LinkField(forms.URLField):
    """An address on the web; what is typed without `https://` gets it."""

    default_validators = [URLValidator(schemes=["https", "http"])]
    default_error_messages = {
        "invalid": _("This is no web address. One looks like https://example.org/room.")
    }

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(max_length=500, assume_scheme="https", **kwargs)


class PlainForm(forms.ModelForm[Any]):
    """A form whose errors are told by the server, in the page's own words."""

    use_required_attribute = False
    REQUIRED: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.REQUIRED:
            self.fields[name].required = True
        for field in self.fields.values():
            if isinstance(field, forms.CharField) and field.max_length is None:
                field.max_length = LONGEST
                field.validators.append(MaxLengthValidator(LONGEST))

"""What an error of a field says: Django's general sentences give way to ones that name what is expected.

A form's own words (`error_messages`, `clean_…`) are never touched.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django import forms
from django.core import validators
from django.core.exceptions import ValidationError
from django.forms import BoundField, Field
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

Sentence = Callable[[Field, Mapping[str, Any]], str]


def said(bound: BoundField) -> list[str]:
    """The errors of a bound field, each as the page says it."""
    return [
        words
        for error in bound.errors.as_data()
        for words in ([_house(bound.field, error)] if _general(bound.field, error) else error.messages)
    ]


def _general(field: Field, error: ValidationError) -> bool:
    """Whether the words are Django's own, and the house has better ones.

    Compared by identity: Django hands the very object on, and a plural has no text uncounted.
    """
    if error.code not in SENTENCES:
        return False
    kinds = [kind for kind in type(field).__mro__ if kind.__module__.startswith("django.")]
    own = [vars(kind).get("default_error_messages", {}).get(error.code) for kind in kinds]
    return any(error.message is words for words in [*own, *CHECKS])


def _house(field: Field, error: ValidationError) -> str:
    return SENTENCES[str(error.code)](field, error.params or {})


def _required(field: Field, _params: Mapping[str, Any]) -> str:
    widget = field.widget
    if isinstance(widget, forms.CheckboxSelectMultiple | forms.SelectMultiple):
        return _("Choose at least one.")
    if isinstance(field, forms.FileField):
        return _("Choose a file.")
    if isinstance(widget, forms.RadioSelect | forms.Select):
        return _("Choose one.")
    if isinstance(widget, forms.CheckboxInput):
        return _("Tick this to go on.")
    return _kind(field) or _("Fill this in.")


def _kind(field: Field) -> str:
    """What a field of this kind takes, with an example; empty for free words."""
    if isinstance(field, forms.IntegerField):
        if (within := _within(field)) and (field.min_value, field.max_value) != (0, None):
            return within
        fraction = isinstance(field, forms.FloatField | forms.DecimalField)
        return _("Enter a number, such as 2.5.") if fraction else _("Enter a whole number, such as 12.")
    for kind, sentence in KINDS:
        if isinstance(field, kind):
            return sentence()
    return ""


KINDS: tuple[tuple[type[Field], Callable[[], str]], ...] = (
    (forms.DateTimeField, lambda: _("Enter a day and a time; typed, one looks like 2027-03-24 14:30.")),
    (forms.DateField, lambda: _("Enter a day; typed, one looks like 2027-03-24.")),
    (forms.TimeField, lambda: _("Enter a time, such as 14:30.")),
    (forms.EmailField, lambda: _("Enter an e-mail address, such as name@example.org.")),
    (forms.URLField, lambda: _("Enter a web address, such as https://example.org/room.")),
)


def _within(field: Any, *, least: Any = None, most: Any = None) -> str:
    """From where to where a number goes, when that is known; empty otherwise.

    A bound that was just broken comes first; a model may draw it closer than its field does.
    """
    least, most = (
        least if least is not None else field.min_value,
        most if most is not None else field.max_value,
    )
    whole = not isinstance(field, forms.FloatField | forms.DecimalField)
    known, bounds = (least is not None, most is not None), {"least": least, "most": most}
    sentences = WHOLE if whole else ANY
    return str(sentences[known]) % bounds


WHOLE = {
    (False, False): "",
    (True, False): gettext_lazy("Enter a whole number, %(least)s or more."),
    (False, True): gettext_lazy("Enter a whole number, %(most)s or less."),
    (True, True): gettext_lazy("Enter a whole number from %(least)s to %(most)s."),
}
ANY = {
    (False, False): "",
    (True, False): gettext_lazy("Enter a number, %(least)s or more."),
    (False, True): gettext_lazy("Enter a number, %(most)s or less."),
    (True, True): gettext_lazy("Enter a number from %(least)s to %(most)s."),
}


def _invalid(field: Field, _params: Mapping[str, Any]) -> str:
    return _kind(field) or _("This cannot be read. Enter it once more.")


def _least(field: Field, params: Mapping[str, Any]) -> str:
    limit = params["limit_value"]
    within = _within(field, least=limit) if isinstance(field, forms.IntegerField) else ""
    return within or _("Not less than %(limit)s.") % {"limit": limit}


def _most(field: Field, params: Mapping[str, Any]) -> str:
    limit = params["limit_value"]
    within = _within(field, most=limit) if isinstance(field, forms.IntegerField) else ""
    return within or _("Not more than %(limit)s.") % {"limit": limit}


def _shorter(_field: Field, params: Mapping[str, Any]) -> str:
    return _("At most %(limit)s characters fit here; these are %(count)s.") % {
        "limit": params["limit_value"],
        "count": params["show_value"],
    }


def _longer(_field: Field, params: Mapping[str, Any]) -> str:
    return _("At least %(limit)s characters are asked for; these are %(count)s.") % {
        "limit": params["limit_value"],
        "count": params["show_value"],
    }


def _decimals(_field: Field, params: Mapping[str, Any]) -> str:
    most = params["max"]
    return ngettext(
        "At most %(most)s digit after the point.", "At most %(most)s digits after the point.", most
    ) % {"most": most}


SENTENCES: Mapping[str, Sentence] = {
    "required": _required,
    "invalid": _invalid,
    "min_value": _least,
    "max_value": _most,
    "max_length": _shorter,
    "min_length": _longer,
    "max_decimal_places": _decimals,
    "invalid_choice": lambda _field, _params: _("Choose one of those that are listed."),
    "empty": lambda _field, _params: _("The file is empty. Choose another."),
    "null_characters_not_allowed": lambda _field, _params: _(
        "There is a character in it that cannot be kept."
    ),
}

CHECKS: tuple[Any, ...] = (
    validators.MinValueValidator.message,
    validators.MaxValueValidator.message,
    validators.MinLengthValidator.message,
    validators.MaxLengthValidator.message,
    validators.EmailValidator.message,
    validators.URLValidator.message,
    validators.ProhibitNullCharactersValidator.message,
    *validators.DecimalValidator.messages.values(),
)

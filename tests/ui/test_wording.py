"""Errors say what is expected; a form's own words stay as they are."""

import pytest
from django import forms
from django.core.validators import MinValueValidator

from fairlead.ui.wording import said

ONE = [("1", "One")]


def told(field: forms.Field, given: object) -> list[str]:
    form = type("Asking", (forms.Form,), {"asked": field})({"asked": given})
    return said(form["asked"])


@pytest.mark.parametrize(
    ("field", "given", "words"),
    [
        (forms.CharField(), "", "Fill this in."),
        (forms.ChoiceField(choices=ONE), "", "Choose one."),
        (forms.ChoiceField(choices=ONE), "2", "Choose one of those that are listed."),
        (
            forms.MultipleChoiceField(choices=ONE, widget=forms.CheckboxSelectMultiple),
            [],
            "Choose at least one.",
        ),
        (forms.BooleanField(), "", "Tick this to go on."),
        (forms.FileField(), "", "Choose a file."),
        (forms.IntegerField(min_value=5, max_value=600), "0", "Enter a whole number from 5 to 600."),
        (forms.IntegerField(min_value=5, max_value=600), "", "Enter a whole number from 5 to 600."),
        (forms.IntegerField(min_value=1), "soon", "Enter a whole number, 1 or more."),
        (forms.IntegerField(max_value=9), "10", "Enter a whole number, 9 or less."),
        (forms.IntegerField(), "soon", "Enter a whole number, such as 12."),
        (forms.IntegerField(validators=[MinValueValidator(3)]), "1", "Enter a whole number, 3 or more."),
        (forms.IntegerField(min_value=0), "soon", "Enter a whole number, such as 12."),
        (forms.FloatField(min_value=0, max_value=1), "2", "Enter a number from 0 to 1."),
        (forms.DecimalField(decimal_places=1), "2.25", "At most 1 digit after the point."),
        (forms.DecimalField(), "NaN", "Enter a number, such as 2.5."),
        (forms.DateField(), "31 February", "Enter a day; typed, one looks like 2027-03-24."),
        (forms.TimeField(), "late", "Enter a time, such as 14:30."),
        (forms.EmailField(), "ana", "Enter an e-mail address, such as name@example.org."),
        (forms.CharField(max_length=3), "words", "At most 3 characters fit here; these are 5."),
        (forms.CharField(min_length=9), "words", "At least 9 characters are asked for; these are 5."),
        (forms.CharField(), "a\0", "There is a character in it that cannot be kept."),
    ],
)
def test_an_error_says_what_is_expected(field, given, words):
    assert told(field, given) == [words]


def test_a_forms_own_words_are_kept():
    own = forms.DateField(error_messages={"required": "Choose a day."})
    assert told(own, "") == ["Choose a day."]

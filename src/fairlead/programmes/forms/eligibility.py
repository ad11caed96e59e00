"""The form of one rule that says who may apply."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from fairlead.programmes.enums import EligibilityTest
from fairlead.programmes.models import EligibilityRule
from fairlead.programmes.queries.eligibility import Subject, wanted

NUMBERS = frozenset({EligibilityTest.AT_LEAST, EligibilityTest.AT_MOST})
CHOICES = frozenset({EligibilityTest.ONE_OF, EligibilityTest.NOT_ONE_OF})


class RuleForm(forms.Form):
    """What a rule compares with, what applicants are told, and who can make an exception."""

    use_required_attribute = False
    number = forms.DecimalField(
        min_value=Decimal(0), max_value=Decimal(999), max_digits=5, decimal_places=1, localize=False
    )
    options = forms.MultipleChoiceField(
        widget=forms.CheckboxSelectMultiple, error_messages={"required": _("Choose at least one.")}
    )
    explanation = forms.CharField(
        label=_("What applicants are told"),
        max_length=300,
        required=False,
        help_text=_("Why the rule is there, in a sentence. Somebody who does not meet it reads this."),
        widget=forms.Textarea(attrs={"rows": 2, "dir": "auto"}),
    )
    exceptions_by = forms.CharField(
        label=_("Who can make an exception"),
        max_length=200,
        required=False,
        help_text=_(
            "For example: the HR department. Left empty, nobody who fails this rule can send an application."
        ),
    )

    def __init__(
        self, posted: QueryDict | None, *, subject: Subject, test: str, rule: EligibilityRule | None
    ) -> None:
        super().__init__(posted, initial=_initial(rule, test))
        if test not in NUMBERS:
            del self.fields["number"]
        if test not in CHOICES:
            del self.fields["options"]
        compared = f"{subject.label} {EligibilityTest(test).label}"
        if "number" in self.fields:
            self.fields["number"].label = compared
        if "options" in self.fields:
            options = self.fields["options"]
            assert isinstance(options, forms.MultipleChoiceField)
            options.label, options.choices = compared, list(subject.options)

    @property
    def value(self) -> list[Any]:
        """What the rule compares with, as it is stored."""
        if "number" in self.fields:
            number: Decimal = self.cleaned_data["number"]
            return [int(number) if number == int(number) else float(number)]
        return list(self.cleaned_data.get("options", []))


def _initial(rule: EligibilityRule | None, test: str) -> dict[str, Any]:
    if rule is None:
        return {}
    found: dict[str, Any] = {"explanation": rule.explanation, "exceptions_by": rule.exceptions_by}
    if test in NUMBERS:
        found["number"] = next(iter(wanted(rule)), None)
    return found | {"options": wanted(rule)}

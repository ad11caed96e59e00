"""What the team types about a programme, its rounds, areas and team."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.institutions.models import Institution
from fairlead.programmes import queries
from fairlead.programmes.enums import Format, GoalKind
from fairlead.programmes.forms.plain import PlainForm
from fairlead.programmes.models import Programme


class AimForm(PlainForm):
    """What the programme is for."""

    REQUIRED = ("aim",)
    goal_kinds = forms.MultipleChoiceField(
        label=_("Overarching goals"),
        choices=GoalKind.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("What a mentoring cycle works towards. Each pair settles its own goals in its plan."),
    )

    class Meta:
        model = Programme
        fields = ["name", "aim", "goal_kinds", "own_goals"]
        labels = {"name": _("Name of the programme"), "aim": _("Aim"), "own_goals": _("Further goals")}
        help_texts = {"aim": _("One or two sentences. Staff read them first.")}


class PlaceForm(PlainForm):
    """Whether the programme stands alone or belongs to a broader one."""

    part_of_link = forms.URLField(
        label=_("Link to the broader programme"), required=False, assume_scheme="https"
    )

    class Meta:
        model = Programme
        fields = ["part_of", "part_of_link"]
        labels = {"part_of": _("Part of which broader programme?")}
        help_texts = {
            "part_of": _(
                "The name of the institution’s mentoring programme for all staff. "
                "Leave empty when this programme is independent."
            )
        }

    def clean(self) -> dict[str, Any]:
        """A link without a name says nothing."""
        cleaned: dict[str, Any] = super().clean() or {}
        if cleaned.get("part_of_link") and not cleaned.get("part_of"):
            self.add_error("part_of", _("Write the broader programme’s name to go with the link."))
        return cleaned


class ShapeForm(PlainForm):
    """How a cycle runs."""

    class Meta:
        model = Programme
        fields = ["format", "length_months", "meetings_expected", "meeting_minutes", "training_minutes"]
        labels = {
            "format": _("Format"),
            "length_months": _("Length in months"),
            "meetings_expected": _("Meetings expected"),
            "meeting_minutes": _("Minutes per meeting"),
            "training_minutes": _("Minutes of training or briefing for each person"),
        }
        widgets = {"format": forms.RadioSelect}

    format = forms.ChoiceField(label=_("Format"), choices=Format.choices, widget=forms.RadioSelect)


class ExpectationsForm(PlainForm):
    """What is expected, asked and given."""

    class Meta:
        model = Programme
        fields = [
            "outcomes",
            "mentor_requirements",
            "mentee_requirements",
            "supervisor_approval",
            "incentives",
        ]
        labels = {
            "outcomes": _("Suggested outcomes and expectations"),
            "mentor_requirements": _("Requirements for mentors"),
            "mentee_requirements": _("Requirements for mentees"),
            "supervisor_approval": _("A mentee’s supervisor approves in writing"),
            "incentives": _("Incentives for mentors"),
        }
        help_texts = {
            "mentor_requirements": _(
                "Leadership qualities, knowledge of the institution’s mission and values, "
                "knowledge of supporting international academics."
            ),
            "mentee_requirements": _("Which staff the programme is for."),
            "supervisor_approval": _("The supervisor gets a link that needs no account."),
            "incentives": _("Formal recognition, for example."),
        }


class ContactForm(PlainForm):
    """How staff reach the programme, and what they are told about their answers."""

    REQUIRED = ("contact_name", "contact_email", "privacy_notice")

    class Meta:
        model = Programme
        fields = ["contact_name", "contact_email", "privacy_notice", "published"]
        labels = {
            "contact_name": _("Contact"),
            "contact_email": _("Contact address"),
            "privacy_notice": _("Privacy notice"),
            "published": _("Shown to staff"),
        }
        help_texts = {
            "privacy_notice": _("Applicants agree to this text before they send their application."),
            "published": _(
                "Staff find the programme in the public list and can apply when an intake is open."
            ),
        }


class FoundForm(forms.Form):
    """The two things a programme begins with."""

    use_required_attribute = False
    name = forms.CharField(label=_("Name of the programme"), max_length=160)
    lead = forms.ModelChoiceField(
        label=_("Leading institution"), queryset=Institution.objects.none(), empty_label=_("Choose …")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field = self.fields["lead"]
        assert isinstance(field, forms.ModelChoiceField)
        field.queryset = queries.all_institutions()

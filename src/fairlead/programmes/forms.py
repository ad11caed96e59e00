"""What the team types about a programme, its rounds, areas and team."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.institutions.models import Institution
from fairlead.programmes import queries
from fairlead.programmes.enums import Format, GoalKind, TeamRole
from fairlead.programmes.models import Area, Programme, Round


class DayInput(forms.DateInput):
    """A day, chosen by the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class PlainForm(forms.ModelForm[Any]):
    """A form whose errors are told by the server, in the page's own words."""

    use_required_attribute = False
    REQUIRED: tuple[str, ...] = ()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in self.REQUIRED:
            self.fields[name].required = True


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
        field.queryset = queries.all_institutions()
        field.help_text = _("%(lead)s leads the programme and always takes part.") % {
            "lead": programme.lead.name
        }


class AreaForm(forms.ModelForm[Area]):
    """The name of an area of expertise."""

    use_required_attribute = False

    class Meta:
        model = Area
        fields = ["name"]
        labels = {"name": _("Area of expertise")}


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


class RoundForm(PlainForm):
    """A round's name, dates and periods."""

    DATED = ("opens_on", "closes_on", "starts_on", "ends_on")

    class Meta:
        model = Round
        fields = [
            "name",
            "rolling",
            "opens_on",
            "closes_on",
            "starts_on",
            "ends_on",
            "approval_days",
            "offer_days",
            "reminder_days",
        ]
        labels = {
            "name": _("Name of the round"),
            "rolling": _("Rolling intake: people apply at any time"),
            "opens_on": _("Applications open"),
            "closes_on": _("Last day for applications"),
            "starts_on": _("Pairs start"),
            "ends_on": _("Pairs end"),
            "approval_days": _("Days a supervisor has to answer"),
            "offer_days": _("Days an offer stays open"),
            "reminder_days": _("Days until an offer’s reminder"),
        }
        widgets = {name: DayInput() for name in ("opens_on", "closes_on", "starts_on", "ends_on")}
        help_texts = {"rolling": _("Leave the last day empty then.")}

    def clean(self) -> dict[str, Any]:
        """Dates follow one another, and a reminder comes before an offer ends."""
        cleaned: dict[str, Any] = super().clean() or {}
        opens, closes, starts, ends = (cleaned.get(name) for name in self.DATED)
        if opens and closes and closes < opens:
            self.add_error("closes_on", _("The last day comes before the opening."))
        if starts and ends and ends <= starts:
            self.add_error("ends_on", _("Pairs end after they start."))
        if not cleaned.get("rolling") and not closes and "closes_on" not in self.errors:
            self.add_error("closes_on", _("Write the last day, or choose a rolling intake."))
        offer, reminder = cleaned.get("offer_days"), cleaned.get("reminder_days")
        if offer and reminder and reminder >= offer:
            self.add_error("reminder_days", _("The reminder comes before the offer ends."))
        return cleaned

    def validate_constraints(self) -> None:
        """The rules between dates are told above, in words; a name that is taken, by the action."""

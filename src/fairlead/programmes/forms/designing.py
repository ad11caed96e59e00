"""What the team types about a programme's design, part by part."""

from typing import Any

from django import forms
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from fairlead.institutions.models import Institution
from fairlead.programmes import queries
from fairlead.programmes.enums import PART_FIELDS, Actors, Format, GoalKind, Intake, Part, Training
from fairlead.programmes.forms.plain import PlainForm
from fairlead.programmes.models import Programme

LONGEST_WORDS = 1000


class NameForm(PlainForm):
    """What the programme is called."""

    class Meta:
        model = Programme
        fields = ["name"]
        labels = {"name": _("Name of the programme")}


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
        fields = ["aim", "goal_kinds", "own_goals"]
        labels = {"aim": _("Aim"), "own_goals": _("Further goals")}
        help_texts = {"aim": _("One or two sentences. Staff read them first.")}


class ShapeForm(PlainForm):
    """How a cycle runs."""

    class Meta:
        model = Programme
        fields = ["format", "length_months", "meetings_expected", "meeting_minutes"]
        labels = {
            "format": _("Format"),
            "length_months": _("Length in months"),
            "meetings_expected": _("Meetings expected"),
            "meeting_minutes": _("Minutes per meeting"),
        }
        help_texts = {
            "length_months": _("Six months suit most; a year for leadership."),
            "meetings_expected": _("Six in six months is usual."),
        }

    format = forms.ChoiceField(label=_("Format"), choices=Format.choices, widget=forms.RadioSelect)


class IntakeForm(PlainForm):
    """How people come in."""

    class Meta:
        model = Programme
        fields = ["intake"]

    intake = forms.ChoiceField(
        label=_("How do people come in?"), choices=Intake.choices, widget=forms.RadioSelect
    )


class ExpectationsForm(PlainForm):
    """What is expected, asked and given."""

    class Meta:
        model = Programme
        fields = ["outcomes", "mentor_requirements", "mentee_requirements", "incentives"]
        labels = {
            "outcomes": _("Suggested outcomes and expectations"),
            "mentor_requirements": _("Requirements for mentors"),
            "mentee_requirements": _("Requirements for mentees"),
            "incentives": _("Incentives for mentors"),
        }
        help_texts = {
            "mentor_requirements": _(
                "Leadership qualities, knowledge of the institution’s mission and values, "
                "knowledge of supporting international academics."
            ),
            "mentee_requirements": _("Which staff the programme is for."),
            "incentives": _("Formal recognition, for example."),
        }


class TrainingForm(PlainForm):
    """What training or briefing is asked of whom."""

    class Meta:
        model = Programme
        fields = ["mentor_training", "mentee_training", "training_minutes"]
        labels = {
            "mentor_training": _("Training of mentors"),
            "mentee_training": _("Briefing of mentees"),
            "training_minutes": _("Minutes of training or briefing for each person"),
        }

    mentor_training = forms.ChoiceField(
        label=_("Training of mentors"),
        choices=Training.choices,
        help_text=_("Two hours before the matching are usual."),
    )
    mentee_training = forms.ChoiceField(label=_("Briefing of mentees"), choices=Training.choices)


class ApprovalForm(PlainForm):
    """Whether a supervisor approves, and how long people have to answer."""

    class Meta:
        model = Programme
        fields = ["supervisor_approval", "approval_days", "offer_days"]
        labels = {
            "supervisor_approval": _("A mentee’s supervisor approves in writing"),
            "approval_days": _("Days a supervisor has to answer"),
            "offer_days": _("Days an offer stays open"),
        }
        help_texts = {
            "supervisor_approval": _("The supervisor gets a link that needs no account."),
            "approval_days": _(
                "Reminders go out half-way and on the day before. New rounds begin with these days."
            ),
        }


class LimitsForm(PlainForm):
    """How much the programme and a mentor can carry."""

    class Meta:
        model = Programme
        fields = ["most_places", "most_pairs"]
        labels = {
            "most_places": _("Mentees a mentor may have at most"),
            "most_pairs": _("Pairs the programme can carry at once"),
        }
        help_texts = {
            "most_pairs": _("Leave empty for no limit. A coordinator needs a quarter post for 25 pairs.")
        }


class CarriedForm(PlainForm):
    """Who in the institution carries the programme."""

    carried_by = forms.MultipleChoiceField(
        label=_("Carried by"),
        choices=Actors.choices,
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text=_("The offices that set it up and keep it going; they stand on the practice card."),
    )

    class Meta:
        model = Programme
        fields = ["carried_by", "carried_by_others"]
        labels = {"carried_by_others": _("Others who carry it")}


class ContactForm(PlainForm):
    """How people reach the programme."""

    REQUIRED = ("contact_name", "contact_email")

    class Meta:
        model = Programme
        fields = ["contact_name", "contact_email"]
        labels = {"contact_name": _("Contact"), "contact_email": _("Contact address")}
        help_texts = {"contact_email": _("It stands on the public page and in every letter.")}


class PrivacyForm(PlainForm):
    """What applicants are told about their answers."""

    REQUIRED = ("privacy_notice",)

    class Meta:
        model = Programme
        fields = ["privacy_notice"]
        labels = {"privacy_notice": _("Privacy notice")}
        help_texts = {
            "privacy_notice": _("Applicants agree to this text before they send their application.")
        }


class RetentionForm(PlainForm):
    """How long applications are kept."""

    class Meta:
        model = Programme
        fields = ["retention_months"]
        labels = {"retention_months": _("Months that applications are kept after a round")}
        help_texts = {"retention_months": _("Two years let you compare rounds; say it in the notice, too.")}


class LettersForm(PlainForm):
    """What letters say in the programme's own words, beside what they always say."""

    class Meta:
        model = Programme
        fields = PART_FIELDS[Part.LETTERS]
        labels = {
            "words_received": _("To an applicant, when the application has arrived"),
            "words_supervisor": _("To a supervisor who is asked to approve"),
            "words_admitted": _("To an applicant who is admitted"),
            "words_waitlisted": _("To an applicant who goes on the waiting list"),
            "words_offer": _("To both, when a pair is offered"),
            "words_introduction": _("To both, when a pair begins"),
            "letter_ending": _("How letters end"),
        }
        help_texts = {
            "words_supervisor": _("Nobody’s answers belong here: supervisors never see them."),
            "letter_ending": _(
                "Left empty, “With kind regards”. The contact, the programme’s name and its address follow."
            ),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs["dir"] = "auto"
            if name != "letter_ending":
                field.widget.attrs["rows"] = 2
                field.max_length = LONGEST_WORDS  # type: ignore[attr-defined]
                field.validators.append(MaxLengthValidator(LONGEST_WORDS))

    def clean(self) -> dict[str, Any]:
        """One kind of line break, and no letters that a database refuses."""
        cleaned: dict[str, Any] = super().clean() or {}
        return {name: text.replace("\r\n", "\n").replace("\r", "\n") for name, text in cleaned.items()}

    @property
    def written(self) -> bool:
        """Whether there are own words already, or something to be mended."""
        return bool(self.errors) or any(self[name].value() for name in self.fields)


class PublishedForm(PlainForm):
    """Whether staff find the programme."""

    class Meta:
        model = Programme
        fields = ["published"]
        labels = {"published": _("Shown to staff")}
        help_texts = {
            "published": _(
                "Staff find the programme in the public list and can apply when an intake is open."
            )
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
        only = list(field.queryset[:2])
        if len(only) == 1:
            field.initial = only[0]

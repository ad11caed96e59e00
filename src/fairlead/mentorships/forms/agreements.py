"""What a pair settles in its agreement, and the texts that a programme gives to all of them."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.formats import date_format
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from fairlead.mentorships.clauses import Choices, marks
from fairlead.mentorships.enums import Rhythm, Scheduler
from fairlead.mentorships.models import AgreementTemplate

SHOWN = "as_shown"
OWN = {"rows": 2, "dir": "auto"}


def _days(label: Any, help_text: Any, *, least: int = 0) -> forms.IntegerField:
    return forms.IntegerField(label=label, help_text=help_text, min_value=least, max_value=30)


def _more(label: Any, help_text: Any) -> forms.CharField:
    return forms.CharField(
        label=label, help_text=help_text, required=False, max_length=1000, widget=forms.Textarea(attrs=OWN)
    )


class DayInput(forms.DateInput):
    """A day, chosen by the browser's own calendar."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class AgreementForm(forms.Form):
    """The choices of a pair; the marks of what it was shown with travel along."""

    use_required_attribute = False
    rhythm = forms.ChoiceField(label=_("How often we meet"), choices=Rhythm.choices)
    minutes = forms.IntegerField(label=_("Minutes each time"), min_value=10, max_value=480)
    place = forms.CharField(
        label=_("Where"), max_length=300, help_text=_("A room, a café, by video, or in turn.")
    )
    scheduler = forms.ChoiceField(
        label=_("Who fixes the dates and sends the invitations"),
        choices=Scheduler.choices,
        widget=forms.RadioSelect,
    )
    agenda_days = _days(
        _("Agenda: working days before the meeting"),
        _("When the mentee says what it is to be about; 0: at the meeting itself."),
    )
    notice_days = _days(
        _("Cancelling: working days before the meeting"),
        _("When whoever cannot come says so; 0: as soon as they know."),
    )
    contact = forms.CharField(
        label=_("Contact between meetings"), max_length=500, widget=forms.Textarea(attrs=OWN)
    )
    reply_days = _days(_("Replies: within how many working days"), "", least=1)
    confidentiality_more = _more(_("We add on confidentiality"), _("For example: whom you may both talk to."))
    boundaries_more = _more(_("We add on boundaries"), _("For example: a subject that you leave out."))
    supervisor_more = _more(
        _("We add on what the supervisor learns"),
        _("For example: that the mentee reports once in the middle."),
    )
    review_on = forms.DateField(
        label=_("Review on"),
        help_text=_("A day on which you look at whether all this still fits."),
        widget=DayInput(),
    )
    more = _more(_("What else you agree"), _("Anything that is important to one of you."))

    def __init__(self, posted: QueryDict | None, *, choices: Choices, first: date, last: date) -> None:
        super().__init__(posted, initial=asdict(choices))
        self.first, self.last = first, last
        self.marked = marks(choices)

    def clean_review_on(self) -> date:
        """The day of the review, within the mentorship."""
        day: date = self.cleaned_data["review_on"]
        if not self.first <= day <= self.last:
            days = {"first": date_format(self.first, "j F Y"), "last": date_format(self.last, "j F Y")}
            raise forms.ValidationError(_("Choose a day from %(first)s to %(last)s.") % days)
        return day

    def clean(self) -> dict[str, Any]:
        """The same text whatever the browser's line ends."""
        cleaned: dict[str, Any] = super().clean() or {}
        for name, value in cleaned.items():
            if isinstance(value, str):
                cleaned[name] = value.replace("\r\n", "\n").strip()
        return cleaned

    @property
    def given(self) -> dict[str, Any]:
        """What can be read of what was typed, by name."""
        self.is_valid()
        return dict(self.cleaned_data)

    @property
    def shown(self) -> Mapping[str, str]:
        """The marks with which the page was shown; none for a page without them."""
        try:
            found = json.loads(self.data.get(SHOWN, ""))
        except (ValueError, RecursionError):
            return {}
        return found if isinstance(found, dict) else {}

    def note_both(self, names: tuple[str, ...], stored: Choices, other: str) -> None:
        """Say at each field what the other half has written there meanwhile."""
        for name in names:
            said = _said(name, getattr(stored, name))
            text = _g("%(name)s has changed this meanwhile, to: %(said)s. Save again to keep yours.")
            self.add_error(name, text % {"name": other, "said": said})


def labels(names: tuple[str, ...]) -> str:
    """The labels of choices, for a sentence."""
    return ", ".join(f"“{AgreementForm.base_fields[name].label}”" for name in names)


def carried(marked: Mapping[str, str]) -> str:
    """The marks as the page carries them."""
    return json.dumps(marked, separators=(",", ":"), sort_keys=True)


def _said(name: str, value: Any) -> str:
    words = {"rhythm": dict(Rhythm.choices), "scheduler": dict(Scheduler.choices)}.get(name, {})
    if isinstance(value, date):
        return date_format(value, "j F Y")
    return str(words.get(value, value)) or _g("nothing")


class TemplateForm(forms.ModelForm[AgreementTemplate]):
    """The standard texts of a programme, and what it suggests to its pairs."""

    use_required_attribute = False
    revision = forms.IntegerField(widget=forms.HiddenInput, min_value=0)

    class Meta:
        model = AgreementTemplate
        fields = (
            "confidentiality",
            "exceptions",
            "boundaries",
            "supervisor",
            "extension",
            "ending",
            "rhythm",
            "place",
            "scheduler",
            "agenda_days",
            "notice_days",
            "reply_days",
            "contact",
        )
        widgets = {
            name: forms.Textarea(attrs={"rows": 4, "dir": "auto"})
            for name in ("confidentiality", "exceptions", "boundaries", "supervisor", "extension", "ending")
        } | {"contact": forms.Textarea(attrs=OWN)}
        labels = {
            "confidentiality": _("Confidentiality"),
            "exceptions": _("Exceptions from confidentiality"),
            "boundaries": _("Boundaries"),
            "supervisor": _("What the supervisor learns"),
            "extension": _("Extension"),
            "ending": _("Ending at nobody’s fault"),
        }
        help_texts = {
            "exceptions": _("When something may be passed on: danger, the law, an agreement beforehand."),
            "boundaries": _("What the mentor is not: an appraiser, a counsellor, a writer of references."),
            "ending": _("Either side may end at any time, on the pair’s page or through the coordinator."),
        }

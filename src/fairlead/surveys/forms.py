"""What coordinators settle about surveys, and the survey as it is answered."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.kernel.errors import Refused
from fairlead.questions import checking
from fairlead.questions import queries as questions
from fairlead.questions.rendering import OwnForm, name_of
from fairlead.questions.wording import reading_language, said
from fairlead.surveys import instruments
from fairlead.surveys.enums import Audience, Moment, Pace, Privacy
from fairlead.surveys.models import Questionnaire, Wave
from fairlead.surveys.queries.reading import LARGEST_FILE, text_of

LONGEST_TABLE = 1_000_000


def _day(label: Any, help_text: Any = "") -> forms.DateField:
    return forms.DateField(label=label, help_text=help_text, widget=forms.DateInput(attrs={"type": "date"}))


class SettingsForm(forms.Form):
    """Name, moment, promise and audience of a questionnaire."""

    use_required_attribute = False
    title = forms.CharField(
        label=gettext_lazy("Name"), help_text=gettext_lazy("Those who answer read it."), max_length=160
    )
    moment = forms.ChoiceField(label=gettext_lazy("When it is asked"), choices=Moment.choices)
    audience = forms.ChoiceField(
        label=gettext_lazy("Who is asked"), choices=Audience.choices, widget=forms.RadioSelect
    )
    privacy = forms.ChoiceField(
        label=gettext_lazy("What is promised to them"),
        help_text=gettext_lazy(
            "The form says it above its questions. Change can be read only of confidential ones."
        ),
        choices=Privacy.choices,
        widget=forms.RadioSelect,
    )

    def clean_title(self) -> str:
        """The name in one line."""
        return " ".join(self.cleaned_data["title"].replace("\x00", "").split())


def settings_form(questionnaire: Questionnaire, posted: QueryDict | None) -> SettingsForm:
    """The settings of a questionnaire as they stand."""
    standing = {name: getattr(questionnaire, name) for name in ("moment", "audience", "privacy")}
    return SettingsForm(posted, initial={"title": questionnaire.form.title, **standing})


def new_form(instrument: str, posted: QueryDict | None) -> SettingsForm:
    """The settings of a new questionnaire, as its instrument usually has them."""
    one = instruments.BUNDLED.get(instrument)
    usual = {
        "title": str(one.name) if one else "",
        "moment": one.moment if one else Moment.OTHER,
        "audience": one.audience if one else Audience.BOTH,
        "privacy": one.privacy if one else Privacy.CONFIDENTIAL,
    }
    return SettingsForm(posted, initial=usual)


class TableForm(forms.Form):
    """A table, pasted or from a file."""

    use_required_attribute = False
    table = forms.CharField(
        label=gettext_lazy("The table, its first line with the names of the columns"),
        max_length=LONGEST_TABLE,
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 8, "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a CSV file"),
        help_text=gettext_lazy("1 MB at most."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )

    def clean(self) -> dict[str, Any]:
        """The text of the file where one was chosen, else what was pasted."""
        given = super().clean() or {}
        file = given.get("file")
        if file is not None:
            try:
                given["table"] = text_of(file.read(LARGEST_FILE + 1))
            except Refused as refusal:
                self.add_error("file", str(refusal.sentence))
        if not given.get("table", "").strip() and not {"file", "table"} & set(self.errors):
            self.add_error("table", _("Paste the table, or choose a file."))
        return given


class BringForm(SettingsForm, TableForm):
    """An instrument that the institution has a licence for."""

    licence = forms.CharField(
        label=gettext_lazy("Licence"),
        help_text=gettext_lazy(
            "By what right you use these words: who gave the licence, for what and until when. Many "
            "published questionnaires are protected; Fairlead brings none of them."
        ),
        max_length=300,
    )
    field_order = ("title", "licence", "moment", "audience", "privacy", "table", "file")


class ComparisonForm(TableForm):
    """Answers of people who did not take part."""

    name = forms.CharField(
        label=gettext_lazy("Who they are"),
        help_text=gettext_lazy("Like “Applicants who waited for a mentor”."),
        max_length=160,
    )
    source = forms.CharField(
        label=gettext_lazy("Where the answers come from"),
        help_text=gettext_lazy(
            "Who asked them, when, and how they were chosen; the page with the results says it."
        ),
        max_length=300,
    )
    field_order = ("name", "source", "table", "file")


class WaveForm(forms.Form):
    """The days of a wave."""

    use_required_attribute = False
    pace = forms.ChoiceField(
        label=gettext_lazy("What decides on the day"), choices=Pace.choices, widget=forms.RadioSelect
    )
    days = forms.IntegerField(
        label=gettext_lazy("So many days after that"),
        help_text=gettext_lazy("Counts for each pair; of no meaning where everybody is asked on one day."),
        min_value=-90,
        max_value=1100,
        required=False,
    )
    opens_on = _day(gettext_lazy("Opens"), gettext_lazy("Nobody is asked before this day."))
    closes_on = _day(gettext_lazy("Closes"), gettext_lazy("Answers are taken until the end of this day."))
    answer_days = forms.IntegerField(
        label=gettext_lazy("Days to answer"),
        help_text=gettext_lazy("Whoever is silent two days later is reminded, once."),
        min_value=1,
        max_value=90,
    )

    def __init__(
        self, posted: QueryDict | None, initial: Mapping[str, Any], *, is_open: bool = False
    ) -> None:
        super().__init__(posted, initial=dict(initial))
        if is_open:
            for name in ("pace", "days", "opens_on"):
                del self.fields[name]
        self.standing = initial

    def given(self) -> dict[str, Any]:
        """All the days, those that cannot change any more as they stand."""
        found = {**self.standing, **self.cleaned_data}
        return found | {"days": found["days"] or 0}


def wave_days(wave: Wave) -> dict[str, Any]:
    """The days of a wave as they stand."""
    names = ("pace", "days", "opens_on", "closes_on", "answer_days")
    return {name: getattr(wave, name) for name in names}


class SurveyForm(OwnForm):
    """A survey as it is answered: every page at once. What is required counts only when it is sent."""

    def __init__(self, wave: Wave, answers: Mapping[str, Any], posted: QueryDict | None) -> None:
        assert wave.version is not None
        self.version = questions.loaded(wave.version)
        self.language = reading_language()
        super().__init__(questions.questions(self.version), answers, posted, self.language)

    def clean(self) -> dict[str, Any]:
        """A question that other answers hide needs none."""
        cleaned: dict[str, Any] = super().clean() or {}
        given = {one.key: cleaned.get(name_of(one.key)) for one in self.asked}
        shown = {one.key for one in checking.visible(self.asked, given)}
        for one in self.asked:
            if one.key not in shown:
                self.errors.pop(name_of(one.key), None)
        return cleaned

    @property
    def pages(self) -> list[dict[str, Any]]:
        """Each page with its title, help and fields."""
        languages = self.version.languages
        return [
            {
                "title": said(section.title, self.language, languages),
                "help": said(section.help, self.language, languages),
                "fields": [self[name_of(one.key)] for one in section.questions.all()],
            }
            for section in self.version.sections.all()
        ]

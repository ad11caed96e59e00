"""What is typed into a yearly assessment."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from fairlead.evaluation.enums import AgreedState, Reached
from fairlead.evaluation.models import AgreedAction, Assessment
from fairlead.evaluation.models.assessments import LONGEST
from fairlead.evaluation.standards import AREAS, LEVELS

WORDS = {"rows": 5, "dir": "auto"}


def _text(label: Any, help_text: Any = "", *, rows: int = 5, longest: int = LONGEST) -> forms.CharField:
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=False,
        max_length=longest,
        widget=forms.Textarea(attrs=WORDS | {"rows": rows}),
    )


class TextsForm(forms.Form):
    """The words of the report beside its figures."""

    use_required_attribute = False
    training = _text(_("Training"), _("What was offered, who came, what to change."), rows=3)
    support = _text(
        _("On-going support"), _("What pairs needed, in general. Nobody is named; cases are counted."), rows=3
    )
    partners = _text(_("Partners"), _("How delivery and supervision were coordinated."), rows=3)
    recommendations = _text(_("Recommendations"), _("What the next year should keep, change, begin or stop."))

    def __init__(self, data: Any = None, *, assessment: Assessment) -> None:
        super().__init__(data, initial={name: getattr(assessment, name) for name in self.base_fields})


class AimsForm(forms.Form):
    """The aims of the year, each with a judgement; one more can be added, an empty one goes."""

    use_required_attribute = False
    new = forms.CharField(label=_("Another aim"), required=False, max_length=300)

    def __init__(self, data: Any = None, *, assessment: Assessment) -> None:
        super().__init__(data)
        self.rows = []
        for aim in assessment.aims.all():
            fields = {
                "text": forms.CharField(label=_("Aim"), required=False, max_length=300, initial=aim.text),
                "reached": forms.ChoiceField(
                    label=_("Reached"), choices=Reached.choices, initial=aim.reached
                ),
                "note": forms.CharField(
                    label=_("By what it shows"), required=False, max_length=500, initial=aim.note
                ),
            }
            names = {name: f"{name}-{aim.pk}" for name in fields}
            self.fields |= {names[name]: field for name, field in fields.items()}
            self.rows.append((str(aim.pk), names))
        self.order_fields([*(name for _pk, names in self.rows for name in names.values()), "new"])

    def rows_shown(self) -> list[dict[str, forms.BoundField]]:
        """The bound fields of each aim by name."""
        return [{name: self[key] for name, key in names.items()} for _pk, names in self.rows]

    def changes(self, touched: dict[str, Any]) -> dict[str, dict[str, Any]]:
        """What was changed, by the aim's id."""
        found: dict[str, dict[str, Any]] = {}
        for pk, names in self.rows:
            fields = {name: touched[key] for name, key in names.items() if key in touched}
            if fields:
                found[pk] = fields
        return found


class ChecksForm(forms.Form):
    """The self-check: for each area a level and a note."""

    use_required_attribute = False

    def __init__(self, data: Any = None, *, assessment: Assessment) -> None:
        super().__init__(data)
        levels = [(str(level), word) for level, word in LEVELS.items()]
        for area in AREAS:
            said = assessment.checks.get(area.key, {})
            level = said.get("level")
            self.fields[f"level-{area.key}"] = forms.ChoiceField(
                label=str(area.name),
                choices=levels,
                required=False,
                widget=forms.RadioSelect,
                initial=str(level) if level else None,
            )
            self.fields[f"note-{area.key}"] = forms.CharField(
                label=_("By what it shows"), required=False, max_length=500, initial=said.get("note", "")
            )

    def areas(self) -> list[dict[str, Any]]:
        """Each area with its questions and its two bound fields."""
        return [
            {"area": area, "level": self[f"level-{area.key}"], "note": self[f"note-{area.key}"]}
            for area in AREAS
        ]

    def checks(self, touched: dict[str, Any], stored: dict[str, Any]) -> dict[str, Any]:
        """Level and note by area, for the areas of which anything was changed."""
        found = {}
        for area in AREAS:
            level, note = f"level-{area.key}", f"note-{area.key}"
            if level not in touched and note not in touched:
                continue
            before = stored.get(area.key, {})
            said = touched.get(level, before.get("level"))
            found[area.key] = {
                "level": int(said) if said else None,
                "note": touched.get(note, before.get("note", "")),
            }
        return found


class StatementForm(forms.Form):
    """What an office or a partner thinks of the year."""

    use_required_attribute = False
    text = forms.CharField(
        label=_("Statement"),
        max_length=LONGEST,
        widget=forms.Textarea(attrs=WORDS),
        help_text=_("It stands in the assessment under your name and office."),
    )


class AgreedForm(forms.ModelForm[AgreedAction]):
    """An action for the next year."""

    use_required_attribute = False

    class Meta:
        model = AgreedAction
        fields = ["text", "owner", "due_on"]
        labels = {"text": _("What is done"), "owner": _("Who sees to it"), "due_on": _("By when")}
        help_texts = {"owner": _("An office or a person.")}
        widgets = {"due_on": forms.DateInput(format="%Y-%m-%d", attrs={"type": "date"})}


class SettleForm(forms.Form):
    """What became of an agreed action."""

    use_required_attribute = False
    state = forms.ChoiceField(label=_("How it stands"), choices=AgreedState.choices)
    outcome = forms.CharField(label=_("What became of it"), required=False, max_length=500)

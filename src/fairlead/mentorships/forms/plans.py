"""What the two write in their plan."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.mentorships.actions.goals import GivenGoal
from fairlead.mentorships.actions.steps import MOST_STEPS, GivenStep
from fairlead.mentorships.enums import GoalKind, Level, Owner, Weight
from fairlead.mentorships.planwords import GoalWords
from fairlead.mentorships.queries.plans import GoalShown, StepShown, signed

DATE = forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d")
SCALE = ("much_less", "less", "expected", "more", "much_more")  # from -2 to +2
LINE_LENGTH = 200


def _words(
    label: Any, help_text: Any, *, length: int, rows: int = 2, required: bool = False
) -> forms.CharField:
    area = forms.Textarea(attrs={"rows": rows})
    return forms.CharField(
        label=label, help_text=help_text, max_length=length, widget=area, required=required
    )


class GoalForm(forms.Form):
    """A goal with its scale. Only title and kind are needed to keep it; the rest may come later."""

    use_required_attribute = False
    agreed = False  # whether it was refused because the plan is agreed
    title = forms.CharField(
        label=gettext_lazy("What do you want to be able to do?"),
        help_text=gettext_lazy("With a verb: “Answer visa questions from three regions on my own.”"),
        max_length=120,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Kind of goal"), choices=GoalKind.choices, widget=forms.RadioSelect
    )
    why = _words(
        gettext_lazy("Why does it matter?"),
        gettext_lazy("Whom does it help: you, the newcomers, your office?"),
        length=600,
    )
    evidence = _words(
        gettext_lazy("How will both of you see it?"),
        gettext_lazy("Something that can be seen or counted."),
        length=600,
    )
    expected = _words(
        gettext_lazy("0 · As expected"),
        gettext_lazy("What you both think will be reached by the end. Write this one first."),
        length=240,
    )
    more = _words(gettext_lazy("+1 · More than expected"), "", length=240)
    much_more = _words(gettext_lazy("+2 · Much more than expected"), "", length=240)
    less = _words(
        gettext_lazy("−1 · Less than expected"),
        gettext_lazy("On the way, but not there."),
        length=240,
    )
    much_less = _words(
        gettext_lazy("−2 · Much less than expected"),
        gettext_lazy("Often: as it is today."),
        length=240,
    )
    start = forms.TypedChoiceField(
        label=gettext_lazy("Where do you stand today?"), coerce=int, choices=(), initial=Level.MUCH_LESS.value
    )
    weight = forms.TypedChoiceField(
        label=gettext_lazy("How much does it count among your goals?"),
        coerce=int,
        choices=Weight.choices,
        initial=Weight.MATTERS.value,
    )
    due_on = forms.DateField(label=gettext_lazy("By when?"), required=False, widget=DATE)
    first_steps = forms.CharField(
        label=gettext_lazy("First steps"),
        help_text=gettext_lazy("One on each line. Dates and who takes them can be added afterwards."),
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=MOST_STEPS * LINE_LENGTH,
        required=False,
    )

    def __init__(self, *args: Any, new: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        start = self.fields["start"]
        assert isinstance(start, forms.TypedChoiceField)
        start.choices = [(level.value, f"{signed(level.value)} · {level.label}") for level in Level]
        if not new:
            del self.fields["first_steps"]

    def clean_first_steps(self) -> list[str]:
        """The lines that say something."""
        lines = [line.strip() for line in self.cleaned_data["first_steps"].splitlines() if line.strip()]
        if len(lines) > MOST_STEPS:
            raise forms.ValidationError(_("Eight steps are the most for one goal."))
        long = next((line for line in lines if len(line) > LINE_LENGTH), None)
        if long is not None:
            shown = Truncator(long).chars(40)
            raise forms.ValidationError(_("“%(line)s” is longer than 200 characters.") % {"line": shown})
        return lines

    def given(self) -> GivenGoal:
        """What was written, as the action takes it."""
        said = self.cleaned_data
        scale = tuple(said[name] for name in SCALE)
        return GivenGoal(
            words=GoalWords(said["title"], said["why"], said["evidence"], scale),
            kind=GoalKind(said["kind"]),
            weight=Weight(said["weight"]),
            start=Level(said["start"]),
            due_on=said["due_on"],
            first_steps=said.get("first_steps", ()),
        )


def goal_initial(shown: GoalShown) -> dict[str, Any]:
    """A goal as the form shows it."""
    goal, words = shown.goal, shown.words
    return {
        "title": words.title,
        "why": words.why,
        "evidence": words.evidence,
        "kind": goal.kind,
        "weight": goal.weight,
        "start": goal.start,
        "due_on": goal.due_on,
        **dict(zip(SCALE, words.scale, strict=True)),
    }


class StepForm(forms.Form):
    """A step: what, who, until when."""

    use_required_attribute = False
    text = forms.CharField(label=gettext_lazy("Step"), max_length=LINE_LENGTH)
    owner = forms.ChoiceField(label=gettext_lazy("Who"), choices=Owner.choices)
    due_on = forms.DateField(label=gettext_lazy("Until"), required=False, widget=DATE)
    milestone = forms.BooleanField(
        label=gettext_lazy("A milestone"),
        help_text=gettext_lazy("Something to be glad about when it is done."),
        required=False,
    )

    def __init__(self, *args: Any, names: Sequence[tuple[str, str]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        owner = self.fields["owner"]
        assert isinstance(owner, forms.ChoiceField)
        owner.choices = list(names)

    def given(self) -> GivenStep:
        """What was written, as the action takes it."""
        said = self.cleaned_data
        return GivenStep(said["text"], Owner(said["owner"]), said["due_on"], said["milestone"])


def step_initial(shown: StepShown) -> dict[str, Any]:
    """A step as the form shows it."""
    step = shown.step
    return {"text": shown.text, "owner": step.owner, "due_on": step.due_on, "milestone": step.milestone}


class LevelForm(forms.Form):
    """Which level of its own scale a goal has reached."""

    use_required_attribute = False
    level = forms.TypedChoiceField(
        label=gettext_lazy("Which of these describes it best today?"),
        coerce=int,
        choices=(),
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, shown: GoalShown, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        level = self.fields["level"]
        assert isinstance(level, forms.TypedChoiceField)
        level.choices = [
            (number.value, f"{shown.words.level(number.value)}\n{signed(number.value)} · {number.label}")
            for number in reversed(Level)
        ]

    @property
    def chosen(self) -> Level:
        """The level that was chosen."""
        return Level(self.cleaned_data["level"])

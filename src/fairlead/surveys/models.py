"""Questionnaires, waves, who is asked, and the boxes in which answers lie without names."""

from django.db import models
from django.db.models import F, Q

from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.programmes.enums import Side
from fairlead.programmes.models import Programme, Round
from fairlead.questions.models import Form, FormVersion
from fairlead.sealed.models import Sealed
from fairlead.surveys.enums import AskState, Audience, Moment, Pace, Privacy, WaveState


class Questionnaire(Record):
    """What a programme asks at one moment; its questions are a form in versions.

    `instrument` names the bundled instrument it began as; `licence` says by what right an institution uses
    the wording of somebody else's.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    form = models.OneToOneField(Form, on_delete=models.PROTECT, related_name="+")
    moment = models.CharField(max_length=10, choices=Moment.choices)
    privacy = models.CharField(max_length=12, choices=Privacy.choices)
    audience = models.CharField(max_length=6, choices=Audience.choices, default=Audience.BOTH)
    instrument = models.CharField(max_length=20)
    licence = models.CharField(max_length=300, blank=True)
    made_at = models.DateTimeField()
    archived_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["programme", "made_at", "id"]


class Wave(Record):
    """One asking of a questionnaire in a round. What is promised and asked is fixed when it opens.

    `days` counts from what `pace` says; `opens_on` is the day on which a wave of one day opens.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="+")
    questionnaire = models.ForeignKey(Questionnaire, on_delete=models.PROTECT, related_name="waves")
    version = models.ForeignKey(FormVersion, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=8, choices=WaveState.choices, default=WaveState.PLANNED)
    moment = models.CharField(max_length=10, choices=Moment.choices)
    privacy = models.CharField(max_length=12, choices=Privacy.choices)
    audience = models.CharField(max_length=6, choices=Audience.choices)
    pace = models.CharField(max_length=14, choices=Pace.choices)
    days = models.SmallIntegerField(default=0)
    opens_on = models.DateField()
    closes_on = models.DateField()
    answer_days = models.PositiveSmallIntegerField(default=10)
    unlinked = models.BooleanField(default=False)

    class Meta:
        ordering = ["round", "opens_on", "id"]
        constraints = [
            models.UniqueConstraint("round", "questionnaire", name="one_wave_per_round_and_questionnaire"),
            models.CheckConstraint(
                condition=Q(opens_on__lte=F("closes_on")), name="wave_opens_before_it_closes"
            ),
            models.CheckConstraint(
                condition=Q(state=WaveState.PLANNED) | Q(version__isnull=False),
                name="an_open_wave_asks_a_version",
            ),
        ]


class Ask(Record):
    """That a person is asked in a wave, and whether they have answered; never what, nor when.

    `draft` are sealed words of the person alone, gone as soon as they answer or the wave closes.
    """

    wave = models.ForeignKey(Wave, on_delete=models.CASCADE, related_name="asks")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    side = models.CharField(max_length=6, choices=Side.choices)
    state = models.CharField(max_length=8, choices=AskState.choices, default=AskState.ASKED)
    asked_on = models.DateField()
    due_on = models.DateField()
    reminded = models.BooleanField(default=False)
    fingerprint = models.CharField(max_length=64, unique=True)
    draft = models.ForeignKey(Sealed, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["wave", "id"]
        constraints = [
            models.UniqueConstraint("wave", "person", name="everybody_is_asked_once_in_a_wave"),
            models.CheckConstraint(
                condition=Q(state=AskState.ASKED) | Q(draft__isnull=True), name="who_answered_has_no_draft"
            ),
        ]
        indexes = [models.Index(fields=["state", "due_on"], name="ask_due")]


class Box(Record):
    """The answers of one wave, all in one place: lists in the order of their words, sealed as a whole.

    `waiting` has not been shown to anybody yet, `shown` has. Nothing in a box says who answered, when, or in
    which order; docs/surveys.md says against whom that holds. `key` is sealed under the installation's key
    named `under`.
    """

    wave = models.OneToOneField(Wave, on_delete=models.CASCADE, related_name="box")
    waiting = models.BinaryField()
    shown = models.BinaryField()
    key = models.BinaryField()
    under = models.CharField(max_length=16)

    class Meta:
        ordering = ["wave"]


class Comparison(Record):
    """Answers of people outside the programme, before and after, as the institution brought them; no names.

    `changes`: for each question's key a sorted list of [before, after].
    """

    round = models.OneToOneField(Round, on_delete=models.CASCADE, related_name="+")
    name = models.CharField(max_length=160)
    source = models.CharField(max_length=300)
    changes = models.JSONField(default=dict)
    people = models.PositiveIntegerField()
    brought_at = models.DateTimeField()
    brought_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")

    class Meta:
        ordering = ["round"]
        constraints = [
            models.CheckConstraint(condition=Q(people__gte=5), name="a_comparison_group_has_five_or_more")
        ]

"""Modules of a programme's curriculum, their questions, and who has completed them."""

import uuid

from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairlead.institutions.models import Institution
from fairlead.kernel.models import Record
from fairlead.people.models import Person
from fairlead.programmes.models import Participation, Programme
from fairlead.training.enums import (
    WITH_PLACE,
    EnrolmentState,
    How,
    Kind,
    Need,
    SessionState,
    Track,
)

LONGEST_TEXT = 30_000


class Module(Record):
    """One thing to learn: a reading, a link, a file or a quiz; any of them can end with questions.

    `lineage` is shared by the copies that other programmes have of it, so that a completion counts there too.
    `refreshes` are longer modules that this one counts for, among those who have completed them before.
    `starter` names the text of the product it began as.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=Kind.choices)
    title = models.CharField(_("title"), max_length=160)
    summary = models.CharField(_("in a sentence"), max_length=300, blank=True)
    text = models.TextField(_("text"), blank=True, max_length=LONGEST_TEXT)
    sources = models.TextField(_("sources"), blank=True, max_length=4000)
    link = models.URLField(_("link"), blank=True, max_length=500)
    track = models.CharField(_("for"), max_length=10, choices=Track.choices, default=Track.BOTH)
    need = models.CharField(_("asked"), max_length=20, choices=Need.choices, default=Need.AS_DESIGNED)
    minutes = models.PositiveSmallIntegerField(
        _("minutes it takes"), default=10, validators=[MinValueValidator(1), MaxValueValidator(1440)]
    )
    months_valid = models.PositiveSmallIntegerField(
        _("months it counts"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(120)],
    )
    refreshes = models.ManyToManyField("self", symmetrical=False, blank=True, related_name="+")
    lineage = models.UUIDField(default=uuid.uuid4, editable=False)
    starter = models.CharField(max_length=40, blank=True)
    position = models.PositiveSmallIntegerField(default=0)
    in_use = models.BooleanField(default=True)
    revision = models.PositiveIntegerField(default=0)
    changed_at = models.DateTimeField()

    class Meta:
        ordering = ["position", "title", "id"]
        constraints = [
            models.UniqueConstraint("programme", "lineage", name="one_module_of_a_lineage_per_programme"),
            models.UniqueConstraint(
                "programme", "starter", condition=~Q(starter=""), name="one_module_per_programme_and_starter"
            ),
            models.CheckConstraint(condition=Q(minutes__gte=1, minutes__lte=1440), name="modules_take_time"),
            models.CheckConstraint(
                condition=Q(months_valid__isnull=True) | Q(months_valid__gte=1),
                name="completions_count_a_month",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class ModuleFile(Record):
    """The file of a module, kept in the database so that one backup holds everything."""

    module = models.OneToOneField(Module, on_delete=models.CASCADE, related_name="file")
    name = models.CharField(max_length=200)
    content = models.BinaryField()
    size = models.PositiveIntegerField()


class Question(Record):
    """A question of a module, to learn by."""

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="questions")
    text = models.CharField(_("question"), max_length=500)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]


class Option(Record):
    """One answer to choose, with what is said about it. Which one somebody chose is stored nowhere."""

    question = models.ForeignKey(Question, on_delete=models.CASCADE, related_name="options")
    text = models.CharField(max_length=300)
    feedback = models.CharField(max_length=500, blank=True)
    right = models.BooleanField(default=False)
    position = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["position", "id"]


class Session(Record):
    """One date of a live module, with so many places.

    `release_days`: so many days before it begins, reserved places that nobody of the institution has taken
    are everybody’s.
    """

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="sessions")
    state = models.CharField(max_length=10, choices=SessionState.choices, default=SessionState.PLANNED)
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField(_("minutes"), default=90)
    places = models.PositiveSmallIntegerField(_("places"), default=12)
    place = models.CharField(_("where"), max_length=200, blank=True)
    link = models.URLField(_("link to the call"), max_length=500, blank=True)
    release_days = models.PositiveSmallIntegerField(default=3)
    revision = models.PositiveIntegerField(default=0)
    made_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes__gte=5, minutes__lte=600), name="sessions_last_a_while"
            ),
            models.CheckConstraint(condition=Q(places__gte=1, places__lte=500), name="sessions_have_places"),
            models.CheckConstraint(condition=Q(release_days__lte=90), name="places_are_released_in_time"),
        ]


class Share(Record):
    """Places of a session that are kept for the people of one institution.

    Together they are never more than the session has; that is checked while its row is held.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="shares")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, related_name="+")
    places = models.PositiveSmallIntegerField()

    class Meta:
        ordering = ["session", "institution__name", "id"]
        constraints = [
            models.UniqueConstraint("session", "institution", name="one_share_per_session_and_institution"),
            models.CheckConstraint(condition=Q(places__gte=1), name="shares_hold_a_place"),
        ]


class Enrolment(Record):
    """Somebody who comes to a session, waits for a place in it, or does not come after all.

    `place` is the number of their place, so that none is given twice. Its id is the session's UID in their
    own calendar, for life; `sequence` rises with each change that is mailed to them (RFC 5546).
    `institution` is where they worked when they enrolled: it says whose reserved places they can have.
    """

    session = models.ForeignKey(Session, on_delete=models.CASCADE, related_name="enrolments")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    institution = models.ForeignKey(Institution, on_delete=models.PROTECT, null=True, related_name="+")
    state = models.CharField(max_length=10, choices=EnrolmentState.choices)
    place = models.PositiveSmallIntegerField(null=True)
    since = models.DateTimeField()
    sequence = models.PositiveIntegerField(default=0)
    invited = models.BooleanField(default=False)

    class Meta:
        ordering = ["since", "id"]
        constraints = [
            models.UniqueConstraint("session", "person", name="one_enrolment_per_session_and_person"),
            models.UniqueConstraint(
                "session", "place", condition=Q(place__isnull=False), name="one_person_per_place_of_a_session"
            ),
            models.CheckConstraint(
                condition=Q(state__in=list(WITH_PLACE), place__isnull=False)
                | (~Q(state__in=list(WITH_PLACE)) & Q(place__isnull=True)),
                name="who_comes_has_a_place",
            ),
        ]
        indexes = [models.Index(fields=["person", "state"], name="enrolment_of_person")]


class Completion(Record):
    """That a person has completed a module on a day; `by` and `note` where a coordinator has recorded it.

    `session` is the one they attended.
    """

    module = models.ForeignKey(Module, on_delete=models.CASCADE, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    how = models.CharField(max_length=10, choices=How.choices)
    on = models.DateField()
    noted_at = models.DateTimeField()
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    session = models.ForeignKey(Session, on_delete=models.SET_NULL, null=True, related_name="+")
    note = models.CharField(_("note"), max_length=300, blank=True)

    class Meta:
        ordering = ["-on", "id"]
        constraints = [
            models.UniqueConstraint("module", "person", "on", name="completed_once_a_day"),
            models.CheckConstraint(condition=~Q(how=How.RECORDED) | ~Q(note=""), name="recorded_with_a_note"),
        ]
        indexes = [models.Index(fields=["person", "module"], name="completion_of_person")]


class Lift(Record):
    """That a coordinator lets somebody be matched although they miss training that is required before."""

    participation = models.OneToOneField(Participation, on_delete=models.CASCADE, related_name="+")
    reason = models.CharField(_("reason"), max_length=300, blank=True)
    by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    lifted_at = models.DateTimeField()

    class Meta:
        ordering = ["lifted_at", "id"]

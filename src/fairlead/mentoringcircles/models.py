"""Mentoring circles of a round: what is asked, who answered what, the circles and who sits in them."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from fairlead.kernel.models import Record
from fairlead.mentoringcircles.enums import CirclesState
from fairlead.programmes.models import Participation, Round

MOST_MENTEES, MOST_LED = 12, 3


class CircleSession(Record):
    """One forming of circles in a round; `revision` rises with each change of what a coordinator sees.

    `tiers`: of those seated and of points what the engine reached and what nothing exceeds, and as `smaller`
    with which smaller size how many would be seated; `by_hand`:
    somebody was moved since. `failed`: the worker found no circles. `place`, `link`: of circles without
    their own.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="+")
    title = models.CharField(_("title"), max_length=120)
    least = models.PositiveSmallIntegerField(_("mentees at least"), default=4)
    most = models.PositiveSmallIntegerField(_("mentees at most"), default=8)
    mentors_least = models.PositiveSmallIntegerField(_("mentors at least"), default=1)
    mentors_most = models.PositiveSmallIntegerField(_("mentors at most"), default=2)
    minutes = models.PositiveSmallIntegerField(_("minutes of a meeting"), default=90)
    rhythm = models.CharField(_("after the first meeting"), max_length=200, blank=True)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    answer_by = models.DateField(_("answers until"))
    state = models.CharField(max_length=9, choices=CirclesState.choices, default=CirclesState.DRAFT)
    revision = models.PositiveIntegerField(default=0)
    tiers = models.JSONField(default=dict)
    by_hand = models.BooleanField(default=False)
    failed = models.BooleanField(default=False)
    made_at = models.DateTimeField()
    forming_at = models.DateTimeField(null=True)
    published_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.UniqueConstraint(
                "round",
                "title",
                condition=~Q(state=CirclesState.CANCELLED.value),
                name="circles_of_a_round_have_titles_of_their_own",
            ),
            models.CheckConstraint(
                condition=Q(least__gte=2, least__lte=models.F("most"), most__lte=MOST_MENTEES),
                name="a_circle_has_2_to_12_mentees",
            ),
            models.CheckConstraint(
                condition=Q(
                    mentors_least__gte=1, mentors_least__lte=models.F("mentors_most"), mentors_most__lte=2
                ),
                name="a_circle_has_1_or_2_mentors",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=30, minutes__lte=240), name="circles_meet_30_to_240_minutes"
            ),
        ]


class CircleTime(Record):
    """A time at which circles could first meet."""

    session = models.ForeignKey(CircleSession, on_delete=models.CASCADE, related_name="times")
    starts_at = models.DateTimeField(_("start"))

    class Meta:
        ordering = ["starts_at"]
        constraints = [models.UniqueConstraint("session", "starts_at", name="a_circle_time_stands_once")]


class CircleAnswer(Record):
    """Somebody who was asked; once they answered, at which times they could, and how many a mentor leads."""

    session = models.ForeignKey(CircleSession, on_delete=models.CASCADE, related_name="answers")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    times = models.ManyToManyField(CircleTime, related_name="+")
    circles = models.PositiveSmallIntegerField(_("circles to lead"), default=1)
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("session", "participation", name="asked_once_for_circles"),
            models.CheckConstraint(condition=Q(circles__lte=MOST_LED), name="a_mentor_leads_up_to_3_circles"),
        ]

    @property
    def chosen(self) -> list[str]:
        """The times at which they could, loaded beforehand."""
        return sorted(one.starts_at.isoformat() for one in self.times.all())


class MentoringCircle(Record):
    """A circle: its topic (an area's name as it was), its time; `settled` once a small one goes on."""

    session = models.ForeignKey(CircleSession, on_delete=models.CASCADE, related_name="circles")
    time = models.ForeignKey(CircleTime, on_delete=models.CASCADE, related_name="+")
    number = models.PositiveSmallIntegerField()
    topic = models.CharField(_("topic"), max_length=120)
    place = models.CharField(_("place"), max_length=200, blank=True)
    link = models.URLField(_("link"), max_length=500, blank=True)
    settled = models.BooleanField(default=False)
    off = models.BooleanField(default=False)

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint("session", "number", name="circles_are_numbered")]


class CircleSeat(Record):
    """Somebody in a circle, leading it or not; `out` once they do not come any more.

    `sequence` counts the letters to them (RFC 5546); the row's id is the name of the appointment.
    """

    session = models.ForeignKey(CircleSession, on_delete=models.CASCADE, related_name="seats")
    circle = models.ForeignKey(MentoringCircle, on_delete=models.CASCADE, related_name="seats")
    time = models.ForeignKey(CircleTime, on_delete=models.CASCADE, related_name="+")
    participation = models.ForeignKey(Participation, on_delete=models.CASCADE, related_name="+")
    leads = models.BooleanField(default=False)
    out = models.BooleanField(default=False)
    sequence = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("circle", "participation", name="a_seat_in_a_circle_is_one"),
            models.UniqueConstraint(
                "time", "participation", condition=Q(out=False), name="nobody_is_in_two_circles_at_once"
            ),
            models.UniqueConstraint(
                "session",
                "participation",
                condition=Q(out=False, leads=False),
                name="a_mentee_sits_in_one_circle",
            ),
        ]

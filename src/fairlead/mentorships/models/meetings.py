"""Meetings of a pair: the times proposed for them, notes on them, and what was asked after them."""

from django.db import models
from django.db.models import Q

from fairlead.kernel.models import Record
from fairlead.mentorships.enums import SHARED_NOTES, MeetingState, NoteKind
from fairlead.mentorships.models.pairs import Mentorship
from fairlead.people.models import Person
from fairlead.sealed.models import Sealed

MOST_MINUTES = 600


class Meeting(Record):
    """One meeting of a pair, from the first proposal on.

    Its id is its UID in every calendar, for life; `sequence` rises with each change that is mailed (RFC
    5546). `place` are sealed words: where, and the link to the call. `asked_by` has named its time or times.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="meetings")
    state = models.CharField(max_length=10, choices=MeetingState.choices, default=MeetingState.PROPOSED)
    starts_at = models.DateTimeField(null=True)
    minutes = models.PositiveSmallIntegerField()
    sequence = models.PositiveSmallIntegerField(default=0)
    place = models.ForeignKey(Sealed, on_delete=models.SET_NULL, null=True, related_name="+")
    asked_by = models.ForeignKey(Person, on_delete=models.SET_NULL, null=True, related_name="+")
    made_at = models.DateTimeField()
    logged_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[MeetingState.PROPOSED, MeetingState.CANCELLED])
                | Q(starts_at__isnull=False),
                name="planned_and_held_meetings_have_a_time",
            ),
            models.CheckConstraint(
                condition=Q(minutes__gte=1, minutes__lte=MOST_MINUTES), name="meetings_last_minutes_to_hours"
            ),
            models.CheckConstraint(
                condition=Q(state=MeetingState.HELD, logged_at__isnull=False) | ~Q(state=MeetingState.HELD),
                name="held_meetings_were_logged",
            ),
        ]
        indexes = [models.Index(fields=["state", "starts_at"], name="meeting_due")]


class ProposedTime(Record):
    """A time at which a meeting could be."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="times")
    starts_at = models.DateTimeField()

    class Meta:
        ordering = ["starts_at", "id"]
        constraints = [models.UniqueConstraint("meeting", "starts_at", name="each_time_is_proposed_once")]


class Thumb(Record):
    """Whether a meeting was worth it to one of the two; nobody else is told."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="thumbs")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    up = models.BooleanField()

    class Meta:
        constraints = [models.UniqueConstraint("meeting", "person", name="one_thumb_per_meeting_and_person")]


class MeetingNote(Record):
    """A note on a meeting; `author` is None where it belongs to both."""

    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, related_name="notes")
    kind = models.CharField(max_length=12, choices=NoteKind.choices)
    author = models.ForeignKey(Person, on_delete=models.CASCADE, null=True, related_name="+")
    text = models.OneToOneField(Sealed, on_delete=models.CASCADE, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "meeting", "kind", condition=Q(author=None), name="one_shared_note_of_a_kind"
            ),
            models.UniqueConstraint(
                "meeting", "kind", "author", condition=~Q(author=None), name="one_own_note_of_a_kind"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=list(SHARED_NOTES), author=None)
                | (~Q(kind__in=list(SHARED_NOTES)) & Q(author__isnull=False)),
                name="shared_notes_belong_to_both",
            ),
        ]


class MeetingAsk(Record):
    """That one of the two was asked, by letter, whether they have met.

    `occasion` says after what ("meeting:<id>:<sequence>", "quiet:<pair>:<day>"); per occasion each is asked
    once. `fingerprint` is that of the secret in the letter's links. `meeting` is the one asked about, or the
    one that was logged in answer.
    """

    mentorship = models.ForeignKey(Mentorship, on_delete=models.CASCADE, related_name="+")
    meeting = models.ForeignKey(Meeting, on_delete=models.CASCADE, null=True, related_name="+")
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="+")
    occasion = models.CharField(max_length=80)
    fingerprint = models.CharField(max_length=64, unique=True)
    asked_at = models.DateTimeField()
    expires_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint("occasion", "person", name="asked_once_per_occasion"),
        ]


class CalendarFeed(Record):
    """A person's own calendar of meetings, read by whoever has its link; taken back by deleting it."""

    person = models.OneToOneField(Person, on_delete=models.CASCADE, related_name="+")
    fingerprint = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()

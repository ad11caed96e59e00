"""What the two have asked of each other, and which pairs time moves on."""

from collections import Counter
from datetime import date, datetime, timedelta
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from fairlead.kernel.times import day_of, start_of_day
from fairlead.mentorships import policies
from fairlead.mentorships.enums import EndReason, ExtensionState, MeetingState, MentorshipState
from fairlead.mentorships.models import Extension, Meeting, Mentorship
from fairlead.programmes.models import Round
from fairlead.programmes.queries import months_later

PEOPLE = ("round__programme", "mentor__person", "mentee__person")
WISH_WAITS = timedelta(days=14)


def furthest(pair: Mentorship) -> date:
    """The last day to which a pair can be extended now: as long again as the programme lasts."""
    return months_later(pair.ends_on, pair.round.programme.length_months)


def usual(pair: Mentorship) -> date:
    """The day that a pair is offered first when it would like to go on: three months later."""
    return min(months_later(pair.ends_on, 3), furthest(pair))


def wish(pair: Mentorship, pk: UUID) -> Extension | None:
    """One of the pair's wishes to go on; one query."""
    return Extension.objects.filter(mentorship=pair, pk=pk).first()


def open_wish(pair: Mentorship) -> Extension | None:
    """The wish to go on that waits for an answer; one query."""
    return Extension.objects.filter(mentorship=pair, state=ExtensionState.ASKED).first()


def in_pause(pair: Mentorship, *, until: date, at: datetime) -> list[Meeting]:
    """Meetings that are planned up to the day on which a pause ends; one query."""
    planned = Meeting.objects.filter(mentorship=pair, state=MeetingState.PLANNED, starts_at__gt=at)
    return list(planned.filter(starts_at__lt=start_of_day(until)).order_by("starts_at", "pk"))


def to_resume(*, today: date) -> QuerySet[Mentorship]:
    """Paused pairs whose day to go on has come; one query."""
    paused = Mentorship.objects.filter(state=MentorshipState.PAUSED, paused_until__lte=today)
    return paused.select_related(*PEOPLE).order_by("paused_until", "pk")


def to_complete(*, today: date) -> QuerySet[Mentorship]:
    """Pairs that have met and whose last day is over; one query.

    Where one of the two has asked to go on and the other not answered, a fortnight is waited for the answer.
    """
    over = Mentorship.objects.filter(
        state__in=[MentorshipState.ACTIVE, MentorshipState.PAUSED], ends_on__lt=today
    )
    asked = Extension.objects.filter(mentorship=OuterRef("pk"), state=ExtensionState.ASKED)
    due = over.filter(~Q(Exists(asked)) | Q(ends_on__lt=today - WISH_WAITS))
    return due.select_related(*PEOPLE).order_by("ends_on", "pk")


def to_close(*, today: date) -> QuerySet[Mentorship]:
    """Active pairs whose last days have come and who were not written to about that day yet; one query."""
    soon = Mentorship.objects.filter(
        ~Q(closing_announced_for=F("ends_on")) | Q(closing_announced_for=None),
        state=MentorshipState.ACTIVE,
        ends_on__gte=today,
        ends_on__lte=today + policies.CLOSES_WITHIN,
    )
    return soon.select_related(*PEOPLE).order_by("ends_on", "pk")


def still_closing(pk: UUID, *, at: datetime) -> bool:
    """Whether the pair goes on and its last days have come; one that was extended has time."""
    today = day_of(at)
    last_days = (today, today + policies.CLOSES_WITHIN)
    return Mentorship.objects.filter(pk=pk, state=MentorshipState.ACTIVE, ends_on__range=last_days).exists()


def early_endings(round: Round) -> dict[str, int]:
    """How many pairs of a round have ended early, by neutral reason; "" where none was given. One query.

    Raw counts, also of one or two: whoever shows them leaves out groups under five first
    (`fairlead.evaluation.suppression`).
    """
    ended = Mentorship.objects.filter(round=round, state=MentorshipState.ENDED_EARLY)
    counted = Counter(ended.values_list("end_reason", flat=True))
    return {reason: counted[reason] for reason in (*EndReason.values, "")}

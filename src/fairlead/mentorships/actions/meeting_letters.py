"""What the two of a pair are sent about their meetings; never a word of their notes."""

from datetime import datetime, timedelta

from django.conf import settings
from django.urls import reverse
from django.utils import timezone

from fairlead.kernel import words
from fairlead.kernel.times import said
from fairlead.kernel.tokens import derived
from fairlead.mentorships.models import Meeting, MeetingAsk
from fairlead.mentorships.queries import calendars
from fairlead.mentorships.queries.places import Place
from fairlead.notifications.actions import write
from fairlead.notifications.reminders import Reminder
from fairlead.people.models import Person

ASK = "meeting-ask"
STILL_UNKNOWN = "fairlead.mentorships.queries.meetings.still_unknown"
LONGEST_NAME = 200


def send_invitations(meeting: Meeting, place: Place, *, at: datetime) -> None:
    """Invite both, with the meeting for their calendars; once for each sequence."""
    kind = "meeting_moved" if meeting.sequence else "meeting_planned"
    _to_both(meeting, kind, calendars.invitation(meeting, place, at=at), place, at=at)


def send_cancellations(meeting: Meeting, *, at: datetime) -> None:
    """Take the meeting out of both calendars, in neutral words."""
    _to_both(meeting, "meeting_cancelled", calendars.cancellation(meeting, at=at), Place(), at=at)


def send_proposal(meeting: Meeting, *, to: Person, at: datetime) -> None:
    """Ask the other which of the proposed times fits."""
    times = [spoken(time.starts_at) for time in meeting.times.all()]
    _write(meeting, "meeting_proposed", to, {"times": times}, occasion=str(meeting.sequence), at=at)


def send_withdrawal(meeting: Meeting, *, to: Person, at: datetime) -> None:
    """Tell the other that no time need be chosen any more; nothing was in their calendar yet."""
    _write(meeting, "meeting_withdrawn", to, {}, occasion="withdrawn", at=at)


def send_ask(ask: MeetingAsk, secret: str, *, at: datetime) -> None:
    """Ask one of the two whether they have met; the links work without signing in."""
    pair, meeting = ask.mentorship, ask.meeting
    context = {
        **_about(ask.person, pair.mentee.person, pair.mentor.person),
        "when": spoken(meeting.starts_at) if meeting and meeting.starts_at else "",
        "programme": pair.round.programme,
        "met_url": whole(reverse("mentorships:met", args=[secret])),
    }
    write(
        key=f"ask:{ask.occasion}:{ask.person_id}",
        kind="meeting-ask",
        to_email=ask.person.email,
        to_name=one_line(ask.person.name),
        template=f"mentorships/letters/{'meeting_met' if meeting else 'meeting_quiet'}.txt",
        context=context,
        at=at,
        language=ask.person.language,
        reminder=Reminder(STILL_UNKNOWN, ask.pk, can_wait=True),
    )


def secret_of(ask: MeetingAsk) -> str:
    """The secret in the links of one question."""
    return derived(ASK, ask.pk)


def spoken(moment: datetime) -> str:
    """Day and hour as a sentence says them."""
    return said(timezone.localtime(moment), "l j F Y, H:i")


def whole(path: str) -> str:
    """A path with the address of this installation."""
    return f"{settings.BASE_URL}{path}"


def one_line(name: str) -> str:
    """A name as the header of a mail can carry it."""
    return words.one_line(name)[:LONGEST_NAME]


def _to_both(meeting: Meeting, kind: str, calendar: str, place: Place, *, at: datetime) -> None:
    assert meeting.starts_at is not None
    end = timezone.localtime(meeting.starts_at + timedelta(minutes=meeting.minutes))
    context = {
        "when": spoken(meeting.starts_at),
        "until": said(end, "H:i"),
        "place": place,
        "planned": True,
    }
    pair = meeting.mentorship
    for person in (pair.mentee.person, pair.mentor.person):
        _write(meeting, kind, person, context, occasion=str(meeting.sequence), at=at, calendar=calendar)


def _write(
    meeting: Meeting,
    kind: str,
    to: Person,
    context: dict[str, object],
    *,
    occasion: str,
    at: datetime,
    calendar: str = "",
) -> None:
    pair = meeting.mentorship
    about = _about(to, pair.mentee.person, pair.mentor.person)
    urls = {
        "url": calendars.address_of(meeting),
        "new_url": whole(reverse("mentorships:plan_meeting", args=[pair.pk])),
        "programme": pair.round.programme,
    }
    write(
        key=f"meeting:{meeting.pk}:{kind}:{occasion}:{to.pk}",
        kind=kind.replace("_", "-"),
        to_email=to.email,
        to_name=one_line(to.name),
        template=f"mentorships/letters/{kind}.txt",
        context={**about, **urls, **context},
        at=at,
        language=to.language,
        calendar=calendar,
        follows=f"meeting:{meeting.pk}:meeting_planned:0:{to.pk}" if calendar else "",
    )


def _about(to: Person, mentee: Person, mentor: Person) -> dict[str, object]:
    return {"other": one_line(mentor.name if to.pk == mentee.pk else mentee.name)}

"""What a pair's meetings ask of the two."""

from collections import defaultdict
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.times import day_of
from fairlead.kernel.todos import Todo, Urgency
from fairlead.mentorships import policies
from fairlead.mentorships.enums import LIVE_STATES, MeetingState, MentorshipState
from fairlead.mentorships.models import Meeting, Mentorship
from fairlead.mentorships.queries.meetings import quiet_after
from fairlead.programmes.patience import patience_of

SOON_TO_COME = timedelta(days=7)


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """What the actor's own pairs ask for: a time, a word on whether they met, a meeting; two queries."""
    if actor.person_id is None:
        return []
    mine = Q(pk__in=policies.held_by(actor.person_id))
    live = Mentorship.objects.filter(mine, state__in=LIVE_STATES)
    pairs = list(
        live.select_related("round__programme", "mentor__person", "mentee__person").order_by(
            "starts_on", "pk"
        )
    )
    if not pairs:
        return []
    meetings: dict[UUID, list[Meeting]] = defaultdict(list)
    standing = Meeting.objects.filter(mentorship__in=pairs).exclude(state=MeetingState.CANCELLED)
    for meeting in standing.order_by("starts_at", "pk"):
        meetings[meeting.mentorship_id].append(meeting)
    return [todo for pair in pairs for todo in _of_pair(pair, meetings[pair.pk], actor, at)]


def _of_pair(pair: Mentorship, meetings: list[Meeting], actor: Actor, at: datetime) -> Iterator[Todo]:
    name = pair.mentor.person.name if pair.mentee.person_id == actor.person_id else pair.mentee.person.name
    open_ones = [one for one in meetings if one.state != MeetingState.HELD]
    found = [todo for one in open_ones if (todo := _of_meeting(one, name, actor, at))]
    yield from found
    if not open_ones and pair.state != MentorshipState.PAUSED:
        yield from _unbooked(pair, meetings, name, at)


def _of_meeting(meeting: Meeting, name: str, actor: Actor, at: datetime) -> Todo | None:
    url = reverse("mentorships:meeting", args=[meeting.pk])
    if meeting.starts_at is None:
        return None if meeting.asked_by_id == actor.person_id else _choose(name, url)
    if meeting.starts_at + timedelta(minutes=meeting.minutes) <= at:
        return _log(meeting.starts_at, name, url)
    if meeting.starts_at > at + SOON_TO_COME:
        return None
    return _meet(meeting.starts_at, name, url, at)


def _choose(name: str, url: str) -> Todo:
    return Todo(
        title=_("Choose a time to meet %(name)s") % {"name": name},
        detail=_("Once you choose one, you both get an invitation for your calendars."),
        url=url,
        urgency=Urgency.SOON,
        icon="calendar-clock",
        action=_("See the times"),
    )


def _log(moment: datetime, name: str, url: str) -> Todo:
    day = date_format(timezone.localtime(moment), "j F")
    return Todo(
        title=_("Did you meet %(name)s on %(day)s?") % {"name": name, "day": day},
        detail=_("One click says yes; or fix a new time."),
        url=url,
        urgency=Urgency.SOON,
        icon="calendar-check",
        action=_("Answer"),
    )


def _meet(moment: datetime, name: str, url: str, at: datetime) -> Todo:
    today = day_of(moment) == day_of(at)
    when = date_format(timezone.localtime(moment), "H:i" if today else "l j F, H:i")
    title = _("You meet %(name)s today at %(when)s") if today else _("You meet %(name)s on %(when)s")
    return Todo(
        title=title % {"name": name, "when": when},
        detail=_("Put on the agenda what you want to talk about."),
        url=url,
        urgency=Urgency.TODAY if today else Urgency.WHENEVER,
        icon="calendar",
        action=_("Open the meeting"),
    )


def _unbooked(pair: Mentorship, held: list[Meeting], name: str, at: datetime) -> Iterator[Todo]:
    """No meeting ten days after the start, or none two weeks after the last."""
    began = pair.starts_on
    book_within = timedelta(days=patience_of(pair.round.programme).first_meeting)
    last = held[-1].starts_at if held else None
    if pair.state == MentorshipState.STARTING and day_of(at) >= began + book_within:
        days = (day_of(at) - began).days
        title = _("Fix your first meeting with %(name)s") % {"name": name}
        detail = _("Your mentorship began %(days)d days ago; a first date within ten days is a good start.")
        yield _plan(pair, title, detail % {"days": days})
    elif last is not None and last <= at - quiet_after(pair.round.programme) and day_of(at) <= pair.ends_on:
        day = date_format(timezone.localtime(last), "j F")
        title = _("Plan your next meeting with %(name)s") % {"name": name}
        yield _plan(pair, title, _("You last met on %(day)s, and nothing is planned.") % {"day": day})


def _plan(pair: Mentorship, title: str, detail: str) -> Todo:
    return Todo(
        title=title,
        detail=detail,
        url=reverse("mentorships:plan_meeting", args=[pair.pk]),
        urgency=Urgency.SOON,
        icon="calendar",
        action=_("Find a date"),
    )

"""Tell everybody their timetable, call a flash meeting off, and take out whoever does not come."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.flash.actions.arranging import NotThen, held, must_be_to_come
from fairlead.flash.enums import FLASH_MOVES, FlashState
from fairlead.flash.models import FlashGuest, FlashMeeting, FlashSession
from fairlead.flash.queries import calendars, timetables
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.kernel.times import said
from fairlead.kernel.words import one_line
from fairlead.matching.queries import flashing
from fairlead.notifications.actions import write
from fairlead.programmes.models import Participation


class OutOfDate(Refused):
    """The timetable no longer fits those who take part."""


@transaction.atomic
def publish(session: FlashSession, *, seen: int, by: Actor, at: datetime) -> None:
    """Send everybody who meets somebody their timetable and the appointment.

    Raises `NotThen`, `Told`, `AlreadyMoved`, and `OutOfDate` when a pair is not possible any more.
    """
    standing = held(session, seen=seen)
    must_be_to_come(standing.starts_at, at=at)
    met = list(standing.meetings.all())
    if not met:
        raise Refused(_("There is no timetable with a meeting yet. Make it first."))
    possible = flashing.possible(standing.round, timetables.most_of(standing), at=at)
    if any((one.mentee_id, one.mentor_id) not in possible for one in met):
        raise OutOfDate(
            _(
                "Since this timetable was made something has changed of the people in it, their answers or "
                "the rules. Make it again, then publish."
            )
        )
    move(standing, FlashState.PUBLISHED, moves=FLASH_MOVES, published_at=at)
    _tell(standing, {pk for one in met for pk in (one.mentee_id, one.mentor_id)}, "published", at=at)
    record("published flash meeting", standing, by=by, at=at, label=standing.title)


@transaction.atomic
def cancel(session: FlashSession, *, by: Actor, at: datetime) -> None:
    """Call it off before it begins; everybody who was told hears of it. Raises `NotThen`, `AlreadyMoved`."""
    standing = _locked(session)
    if standing.state == FlashState.PUBLISHED and standing.starts_at <= at:
        raise NotThen(_("It has begun, so it is not called off any more."))
    told = standing.state == FlashState.PUBLISHED
    move(standing, FlashState.CANCELLED, moves=FLASH_MOVES)
    if told:
        _tell(standing, _with_meetings(standing), "cancelled", at=at)
    record("called flash meeting off", standing, by=by, at=at, label=standing.title)


@transaction.atomic
def take_out(guest: FlashGuest, *, by: Actor = NOBODY, at: datetime) -> bool:
    """Take somebody out who was told; their meetings go, and those they would have met get a new timetable.

    Said twice, it holds once; whether anything was done. Raises `NotThen` once it has begun.
    """
    standing = _locked(guest.session)
    current = FlashGuest.objects.get(pk=guest.pk)
    if standing.state != FlashState.PUBLISHED or current.most == 0:
        return False
    if standing.starts_at <= at:
        raise NotThen(_("It has begun."))
    who = guest.participation_id
    gone = list(standing.meetings.filter(mentee=who)) + list(standing.meetings.filter(mentor=who))
    others = {one.mentor_id if one.mentee_id == who else one.mentee_id for one in gone}
    FlashMeeting.objects.filter(pk__in=[one.pk for one in gone]).delete()
    FlashGuest.objects.filter(pk=guest.pk).update(most=0)
    _tell(standing, {who}, "left", at=at)
    _tell(standing, others, "changed", at=at)
    record("took somebody out of flash meeting", standing, by=by, at=at, label=standing.title)
    return True


def take_out_gone(*, at: datetime) -> int:
    """Take out whoever has left the round since they were told; how many."""
    done = 0
    for one in timetables.gone(at=at):
        try:
            done += take_out(one, at=at)
        except (NotThen, AlreadyMoved):
            continue
    return done


def _locked(session: FlashSession) -> FlashSession:
    locked = FlashSession.objects.select_for_update(no_key=True, of=("self",))
    return locked.select_related("round__programme").get(pk=session.pk)


def _with_meetings(session: FlashSession) -> set[object]:
    pairs = session.meetings.order_by().values_list("mentee", "mentor")
    return {pk for pair in pairs for pk in pair}


def _tell(session: FlashSession, people: Iterable[object], kind: str, *, at: datetime) -> None:
    """Write to each of these participations, with the appointment or that it leaves the calendar."""
    wanted = Participation.objects.filter(pk__in=list(people)).select_related("person").order_by("pk")
    guests = []
    for participation in wanted:
        one, _new = FlashGuest.objects.get_or_create(session=session, participation=participation)
        one.session, one.participation = session, participation
        one.sequence += 1
        one.save(update_fields=["sequence"])
        guests.append(one)
    met = timetables.own_of(guests)
    for one in guests:
        _write(one, met.get(one.pk, []), kind, at=at)


def _write(guest: FlashGuest, met: list[timetables.Meets], kind: str, *, at: datetime) -> None:
    session, person = guest.session, guest.participation.person
    cancels = kind in ("cancelled", "left") or not met
    write(
        key=f"flash:{guest.pk}:{guest.sequence}",
        kind=f"flash-{kind}",
        to_email=person.email,
        to_name=one_line(person.name),
        template="flash/letters/timetable.txt",
        context={
            "title": one_line(session.title),
            "said": kind,
            "day": said(localtime(session.starts_at), "l j F Y"),
            "lines": [] if cancels else [one_line(calendars.line(one)) for one in met],
            "place": one_line(session.place),
            "link": session.link,
            "programme": session.round.programme,
            "url": calendars.address(guest),
        },
        at=at,
        language=person.language,
        calendar=calendars.calendar(guest, met, cancels=cancels, at=at),
        follows=f"flash:{guest.pk}:1" if guest.sequence > 1 else "",
    )

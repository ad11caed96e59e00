"""Tell everybody their circle, take out whoever does not come, and call circles off."""

from collections.abc import Iterable
from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.kernel.times import said
from fairlead.kernel.words import one_line
from fairlead.mentoringcircles.actions.asking import NotThen, held, locked
from fairlead.mentoringcircles.enums import CIRCLES_MOVES, CirclesState
from fairlead.mentoringcircles.models import CircleAnswer, CircleSeat, CircleSession, MentoringCircle
from fairlead.mentoringcircles.queries import asked, calendars, circles
from fairlead.notifications.actions import write


class OutOfDate(Refused):
    """The circles no longer fit those who sit in them."""


@transaction.atomic
def publish(session: CircleSession, *, seen: int, by: Actor, at: datetime) -> None:
    """Send everybody their circle and the appointment; who could come and has no circle is told so.

    Raises `NotThen`, `Told`, `AlreadyMoved`, and `OutOfDate` when somebody cannot sit there any more.
    """
    standing = held(session, seen=seen)
    if standing.state != CirclesState.FORMED:
        raise AlreadyMoved(_("This has already changed; the page now shows how it stands."))
    standing.circles.exclude(seats__leads=False).delete()
    found, people = circles.of_session(standing), asked.answers(standing)
    if not found:
        raise Refused(_("There is no circle yet. Form them first."))
    if min(one.starts_at for one in found) <= at:
        raise NotThen(_("A time has passed. Choose times that are still to come."))
    if not circles.stands(standing, found, at=at):
        raise OutOfDate(
            _(
                "Since these circles were formed something has changed of the people in them, their "
                "answers or the rules. Form them again, then publish."
            )
        )
    move(standing, CirclesState.PUBLISHED, moves=CIRCLES_MOVES, published_at=at)
    for one in found:
        _tell(one, [*one.mentors, *one.mentees], "published", at=at)
    for left in circles.unseated(people, found):
        _write_none(left, at=at)
    record("published mentoring circles", standing, by=by, at=at, label=standing.title)


@transaction.atomic
def cancel(session: CircleSession, *, by: Actor, at: datetime) -> None:
    """Call all circles off that have not met yet; everybody who was told hears of it.

    Raises `NotThen`, `AlreadyMoved`.
    """
    standing = locked(session)
    told = standing.state == CirclesState.PUBLISHED
    found = [one for one in circles.of_session(standing) if one.starts_at > at] if told else []
    if told and not found:
        raise NotThen(_("They have met, so they are not called off any more."))
    move(standing, CirclesState.CANCELLED, moves=CIRCLES_MOVES)
    for one in found:
        _tell(one, [*one.mentors, *one.mentees], "cancelled", at=at)
    record("called mentoring circles off", standing, by=by, at=at, label=standing.title)


@transaction.atomic
def settle(
    session: CircleSession, circle: MentoringCircle, *, goes_on: bool, by: Actor, at: datetime
) -> None:
    """Say of a circle that it goes on as it is, or call it off and tell its people.

    Raises `AlreadyMoved`, and `NotThen` for one that has met.
    """
    standing = locked(session)
    current = MentoringCircle.objects.select_related("time").get(pk=circle.pk, session=standing)
    if standing.state != CirclesState.PUBLISHED or current.off:
        raise AlreadyMoved(_("This has already changed; the page now shows how it stands."))
    if not goes_on and current.time.starts_at <= at:
        raise NotThen(_("They have met, so they are not called off any more."))
    current.session = standing
    (found,) = circles.shown([current])
    MentoringCircle.objects.filter(pk=current.pk).update(settled=True, off=not goes_on)
    if not goes_on:
        _tell(found, [*found.mentors, *found.mentees], "cancelled", at=at)
    record("settled a small mentoring circle", standing, by=by, at=at, label=standing.title)


@transaction.atomic
def take_out(seat: CircleSeat, *, by: Actor = NOBODY, at: datetime) -> bool:
    """Take somebody out of a circle they were told of; the others of it are told.

    Said twice, it holds once; whether anything was done. Raises `NotThen` once it has met.
    """
    standing = locked(seat.session)
    current = CircleSeat.objects.select_related("circle__time", "participation__person").get(pk=seat.pk)
    if standing.state != CirclesState.PUBLISHED or current.out or current.circle.off:
        return False
    if current.circle.time.starts_at <= at:
        raise NotThen(_("It has begun."))
    CircleSeat.objects.filter(pk=current.pk).update(out=True)
    MentoringCircle.objects.filter(pk=current.circle_id).update(settled=False)
    current.session = current.circle.session = standing
    (left,) = circles.shown([current.circle])
    _tell(left, [current], "left", at=at)
    _tell(left, [*left.mentors, *left.mentees], "changed", at=at)
    record("took somebody out of a mentoring circle", standing, by=by, at=at, label=standing.title)
    return True


def take_out_all(answer: CircleAnswer, *, by: Actor, at: datetime) -> int:
    """Take somebody out of every circle they were told of that has not met; out of how many."""
    seats = [seat for seat, circle in circles.own(answer) if circle.starts_at > at]
    return sum(take_out(one, by=by, at=at) for one in seats)


def take_out_gone(*, at: datetime) -> int:
    """Take out whoever has left the round since they were told; how many."""
    done = 0
    for one in circles.gone(at=at):
        try:
            done += take_out(one, at=at)
        except (NotThen, AlreadyMoved):
            continue
    return done


def _tell(circle: circles.Shown, seats: Iterable[CircleSeat], kind: str, *, at: datetime) -> None:
    """Write to each of these, with the appointment or that it leaves the calendar."""
    answers = dict(circle.circle.session.answers.values_list("participation", "pk"))
    for one in seats:
        one.sequence += 1
        one.save(update_fields=["sequence"])
        one.circle, one.session = circle.circle, circle.circle.session
        url = reverse("mentoringcircles:mine", args=[answers[one.participation_id]])
        _write(one, circle, kind, settings.BASE_URL + url, at=at)


def _write(seat: CircleSeat, circle: circles.Shown, kind: str, url: str, *, at: datetime) -> None:
    session, person = seat.session, seat.participation.person
    cancels = kind in ("cancelled", "left")
    write(
        key=f"mentoringcircles:{seat.pk}:{seat.sequence}",
        kind=f"mentoringcircles-{kind}",
        to_email=person.email,
        to_name=one_line(person.name),
        template="mentoringcircles/letters/circle.txt",
        context={
            "title": one_line(session.title),
            "topic": one_line(circle.circle.topic),
            "said": kind,
            "day": said(localtime(circle.starts_at), "l j F Y, H:i"),
            "mentors": [] if cancels else [one_line(one.participation.person.name) for one in circle.mentors],
            "mentees": [] if cancels else [one_line(one.participation.person.name) for one in circle.mentees],
            "rhythm": one_line(session.rhythm),
            "place": one_line(circle.place),
            "link": circle.link,
            "programme": session.round.programme,
            "url": url,
        },
        at=at,
        language=person.language,
        calendar=calendars.calendar(seat, circle, url, cancels=cancels, at=at),
        follows=f"mentoringcircles:{seat.pk}:1" if seat.sequence > 1 else "",
    )


def _write_none(answer: CircleAnswer, *, at: datetime) -> None:
    session, person = answer.session, answer.participation.person
    write(
        key=f"mentoringcircles:{answer.pk}:none",
        kind="mentoringcircles-none",
        to_email=person.email,
        to_name=one_line(person.name),
        template="mentoringcircles/letters/none.txt",
        context={
            "title": one_line(session.title),
            "programme": session.round.programme,
            "url": settings.BASE_URL + reverse("mentoringcircles:mine", args=[answer.pk]),
        },
        at=at,
        language=person.language,
    )

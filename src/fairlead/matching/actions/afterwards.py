"""What the two say once their pair is over: another mentor, a rest, or to become a mentor oneself."""

from datetime import datetime

from django.conf import settings
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from fairlead.applications.actions import drafting
from fairlead.applications.models import Application
from fairlead.applications.queries import open_rounds
from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.matching.enums import Afterwards, RulingKind
from fairlead.matching.models import Afterword, MentorWish, Ruling
from fairlead.matching.queries.rulings import mentors_each
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.mentorships.queries.leaving import known
from fairlead.notifications.actions import write
from fairlead.people.models import Person
from fairlead.preferences.actions.asking import release
from fairlead.programmes.actions import lock_participations
from fairlead.programmes.enums import ParticipationState, RoundState, Side
from fairlead.programmes.models import Participation, Programme


class CannotGoOn(Refused):
    """The pair is not over, or there is no round in which somebody could go on."""


@transaction.atomic
def ask_again(pair: Mentorship, *, by: Actor, at: datetime) -> None:
    """The mentee goes back to the pool, first in the next run, and never again with the same mentor.

    While the mentor is still there but is known to leave, it is asked for the day after. Asked twice it is
    asked once. Raises `CannotGoOn`.
    """
    mentee = lock_participations([pair.mentee_id])[pair.mentee_id]
    _must_be_over(pair, mentee)
    others = Mentorship.objects.filter(mentee=mentee, state__in=LIVE_STATES).exclude(pk=pair.pk)
    if others.count() >= mentors_each(mentee):
        raise CannotGoOn(_("There is another mentor already."))
    for had in set(Mentorship.objects.filter(mentee=mentee).values_list("mentor", flat=True)):
        Ruling.objects.filter(mentee=mentee, mentor=had, kind=RulingKind.LOCK).delete()
        release(mentee.pk, only=had, at=at)
    _say(pair, mentee, Afterwards.AGAIN, by=by, at=at)


@transaction.atomic
def rest(pair: Mentorship, *, by: Actor, at: datetime) -> None:
    """The mentor keeps the place that is free again out of matching for now. Raises `CannotGoOn`."""
    mentor = lock_participations([pair.mentor_id])[pair.mentor_id]
    _must_be_over(pair, mentor)
    _say(pair, mentor, Afterwards.REST, by=by, at=at)


@transaction.atomic
def take_back(pair: Mentorship, half: Participation, *, by: Actor, at: datetime) -> None:
    """Take back what one has said; nothing happens when one has said nothing."""
    if Afterword.objects.filter(mentorship=pair, participation=half).delete()[0]:
        record("took back afterword", pair, by=by, at=at, label=str(pair.pk))


def _must_be_over(pair: Mentorship, half: Participation) -> None:
    standing = Mentorship.objects.select_related("round").get(pk=pair.pk)
    if standing.state in LIVE_STATES and not known(standing):
        raise CannotGoOn(_("This mentorship still goes on."))
    if standing.round.state == RoundState.FINISHED or half.state != ParticipationState.ACTIVE:
        raise CannotGoOn(_("This round is over. Apply in the next one; your answers are kept for you."))


def _say(pair: Mentorship, half: Participation, kind: Afterwards, *, by: Actor, at: datetime) -> None:
    said, new = Afterword.objects.get_or_create(
        mentorship=pair, participation=half, defaults={"kind": kind, "said_at": at}
    )
    if new:
        record(f"said {kind.value} after pair", said, by=by, at=at, label=str(pair.pk))


@transaction.atomic
def become_mentor(pair: Mentorship, *, by: Actor, at: datetime) -> Application | None:
    """Begin the mentee's application as mentor, filled in as far as we know them.

    None when no intake is open: the wish is kept, and a letter comes when one opens.
    """
    programme, person = pair.round.programme, pair.mentee.person
    round = next(iter(open_rounds(programme, at=at)), None)
    if round is not None:
        return drafting.start(round=round, person=person, side=Side.MENTOR, at=at)
    wish, new = MentorWish.objects.get_or_create(
        programme=programme, person=person, told_at=None, defaults={"wished_at": at}
    )
    if new:
        record("wished to become mentor", wish, by=by, at=at, label=str(wish.pk))
    return None


@transaction.atomic
def tell_of_intake(wish: MentorWish, *, at: datetime) -> bool:
    """Write to somebody who would like to become a mentor that an intake is open; once."""
    if MentorWish.objects.filter(pk=wish.pk, told_at=None).update(told_at=at) != 1:
        return False
    person: Person = wish.person
    programme: Programme = wish.programme
    write(
        key=f"mentor-wish:{wish.pk}",
        kind="mentor-wish",
        to_email=person.email,
        to_name=person.name,
        template="matching/letters/mentor_wish.txt",
        context={
            "programme": programme,
            "url": settings.BASE_URL + reverse("applications:apply", args=[programme.slug, "mentor"]),
        },
        at=at,
        language=person.language,
    )
    return True

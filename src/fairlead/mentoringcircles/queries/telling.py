"""What people read of mentoring circles at home, on their application, and in what they take along."""

from datetime import datetime

from django.db.models import F, QuerySet
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.applications.models import Application
from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section
from fairlead.kernel.notes import Note
from fairlead.kernel.times import day_of
from fairlead.kernel.todos import Todo, Urgency
from fairlead.mentoringcircles import policies
from fairlead.mentoringcircles.enums import ANSWERED_IN, CirclesState
from fairlead.mentoringcircles.models import CircleAnswer, CircleSeat, CircleSession
from fairlead.mentoringcircles.queries.circles import small
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import ParticipationState


def todos(actor: Actor, at: datetime) -> list[Todo]:
    """Times to say, own circles to come, and for coordinators circles that have become too small."""
    if actor.person_id is None:
        return []
    asked = _unanswered(policies.asked(actor), at)
    found = [
        Todo(
            title=_("Say when you could: %(title)s") % {"title": one.session.title},
            detail=_("Mentoring circles. Until %(day)s.")
            % {"day": date_format(one.session.answer_by, "l j F")},
            url=reverse("mentoringcircles:mine", args=[one.pk]),
            urgency=Urgency.TODAY if one.session.answer_by == day_of(at) else Urgency.SOON,
            icon="users",
            action=_("Answer"),
        )
        for one in asked
    ]
    return [*found, *_coming(actor, at), *_small(actor, at)]


def notes(application: Application, at: datetime) -> list[Note]:
    """What somebody who takes part is asked for circles, and the circles they sit in; three queries."""
    if application.participation_id is None:
        return []
    mine = CircleAnswer.objects.filter(participation=application.participation_id)
    asked = [
        Note(
            title=_("Mentoring circles: %(title)s") % {"title": one.session.title},
            text=_("Say at which times you could come."),
            url=reverse("mentoringcircles:mine", args=[one.pk]),
            action=_("Answer"),
            icon="users",
            urgency=Urgency.SOON,
        )
        for one in _unanswered(mine, at)
    ]
    seats = _seats(at).filter(participation=application.participation_id)
    answers = dict(mine.values_list("session", "pk"))
    return asked + [
        Note(
            title=_("Mentoring circle: %(topic)s") % {"topic": one.circle.topic},
            text=_when(one.circle.time.starts_at),
            url=reverse("mentoringcircles:mine", args=[answers[one.session_id]]),
            action=_("Your circle"),
            icon="users",
        )
        for one in seats
        if one.session_id in answers
    ]


def export(actor: Actor) -> list[Section]:
    """What somebody answered for circles and where they sat; not with whom; four queries."""
    mine = CircleAnswer.objects.filter(participation__person=actor.person_id)
    seats = CircleSeat.objects.filter(participation__person=actor.person_id)
    return [
        section(
            "circle_answers",
            _("What you answered for mentoring circles"),
            mine.select_related("session").prefetch_related("times").order_by("session__made_at", "pk"),
            without=["participation"],
            times="chosen",
        ),
        section(
            "circle_seats",
            _("Your mentoring circles"),
            seats.annotate(topic=F("circle__topic"), starts_at=F("time__starts_at")).order_by(
                "starts_at", "pk"
            ),
            without=["participation", "session", "circle", "time"],
            topic="topic",
            starts_at="starts_at",
        ),
    ]


def _unanswered(answers: QuerySet[CircleAnswer], at: datetime) -> list[CircleAnswer]:
    wanted = answers.filter(
        answered_at=None, session__state__in=ANSWERED_IN, session__answer_by__gte=day_of(at)
    )
    wanted = wanted.filter(participation__state=ParticipationState.ACTIVE)
    return list(wanted.select_related("session").order_by("session__answer_by", "session__title", "pk"))


def _seats(at: datetime) -> QuerySet[CircleSeat]:
    found = CircleSeat.objects.filter(
        out=False, circle__off=False, session__state=CirclesState.PUBLISHED, time__starts_at__gt=at
    )
    return found.select_related("circle__time", "session").order_by("time__starts_at", "circle__number")


def _coming(actor: Actor, at: datetime) -> list[Todo]:
    seats = list(_seats(at).filter(participation__person=actor.person_id))
    wanted = [one.participation_id for one in seats]
    asked = CircleAnswer.objects.filter(participation__in=wanted) if seats else CircleAnswer.objects.none()
    answers = {
        (session, part): pk for session, part, pk in asked.values_list("session", "participation", "pk")
    }
    return [
        Todo(
            title=_("Come to your circle: %(topic)s") % {"topic": one.circle.topic},
            detail=_when(one.circle.time.starts_at),
            url=reverse("mentoringcircles:mine", args=[answers[one.session_id, one.participation_id]]),
            urgency=Urgency.TODAY if day_of(one.circle.time.starts_at) == day_of(at) else Urgency.WHENEVER,
            icon="users",
            action=_("Your circle"),
        )
        for one in seats
        if (one.session_id, one.participation_id) in answers
    ]


def _small(actor: Actor, at: datetime) -> list[Todo]:
    mine = [pk for pk in programmes.team_roles(actor) if programmes.coordinates(actor, pk)]
    if not mine:
        return []
    told = CircleSession.objects.filter(state=CirclesState.PUBLISHED, round__programme__in=mine)
    found: dict[CircleSession, int] = {}
    for one in small(told, at=at):
        found[one.session] = found.get(one.session, 0) + 1
    return [
        Todo(
            title=ngettext(
                "Decide on a circle that has become small: %(title)s",
                "Decide on %(count)d circles that have become small: %(title)s",
                count,
            )
            % {"title": session.title, "count": count},
            detail=_("Somebody does not come any more."),
            url=reverse("mentoringcircles:session", args=[session.pk]),
            count=count,
            icon="users",
            action=_("Look at it"),
            programme=session.round.programme_id,
        )
        for session, count in found.items()
    ]


def _when(at: datetime) -> str:
    return date_format(localtime(at), "l j F, H:i")

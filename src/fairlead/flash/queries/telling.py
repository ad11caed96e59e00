"""What people read of flash meetings on the home page, on their application, and in what they take along."""

from datetime import datetime

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.applications.models import Application
from fairlead.flash import policies
from fairlead.flash.enums import FlashState
from fairlead.flash.models import FlashGuest, FlashMeeting
from fairlead.flash.queries.timetables import own_of
from fairlead.kernel.actors import Actor
from fairlead.kernel.exporting import Section, section
from fairlead.kernel.notes import Note
from fairlead.kernel.times import day_of
from fairlead.kernel.todos import Todo, Urgency


def todos(actor: Actor, at: datetime) -> list[Todo]:
    """Own flash meetings to come; two queries."""
    coming = policies.invited(actor).filter(session__state=FlashState.PUBLISHED, session__starts_at__gt=at)
    guests = list(coming.select_related("session").order_by("session__starts_at", "pk"))
    met = own_of(guests) if guests else {}
    return [
        Todo(
            title=_("See whom you meet: %(title)s") % {"title": one.session.title},
            detail=ngettext(
                "%(when)s, %(count)d short meeting", "%(when)s, %(count)d short meetings", len(met[one.pk])
            )
            % {"when": _when(met[one.pk][0].starts_at), "count": len(met[one.pk])},
            url=reverse("flash:mine", args=[one.pk]),
            urgency=Urgency.TODAY if day_of(one.session.starts_at) == day_of(at) else Urgency.WHENEVER,
            icon="users",
            action=_("Your timetable"),
        )
        for one in guests
        if one.pk in met
    ]


def notes(application: Application, at: datetime) -> list[Note]:
    """The flash meetings to come of somebody who takes part, with their timetable; two queries."""
    if application.participation_id is None:
        return []
    coming = FlashGuest.objects.filter(
        participation=application.participation_id,
        sequence__gt=0,
        session__state=FlashState.PUBLISHED,
        session__starts_at__gt=at,
    )
    guests = list(coming.select_related("session").order_by("session__starts_at", "pk"))
    met = own_of(guests) if guests else {}
    return [
        Note(
            title=_("Flash meeting: %(title)s") % {"title": one.session.title},
            text=_when(met[one.pk][0].starts_at),
            facts=tuple((_time(meets.starts_at), meets.name) for meets in met[one.pk]),
            url=reverse("flash:mine", args=[one.pk]),
            action=_("Your timetable"),
            icon="users",
        )
        for one in guests
        if one.pk in met
    ]


def export(actor: Actor) -> list[Section]:
    """How many somebody may meet at most, and when they met; not whom, who is of that other; two queries."""
    mine = FlashGuest.objects.filter(participation__person=actor.person_id).select_related(
        "session", "participation"
    )
    as_mentee = FlashMeeting.objects.filter(mentee__person=actor.person_id)
    as_mentor = FlashMeeting.objects.filter(mentor__person=actor.person_id)
    met = (as_mentee | as_mentor).select_related("session").order_by("session__starts_at", "slot", "pk")
    return [
        section(
            "flash_places",
            _("Flash meetings you were invited to"),
            mine.order_by("pk"),
            without=["participation"],
        ),
        section("flash_meetings", _("Your short meetings"), met, without=["mentee", "mentor"]),
    ]


def _when(at: datetime) -> str:
    return date_format(localtime(at), "l j F, H:i")


def _time(at: datetime) -> str:
    return date_format(localtime(at), "H:i")

"""What training asks of somebody."""

from datetime import datetime, timedelta

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, Urgency
from fairlead.programmes import policies as programmes
from fairlead.training.enums import EnrolmentState, Need, SessionState
from fairlead.training.models import Enrolment, Session
from fairlead.training.queries.standing import Learner, learning

ASKED_FOR, TODAY = timedelta(days=60), timedelta(days=1)


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Modules that are asked of the actor and not completed, one entry per programme; five queries.

    And, for coordinators, sessions of which nobody has said who was there.
    """
    if not actor.signed_in:
        return []
    own = [_todo(one) for one in learning(actor, at=at) if one.missing]
    return [*own, *_unticked(actor, at=at)]


def _unticked(actor: Actor, *, at: datetime) -> list[Todo]:
    """Sessions that have begun, of which nobody has said yet who was there; one query, for coordinators."""
    run = [pk for pk in programmes.team_roles(actor) if programmes.coordinates(actor, pk)]
    if not run:
        return []
    begun = Session.objects.filter(
        module__programme__in=run, state=SessionState.PLANNED, starts_at__lte=at, starts_at__gt=at - ASKED_FOR
    )
    open_ones = Exists(Enrolment.objects.filter(session=OuterRef("pk"), state=EnrolmentState.ENROLLED))
    return [
        Todo(
            title=_("Say who was at “%(title)s”") % {"title": one.module.title},
            detail=date_format(timezone.localtime(one.starts_at), "l j F, H:i"),
            url=reverse("training:session", args=[one.pk]),
            action=_("Open the list"),
            icon="clipboard-check",
            urgency=Urgency.TODAY if at - one.starts_at < TODAY else Urgency.SOON,
            programme=one.module.programme_id,
        )
        for one in begun.filter(open_ones).select_related("module").order_by("starts_at", "pk")
    ]


def _todo(one: Learner) -> Todo:
    first = any(item.need == Need.BEFORE_MATCHING for item in one.missing)
    open_now = list({item.to_open.pk: item.to_open for item in one.missing}.values())
    count = len(open_now)
    title = _before_matching(count) if first else _before_meeting(count)
    names = get_text_list([module.title for module in open_now[:3]], _("and"))
    minutes = sum(module.minutes for module in open_now)
    return Todo(
        title=title % {"count": count},
        detail=_("%(modules)s: about %(minutes)d minutes in all.") % {"modules": names, "minutes": minutes},
        url=reverse("training:module", args=[open_now[0].pk]) if count == 1 else reverse("training:mine"),
        action=_("Begin"),
        icon="graduation-cap",
        urgency=Urgency.SOON if first else Urgency.WHENEVER,
    )


def _before_matching(count: int) -> str:
    return ngettext(
        "Complete a module before the matching", "Complete %(count)d modules before the matching", count
    )


def _before_meeting(count: int) -> str:
    return ngettext(
        "Complete a module before your first meeting",
        "Complete %(count)d modules before your first meeting",
        count,
    )

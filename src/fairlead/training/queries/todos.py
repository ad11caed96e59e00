"""What training asks of somebody."""

from datetime import datetime

from django.urls import reverse
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, Urgency
from fairlead.training.enums import Need
from fairlead.training.queries.standing import Learner, learning


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Modules that are asked of the actor and not completed, one entry per programme; four queries."""
    if not actor.signed_in:
        return []
    return [_todo(one) for one in learning(actor, at=at) if one.missing]


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

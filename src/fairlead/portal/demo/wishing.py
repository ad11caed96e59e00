"""A handful of people say in confidence whom they would like, and whom they would rather not."""

from datetime import timedelta

from django.utils.timezone import localdate

from fairlead.applications.models import Application
from fairlead.portal.demo.founding import Scene
from fairlead.preferences.actions import arranging, stating
from fairlead.preferences.enums import Deed, Mode
from fairlead.preferences.queries import cards
from fairlead.programmes.models import Participation, Round

# Who would like whom, the dearest first.
WISHES = {
    "ewa.kaczmarek": ("andrei.munteanu", "mari.tamm"),
    "katerina.ruzickova": ("eirikur.palsson",),
    "inaki.etxeberria": ("wojciech.zielinski", "hong.nguyen", "dimitris.alexiou"),
    "arjun.deshmukh": ("li.wenhua", "rhys.llewellyn"),
    "priya.raghunathan": ("maeve.gallagher", "ewa.kaczmarek"),
    "wojciech.zielinski": ("inaki.etxeberria", "giorgos.manolakis"),
    "eirikur.palsson": ("pieter.vanderlinden",),
}
# Who would rather not be paired with whom.
RATHER_NOT = {"chidi.ezeh": "dimitris.alexiou", "li.wenhua": "noam.shapira"}


def wish(scene: Scene, intake: Round, *, by: str) -> None:
    """Ask for wishes for another ten days, and let some people say theirs."""
    at = scene.calendar.moment(1, 20)
    until = localdate(scene.calendar.at) + timedelta(days=10)
    arranging.arrange(intake, mode=Mode.SUGGESTED, until=until, by=scene.actor(by), at=at)
    for who, others in WISHES.items():
        for other in others:
            _say(scene, intake, who, Deed.WISH, other)
    for who, other in RATHER_NOT.items():
        _say(scene, intake, who, Deed.RATHER_NOT, other)


def _say(scene: Scene, intake: Round, who: str, deed: Deed, other: str) -> None:
    loaded = Application.objects.select_related("round", "person", "participation")
    mine = loaded.get(round=intake, person=scene.people[who], participation__isnull=False)
    theirs = Participation.objects.get(round=intake, person=scene.people[other])
    key = cards.key_of(mine, theirs.pk)
    stating.state(mine, deed, key, by=scene.actor(who), at=scene.calendar.moment(1, 40))

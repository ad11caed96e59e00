"""What every page shows around its content."""

from dataclasses import dataclass
from urllib.parse import urlencode

from django.conf import settings
from django.http import HttpRequest
from django.urls import get_script_prefix, reverse
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.portal.demo import SIGN_INS
from fairlead.programmes import policies as programmes


@dataclass(frozen=True)
class Place:
    """One entry of the navigation."""

    label: str
    url: str
    icon: str
    current: bool = False
    count: int = 0


def page(request: HttpRequest) -> dict[str, object]:
    """Context of every page: the navigation for this actor and whether this is the demo."""
    actor: Actor = getattr(request, "actor", Actor())
    return {
        "actor": actor,
        "navigation": list(places(actor, request.path)),
        "demo": settings.DEMO,
        "mailbox_open": settings.MAILBOX,
        "person_links": person_links(actor),
        "sign_ins": SIGN_INS if settings.DEMO else (),
    }


def places(actor: Actor, path: str) -> list[Place]:
    """Where this actor can go: home, their programmes if they run any, and the public list."""
    found = []
    if actor.signed_in:
        found.append(_place(_("Home"), reverse("portal:home"), "house", path, exact=True))
        if programmes.team_roles(actor):
            address = reverse("programmes:list")
            found.append(_place(_("Programmes"), address, "compass", path, *_inside_programmes()))
        found.append(_place(_("My applications"), reverse("applications:mine"), "file-text", path))
    found.append(_place(_("Take part"), reverse("programmes:public_list"), "handshake", path))
    return found


def person_links(actor: Actor) -> list[Place]:
    """What a person's own menu offers: their password and, where letters stay on a page, those to them."""
    if not actor.signed_in:
        return []
    links = [
        Place(label=_("My training"), url=reverse("training:mine"), icon="graduation-cap"),
        Place(label=_("Circles and office hours"), url=reverse("support:together"), icon="users"),
        Place(label=_("Your free times"), url=reverse("calendars:mine"), icon="calendar-clock"),
        Place(label=_("Certificates and record"), url=reverse("recognition:mine"), icon="award"),
        Place(label=_("My surveys"), url=reverse("surveys:mine"), icon="list-checks"),
        Place(label=_("Your reminders"), url=reverse("support:reminders"), icon="bell"),
        Place(label=_("Your data"), url=reverse("privacy:mine"), icon="shield-check"),
        Place(label=_("Your password"), url=reverse("people:set_password"), icon="key-round"),
    ]
    if settings.MAILBOX:
        address = f"{reverse('notifications:mailbox')}?{urlencode({'to': actor.email})}"
        links.append(Place(label=_("Letters to you"), url=address, icon="mail"))
    return links


def _inside_programmes() -> list[str]:
    """Where else one is inside a programme: its rounds, forms and applications."""
    parts = (
        "rounds",
        "forms",
        "applications",
        "evaluation",
        "surveys",
        "training",
        "partnerships",
        "steering",
    )
    return [f"{get_script_prefix()}{part}/" for part in parts]


def _place(label: str, url: str, icon: str, path: str, *also: str, exact: bool = False) -> Place:
    current = path == url if exact else path.startswith((url, *also))
    return Place(label=label, url=url, icon=icon, current=current)

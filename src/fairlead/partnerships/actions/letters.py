"""The letters about a partnership: to the coordinator who is invited, and to the two sides."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from fairlead.kernel.times import said
from fairlead.kernel.tokens import derived
from fairlead.kernel.words import one_line
from fairlead.notifications.actions import write
from fairlead.notifications.reminders import Reminder
from fairlead.partnerships.enums import Party
from fairlead.partnerships.models import Arrangement, Partnership
from fairlead.partnerships.queries import voices

STILL_INVITED = "fairlead.partnerships.queries.still_invited"


def secret_of(partnership: Partnership) -> str:
    """The secret in the link as it was last given; only its fingerprint is stored."""
    return derived(f"partnership:{partnership.links}", partnership.pk)


def to_invited(partnership: Partnership, *, by: str, at: datetime, again: bool = False) -> bool:
    """Write to the partner’s coordinator, once for each link, and once more (`again`) to remind them.

    Whether it was written just now.
    """
    url = settings.BASE_URL + reverse("partnerships:invited", args=[secret_of(partnership)])
    letter = write(
        key=f"partnership:{partnership.pk}:link:{partnership.links}{':again' if again else ''}",
        kind="partnership-invitation",
        to_email=partnership.email,
        to_name=one_line(partnership.name),
        template="partnerships/letters/invited.txt",
        context=_about(partnership) | {"url": url, "by": one_line(by), "until": partnership.expires_at},
        at=at,
        reminder=Reminder(STILL_INVITED, partnership.pk) if again else None,
    )
    return letter.written_at == at


def to_side(
    partnership: Partnership,
    party: str,
    what: str,
    *,
    occasion: str,
    at: datetime,
    version: Arrangement | None = None,
    **more: object,
) -> None:
    """Write to everybody who speaks for a side.

    what: came, proposed, signed, in_force, begun, declined, withdrawn, ending, stays, ended. Of one occasion
    each hears once.
    """
    for person in voices(partnership, party):
        write(
            key=f"partnership:{partnership.pk}:{what}:{occasion}:{person.pk}",
            kind=f"partnership-{what.replace('_', '-')}",
            to_email=person.email,
            to_name=one_line(person.name),
            template=f"partnerships/letters/{what}.txt",
            context=_about(partnership)
            | {"number": version.number if version else 0, "partner_side": party == Party.PARTNER}
            | more,
            at=at,
            language=person.language,
        )


def _about(partnership: Partnership) -> dict[str, object]:
    return {
        "programme": partnership.programme,
        "lead": one_line(partnership.programme.lead.name),
        "partner": one_line(partnership.institution.name),
        "url": page_of(partnership),
        "begins": said(partnership.waits_until, "j F Y") if partnership.waits_until else "",
        "ends": said(partnership.ends_on, "j F Y") if partnership.ends_on else "",
    }


def page_of(partnership: Partnership) -> str:
    """The whole address of the partnership’s page."""
    return settings.BASE_URL + reverse("partnerships:page", args=[partnership.pk])

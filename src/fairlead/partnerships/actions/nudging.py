"""Remind the coordinators of both sides, in the mail of the day."""

from datetime import datetime, timedelta

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.kernel.nudges import Nudge
from fairlead.kernel.times import day_of
from fairlead.partnerships import queries
from fairlead.partnerships.actions.letters import page_of
from fairlead.partnerships.enums import Party
from fairlead.partnerships.models import Arrangement, Partnership
from fairlead.people.models import Person

UNSIGNED_AFTER = timedelta(days=7)
SAID_BEFORE = (60, 14)


def nudges(*, at: datetime) -> list[Nudge]:
    """A version that a side has left unsigned for a week, once; sixty and fourteen days before an end."""
    return [*_unsigned(at), *_ending(at)]


def _unsigned(at: datetime) -> list[Nudge]:
    late = queries.waiting().filter(proposed_at__lte=at - UNSIGNED_AFTER)
    return [
        _to_sign(version, person)
        for version in late
        for party in Party
        if party not in queries.signed_by(version)
        for person in queries.voices(version.partnership, party)
    ]


def _to_sign(version: Arrangement, person: Person) -> Nudge:
    with translation.override(person.language):
        said = {"number": version.number, **_names(version.partnership)}
        return _nudge(
            version.partnership,
            person,
            key=f"arrangement-unsigned:{version.pk}:{person.pk}",
            title=_("The arrangement between %(lead)s and %(partner)s waits for you") % said,
            text=_("Version %(number)d has waited for a week. Sign it, decline it, or propose other words.")
            % said,
            action=_("Read and answer"),
        )


def _ending(at: datetime) -> list[Nudge]:
    today = day_of(at)
    return [
        _to_end(version, person, days)
        for version in queries.ending(today=today)
        if version.partnership.ends_on is None and (days := _due((queries.last_day(version) - today).days))
        for party in Party
        for person in queries.voices(version.partnership, party)
    ]


def _due(left: int) -> int:
    """Which reminder is due with so many days left; 0 when none is."""
    return min((days for days in SAID_BEFORE if 0 <= left <= days), default=0)


def _to_end(version: Arrangement, person: Person, days: int) -> Nudge:
    with translation.override(person.language):
        day = date_format(queries.last_day(version), "j F Y")
        said = {"day": day, **_names(version.partnership)}
        return _nudge(
            version.partnership,
            person,
            key=f"arrangement-ends:{version.pk}:{days}:{person.pk}",
            title=_("The arrangement between %(lead)s and %(partner)s ends soon") % said,
            text=_("Its last day is %(day)s. To go on, propose a version with a later day, and both sign it.")
            % said,
            action=_("See the arrangement"),
        )


def _names(partnership: Partnership) -> dict[str, str]:
    return {"lead": partnership.programme.lead.name, "partner": partnership.institution.name}


def _nudge(
    partnership: Partnership, person: Person, *, key: str, title: str, text: str, action: str
) -> Nudge:
    return Nudge(
        key=key,
        person=person.pk,
        email=person.email,
        name=person.name,
        language=person.language,
        title=title,
        text=text,
        url=page_of(partnership),
        action=action,
        programme=partnership.programme,
    )

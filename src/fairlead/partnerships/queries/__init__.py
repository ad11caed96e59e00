"""Read partnerships and the versions of their arrangements."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from fairlead.kernel.actors import Actor
from fairlead.kernel.tokens import fingerprint
from fairlead.partnerships import policies
from fairlead.partnerships.enums import OPEN_STATES, ArrangementState, PartnershipState, Party
from fairlead.partnerships.models import Arrangement, Partnership
from fairlead.partnerships.wording import Sides
from fairlead.people.models import Person
from fairlead.programmes import policies as programme_policies
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Partner, Programme, TeamMember

LINK_LASTS = timedelta(days=30)
ENDS_SOON = timedelta(days=60)
REMIND_AFTER = timedelta(days=14)


@dataclass(frozen=True)
class Shelf:
    """The versions of one arrangement, oldest first, each with its signatures."""

    versions: tuple[Arrangement, ...]

    def _one(self, state: str) -> Arrangement | None:
        return next((one for one in self.versions if one.state == state), None)

    @property
    def proposed(self) -> Arrangement | None:
        """The version that waits for signatures."""
        return self._one(ArrangementState.PROPOSED)

    @property
    def in_force(self) -> Arrangement | None:
        """The version that holds."""
        return self._one(ArrangementState.IN_FORCE)

    @property
    def newest(self) -> Arrangement | None:
        """The version written last."""
        return self.versions[-1] if self.versions else None

    @property
    def shown(self) -> Arrangement | None:
        """What the page shows first: what waits, else what holds, else what was written last."""
        return self.proposed or self.in_force or self.newest

    def numbered(self, number: int) -> Arrangement | None:
        """The version of this number."""
        return next((one for one in self.versions if one.number == number), None)

    def before(self, version: Arrangement) -> Arrangement | None:
        """What a version is compared with: what holds while it waits, else the version before it."""
        if version.state == ArrangementState.PROPOSED and self.in_force is not None:
            return self.in_force
        return self.numbered(version.number - 1)


@dataclass(frozen=True)
class Line:
    """An institution of the programme as the list shows it; without a partnership nothing is written yet."""

    partner: str
    partnership: Partnership | None
    version: Arrangement | None
    takes_part: bool
    pk: UUID | None = None


def shelf(partnership: Partnership) -> Shelf:
    """All versions with their signatures; two queries."""
    found = Arrangement.objects.filter(partnership=partnership).prefetch_related("signatures")
    return Shelf(tuple(found.order_by("number")))


def signed_by(version: Arrangement) -> frozenset[str]:
    """The sides that have signed; one query unless signatures are loaded."""
    return frozenset(one.party for one in version.signatures.all())


def sides(partnership: Partnership) -> Sides:
    """Between whom, as names."""
    programme = partnership.programme
    return Sides(programme.name, programme.lead.name, partnership.institution.name)


def by_secret(secret: str) -> Partnership | None:
    """The partnership whose link this is, in whatever state."""
    found = Partnership.objects.filter(fingerprint=fingerprint(secret))
    return found.select_related("programme__lead", "institution", "begun_by").first()


def still_invited(pk: UUID, *, at: datetime) -> bool:
    """Whether a reminder of an invitation still holds: nobody has come by the link, and it lasts."""
    found = Partnership.objects.filter(pk=pk).first()
    return found is not None and can_come(found, at=at)


def silent(*, at: datetime) -> list[Partnership]:
    """Invitations that nobody has come by for a fortnight, while their link lasts; one query."""
    found = Partnership.objects.filter(
        state=PartnershipState.INVITED,
        used_at=None,
        expires_at__gt=at,
        expires_at__lte=at + LINK_LASTS - REMIND_AFTER,
    )
    return list(found.select_related("programme__lead", "institution", "begun_by").order_by("pk"))


def can_come(partnership: Partnership, *, at: datetime) -> bool:
    """Whether the link still lets the invited coordinator in: once, while it lasts."""
    lasts = partnership.expires_at is not None and partnership.expires_at > at
    return partnership.state == PartnershipState.INVITED and partnership.used_at is None and lasts


def lines(actor: Actor, programme: Programme) -> list[Line]:
    """Every partner of the programme that the actor may see, and how its arrangement stands; four queries."""
    versions = Prefetch("versions", queryset=Arrangement.objects.order_by("number"))
    found = list(policies.visible(actor).filter(programme=programme).prefetch_related(versions))
    all_of_them = programme_policies.leads(actor, programme.pk)
    own = programme_policies.partner_institutions(actor).get(programme.pk, frozenset())
    standing = Partner.objects.filter(programme=programme).exclude(institution=programme.lead_id)
    inside = {one.institution_id: one for one in standing.select_related("institution")}
    known = {one.institution_id for one in found}
    shown = [
        Line(
            one.institution.name,
            one,
            Shelf(tuple(one.versions.all())).shown,
            one.institution_id in inside and inside[one.institution_id].left_on is None,
        )
        for one in found
    ]
    shown += [
        Line(one.institution.name, None, None, one.left_on is None, one.pk)
        for one in inside.values()
        if one.institution_id not in known and (all_of_them or one.institution_id in own)
    ]
    return sorted(shown, key=lambda line: line.partner)


def without_arrangement(programme: Programme) -> list[Partner]:
    """Partners that take part and of whose arrangement no word is written; by name."""
    known = Partnership.objects.filter(programme=programme).values("institution")
    found = programmes.partners(programme).exclude(institution__in=known)
    return list(found.exclude(institution=programme.lead_id))


def known_coordinator(programme: Programme, institution: UUID) -> Person | None:
    """Who coordinates for a partner already, the first by name."""
    found = TeamMember.objects.filter(
        programme=programme, institution=institution, role=TeamRole.PARTNER_COORDINATOR
    )
    member = found.select_related("person").order_by("person__name", "pk").first()
    return member.person if member else None


def voices(partnership: Partnership, party: str) -> list[Person]:
    """Who speaks for a side: the programme’s coordinators, or those of the partner; by name."""
    if party == Party.LEAD:
        return programmes.coordinators(partnership.programme)
    members = TeamMember.objects.filter(
        programme=partnership.programme_id,
        institution=partnership.institution_id,
        role=TeamRole.PARTNER_COORDINATOR,
    )
    theirs = Q(pk__in=members.values("person"))
    if not policies.has_begun(partnership):
        theirs |= Q(pk=partnership.coordinator_id)
    return list(Person.objects.filter(theirs, is_active=True).order_by("name", "pk"))


def words_in_force(programme: UUID, institution: UUID) -> dict[str, Any]:
    """The choices of the arrangement in force with this partner; empty when none has begun; one query."""
    found = Arrangement.objects.filter(
        state=ArrangementState.IN_FORCE,
        partnership__state=PartnershipState.IN_FORCE,
        partnership__waits_until=None,
        partnership__programme=programme,
        partnership__institution=institution,
    ).first()
    return dict(found.document["words"]) if found else {}


def beginning(*, today: date) -> list[Partnership]:
    """Partnerships signed by both whose first day has come; one query."""
    found = Partnership.objects.filter(state=PartnershipState.IN_FORCE, waits_until__lte=today)
    return list(found.select_related("programme__lead", "institution").order_by("pk"))


def first_day(version: Arrangement) -> date:
    """The first day of a version."""
    return date.fromisoformat(version.document["words"]["starts_on"])


def waiting() -> QuerySet[Arrangement]:
    """Versions that wait for signatures, of partnerships that are alive; with who has signed."""
    found = Arrangement.objects.filter(
        state=ArrangementState.PROPOSED, partnership__state__in=OPEN_STATES
    ).exclude(partnership__state=PartnershipState.INVITED)
    return _loaded(found)


def ending(*, today: date, within: timedelta = ENDS_SOON) -> list[Arrangement]:
    """Versions in force whose last day comes within this time, or is over; the soonest first."""
    last = (today + within).isoformat()
    found = _loaded(Arrangement.objects.filter(state=ArrangementState.IN_FORCE))
    dated = [one for one in found if one.document["words"]["ends_on"]]
    soon = [one for one in dated if one.document["words"]["ends_on"] <= last]
    return sorted(soon, key=lambda one: (one.document["words"]["ends_on"], one.pk))


def last_day(version: Arrangement) -> date:
    """The last day of a version that has one."""
    return date.fromisoformat(version.document["words"]["ends_on"])


def _loaded(found: QuerySet[Arrangement]) -> QuerySet[Arrangement]:
    people = ("partnership__programme__lead", "partnership__institution", "partnership__coordinator")
    return found.select_related(*people).prefetch_related("signatures").order_by("proposed_at", "pk")

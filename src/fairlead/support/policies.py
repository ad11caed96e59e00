"""Who may see how pairs fare, ask for help, and read and look after cases."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.mentorships import policies as mentorships
from fairlead.mentorships.models import Mentorship
from fairlead.people.models import Affiliation
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import ParticipationState, TeamRole
from fairlead.programmes.models import Participation, Partner, Programme, TeamMember
from fairlead.support.enums import CaseState, SharingLevel, SharingPart, SharingState
from fairlead.support.models import Case, Circle, Contact, Hour, Sharing


def can_look(actor: Actor, programme: Programme) -> bool:
    """Whether the actor sees how pairs of the programme fare: the central team, and partners for their own.

    Which pairs those are, `mentorships.policies.visible` says.
    """
    return programme.pk in looks_at(actor)


def looks_at(actor: Actor) -> frozenset[UUID]:
    """The programmes of which the actor sees how pairs fare."""
    led = {pk for pk in programmes.team_roles(actor) if programmes.leads(actor, pk)}
    return frozenset(led | set(programmes.partner_institutions(actor)))


def can_settle(actor: Actor, programme: Programme) -> bool:
    """Whether the actor sets the programme's reminders and contacts, and opens cases: its coordinators."""
    return programmes.coordinates(actor, programme.pk)


def can_ask_for_help(actor: Actor, pair: Mentorship) -> bool:
    """Whether the actor finds help on the pair's page: each of the two for themselves."""
    return mentorships.can_open(actor, pair)


def can_raise(actor: Actor, pair: Mentorship) -> bool:
    """Whether the actor may say they are unsure, or write in confidence: each of the two, while it lives."""
    return mentorships.can_write(actor, pair)


def serves(person: UUID | OuterRef) -> Q:
    """That this person still looks after cases of a case's programme: its coordinators and contacts.

    Not whoever worked somewhere and works nowhere now. For a query of cases; `person` is an id, or which of
    its columns holds one.
    """
    of = {"programme": OuterRef("programme"), "person": person}
    worked = Affiliation.objects.filter(person=person)
    here = Exists(TeamMember.objects.filter(**of, role=TeamRole.COORDINATOR)) | Exists(
        Contact.objects.filter(**of)
    )
    return Q(here) & (~Exists(worked) | Exists(worked.filter(ended_on=None)))


def visible(actor: Actor) -> QuerySet[Case]:
    """Cases the actor owns or is named in, as long as they are a coordinator or contact of the programme.

    Never one about a pair they are half of, nor one they raised.
    """
    if actor.person_id is None:
        return Case.objects.none()
    mine = Q(owner=actor.person_id) | Q(readers__person=actor.person_id)
    own_pair = Q(pair__mentor__person=actor.person_id) | Q(pair__mentee__person=actor.person_id)
    found = (
        Case.objects.filter(mine, serves(actor.person_id))
        .exclude(own_pair)
        .exclude(raised_by=actor.person_id)
    )
    people = ("owner", "former", "raised_by", "pair__mentor__person", "pair__mentee__person")
    return found.select_related(*people, "programme__lead", "pair__round").distinct()


def can_read(actor: Actor, case: Case) -> bool:
    """Whether the actor may read the case: its owner and those named in it."""
    return visible(actor).filter(pk=case.pk).exists()


def can_note(actor: Actor, case: Case) -> bool:
    """Whether the actor may add a note: whoever reads the case; what is closed takes none."""
    return can_read(actor, case)


def can_own(actor: Actor, case: Case) -> bool:
    """Whether the actor may settle, hand over, close and open the case again: its owner."""
    return case.owner_id == actor.person_id


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, Case], bool] = can_read) -> Case:
    """The case if the actor may do `to`; else not found."""
    return http.fetch(visible(actor), pk, actor=actor, to=to)


def asked(actor: Actor) -> QuerySet[Case]:
    """What the actor has asked for in confidence, whoever looks after it."""
    own = Case.objects.filter(raised_by=actor.person_id) if actor.signed_in else Case.objects.none()
    people = ("programme__lead", "owner", "former", "pair__mentor__person", "pair__mentee__person")
    return own.select_related(*people, "pair__round__programme__lead")


def can_choose(actor: Actor, case: Case) -> bool:
    """Whether the actor says who looks after the case once its owner has left: whoever asked."""
    return actor.signed_in and case.raised_by_id == actor.person_id


def fetch_asked(actor: Actor, pk: UUID) -> Case:
    """What the actor has asked for in confidence; else not found."""
    return http.fetch(asked(actor), pk, actor=actor, to=can_choose)


def visible_sharings(actor: Actor) -> QuerySet[Sharing]:
    """Sharings of cases the actor looks after, has asked for, or is offered as the other coordinator.

    The other finds nothing before whoever asked in confidence has agreed, nor once they coordinate for that
    institution no longer, nor of a pair they are half of.
    """
    if not actor.signed_in:
        return Sharing.objects.none()
    looked_after = visible(actor).filter(owner=actor.person_id).order_by().values("pk")
    mine = Q(case__in=looked_after) | Q(case__raised_by=actor.person_id) | _as_the_other(actor)
    people = ("person", "institution", "case__owner", "case__raised_by", "case__programme__lead")
    pair = ("case__pair__mentor__person", "case__pair__mentee__person", "case__pair__round")
    return Sharing.objects.filter(mine).select_related(*people, *pair)


def _as_the_other(actor: Actor) -> Q:
    """Sharings offered to the actor, or that they accepted once, for an institution they coordinate for."""
    led = [pk for pk in programmes.team_roles(actor) if programmes.coordinates(actor, pk)]
    here = Q(case__programme__in=led, institution=F("case__programme__lead"))
    for programme, institutions in programmes.partner_institutions(actor).items():
        here |= Q(case__programme=programme, institution__in=institutions)
    known = Q(state__in=(SharingState.OFFERED, SharingState.SHARED))
    known |= Q(state=SharingState.ENDED, accepted_at__isnull=False)
    halves = Q(case__pair__mentor__person=actor.person_id) | Q(case__pair__mentee__person=actor.person_id)
    return Q(person=actor.person_id) & here & known & ~halves & ~Q(case__raised_by=actor.person_id)


def coordinates_still() -> Q:
    """That whom a case is shared with still coordinates for that institution; for a query of sharings."""
    team = TeamMember.objects.filter(
        programme=OuterRef("case__programme"), person=OuterRef("person"), person__is_active=True
    )
    left = Partner.objects.filter(
        programme=OuterRef("case__programme"), institution=OuterRef("institution"), left_on__isnull=False
    )
    partner = team.filter(role=TeamRole.PARTNER_COORDINATOR, institution=OuterRef("institution"))
    ours = Q(institution=F("case__programme__lead")) & Exists(team.filter(role=TeamRole.COORDINATOR))
    worked = Affiliation.objects.filter(person=OuterRef("person"))
    works = ~Exists(worked) | Exists(worked.filter(ended_on=None))
    return (ours | (Exists(partner) & ~Exists(left))) & works


def part(actor: Actor, sharing: Sharing) -> SharingPart | None:
    """Who the actor is in a sharing that they see."""
    if actor.person_id is None:
        return None
    parts = {
        sharing.person_id: SharingPart.OTHER,
        sharing.case.owner_id: SharingPart.OWNER,
        sharing.case.raised_by_id: SharingPart.ASKER,
    }
    return parts.get(actor.person_id)


def can_share(actor: Actor, case: Case) -> bool:
    """Whether the actor may propose to share the case: its owner, while it is open."""
    return case.state == CaseState.OPEN and can_own(actor, case)


def can_see_sharing(actor: Actor, sharing: Sharing) -> bool:
    """Whether the actor sees the sharing: what is visible."""
    return True


def can_agree(actor: Actor, sharing: Sharing) -> bool:
    """Whether the actor says if it may be offered: whoever asked in confidence."""
    return part(actor, sharing) == SharingPart.ASKER


def can_accept(actor: Actor, sharing: Sharing) -> bool:
    """Whether the actor accepts or declines, and keeps notes of their own: the other coordinator."""
    return part(actor, sharing) == SharingPart.OTHER


def can_write_to_both(actor: Actor, sharing: Sharing) -> bool:
    """Whether the actor may write in the shared part: either coordinator, where that was agreed."""
    both = (SharingPart.OWNER, SharingPart.OTHER)
    return part(actor, sharing) in both and sharing.level == SharingLevel.TALK


def can_end(actor: Actor, sharing: Sharing) -> bool:
    """Whether the actor may end the sharing: any of the three."""
    return part(actor, sharing) is not None


def fetch_sharing(
    actor: Actor, pk: UUID, *, to: Callable[[Actor, Sharing], bool] = can_see_sharing
) -> Sharing:
    """The sharing if the actor may do `to`; else not found."""
    return http.fetch(visible_sharings(actor), pk, actor=actor, to=to)


def sides(actor: Actor) -> dict[UUID, frozenset[str]]:
    """For each programme the sides on which the actor takes part now; one query per request."""

    def find() -> dict[UUID, frozenset[str]]:
        mine = Participation.objects.filter(person=actor.person_id, state=ParticipationState.ACTIVE)
        found: dict[UUID, set[str]] = {}
        for programme, side in mine.values_list("round__programme", "side"):
            found.setdefault(programme, set()).add(side)
        return {programme: frozenset(on) for programme, on in found.items()}

    return actor.remembered("support.sides", find) if actor.signed_in else {}


def visible_circles(actor: Actor) -> QuerySet[Circle]:
    """Circles the actor is in, facilitates, could join, or whose programme they lead."""
    if not actor.signed_in:
        return Circle.objects.none()
    shown = Q(members__person=actor.person_id) | Q(facilitator=actor.person_id)
    shown |= Q(programme__in=[pk for pk in programmes.team_roles(actor) if programmes.leads(actor, pk)])
    for programme, on in sides(actor).items():
        shown |= Q(programme=programme, side__in=on)
    return Circle.objects.filter(shown).select_related("programme__lead", "facilitator").distinct()


def can_join(actor: Actor, circle: Circle) -> bool:
    """Whether the actor may be in the circle: who takes part on its side."""
    return circle.side in sides(actor).get(circle.programme_id, frozenset())


def can_facilitate(actor: Actor, circle: Circle) -> bool:
    """Whether the actor plans the circle's meetings: its facilitator, and the programme's coordinators."""
    facilitates = actor.signed_in and circle.facilitator_id == actor.person_id
    return facilitates or programmes.coordinates(actor, circle.programme_id)


def can_see_circle(actor: Actor, circle: Circle) -> bool:
    """Whether the actor sees the circle."""
    return visible_circles(actor).filter(pk=circle.pk).exists()


def fetch_circle(actor: Actor, pk: UUID, *, to: Callable[[Actor, Circle], bool] = can_see_circle) -> Circle:
    """The circle if the actor may do `to`; else not found."""
    return http.fetch(visible_circles(actor), pk, actor=actor, to=to)


def visible_hours(actor: Actor) -> QuerySet[Hour]:
    """Office hours of programmes in which the actor takes part, or that they coordinate."""
    led = [pk for pk in programmes.team_roles(actor) if programmes.coordinates(actor, pk)]
    shown = Hour.objects.filter(programme__in=[*sides(actor), *led])
    return shown.select_related("programme__lead", "host")


def can_book(actor: Actor, hour: Hour) -> bool:
    """Whether the actor may book the hour: who takes part, and is not its host."""
    return hour.programme_id in sides(actor) and hour.host_id != actor.person_id


def can_host(actor: Actor, hour: Hour) -> bool:
    """Whether the actor may call the hour off: its host."""
    return actor.signed_in and hour.host_id == actor.person_id


def fetch_hour(actor: Actor, pk: UUID, *, to: Callable[[Actor, Hour], bool]) -> Hour:
    """The office hour if the actor may do `to`; else not found."""
    return http.fetch(visible_hours(actor), pk, actor=actor, to=to)

"""Who may see, run and change a programme and its rounds."""

from collections import defaultdict
from collections.abc import Callable, Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.people import policies as people
from fairlead.programmes.enums import RoundState, TeamRole
from fairlead.programmes.models import Partner, Programme, Round, TeamMember

LEADING = frozenset({TeamRole.COORDINATOR, TeamRole.HR_LEAD, TeamRole.IRO_LEAD})
DECIDING = frozenset({TeamRole.COORDINATOR, TeamRole.PARTNER_COORDINATOR})
READING = LEADING | DECIDING
Place = tuple[UUID, str, UUID | None]


@dataclass(frozen=True)
class People:
    """People of a programme: those of these institutions, or with `all_but` everybody except theirs."""

    programme: UUID
    institutions: frozenset[UUID]
    all_but: bool = False

    def hold(self, institution: UUID | None) -> bool:
        """Whether somebody of this institution, or of none that is known, is among them."""
        return (institution in self.institutions) != self.all_but


@dataclass(frozen=True)
class _Team:
    """The actor's places in teams, and by programme the institutions that decide on their own people."""

    places: tuple[Place, ...]
    apart: dict[UUID, frozenset[UUID]]
    leads: dict[UUID, UUID]


def _team(actor: Actor) -> _Team:
    """The actor's teams; one query per request."""

    def find() -> _Team:
        if not actor.signed_in:
            return _Team((), {}, {})
        mine = TeamMember.objects.filter(person=actor.person_id).values("programme")
        found = TeamMember.objects.filter(~_of_a_partner_that_left(), programme__in=mine).filter(
            Q(person=actor.person_id) | Q(role=TeamRole.PARTNER_COORDINATOR)
        )
        rows = found.order_by().values_list("person", "programme", "role", "institution", "programme__lead")
        places: list[Place] = []
        apart: dict[UUID, set[UUID]] = defaultdict(set)
        leads: dict[UUID, UUID] = {}
        for person, programme, role, institution, lead in rows:
            leads[programme] = lead
            if person == actor.person_id:
                places.append((programme, role, institution))
            if role == TeamRole.PARTNER_COORDINATOR and institution not in (None, lead):
                apart[programme].add(institution)
        return _Team(tuple(places), {pk: frozenset(ids) for pk, ids in apart.items()}, leads)

    return actor.remembered("programmes.memberships", find)


def _memberships(actor: Actor) -> tuple[Place, ...]:
    """Programme, role and institution of each place the actor has in a team."""
    return _team(actor).places


def _of_a_partner_that_left() -> Q:
    """Members who coordinate for an institution that takes part no more."""
    left = Partner.objects.filter(
        programme=OuterRef("programme"), institution=OuterRef("institution"), left_on__isnull=False
    )
    return Q(Exists(left), role=TeamRole.PARTNER_COORDINATOR)


def deciding_members() -> QuerySet[TeamMember]:
    """Who decides on applications: coordinators, and partner coordinators of partners that take part."""
    return TeamMember.objects.filter(~_of_a_partner_that_left(), role__in=DECIDING)


def parting_institutions(actor: Actor) -> dict[UUID, frozenset[UUID]]:
    """For each programme the institutions that have left it and for which the actor coordinated.

    What that still shows are the pairs that run; one query per request.
    """

    def find() -> dict[UUID, frozenset[UUID]]:
        if not actor.signed_in:
            return {}
        found: dict[UUID, set[UUID]] = {}
        gone = TeamMember.objects.filter(_of_a_partner_that_left(), person=actor.person_id)
        for programme, institution in gone.values_list("programme", "institution"):
            found.setdefault(programme, set()).add(institution)
        return {programme: frozenset(ids) for programme, ids in found.items()}

    return actor.remembered("programmes.parting", find)


def team_roles(actor: Actor) -> dict[UUID, frozenset[str]]:
    """The actor's team roles by programme id."""
    found: dict[UUID, set[str]] = {}
    for programme, role, _institution in _memberships(actor):
        found.setdefault(programme, set()).add(role)
    return {programme: frozenset(names) for programme, names in found.items()}


def partner_institutions(actor: Actor) -> dict[UUID, frozenset[UUID]]:
    """For each programme the institutions whose people the actor coordinates as a partner."""
    found: dict[UUID, set[UUID]] = {}
    for programme, role, institution in _memberships(actor):
        if role == TeamRole.PARTNER_COORDINATOR and institution is not None:
            found.setdefault(programme, set()).add(institution)
    return {programme: frozenset(ids) for programme, ids in found.items()}


def answered_for(actor: Actor, roles: Collection[str] = DECIDING) -> list[People]:
    """Whose people the actor answers for, in these roles: the one place that says so.

    Each institution decides on its own people: its partner coordinators when it has any; else, and for the
    lead institution and for people of no institution, the coordinators of the central team. An HR or
    international relations lead who stands in the team for a partner is that partner's voice only.
    """
    team = _team(actor)
    found: list[People] = []
    for programme, role, institution in team.places:
        if role not in roles:
            continue
        apart, lead = team.apart.get(programme, frozenset()), team.leads[programme]
        if role == TeamRole.PARTNER_COORDINATOR:
            found += [People(programme, frozenset({institution}))] if institution is not None else []
        elif role == TeamRole.COORDINATOR or institution in (None, lead):
            found.append(People(programme, apart, all_but=True))
        elif institution is not None:
            found.append(People(programme, frozenset({institution})))
    return found


def people_of(
    actor: Actor,
    *,
    programme: str = "programme",
    institution: str = "institution",
    roles: Collection[str] = DECIDING,
) -> Q:
    """The rows about people the actor answers for, in these roles.

    `programme` and `institution` are the lookups that lead from a row to the two; a row without an
    institution belongs to the central team. For nobody it holds no row.
    """
    shown = Q(pk__in=())
    for some in answered_for(actor, roles):
        theirs = Q(**{f"{institution}__in": some.institutions})
        if some.all_but:
            theirs = Q(**{f"{institution}__isnull": True}) | ~theirs
        shown |= Q(**{programme: some.programme}) & theirs
    return shown


def answers_for(
    actor: Actor, programme_id: UUID, institution_id: UUID | None, roles: Collection[str] = DECIDING
) -> bool:
    """Whether the actor answers, in one of these roles, for the programme's people of this institution."""
    found = answered_for(actor, roles)
    return any(one.programme == programme_id and one.hold(institution_id) for one in found)


def decides_in(actor: Actor, programme_id: UUID) -> bool:
    """Whether the actor decides on anybody's application to the programme."""
    return any(one.programme == programme_id for one in answered_for(actor))


def decided_apart(programme: str = "programme", institution: str = "institution") -> Exists:
    """The rows about people on whom a partner decides; the lookups lead from a row to the two."""
    partners = (
        deciding_members().filter(role=TeamRole.PARTNER_COORDINATOR).exclude(institution=F("programme__lead"))
    )
    return Exists(partners.filter(programme=OuterRef(programme), institution=OuterRef(institution)))


def deciding_apart(programme: Programme) -> frozenset[UUID]:
    """The partner institutions that decide on their own people: those with a partner coordinator."""
    found = deciding_members().filter(programme=programme, role=TeamRole.PARTNER_COORDINATOR)
    named = found.exclude(institution=None).values_list("institution", flat=True)
    return frozenset(pk for pk in named if pk is not None) - {programme.lead_id}


def coordinated_institutions(actor: Actor) -> frozenset[UUID]:
    """The institutions the actor coordinates for: those of their places, or else the programme's lead."""
    team = _team(actor)
    ours = {at or team.leads[of] for of, role, at in team.places if role == TeamRole.COORDINATOR}
    theirs = {at for _of, role, at in team.places if role == TeamRole.PARTNER_COORDINATOR and at}
    return frozenset(ours | theirs)


def coordinates(actor: Actor, programme_id: UUID) -> bool:
    """Whether the actor is a coordinator of the programme."""
    return TeamRole.COORDINATOR in team_roles(actor).get(programme_id, frozenset())


def leads(actor: Actor, programme_id: UUID) -> bool:
    """Whether the actor belongs to the central team: coordinator, HR lead or international relations lead."""
    return bool(LEADING & team_roles(actor).get(programme_id, frozenset()))


def visible(actor: Actor) -> QuerySet[Programme]:
    """Programmes whose inside the actor may see: those of whose team they are a member."""
    return Programme.objects.filter(pk__in=team_roles(actor).keys()).select_related("lead")


def shown_to_staff() -> QuerySet[Programme]:
    """Programmes with a public page."""
    return Programme.objects.filter(published=True, archived_at=None)


def can_see(actor: Actor, programme: Programme) -> bool:
    """Whether the actor may see the programme's inside."""
    return programme.pk in team_roles(actor)


def can_edit(actor: Actor, programme: Programme) -> bool:
    """Whether the actor may change the programme's design, its intake, and decide in it."""
    return coordinates(actor, programme.pk)


def can_found(actor: Actor) -> bool:
    """Whether the actor may found a programme."""
    return people.owns_programmes(actor)


def followable(actor: Actor) -> QuerySet[Programme]:
    """Programmes that one of the actor's can be part of: those of their teams, and those shown to staff."""
    mine = Q(pk__in=team_roles(actor).keys()) | Q(published=True)
    return Programme.objects.filter(mine, archived_at=None)


def can_copy(actor: Actor, programme: Programme) -> bool:
    """Whether the actor may begin a new programme from this one: a coordinator, or an owner on its team."""
    return can_edit(actor, programme) or (can_see(actor, programme) and can_found(actor))


def staff_of(actor: Actor, programme: Programme) -> frozenset[UUID]:
    """The institutions whose staff the actor may test rules against: their own, each only its own people.

    A partner coordinator has their institution; a coordinator or HR lead the one they are on the team for,
    or else the one that leads the programme.
    """
    found: set[UUID] = set()
    for of, role, institution in _memberships(actor):
        if of == programme.pk and role == TeamRole.PARTNER_COORDINATOR and institution is not None:
            found.add(institution)
        if of == programme.pk and role in (TeamRole.COORDINATOR, TeamRole.HR_LEAD):
            found.add(institution or programme.lead_id)
    return frozenset(found)


def can_test_eligibility(actor: Actor, programme: Programme) -> bool:
    """Whether the actor may read the rules and see what they say of staff."""
    return bool(staff_of(actor, programme))


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, Programme], bool] = can_see) -> Programme:
    """The programme if the actor may do `to`; else not found."""
    return http.fetch(visible(actor), pk, actor=actor, to=to)


def can_hand_over(actor: Actor, member: TeamMember) -> bool:
    """Whether the actor may hand the role over: the coordinators, and a partner's coordinator their own."""
    own = member.person_id == actor.person_id and member.role == TeamRole.PARTNER_COORDINATOR
    return own or coordinates(actor, member.programme_id)


def fetch_member(actor: Actor, pk: UUID) -> TeamMember:
    """The place in a team if the actor may hand it over; else not found."""
    shown = TeamMember.objects.filter(programme__in=team_roles(actor).keys())
    people = shown.select_related("programme__lead", "person", "institution")
    return http.fetch(people, pk, actor=actor, to=can_hand_over)


def own_place(actor: Actor, programme: Programme) -> TeamMember | None:
    """The actor's own place in the team that they may hand over as a partner's coordinator; one query."""
    mine = TeamMember.objects.filter(
        programme=programme, person=actor.person_id, role=TeamRole.PARTNER_COORDINATOR
    )
    return mine.first() if programme.pk in partner_institutions(actor) else None


def visible_rounds(actor: Actor) -> QuerySet[Round]:
    """Rounds of the programmes that the actor may see from the inside."""
    return Round.objects.filter(programme__in=team_roles(actor).keys()).select_related("programme__lead")


def can_see_round(actor: Actor, round: Round) -> bool:
    """Whether the actor may see the round's inside."""
    return round.programme_id in team_roles(actor)


def can_run_round(actor: Actor, round: Round) -> bool:
    """Whether the actor may open and close the round, decide on its applications and match in it."""
    return coordinates(actor, round.programme_id)


def can_lead_round(actor: Actor, round: Round) -> bool:
    """Whether the actor may see all of the round: its people, runs and pairs."""
    return leads(actor, round.programme_id)


def fetch_round(actor: Actor, pk: UUID, *, to: Callable[[Actor, Round], bool] = can_see_round) -> Round:
    """The round if the actor may do `to`; else not found."""
    return http.fetch(visible_rounds(actor), pk, actor=actor, to=to)


def open_rounds() -> QuerySet[Round]:
    """Rounds that anybody on the staff can apply to now, of programmes with a public page."""
    found = Round.objects.filter(state=RoundState.OPEN, programme__in=shown_to_staff())
    return found.select_related("programme__lead")

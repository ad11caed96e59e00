"""Who may read a partnership, and for which side somebody speaks in it."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q, QuerySet

from fairlead.institutions.models import Institution, Unit
from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.partnerships.enums import PartnershipState, Party
from fairlead.partnerships.models import Arrangement, Partnership, SteeringAction, SteeringMeeting
from fairlead.people import policies as people
from fairlead.programmes import policies as programmes
from fairlead.programmes.models import Programme

BEFORE_THE_LETTER = (PartnershipState.PREPARING, PartnershipState.WITHDRAWN)


def visible(actor: Actor) -> QuerySet[Partnership]:
    """Partnerships the central team leads, and those for whose institution the actor came or coordinates.

    The partner’s side sees nothing before it is invited, and nothing of what was withdrawn.
    """
    if not actor.signed_in:
        return Partnership.objects.none()
    led = [pk for pk in programmes.team_roles(actor) if programmes.leads(actor, pk)]
    # Once something is in force and has begun, whoever is on the team for the partner speaks for it.
    not_begun = ~Q(state=PartnershipState.IN_FORCE) | Q(waits_until__isnull=False)
    theirs = Q(coordinator=actor.person_id) & not_begun
    for programme, institutions in programmes.partner_institutions(actor).items():
        theirs |= Q(programme=programme, institution__in=institutions)
    found = Partnership.objects.filter(Q(programme__in=led) | (theirs & ~Q(state__in=BEFORE_THE_LETTER)))
    return found.select_related("programme__lead", "institution", "coordinator")


def party(actor: Actor, partnership: Partnership) -> Party | None:
    """The side the actor speaks and signs for; who coordinates the programme never speaks for a partner."""
    if programmes.leads(actor, partnership.programme_id):
        runs = programmes.coordinates(actor, partnership.programme_id)
        return Party.LEAD if runs else None
    if partnership.state in BEFORE_THE_LETTER:
        return None
    theirs = programmes.partner_institutions(actor).get(partnership.programme_id, frozenset())
    came = actor.signed_in and partnership.coordinator_id == actor.person_id
    speaks = came and not has_begun(partnership)
    return Party.PARTNER if speaks or partnership.institution_id in theirs else None


def has_begun(partnership: Partnership) -> bool:
    """Whether the partner takes part by an arrangement in force: its team speaks for it, not who came."""
    return partnership.state == PartnershipState.IN_FORCE and partnership.waits_until is None


def can_see(actor: Actor, partnership: Partnership) -> bool:
    """Whether the actor may read the arrangement: what is visible."""
    return True


def can_speak(actor: Actor, partnership: Partnership) -> bool:
    """Whether the actor may propose, sign and decline for one of the two sides."""
    return party(actor, partnership) is not None


def can_leave(actor: Actor, partnership: Partnership) -> bool:
    """Whether the actor may end the partner’s part: either side, while something is in force."""
    return partnership.state == PartnershipState.IN_FORCE and can_speak(actor, partnership)


def can_lead(actor: Actor, partnership: Partnership) -> bool:
    """Whether the actor may invite, renew the link and withdraw: the programme’s coordinators."""
    return party(actor, partnership) == Party.LEAD


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, Partnership], bool] = can_see) -> Partnership:
    """The partnership if the actor may do `to`; else not found."""
    return http.fetch(visible(actor), pk, actor=actor, to=to)


def can_sign(actor: Actor, arrangement: Arrangement) -> bool:
    """Whether the actor may put one side’s name under the version."""
    return can_speak(actor, arrangement.partnership)


def fetch_arrangement(actor: Actor, pk: UUID) -> Arrangement:
    """The version if the actor may sign it; else not found."""
    shown = Arrangement.objects.filter(partnership__in=visible(actor).values("pk"))
    loaded = shown.select_related("partnership__programme__lead", "partnership__institution")
    return http.fetch(loaded, pk, actor=actor, to=can_sign)


def can_list(actor: Actor, programme: Programme) -> bool:
    """Whether the actor sees partnerships of the programme: the central team all, a partner its own."""
    return programmes.leads(actor, programme.pk) or programme.pk in programmes.partner_institutions(actor)


def fetch_programme(
    actor: Actor, pk: UUID, *, to: Callable[[Actor, Programme], bool] = can_list
) -> Programme:
    """The programme if the actor may do `to`; else not found."""
    return programmes.fetch(actor, pk, to=to)


def can_read_leads_register(actor: Actor, programme: Programme) -> bool:
    """Whether the actor reads the leading institution’s record of processing: its own central team."""
    return programmes.leads(actor, programme.pk)


def can_read_partners_register(actor: Actor, partnership: Partnership) -> bool:
    """Whether the actor reads the partner’s record of processing: who speaks for the partner, nobody else."""
    return party(actor, partnership) == Party.PARTNER


def visible_meetings(actor: Actor) -> QuerySet[SteeringMeeting]:
    """Steering meetings of the programmes of whose team the actor is, of whichever institution."""
    found = SteeringMeeting.objects.filter(programme__in=programmes.team_roles(actor).keys())
    return found.select_related("programme__lead")


def can_steer(actor: Actor, programme: Programme) -> bool:
    """Whether the actor may plan meetings and keep minutes: who coordinates for an institution."""
    mine = programmes.partner_institutions(actor)
    return programmes.coordinates(actor, programme.pk) or programme.pk in mine


def can_read_meeting(actor: Actor, meeting: SteeringMeeting) -> bool:
    """Whether the actor may read the meeting: what is visible."""
    return True


def can_keep_minutes(actor: Actor, meeting: SteeringMeeting) -> bool:
    """Whether the actor may change the meeting, and write and circulate its minutes."""
    return can_steer(actor, meeting.programme)


def fetch_meeting(
    actor: Actor, pk: UUID, *, to: Callable[[Actor, SteeringMeeting], bool] = can_read_meeting
) -> SteeringMeeting:
    """The steering meeting if the actor may do `to`; else not found."""
    return http.fetch(visible_meetings(actor), pk, actor=actor, to=to)


def can_settle(actor: Actor, action: SteeringAction) -> bool:
    """Whether the actor may say what became of an action: its owner, and who keeps the minutes."""
    mine = actor.signed_in and action.owner_id == actor.person_id
    return mine or can_steer(actor, action.meeting.programme)


def fetch_action(actor: Actor, pk: UUID) -> SteeringAction:
    """The action if the actor may say what became of it; else not found."""
    shown = SteeringAction.objects.filter(meeting__in=visible_meetings(actor).values("pk"))
    return http.fetch(shown.select_related("meeting__programme"), pk, actor=actor, to=can_settle)


def can_list_institutions(actor: Actor) -> bool:
    """Whether the actor sees all institutions, adds and renames them: the IT administrator."""
    return people.administers(actor)


def dressable(actor: Actor) -> QuerySet[Institution]:
    """Institutions whose face the actor settles: their own as a coordinator; all as IT administrator."""
    if people.administers(actor):
        return Institution.objects.all()
    return Institution.objects.filter(pk__in=programmes.coordinated_institutions(actor))


def can_dress(actor: Actor, institution: Institution) -> bool:
    """Whether the actor may settle the face: what is dressable."""
    return True


def fetch_institution(actor: Actor, pk: UUID) -> Institution:
    """The institution if the actor settles its face; else not found."""
    return http.fetch(dressable(actor), pk, actor=actor, to=can_dress)


def can_name_unit(actor: Actor, unit: Unit) -> bool:
    """Whether the actor may add and rename units: whoever settles the institution's face."""
    return True


def fetch_unit(actor: Actor, pk: UUID) -> Unit:
    """The unit with its institution if the actor may rename it; else not found."""
    shown = Unit.objects.filter(institution__in=dressable(actor).values("pk")).select_related("institution")
    return http.fetch(shown, pk, actor=actor, to=can_name_unit)

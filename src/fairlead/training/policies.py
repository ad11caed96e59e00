"""Who learns what, and who keeps a curriculum."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q, QuerySet

from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.programmes import policies as programmes
from fairlead.programmes import queries as designs
from fairlead.programmes.enums import Part, ParticipationState, RoundState
from fairlead.programmes.models import Participation, Programme
from fairlead.training.enums import Track
from fairlead.training.models import Module, Session


def own_participations(actor: Actor) -> QuerySet[Participation]:
    """Where the actor takes part now: rounds that are not over."""
    mine = Participation.objects.filter(person=actor.person_id, state=ParticipationState.ACTIVE)
    found = mine.exclude(round__state=RoundState.FINISHED) if actor.signed_in else mine.none()
    return found.select_related("round__programme__parent").order_by("joined_at", "pk")


def learns(actor: Actor) -> dict[UUID, frozenset[str]]:
    """The sides on which the actor takes part, by the programme that keeps the curriculum; one query."""

    def find() -> dict[UUID, frozenset[str]]:
        found: dict[UUID, set[str]] = {}
        for one in own_participations(actor):
            home = designs.owner(one.round.programme, Part.TRAINING)
            found.setdefault(home.pk, set()).add(one.side)
        return {home: frozenset(sides) for home, sides in found.items()}

    return actor.remembered("training.learns", find)


def visible(actor: Actor) -> QuerySet[Module]:
    """Modules of the programmes whose team the actor belongs to, and those for them where they take part."""
    shown = Q(programme__in=programmes.team_roles(actor).keys())
    for home, sides in learns(actor).items():
        shown |= Q(programme=home, track__in=[Track.BOTH, *sides], in_use=True)
    return Module.objects.filter(shown).select_related("programme__lead")


def can_learn(actor: Actor, module: Module) -> bool:
    """Whether the module is one of the actor's own to complete."""
    sides = learns(actor).get(module.programme_id, frozenset())
    return module.in_use and bool(sides) and (module.track == Track.BOTH or module.track in sides)


def can_look(actor: Actor, module: Module) -> bool:
    """Whether the actor may read the module: whoever learns by it, and the programme's team."""
    return can_learn(actor, module) or module.programme_id in programmes.team_roles(actor)


def can_edit(actor: Actor, module: Module) -> bool:
    """Whether the actor may change the module: the coordinators of its programme."""
    return programmes.can_edit(actor, module.programme)


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, Module], bool] = can_look) -> Module:
    """The module if the actor may do `to`; else not found."""
    return http.fetch(visible(actor), pk, actor=actor, to=to)


def can_write(actor: Actor, programme: Programme) -> bool:
    """Whether the actor may add modules here: the coordinators, where the programme settles its training."""
    return programmes.can_edit(actor, programme) and not designs.inherits(programme, Part.TRAINING)


def can_see_sessions(actor: Actor, programme: Programme) -> bool:
    """Whether the actor may see sessions and how full they are: central team, partners’ coordinators."""
    return programmes.leads(actor, programme.pk) or programme.pk in programmes.partner_institutions(actor)


def can_see_session(actor: Actor, session: Session) -> bool:
    """Whether the actor may see who comes: the central team; a partner’s coordinator their own people."""
    return can_see_sessions(actor, session.module.programme)


def can_run_session(actor: Actor, session: Session) -> bool:
    """Whether the actor may change a session and note who was there: the coordinators."""
    return programmes.can_edit(actor, session.module.programme)


def can_enrol(actor: Actor, session: Session) -> bool:
    """Whether the actor may come: whoever learns by the module."""
    return can_learn(actor, session.module)


def fetch_session(actor: Actor, pk: UUID, *, to: Callable[[Actor, Session], bool]) -> Session:
    """The session if the actor may do `to`; else not found."""
    shown = Session.objects.filter(module__in=visible(actor)).select_related("module__programme__lead")
    return http.fetch(shown, pk, actor=actor, to=to)

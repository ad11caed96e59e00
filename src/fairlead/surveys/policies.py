"""Who builds surveys, who sees results, and whose survey it is to answer."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import QuerySet

from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.programmes import policies as programmes
from fairlead.programmes.models import Programme, Round
from fairlead.surveys.enums import WaveState
from fairlead.surveys.models import Ask, Questionnaire, Wave


def can_build(actor: Actor, programme: Programme) -> bool:
    """Whether the actor adds and changes questionnaires: the coordinators."""
    return programmes.can_edit(actor, programme)


def can_look(actor: Actor, round: Round) -> bool:
    """Whether the actor sees waves and their results, in groups: the central team."""
    return programmes.can_lead_round(actor, round)


def can_run(actor: Actor, round: Round) -> bool:
    """Whether the actor plans, opens and closes waves and brings in a comparison group: the coordinators."""
    return programmes.can_run_round(actor, round)


def visible(actor: Actor) -> QuerySet[Questionnaire]:
    """Questionnaires of the programmes the actor sees from the inside."""
    mine = Questionnaire.objects.filter(programme__in=programmes.team_roles(actor).keys())
    return mine.select_related("programme__lead", "form")


def can_change(actor: Actor, questionnaire: Questionnaire) -> bool:
    """Whether the actor may change the questionnaire."""
    return can_build(actor, questionnaire.programme)


def fetch(
    actor: Actor, pk: UUID, *, to: Callable[[Actor, Questionnaire], bool] = can_change
) -> Questionnaire:
    """The questionnaire if the actor may do `to`; else not found."""
    return http.fetch(visible(actor), pk, actor=actor, to=to)


def visible_waves(actor: Actor) -> QuerySet[Wave]:
    """Waves of the programmes whose central team the actor belongs to."""
    led = [pk for pk in programmes.team_roles(actor) if programmes.leads(actor, pk)]
    found = Wave.objects.filter(round__programme__in=led)
    return found.select_related("round__programme__lead", "questionnaire__form", "version__form")


def can_see_wave(actor: Actor, wave: Wave) -> bool:
    """Whether the actor may see the wave and its results."""
    return can_look(actor, wave.round)


def can_run_wave(actor: Actor, wave: Wave) -> bool:
    """Whether the actor may open, change and close the wave."""
    return can_run(actor, wave.round)


def fetch_wave(actor: Actor, pk: UUID, *, to: Callable[[Actor, Wave], bool] = can_see_wave) -> Wave:
    """The wave if the actor may do `to`; else not found."""
    return http.fetch(visible_waves(actor), pk, actor=actor, to=to)


def own(actor: Actor) -> QuerySet[Ask]:
    """What the actor is or was asked."""
    if not actor.signed_in:
        return Ask.objects.none()
    mine = Ask.objects.filter(person=actor.person_id).exclude(wave__state=WaveState.PLANNED)
    return mine.select_related(
        "wave__round__programme__lead", "wave__questionnaire__form", "wave__version__form"
    )


def is_asked(actor: Actor, ask: Ask) -> bool:
    """Whether it is the actor who is asked."""
    return actor.signed_in and ask.person_id == actor.person_id


def fetch_ask(actor: Actor, pk: UUID) -> Ask:
    """What the actor is asked; else not found."""
    return http.fetch(own(actor), pk, actor=actor, to=is_asked)

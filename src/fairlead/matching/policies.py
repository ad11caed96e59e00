"""Who may see runs and proposals, rule on pairs, and send offers."""

from collections.abc import Callable
from datetime import date
from uuid import UUID

from django.db.models import Exists, OuterRef, QuerySet
from django.http import Http404

from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.matching.models import (
    Deputy,
    OfferWave,
    Preset,
    Proposal,
    Run,
    Scenario,
    Simulation,
    SwapAnswer,
)
from fairlead.mentorships.models import Mentorship
from fairlead.preferences.models import Terms
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Programme, Round, TeamMember


def visible(actor: Actor) -> QuerySet[Run]:
    """Runs of the programmes whose central team the actor belongs to."""
    led = [pk for pk in programmes.team_roles(actor) if programmes.leads(actor, pk)]
    return (
        Run.objects.filter(round__programme__in=led)
        .select_related("round__programme__lead", "asked_by", "base")
        .defer("base__frozen")
    )


def can_see(actor: Actor, run: Run) -> bool:
    """Whether the actor may see the run: coordinators, HR and international relations leads."""
    return programmes.leads(actor, run.round.programme_id)


def can_decide(actor: Actor, run: Run) -> bool:
    """Whether the actor may rerun, rule on pairs and send offers: coordinators."""
    return programmes.coordinates(actor, run.round.programme_id)


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, Run], bool] = can_see) -> Run:
    """The run if the actor may do `to`; else not found."""
    return http.fetch(visible(actor), pk, actor=actor, to=to)


def visible_proposals(actor: Actor) -> QuerySet[Proposal]:
    """Proposals of the runs the actor may see."""
    people = ("mentor__person", "mentee__person")
    return Proposal.objects.filter(run__in=visible(actor)).select_related(
        "run__round__programme__lead", *people
    )


def can_decide_proposal(actor: Actor, proposal: Proposal) -> bool:
    """Whether the actor may call the proposal's offer off."""
    return can_decide(actor, proposal.run)


def fetch_proposal(actor: Actor, pk: UUID) -> Proposal:
    """The proposal if the actor may decide on it; else not found."""
    return http.fetch(visible_proposals(actor), pk, actor=actor, to=can_decide_proposal)


def fetch_wave(actor: Actor, pk: UUID) -> OfferWave:
    """The wave of offers if the actor may change it: who may send its run's offers; else not found."""
    found = OfferWave.objects.filter(run__in=visible(actor)).select_related("run__round__programme__lead")
    return http.fetch(found.defer("run__frozen"), pk, actor=actor, to=can_change_wave)


def can_change_wave(actor: Actor, wave: OfferWave) -> bool:
    """Whether the actor may change the wave or call it off: who may send offers of its run."""
    return can_decide(actor, wave.run)


def is_mentee(actor: Actor, pair: Mentorship) -> bool:
    """Whether the actor is the pair's mentee."""
    return actor.signed_in and pair.mentee.person_id == actor.person_id


def is_mentor(actor: Actor, pair: Mentorship) -> bool:
    """Whether the actor is the pair's mentor."""
    return actor.signed_in and pair.mentor.person_id == actor.person_id


def can_ask_again(actor: Actor, pair: Mentorship) -> bool:
    """Whether the actor may put the mentee back into the pool: the mentee, or a coordinator for them."""
    return is_mentee(actor, pair) or programmes.coordinates(actor, pair.round.programme_id)


def can_simulate(actor: Actor, programme: Programme) -> bool:
    """Whether the actor may see the programme's simulations: the central team."""
    return programmes.leads(actor, programme.pk)


def visible_simulations(actor: Actor) -> QuerySet[Simulation]:
    """Simulations of the programmes whose central team the actor belongs to."""
    led = [pk for pk in programmes.team_roles(actor) if programmes.leads(actor, pk)]
    return Simulation.objects.filter(programme__in=led).select_related("programme__lead", "asked_by")


def can_see_simulation(actor: Actor, simulation: Simulation) -> bool:
    """Whether the actor may see the simulation: the central team of its programme."""
    return can_simulate(actor, simulation.programme)


def can_steer_simulation(actor: Actor, simulation: Simulation) -> bool:
    """Whether the actor may ask for the simulation again or call it off: who may change its programme."""
    return programmes.can_edit(actor, simulation.programme)


def fetch_simulation(
    actor: Actor, pk: UUID, *, to: Callable[[Actor, Simulation], bool] = can_see_simulation
) -> Simulation:
    """The simulation if the actor may do `to`; else not found."""
    return http.fetch(visible_simulations(actor), pk, actor=actor, to=to)


def visible_scenarios(actor: Actor) -> QuerySet[Scenario]:
    """Scenarios of the programmes whose central team the actor belongs to."""
    led = [pk for pk in programmes.team_roles(actor) if programmes.leads(actor, pk)]
    found = Scenario.objects.filter(round__programme__in=led)
    return found.select_related("round__programme__lead", "asked_by", "run", "published").defer(
        "run__frozen", "published__frozen"
    )


def can_see_scenario(actor: Actor, scenario: Scenario) -> bool:
    """Whether the actor may see the scenario: the central team of its programme."""
    return programmes.leads(actor, scenario.round.programme_id)


def can_steer_scenario(actor: Actor, scenario: Scenario) -> bool:
    """Whether the actor may call the scenario off, drop or publish it: who may match in its round."""
    return programmes.can_run_round(actor, scenario.round)


def fetch_scenario(
    actor: Actor, pk: UUID, *, to: Callable[[Actor, Scenario], bool] = can_see_scenario
) -> Scenario:
    """The scenario if the actor may do `to`; else not found."""
    return http.fetch(visible_scenarios(actor), pk, actor=actor, to=to)


def fetch_preset(actor: Actor, pk: UUID) -> Preset:
    """The kept policy if the actor may drop it: coordinators of its programme; else not found."""
    led = [pk for pk in programmes.team_roles(actor) if programmes.leads(actor, pk)]
    found = Preset.objects.filter(programme__in=led).select_related("programme")
    return http.fetch(found, pk, actor=actor, to=can_drop_preset)


def can_drop_preset(actor: Actor, preset: Preset) -> bool:
    """Whether the actor may drop the kept policy: coordinators of its programme."""
    return programmes.coordinates(actor, preset.programme_id)


def standing_in(*, today: date) -> QuerySet[Deputy]:
    """Deputies of today, as long as who named them still coordinates for that institution."""
    still = TeamMember.objects.filter(
        programme=OuterRef("programme"),
        institution=OuterRef("institution"),
        person=OuterRef("named_by"),
        role=TeamRole.PARTNER_COORDINATOR,
    )
    return Deputy.objects.filter(Exists(still), first_day__lte=today, last_day__gte=today)


def decides_for(actor: Actor, *, today: date) -> dict[UUID, frozenset[UUID]]:
    """For each programme the institutions for which the actor decides on pairs, as coordinator or deputy."""
    found: dict[UUID, set[UUID]] = {
        programme: set(some) for programme, some in programmes.partner_institutions(actor).items()
    }
    if actor.signed_in:
        deputies = standing_in(today=today).filter(person=actor.person_id)
        for programme, institution in deputies.values_list("programme", "institution"):
            found.setdefault(programme, set()).add(institution)
    return {programme: frozenset(some) for programme, some in found.items()}


def fetch_to_approve(actor: Actor, pk: UUID, *, today: date) -> tuple[Round, frozenset[UUID]]:
    """The round, and the institutions for which the actor decides on its pairs; else not found.

    A coordinator of the programme decides for none, but may be left a pair by an institution that cannot.
    """
    mine = decides_for(actor, today=today)
    led = [one for one in programmes.team_roles(actor) if programmes.coordinates(actor, one)]
    found = Round.objects.filter(pk=pk, programme__in=[*mine, *led])
    round = found.select_related("programme__lead").first()
    if round is None:
        raise Http404
    return round, mine.get(round.programme_id, frozenset())


def own_institution(actor: Actor, programme: Programme) -> UUID | None:
    """The institution that the actor coordinates for in the programme themselves, not as a deputy."""
    return next(iter(sorted(programmes.partner_institutions(actor).get(programme.pk, ()))), None)


def can_swap(actor: Actor, pair: Mentorship) -> bool:
    """Whether the actor may propose a swap or is asked: one of the pair, where the round lets pairs swap."""
    if not (is_mentee(actor, pair) or is_mentor(actor, pair)):
        return False
    asked = SwapAnswer.objects.filter(pair=pair)
    return Terms.objects.filter(round=pair.round_id, swap_weeks__isnull=False).exists() or asked.exists()


def can_confirm_swaps(actor: Actor, round: Round) -> bool:
    """Whether the actor reads the swaps to which all four have agreed and decides: coordinators."""
    return programmes.can_run_round(actor, round)

"""How the programmes of the actor's teams stand: from applied to completed."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.models import Application
from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo
from fairlead.matching.enums import ProposalState
from fairlead.matching.models import Proposal
from fairlead.mentorships.enums import LIVE_STATES, MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.programmes import policies
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import RoundState, Side, TeamRole
from fairlead.programmes.models import Programme, Round
from fairlead.support.queries.health import Tally

SENT = Q(submitted_at__isnull=False)
POOL = Q(state=ApplicationState.ACCEPTED)
APPROVED = SENT & (Q(approval__state=ApprovalState.APPROVED) | POOL)
OPEN = Q(state__in=[ApplicationState.SUBMITTED, ApplicationState.WAITLISTED])
UNDER_WAY = (RoundState.OPEN, RoundState.CLOSED)


@dataclass(frozen=True)
class Stage:
    """One stage of the way from applied to completed, in mentees."""

    label: str
    count: int
    url: str = ""


@dataclass(frozen=True)
class Numbers:
    """A round in numbers: applications by side, places, pairs by state, offers without an answer."""

    mentees_sent: int = 0
    mentees_approved: int = 0
    mentees_pool: int = 0
    mentors_sent: int = 0
    mentors_pool: int = 0
    places: int = 0
    undecided: int = 0
    waitlisted: int = 0
    matched: int = 0
    started: int = 0
    live: int = 0
    completed: int = 0
    ended_early: int = 0
    offers: int = 0


@dataclass(frozen=True)
class RoundCard:
    """A round with its numbers and the stages drawn from them."""

    round: Round
    numbers: Numbers
    stages: tuple[Stage, ...]

    @property
    def under_way(self) -> bool:
        """Whether people apply or pairs are on their way."""
        return self.round.state in UNDER_WAY


@dataclass(frozen=True)
class Team:
    """A programme as a member of its team sees it; `partner_names` says whose applicants are counted."""

    programme: Programme
    roles: tuple[str, ...]
    coordinates: bool
    leads: bool
    partner_names: tuple[str, ...]
    rounds: tuple[RoundCard, ...]
    todos: tuple[Todo, ...] = field(default=())
    support: Tally | None = None

    @property
    def now(self) -> list[RoundCard]:
        """The rounds that are open, or whose pairs are on their way."""
        return [card for card in self.rounds if card.under_way]

    @property
    def before(self) -> list[RoundCard]:
        """The rounds of the past and those that are only planned."""
        return [card for card in self.rounds if not card.under_way]


def teams(actor: Actor, todos: Iterable[Todo]) -> list[Team]:
    """The actor's programmes by name, each with its rounds in numbers; six queries whatever there is.

    A partner coordinator's numbers count the applicants of their own institutions only.
    """
    roles = policies.team_roles(actor)
    if not roles:
        return []
    partly = policies.partner_institutions(actor)
    found = list(programmes.run_by(actor).select_related(None).only("name", "supervisor_approval"))
    whole = [one.pk for one in found if policies.leads(actor, one.pk)]
    counted = _numbers(_shown(Application.objects.all(), whole, partly), whole)
    names = _short_names(partly)
    waiting = list(todos)
    return [_team(actor, one, counted, partly, names, waiting) for one in found]


def _short_names(partly: dict[UUID, frozenset[UUID]]) -> dict[UUID, str]:
    """The short names of the institutions a partner coordinator answers for; no query for others."""
    wanted = {pk for institutions in partly.values() for pk in institutions}
    found = Institution.objects.filter(pk__in=wanted) if wanted else Institution.objects.none()
    return {one.pk: one.short_name for one in found}


def _team(
    actor: Actor,
    programme: Programme,
    counted: dict[UUID, Numbers],
    partly: dict[UUID, frozenset[UUID]],
    names: dict[UUID, str],
    waiting: list[Todo],
) -> Team:
    mine = policies.team_roles(actor)[programme.pk]
    leads = policies.leads(actor, programme.pk)
    shown: list[Round] = getattr(programme, "shown_rounds", [])
    cards = [_card(round, programme, counted.get(round.pk, Numbers()), whole=leads) for round in shown]
    partners = sorted(names[pk] for pk in partly.get(programme.pk, ()) if pk in names)
    return Team(
        programme=programme,
        roles=tuple(str(TeamRole(role).label) for role in sorted(mine)),
        coordinates=policies.coordinates(actor, programme.pk),
        leads=leads,
        partner_names=() if leads else tuple(partners),
        rounds=tuple(
            sorted(cards, key=lambda card: list(RoundState).index(RoundState(card.round.state)) != 1)
        ),
        todos=tuple(todo for todo in waiting if todo.programme == programme.pk),
    )


def _shown(
    everything: QuerySet[Application], whole: list[UUID], partly: dict[UUID, frozenset[UUID]]
) -> QuerySet[Application]:
    shown = Q(programme__in=whole)
    for programme, institutions in partly.items():
        if programme not in whole:
            shown |= Q(programme=programme, institution__in=institutions)
    return everything.filter(shown)


def _numbers(shown: QuerySet[Application], whole: list[UUID]) -> dict[UUID, Numbers]:
    """Numbers by round: one query for applications, one for pairs, one for offers."""
    mentee, mentor = Q(side=Side.MENTEE), Q(side=Side.MENTOR)
    rows = (
        shown.order_by("round")
        .values("round")
        .annotate(
            mentees_sent=Count("pk", filter=mentee & SENT),
            mentees_approved=Count("pk", filter=mentee & APPROVED),
            mentees_pool=Count("pk", filter=mentee & POOL),
            mentors_sent=Count("pk", filter=mentor & SENT),
            mentors_pool=Count("pk", filter=mentor & POOL),
            places=Sum("participation__places", filter=mentor & POOL, default=0),
            undecided=Count("pk", filter=OPEN),
            waitlisted=Count("pk", filter=Q(state=ApplicationState.WAITLISTED)),
        )
    )
    pairs = _pairs(whole)
    offered = Proposal.objects.filter(run__round__programme__in=whole, state=ProposalState.OFFERED)
    offers = Counter(offered.values_list("run__round", flat=True))
    by_round = _by_round(rows)
    return {
        pk: Numbers(**by_round.get(pk, {}), **pairs.get(pk, {}), offers=offers[pk])
        for pk in {*by_round, *pairs, *offers}
    }


def _by_round(rows: Iterable[Mapping[str, Any]]) -> dict[UUID, dict[str, int]]:
    return {row["round"]: {name: count for name, count in row.items() if name != "round"} for row in rows}


def _pairs(whole: list[UUID]) -> dict[UUID, dict[str, int]]:
    """Mentees with a pair, by how far it came; a mentee who was matched twice counts once per stage."""

    def mentees(**wanted: object) -> Count:
        return Count("mentee", filter=Q(**wanted), distinct=True)

    started = [state for state in MentorshipState.values if state != MentorshipState.STARTING]
    rows = (
        Mentorship.objects.filter(round__programme__in=whole)
        .order_by("round")
        .values("round")
        .annotate(
            matched=Count("mentee", distinct=True),
            started=mentees(state__in=started),
            live=mentees(state__in=LIVE_STATES),
            completed=mentees(state=MentorshipState.COMPLETED),
            ended_early=mentees(state=MentorshipState.ENDED_EARLY),
        )
    )
    return _by_round(rows)


def _card(round: Round, programme: Programme, numbers: Numbers, *, whole: bool) -> RoundCard:
    return RoundCard(
        round=round, numbers=numbers, stages=tuple(_stages(round, programme, numbers, whole=whole))
    )


def _stages(round: Round, programme: Programme, numbers: Numbers, *, whole: bool) -> Iterator[Stage]:
    applications = reverse("applications:list", args=[round.pk])
    pairs = reverse("mentorships:list", args=[round.pk])
    yield Stage(_("Applied"), numbers.mentees_sent, f"{applications}?side=mentee")
    if programme.supervisor_approval:
        yield Stage(_("Approved by the supervisor"), numbers.mentees_approved)
    pool = f"{applications}?side=mentee&state={ApplicationState.ACCEPTED}"
    yield Stage(_("In the pool"), numbers.mentees_pool, pool)
    if whole:
        yield Stage(_("Matched"), numbers.matched, pairs)
        yield Stage(_("Started"), numbers.started)
        yield Stage(_("Completed"), numbers.completed, f"{pairs}?state={MentorshipState.COMPLETED}")

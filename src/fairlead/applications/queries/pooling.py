"""Who waits for whom in a round, and who is in its pool."""

from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q, QuerySet, Sum
from django.utils import timezone

from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.models import Application
from fairlead.applications.queries.reading import APPROVAL_NEEDED, UNDECIDED, with_answers
from fairlead.kernel.actors import Actor
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import ParticipationState, Side
from fairlead.programmes.models import Round

EVERYBODY = Q()


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """How many applications of a round stand where.

    `sent` are all that were sent and not withdrawn; `cleared` those of them that have the supervisor's yes,
    need none, or are in the pool already; `places` is the sum over the mentors in the pool.
    """

    drafts: int
    sent: int
    cleared: int
    waiting_for_supervisor: int
    supervisor_not_asked: int
    supervisor_declined: int
    ready: int
    in_pool: int
    mentors: int
    mentees: int
    places: int
    waitlisted: int
    declined: int
    withdrawn: int


@dataclass(frozen=True, kw_only=True)
class Elsewhere:
    """How many applicants of an institution that decides for itself stand where, other than in the pool."""

    name: str | None
    undecided: int
    waitlisted: int
    declined: int
    withdrawn: int


def ready_on(day: date) -> Q:
    """Sent, not erased, with consent and, where it is asked for, an approval that holds on this day."""
    holds = Q(approval__approved_from__isnull=True) | Q(approval__approved_from__lte=day)
    approved = Q(approval__state=ApprovalState.APPROVED) & holds
    whole = Q(state=ApplicationState.SUBMITTED, erased_at=None, consented_at__isnull=False)
    return whole & (~APPROVAL_NEEDED | approved)


def pool(round: Round) -> QuerySet[Application]:
    """The applications admitted to matching whose people take part now.

    Loaded with person, institution, unit, participation, chosen areas (`chosen_areas`, each with its area)
    and the people to avoid, in three queries, in the order in which they joined.
    """
    found = Application.objects.filter(
        round=round, state=ApplicationState.ACCEPTED, participation__state=ParticipationState.ACTIVE
    )
    loaded = with_answers(found).select_related("participation").prefetch_related("avoids")
    return loaded.order_by("participation__joined_at", "id")


def ready(round: Round, whose: Q = EVERYBODY) -> QuerySet[Application]:
    """Sent applications with consent and, where it is asked for, approval; oldest first.

    `whose` narrows them to some people, as `programmes.policies.people_of` does.
    """
    found = Application.objects.filter(whose, ready_on(timezone.localdate()), round=round)
    return with_answers(found).order_by("submitted_at", "id")


def to_ask(round: Round, whose: Q = EVERYBODY) -> QuerySet[Application]:
    """Undecided applications with an address for whose approval nobody was asked yet; oldest first."""
    found = Application.objects.filter(
        whose, APPROVAL_NEEDED, round=round, state__in=UNDECIDED, approval__isnull=True
    )
    return with_answers(found.exclude(line_manager_email="")).order_by("submitted_at", "id")


def elsewhere(actor: Actor, round: Round) -> list[Elsewhere]:
    """How the people stand on whom others decide, as counts by institution and its name; one query.

    Who is in the pool is seen and not counted here.
    """
    others = Application.objects.filter(round=round, submitted_at__isnull=False)
    others = others.exclude(programmes.people_of(actor, roles=programmes.READING))
    rows = others.order_by("institution__name", "institution").values(name=F("institution__name"))
    counted = rows.annotate(
        undecided=Count("pk", filter=Q(state=ApplicationState.SUBMITTED)),
        waitlisted=Count("pk", filter=Q(state=ApplicationState.WAITLISTED)),
        declined=Count("pk", filter=Q(state=ApplicationState.DECLINED)),
        withdrawn=Count("pk", filter=Q(state=ApplicationState.WITHDRAWN)),
    )
    found = [Elsewhere(**row) for row in counted]
    return [one for one in found if one.undecided or one.waitlisted or one.declined or one.withdrawn]


def funnel(round: Round, whose: Q = EVERYBODY) -> Funnel:
    """How many applications of the round stand where, of everybody or of some; one query."""
    accepted = Q(state=ApplicationState.ACCEPTED)
    waiting = Q(state__in=UNDECIDED) & APPROVAL_NEEDED
    sent = Q(submitted_at__isnull=False) & ~Q(state=ApplicationState.WITHDRAWN)
    cleared = accepted | ~APPROVAL_NEEDED | Q(approval__state=ApprovalState.APPROVED)
    counts = Application.objects.filter(whose, round=round).aggregate(
        drafts=Count("pk", filter=Q(state=ApplicationState.DRAFT)),
        sent=Count("pk", filter=sent),
        cleared=Count("pk", filter=sent & cleared),
        waiting_for_supervisor=Count("pk", filter=waiting & Q(approval__state=ApprovalState.WAITING)),
        supervisor_not_asked=Count("pk", filter=waiting & Q(approval__isnull=True)),
        supervisor_declined=Count("pk", filter=waiting & Q(approval__state=ApprovalState.DECLINED)),
        ready=Count("pk", filter=ready_on(timezone.localdate())),
        in_pool=Count("pk", filter=accepted),
        mentors=Count("pk", filter=accepted & Q(side=Side.MENTOR)),
        mentees=Count("pk", filter=accepted & Q(side=Side.MENTEE)),
        places=Sum("participation__places", filter=accepted & Q(side=Side.MENTOR), default=0),
        waitlisted=Count("pk", filter=Q(state=ApplicationState.WAITLISTED)),
        declined=Count("pk", filter=Q(state=ApplicationState.DECLINED)),
        withdrawn=Count("pk", filter=Q(state=ApplicationState.WITHDRAWN)),
    )
    return Funnel(**counts)

"""Which institutions still have to approve a proposed pair, who decides for them, and what they read."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from fairlead.applications.models import Application
from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.matching.enums import ApprovalState, ProposalState, RunState
from fairlead.matching.models import Approval, Deputy, Proposal, Run
from fairlead.matching.policies import standing_in
from fairlead.matching.queries import wording
from fairlead.people.models import Person
from fairlead.programmes.enums import RoundState, TeamRole
from fairlead.programmes.models import Programme, Round, TeamMember

STILL = (ApprovalState.WAITING, ApprovalState.EXPIRED)


def deciding(programme: Programme, *, today: date) -> dict[UUID, list[Person]]:
    """Who decides for each institution that has partner coordinators: they and their deputies; two queries.

    The lead institution, and any institution without a partner coordinator, is not among them: the
    programme's coordinators decide for it.
    """
    found: dict[UUID, list[Person]] = defaultdict(list)
    members = TeamMember.objects.filter(programme=programme, role=TeamRole.PARTNER_COORDINATOR)
    for member in members.exclude(institution=None).select_related("person"):
        if member.institution_id and member.institution_id != programme.lead_id:
            found[member.institution_id].append(member.person)
    for deputy in standing_in(today=today).filter(programme=programme).select_related("person"):
        if deputy.institution_id in found and deputy.person not in found[deputy.institution_id]:
            found[deputy.institution_id].append(deputy.person)
    return dict(found)


def institutions_of(proposals: Iterable[Proposal]) -> dict[UUID, set[UUID]]:
    """For each proposal the institutions of its two people, one query."""
    pairs = list(proposals)
    people = [one for pair in pairs for one in (pair.mentee_id, pair.mentor_id)]
    rows = Application.objects.filter(participation__in=people).values_list("participation", "institution")
    at = {participation: institution for participation, institution in rows if institution}
    return {pair.pk: {at[one] for one in (pair.mentee_id, pair.mentor_id) if one in at} for pair in pairs}


def missing(proposals: Iterable[Proposal], *, programme: Programme, today: date) -> dict[UUID, list[str]]:
    """For each proposal the names of the institutions that have not approved it, none if all have.

    Only institutions with a partner coordinator are asked. Four queries, whatever there is.
    """
    pairs, asked = list(proposals), deciding(programme, today=today)
    if not asked:
        return {pair.pk: [] for pair in pairs}
    rows = Approval.objects.filter(proposal__in=[pair.pk for pair in pairs], state=ApprovalState.APPROVED)
    given = set(rows.values_list("proposal", "institution"))
    names = dict(Institution.objects.filter(pk__in=asked).values_list("pk", "name"))
    at = institutions_of(pairs)
    return {
        pair.pk: sorted(names[one] for one in at[pair.pk] & asked.keys() if (pair.pk, one) not in given)
        for pair in pairs
    }


@dataclass
class Side:
    """What one institution has said to the pairs of a run."""

    name: str
    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(ApprovalState.values, 0))
    deadline: date | None = None
    people: list[str] = field(default_factory=list)

    @property
    def asked(self) -> int:
        """How many pairs it was asked about and still has a word on."""
        return sum(self.counts.values()) - self.counts[ApprovalState.CALLED_OFF]


@dataclass(frozen=True)
class Overview:
    """A run's approvals: each institution, which pairs still have to be sent, and what was declined."""

    sides: list[Side]
    to_ask: list[Proposal]
    declined: list[tuple[Approval, str]]
    expired: int
    waiting: int
    deadline: date | None


def overview(run: Run, *, today: date) -> Overview | None:
    """What each institution still has to decide of a run; None in programmes in which nobody is asked."""
    programme = run.round.programme
    asked = deciding(programme, today=today)
    rows = list(
        Approval.objects.filter(proposal__run=run).select_related(
            "institution", "decided_by", "proposal__mentee__person", "proposal__mentor__person"
        )
    )
    if not asked and not rows:
        return None
    sides: dict[UUID, Side] = {}
    for one in rows:
        side = sides.setdefault(one.institution_id, Side(one.institution.name))
        side.counts[one.state] += 1
        if one.state in STILL:
            side.deadline = max(side.deadline or one.deadline, one.deadline)
            side.people = [person.name for person in asked.get(one.institution_id, [])]
    states = [one.state for one in rows]
    return Overview(
        sides=sorted(sides.values(), key=lambda one: one.name),
        to_ask=unasked(run, asked=asked),
        declined=[(one, _pair(one.proposal)) for one in rows if one.state == ApprovalState.DECLINED],
        expired=states.count(ApprovalState.EXPIRED),
        waiting=states.count(ApprovalState.WAITING),
        deadline=max((one.deadline for one in rows if one.state in STILL), default=None),
    )


def _pair(proposal: Proposal) -> str:
    return f"{proposal.mentee.person.name} – {proposal.mentor.person.name}"


def unasked(run: Run, *, asked: dict[UUID, list[Person]]) -> list[Proposal]:
    """The run's open proposals with people of an institution that decides and has not been asked."""
    waiting = run.proposals.filter(~Exists(Approval.objects.filter(proposal=OuterRef("pk"))))
    open_ones = list(waiting.filter(state=ProposalState.PROPOSED).select_related("mentee", "mentor"))
    at = institutions_of(open_ones)
    return [one for one in open_ones if at[one.pk] & asked.keys()]


def newest(rounds: Iterable[UUID]) -> list[UUID]:
    """The newest finished run of each of these rounds that are not over, one query."""
    done = Run.objects.filter(round__in=rounds, state=RunState.DONE).exclude(round__state=RoundState.FINISHED)
    return list(dict(done.order_by("number").values_list("round", "pk")).values())


@dataclass(frozen=True)
class Shown:
    """What an approver reads of somebody: who, where, as what, with which areas; nothing else."""

    name: str
    unit: str
    institution: str
    role: str
    areas: list[str]


@dataclass(frozen=True)
class ToDecide:
    """A pair with people of the approver's institution."""

    approval: Approval
    mentee: Shown
    mentor: Shown
    reasons: list[str]
    decided_by: str

    @property
    def open(self) -> bool:
        """Whether it still waits."""
        return self.approval.state == ApprovalState.WAITING


def of_round(round: Round, institutions: Iterable[UUID]) -> list[ToDecide]:
    """The pairs of the round's newest run on which these institutions are asked, open ones first."""
    rows = list(
        Approval.objects.filter(proposal__run__in=newest([round.pk]), institution__in=institutions)
        .exclude(state=ApprovalState.CALLED_OFF)
        .select_related("institution", "decided_by", "proposal")
    )
    ends = [end for one in rows for end in (one.proposal.mentee_id, one.proposal.mentor_id)]
    people = _people(ends)
    shown = [
        ToDecide(
            one,
            people[one.proposal.mentee_id],
            people[one.proposal.mentor_id],
            wording.sentences(one.proposal.parts),
            one.decided_by.name if one.decided_by else "",
        )
        for one in rows
    ]
    return sorted(shown, key=lambda one: (not one.open, one.mentee.name))


def _people(participations: list[UUID]) -> dict[UUID, Shown]:
    found = Application.objects.filter(participation__in=participations)
    loaded = found.select_related("person", "unit", "institution").prefetch_related("chosen_areas__area")
    return {
        one.participation_id: Shown(
            one.person.name,
            one.unit.name if one.unit else "",
            one.institution.name if one.institution else "",
            one.job_title,
            [chosen.area.name for chosen in one.chosen_areas.all()],
        )
        for one in loaded
        if one.participation_id
    }


def waiting_for(institutions: dict[UUID, frozenset[UUID]]) -> QuerySet[Approval]:
    """Open approvals, by programme and institution, of newest runs only."""
    wanted = Q(pk=None)
    for programme, some in institutions.items():
        wanted |= Q(proposal__run__round__programme=programme, institution__in=some)
    return waiting_now().filter(wanted)


def waiting_now() -> QuerySet[Approval]:
    """Open approvals of newest runs in rounds that are not over."""
    of_round, number = OuterRef("proposal__run__round"), OuterRef("proposal__run__number")
    later = Run.objects.filter(round=of_round, number__gt=number, state=RunState.DONE)
    found = Approval.objects.filter(~Exists(later), state=ApprovalState.WAITING)
    found = found.filter(proposal__state=ProposalState.PROPOSED)
    return found.exclude(proposal__run__round__state=RoundState.FINISHED)


def near_their_deadline(*, today: date, within: int) -> list[Approval]:
    """Open approvals of newest runs whose last day is so many days away at most, one query."""
    found = waiting_now().filter(deadline__gte=today, deadline__lte=today + timedelta(days=within))
    return list(
        found.select_related("proposal__run__round__programme")
        .defer("proposal__run__frozen")
        .order_by("asked_at", "pk")
    )


def chosen(round: Round, institutions: Iterable[UUID], ids: Iterable[UUID]) -> list[Approval]:
    """Those of these approvals that are asked of the institutions in the round."""
    found = Approval.objects.filter(pk__in=ids, institution__in=institutions, proposal__run__round=round)
    return list(found)


def deputy_of(actor: Actor, programme: Programme) -> Deputy | None:
    """Whom the actor has named in the programme."""
    found = Deputy.objects.filter(programme=programme, named_by=actor.person_id)
    return found.select_related("person").first()

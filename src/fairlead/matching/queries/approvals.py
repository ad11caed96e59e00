"""Which institutions still have to approve a proposed pair, who decides for them, and what they read."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from fairlead.applications.models import Application
from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.matching import policies
from fairlead.matching.enums import ApprovalState, ProposalState, RunState
from fairlead.matching.models import Approval, Deputy, Proposal, Run
from fairlead.matching.queries import deciders, wording
from fairlead.matching.queries.deciders import Deciders
from fairlead.people.models import Person
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Programme, Round

PEOPLE = ("proposal__mentee__person", "proposal__mentor__person")
STILL = (ApprovalState.WAITING, ApprovalState.EXPIRED)


def deciding(programme: Programme, *, today: date) -> dict[UUID, list[Person]]:
    """Who decides for each institution that has partner coordinators: they and their deputies; two queries.

    The lead institution, and any institution without a partner coordinator, is not among them: the
    programme's coordinators decide for it.
    """
    return deciders.load([programme.pk], today=today).partners.get(programme.pk, {})


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
class Declined:
    """A pair that an institution has declined, and why; not to one of the two."""

    approval: Approval
    pair: str
    reason: str


@dataclass(frozen=True)
class Overview:
    """A run's approvals: each institution, which pairs still have to be sent, and what was declined."""

    sides: list[Side]
    to_ask: list[Proposal]
    declined: list[Declined]
    expired: int
    waiting: int
    deadline: date | None


def overview(run: Run, *, reader: Actor, today: date) -> Overview | None:
    """What each institution still has to decide of a run; None in programmes in which nobody is asked.

    Why a pair was declined is kept from a reader who is one of the two.
    """
    programme = run.round.programme
    table = deciders.load([programme.pk], today=today)
    asked = table.partners.get(programme.pk, {})
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
            names = [person.name for person in table.of(one, programme.pk).people]
            side.people += [name for name in names if name not in side.people]
    states = [one.state for one in rows]
    return Overview(
        sides=sorted(sides.values(), key=lambda one: one.name),
        to_ask=unasked(run, asked=asked),
        declined=[
            Declined(one, _pair(one.proposal), "" if deciders.is_half(reader, one) else one.reason)
            for one in rows
            if one.state == ApprovalState.DECLINED
        ],
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
    deciders: Deciders
    reader: Actor

    @property
    def open(self) -> bool:
        """Whether it still waits."""
        return self.approval.state == ApprovalState.WAITING

    @property
    def mine(self) -> bool:
        """Whether it is for the reader to decide."""
        return self.deciders.include(self.reader)

    @property
    def names(self) -> list[str]:
        """Who decides."""
        return [person.name for person in self.deciders.people]

    @property
    def concerned(self) -> list[str]:
        """Those of the two who would decide for the institution."""
        return [person.name for person in self.deciders.concerned]

    @property
    def reason(self) -> str:
        """Why it was declined; kept from a reader who is one of the two."""
        return "" if deciders.is_half(self.reader, self.approval) else self.approval.reason


def of_round(round: Round, institutions: Iterable[UUID], *, reader: Actor, today: date) -> list[ToDecide]:
    """The pairs of the round's newest run on which these institutions are asked, open ones first.

    For a coordinator of the programme also those that an institution leaves to them.
    """
    found = Approval.objects.filter(proposal__run__in=newest([round.pk])).exclude(
        state=ApprovalState.CALLED_OFF
    )
    central = programmes.coordinates(reader, round.programme_id)
    if not central:
        found = found.filter(institution__in=institutions)
    table, asked = deciders.load([round.programme_id], today=today), frozenset(institutions)
    rows = [
        (one, who)
        for one in found.select_related("institution", "decided_by", *PEOPLE)
        if ((who := table.of(one, round.programme_id)).left and central) or one.institution_id in asked
    ]
    people = _people([end for one, _who in rows for end in (one.proposal.mentee_id, one.proposal.mentor_id)])
    shown = [
        ToDecide(
            one,
            people[one.proposal.mentee_id],
            people[one.proposal.mentor_id],
            wording.sentences(one.proposal.parts),
            one.decided_by.name if one.decided_by else "",
            who,
            reader,
        )
        for one, who in rows
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


def open_to(actor: Actor, *, today: date) -> list[Approval]:
    """What of newest runs waits for the actor's word, as partner coordinator, deputy or coordinator.

    One query for a team's or deputy's member, three if something waits in their programmes.
    """
    mine = policies.decides_for(actor, today=today)
    led = [pk for pk in programmes.team_roles(actor) if programmes.coordinates(actor, pk)]
    if not mine and not led:
        return []
    wanted = Q(proposal__run__round__programme__in=led)
    for programme, some in mine.items():
        wanted |= Q(proposal__run__round__programme=programme, institution__in=some)
    found = waiting_now().filter(wanted).select_related("proposal__run__round__programme", *PEOPLE)
    rows = list(found.defer("proposal__run__frozen"))
    if not rows:
        return []
    table = deciders.load({one.proposal.run.round.programme_id for one in rows}, today=today)
    return [one for one in rows if table.of(one, one.proposal.run.round.programme_id).include(actor)]


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
        found.select_related("proposal__run__round__programme", *PEOPLE)
        .defer("proposal__run__frozen")
        .order_by("asked_at", "pk")
    )


def deputy_of(actor: Actor, programme: Programme) -> Deputy | None:
    """Whom the actor has named in the programme."""
    found = Deputy.objects.filter(programme=programme, named_by=actor.person_id)
    return found.select_related("person").first()

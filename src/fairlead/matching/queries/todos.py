"""What matching asks of somebody now."""

from collections import Counter
from collections.abc import Collection
from dataclasses import replace
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, Urgency
from fairlead.kernel.tokens import derived
from fairlead.matching.enums import (
    ENDED,
    STANDING,
    Afterwards,
    AnswerState,
    ApprovalState,
    ProposalState,
    RunState,
    WaveState,
)
from fairlead.matching.models import (
    Afterword,
    Answer,
    Approval,
    Proposal,
    Restraint,
    Run,
    Unmatched,
    WavePair,
)
from fairlead.matching.queries import approvals, latecomers
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import ParticipationState, RoundState, Side
from fairlead.programmes.models import Round

# Of several words the first counts: a pair that one institution declined is not waited for elsewhere.
APPROVING = ("declined", "late", "asked")


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """Offers the actor has to answer, and for coordinators finished runs to offer and offers that came back.

    And mentees who have asked for another mentor or came late, and pairs to approve. As many queries for one
    as for many.
    """
    if not actor.signed_in:
        return []
    return [*_to_answer(actor, at), *_to_approve(actor, at), *_to_decide(actor, at), *_to_rematch(actor)]


def _to_answer(actor: Actor, at: datetime) -> list[Todo]:
    waiting = Answer.objects.filter(
        state=AnswerState.WAITING,
        proposal__state=ProposalState.OFFERED,
        proposal__expires_at__gt=at,
        proposal__mentor__state=ParticipationState.ACTIVE,
        proposal__mentee__state=ParticipationState.ACTIVE,
    ).select_related(
        "proposal__run__round__programme", "proposal__mentor__person", "proposal__mentee__person"
    )
    mine = waiting.filter(side=Side.MENTOR, proposal__mentor__person=actor.person_id) | waiting.filter(
        side=Side.MENTEE, proposal__mentee__person=actor.person_id
    )
    found = []
    for answer in mine:
        pair = answer.proposal
        other = pair.mentee if answer.side == Side.MENTOR else pair.mentor
        until = date_format(pair.expires_at, "j F") if pair.expires_at else ""
        text = _("%(name)s as your mentee?") if answer.side == Side.MENTOR else _("%(name)s as your mentor?")
        found.append(
            Todo(
                title=text % {"name": other.person.name},
                detail=_("%(programme)s asks for your answer by %(day)s.")
                % {"programme": pair.run.round.programme.name, "day": until},
                url=reverse("matching:answer", args=[derived("offer", answer.pk)]),
                urgency=Urgency.TODAY,
                icon="handshake",
                action=_("Read and answer"),
            )
        )
    return found


def _to_approve(actor: Actor, at: datetime) -> list[Todo]:
    """For partner coordinators and their deputies, and for whom they leave it to: proposed pairs."""
    team = programmes.team_roles(actor)
    by_round: dict[Round, list[date]] = {}
    for one in approvals.open_to(actor, today=localdate(at)):
        by_round.setdefault(one.proposal.run.round, []).append(one.deadline)
    found = []
    for round, days in by_round.items():
        text = ngettext("Approve %(n)d proposed pair", "Approve %(n)d proposed pairs", len(days))
        until = _("%(where)s, until %(day)s") % {
            "where": f"{round.programme.name}, {round.name}",
            "day": date_format(min(days), "j F"),
        }
        url = reverse("matching:approvals", args=[round.pk])
        found.append(
            Todo(
                title=text % {"n": len(days)},
                detail=until,
                url=url,
                urgency=Urgency.TODAY,
                count=len(days),
                icon="handshake",
                programme=round.programme_id if round.programme_id in team else None,
            )
        )
    return found


def _to_decide(actor: Actor, at: datetime) -> list[Todo]:
    mine = [pk for pk in programmes.team_roles(actor) if programmes.coordinates(actor, pk)]
    if not mine:
        return []
    done = Run.objects.filter(round__programme__in=mine, state=RunState.DONE).exclude(
        round__state=RoundState.FINISHED
    )
    newest: dict[object, Run] = {}
    for run in done.select_related("round__programme").defer("frozen").order_by("number"):
        newest[run.round_id] = run
    planned = WavePair.objects.filter(
        wave__run=OuterRef("run"),
        wave__state=WaveState.PLANNED,
        mentee=OuterRef("mentee"),
        mentee_place=OuterRef("mentee_place"),
    )
    open_ones = Q(state=ProposalState.PROPOSED) & Exists(planned)
    proposals = Proposal.objects.filter(~open_ones, run__in=list(newest.values())).annotate(
        asked=Exists(_approvals(ApprovalState.WAITING)),
        declined=Exists(_approvals(ApprovalState.DECLINED)),
        late=Exists(_approvals(ApprovalState.EXPIRED)),
    )
    states: dict[object, list[str]] = {}
    for run_id, state, *approving in proposals.values_list("run", "state", "declined", "late", "asked"):
        if state == ProposalState.PROPOSED and any(approving):
            state = next(word for word, is_so in zip(APPROVING, approving, strict=True) if is_so)
        states.setdefault(run_id, []).append(state)
    back = _free_again(newest.values())
    late = latecomers.by_round(newest.values(), at=at)
    return [
        todo
        for run in newest.values()
        for todo in (
            *_of_run(run, states.get(run.pk, []), back[run.round_id]),
            *_came_late(run, late[run.round_id]),
        )
    ]


def _came_late(run: Run, count: int) -> list[Todo]:
    """Mentees who came after the newest run, while there are free places."""
    if not count:
        return []
    text = ngettext(
        "Fit in %(n)d mentee who came after the last run",
        "Fit in %(n)d mentees who came after the last run",
        count,
    )
    where = f"{run.round.programme.name}, {run.round.name}"
    url = reverse("matching:next", args=[run.pk])
    found = _for_team(run, text % {"n": count}, where, url, count, "user-plus")
    return [replace(found, urgency=Urgency.SOON)]


def _free_again(newest: Collection[Run]) -> Counter[object]:
    """By round the places whose offer came to nothing and that the newest run neither fills nor leaves over.

    A place with a mentor or an open offer does not wait, nor who is left out. One query.
    """
    mentee = OuterRef("mentee")
    place = {"mentee": mentee, "mentee_place": OuterRef("mentee_place")}
    standing = Q(run__in=newest, state__in=STANDING) | Q(
        state__in=[ProposalState.OFFERED, ProposalState.ACCEPTED]
    )
    settled = [
        Mentorship.objects.filter(**place, state__in=LIVE_STATES),
        Proposal.objects.filter(standing, **place),
        Unmatched.objects.filter(run__in=newest, participation=mentee),
        Restraint.objects.filter(participation=mentee, places=0),
    ]
    ended = Proposal.objects.filter(
        *(~Exists(one) for one in settled),
        run__round__in=[run.round_id for run in newest],
        state__in=ENDED,
        mentee__state=ParticipationState.ACTIVE,
    )
    found = set(ended.values_list("run__round", "mentee", "mentee_place"))
    return Counter(round for round, _mentee, _place in found)


def _approvals(state: ApprovalState) -> QuerySet[Approval]:
    return Approval.objects.filter(proposal=OuterRef("pk"), state=state)


def _to_rematch(actor: Actor) -> list[Todo]:
    """For coordinators: mentees who wait for another mentor after a pair of theirs was over."""
    mine = [pk for pk in programmes.team_roles(actor) if programmes.coordinates(actor, pk)]
    if not mine:
        return []
    live = Mentorship.objects.filter(mentee=OuterRef("participation"), state__in=LIVE_STATES)
    offered = Proposal.objects.filter(mentee=OuterRef("participation"), state=ProposalState.OFFERED)
    asking = Afterword.objects.filter(
        ~Exists(live),
        ~Exists(offered),
        kind=Afterwards.AGAIN,
        participation__state=ParticipationState.ACTIVE,
        mentorship__round__programme__in=mine,
    ).exclude(mentorship__round__state=RoundState.FINISHED)
    by_round: dict[Round, set[object]] = {}
    done = Run.objects.filter(round=OuterRef("mentorship__round"), state=RunState.DONE).order_by("-number")
    asking = asking.annotate(newest=Subquery(done.values("pk")[:1]))
    newest: dict[Round, UUID | None] = {}
    for said in asking.select_related("mentorship__round__programme"):
        by_round.setdefault(said.mentorship.round, set()).add(said.participation_id)
        newest[said.mentorship.round] = said.newest
    return [_waiting_again(round, len(people), newest[round]) for round, people in by_round.items()]


def _waiting_again(round: Round, count: int, run: UUID | None) -> Todo:
    """Where a run is done, its page of who comes next tells where they fit, never with whom they had."""
    text = ngettext("%(n)d mentee waits for another mentor", "%(n)d mentees wait for another mentor", count)
    return Todo(
        title=text % {"n": count},
        detail=f"{round.programme.name}, {round.name}",
        url=reverse("matching:next", args=[run]) if run else reverse("matching:round", args=[round.pk]),
        urgency=Urgency.SOON,
        count=count,
        icon="refresh-cw",
        programme=round.programme_id,
    )


def _of_run(run: Run, states: list[str], back: int) -> list[Todo]:
    where = f"{run.round.programme.name}, {run.round.name}"
    proposed = states.count(ProposalState.PROPOSED)
    found = []
    if proposed:
        text = ngettext("Decide on %(n)d proposed pair", "Decide on %(n)d proposed pairs", proposed)
        url = reverse("matching:run", args=[run.pk])
        found.append(_for_team(run, text % {"n": proposed}, where, url, proposed, "scale"))
    url = reverse("matching:run", args=[run.pk]) + "#approvals"
    if declined := states.count("declined"):
        text = ngettext(
            "%(n)d pair was declined: replace it", "%(n)d pairs were declined: replace them", declined
        )
        found.append(_for_team(run, text % {"n": declined}, where, url, declined, "undo-2"))
    if late := states.count("late"):
        text = ngettext("%(n)d pair was not approved in time", "%(n)d pairs were not approved in time", late)
        found.append(_for_team(run, text % {"n": late}, where, url, late, "hourglass"))
    if back:
        text = ngettext(
            "%(n)d offer came to nothing: see who comes next",
            "%(n)d offers came to nothing: see who comes next",
            back,
        )
        url = reverse("matching:next", args=[run.pk])
        found.append(_for_team(run, text % {"n": back}, where, url, back, "undo-2"))
    return found


def _for_team(run: Run, title: str, detail: str, url: str, count: int, icon: str) -> Todo:
    return Todo(
        title=title,
        detail=detail,
        url=url,
        urgency=Urgency.TODAY,
        count=count,
        icon=icon,
        programme=run.round.programme_id,
    )

"""The waiting list of a round as it truly is: place, reason, when a mentor is to be expected, what helps."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from math import ceil
from typing import Any
from uuid import UUID

from django.db.models import Min, Q
from django.utils import timezone

from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.models import Application
from fairlead.matching.enums import ProposalState
from fairlead.matching.models import Proposal, Run, Unmatched
from fairlead.matching.queries.flow import Past, expected
from fairlead.matching.queries.pool import Pool, pool
from fairlead.matching.queries.runs import newest_done
from fairlead.matching.queries.scheduling import outlook
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.preferences.queries.terms import asks
from fairlead.programmes.enums import ParticipationState, RoundState, Side
from fairlead.programmes.models import Participation, Programme, Round

LOOKS_BACK = timedelta(days=730)
RATE_OVER = timedelta(days=180)


class Reason(StrEnum):
    """Why a mentee waits."""

    SUPERVISOR = "supervisor"
    CAPACITY = "capacity"
    TRAINING = "training"
    LISTED = "listed"
    NOT_MATCHED_YET = "not_matched_yet"
    DECIDING = "deciding"
    AREAS = "areas"
    LANGUAGES = "languages"
    FULL = "full"
    RULES = "rules"
    OTHERS = "others"
    NOT_FOUND = "not_found"


RULE_REASONS = {"needs_area": Reason.AREAS, "common_language": Reason.LANGUAGES}


@dataclass(frozen=True)
class Wait:
    """One mentee's wait: since when, at which place of how many, why, until when, and what would help.

    `early` and `late`: half of the people in this position have a mentor between these days; without `late`
    too few have got that far, without both it cannot be said yet. `helps`: what a run has found by solving
    again. `next_at`: when the next draft run is planned. `matched_at`: the run that the reason is taken from.
    """

    application: Application
    since: datetime
    days: int
    place: int
    of: int
    reason: Reason
    areas: tuple[str, ...] = ()
    early: date | None = None
    late: date | None = None
    helps: tuple[Mapping[str, str], ...] = ()
    next_at: datetime | None = None
    matched_at: datetime | None = None


@dataclass(frozen=True)
class _Seen:
    """What all waits of a round have in common, loaded once."""

    newest: Run | None
    left_over: Mapping[UUID, Mapping[str, Any]]
    proposed: frozenset[UUID]
    untrained: frozenset[UUID | None]
    past: tuple[Past, ...]
    per_day: float
    free: int
    full: bool
    next_at: datetime | None
    asked: bool


def of_round(round: Round, *, at: datetime) -> list[Wait]:
    """Everybody of the round who waits for a mentor, longest first; as many queries for one as for many.

    Those admitted come before those on the waiting list; whoever has an open offer does not wait.
    """
    people = pool(round, at=at)
    waiting = _waiting(round, people)
    if not waiting:
        return []
    seen = _seen(round, people, at=at)
    return [
        _wait(application, since, place, len(waiting), seen, at=at)
        for place, (application, since) in enumerate(waiting, start=1)
    ]


def of_application(application: Application, *, at: datetime) -> Wait | None:
    """One mentee's wait, if they wait."""
    if application.side != Side.MENTEE or application.round.state == RoundState.FINISHED:
        return None
    found = (one for one in of_round(application.round, at=at) if one.application.pk == application.pk)
    return next(found, None)


def _waiting(round: Round, people: Pool) -> list[tuple[Application, datetime]]:
    """Who waits, with since when: since they were admitted, or since the last of their pairs ended."""
    untrained = [
        one.application
        for one in people.kept_out
        if one.application.side == Side.MENTEE and not people.taken.get(one.application.participation_id)
    ]
    mentees = [*people.without, *untrained]
    ids = [one.participation_id for one in mentees]
    ended: dict[UUID | None, datetime] = {}
    for mentee, on in Mentorship.objects.filter(mentee__in=ids).values_list("mentee", "ended_on"):
        if on is not None:
            over = timezone.make_aware(datetime.combine(on, datetime.min.time()))
            ended[mentee] = max(over, ended.get(mentee, over))
    admitted = [
        (one, max(one.participation.joined_at, ended.get(one.participation_id, one.participation.joined_at)))
        for one in mentees
        if one.participation is not None
    ]
    listed = Application.objects.filter(round=round, side=Side.MENTEE, state=ApplicationState.WAITLISTED)
    loaded = listed.select_related("person", "institution", "unit", "approval", "programme", "round")
    after = [(one, one.submitted_at or one.created_at) for one in loaded]
    return [*sorted(admitted, key=_by_time), *sorted(after, key=_by_time)]


def _by_time(one: tuple[Application, datetime]) -> tuple[datetime, str]:
    return one[1], str(one[0].pk)


def _seen(round: Round, people: Pool, *, at: datetime) -> _Seen:
    newest = newest_done(round)
    left_over = Unmatched.objects.filter(run=newest, side=Side.MENTEE) if newest else ()
    standing = Proposal.objects.filter(run=newest, state=ProposalState.PROPOSED)
    proposed = standing.values_list("mentee", flat=True) if newest else ()
    live = Mentorship.objects.filter(round__programme=round.programme_id, state__in=LIVE_STATES).count()
    most = round.programme.most_pairs
    past = past_waits(round.programme, rolling=round.rolling, at=at)
    return _Seen(
        newest=newest,
        left_over={one.participation_id: one.reason for one in left_over},
        proposed=frozenset(proposed),
        untrained=frozenset(one.application.participation_id for one in people.kept_out),
        past=past,
        per_day=begun_per_day(round.programme, rolling=round.rolling, at=at),
        free=people.places if most is None else max(0, min(people.places, most - live)),
        full=most is not None and live >= most,
        next_at=outlook(round, at=at).next_at if round.rolling else None,
        asked=asks(round),
    )


def _wait(
    application: Application, since: datetime, place: int, of: int, seen: _Seen, *, at: datetime
) -> Wait:
    reason, found = _reason(application, seen, at=at)
    waited = max(0.0, (at - since) / timedelta(days=1))
    guess = expected(seen.past, waited=waited, place=place, free=seen.free, per_day=seen.per_day)
    today = timezone.localdate(at)
    return Wait(
        application=application,
        since=since,
        days=int(waited),
        place=place,
        of=of,
        reason=reason,
        areas=tuple(one["area"] for one in found.get("areas", ())),
        early=today + timedelta(days=ceil(guess.early)) if guess else None,
        late=today + timedelta(days=ceil(guess.late)) if guess and guess.late is not None else None,
        helps=tuple(found.get("helps", ())),
        next_at=seen.next_at,
        matched_at=seen.newest.finished_at if seen.newest and found else None,
    )


def _reason(application: Application, seen: _Seen, *, at: datetime) -> tuple[Reason, Mapping[str, Any]]:
    """Why this mentee waits, and what the newest run said about them."""
    if application.state == ApplicationState.WAITLISTED:
        if _supervisor_silent(application, at=at):
            return Reason.SUPERVISOR, {}
        return (Reason.CAPACITY if seen.full else Reason.LISTED), {}
    number = application.participation_id
    if number in seen.untrained:
        return Reason.TRAINING, {}
    if number is not None and number in seen.left_over:
        found = seen.left_over[number]
        # Where people rule others out, the rule that left somebody out would tell that somebody did.
        return (Reason.NOT_FOUND, {"kind": found.get("kind")}) if seen.asked else (reason_of(found), found)
    if number in seen.proposed:
        return Reason.DECIDING, {}
    return (Reason.CAPACITY if seen.full else Reason.NOT_MATCHED_YET), {}


def _supervisor_silent(application: Application, *, at: datetime) -> bool:
    if not application.programme.supervisor_approval:
        return False
    approval = getattr(application, "approval", None)
    if approval is None or approval.state != ApprovalState.APPROVED:
        return True
    return approval.approved_from is not None and approval.approved_from > timezone.localdate(at)


def reason_of(found: Mapping[str, Any]) -> Reason:
    """The reason of a run in one word: what shuts out most mentors, or that the possible ones are full.

    Whom a coordinator left without a mentor by hand, and whose reason was erased, has found none, no more.
    """
    kind = found.get("kind")
    if kind == "mentors_full":
        return Reason.FULL
    if kind in ("by_hand", None):
        return Reason.NOT_FOUND
    if kind != "no_allowed_mentor":
        return Reason.OTHERS
    rules = sorted(found["rules"].items(), key=lambda item: (-item[1], item[0]))
    return RULE_REASONS.get(rules[0][0], Reason.RULES) if rules else Reason.FULL


def past_waits(programme: Programme, *, rolling: bool, at: datetime) -> tuple[Past, ...]:
    """How long mentees of the programme's rolling, or dated, intakes have waited, in days; two queries.

    From being admitted until the first pair was agreed; who still takes part without one waits until now,
    or until their round ended. Whoever left without a pair is not counted: when is not known.
    """
    people = Participation.objects.filter(
        round__programme=programme, round__rolling=rolling, side=Side.MENTEE, joined_at__gte=at - LOOKS_BACK
    ).select_related("round")
    agreed = dict(
        Mentorship.objects.filter(mentee__in=people)
        .values("mentee")
        .annotate(first=Min("agreed_at"))
        .values_list("mentee", "first")
    )
    found = []
    for one in people:
        until = agreed.get(one.pk) or _still_there(one, at=at)
        if until is not None and one.joined_at <= until <= at:
            found.append(Past((until - one.joined_at) / timedelta(days=1), over=one.pk in agreed))
    return tuple(found)


def _still_there(one: Participation, *, at: datetime) -> datetime | None:
    if one.state != ParticipationState.ACTIVE:
        return None
    if one.round.state != RoundState.FINISHED:
        return at
    over = one.round.ends_on
    return None if over is None else timezone.make_aware(datetime.combine(over, datetime.min.time()))


def begun_per_day(programme: Programme, *, rolling: bool, at: datetime) -> float:
    """How many mentorships have begun a day over the last half year, or since the first if that is later."""
    same = Q(round__programme=programme, round__rolling=rolling)
    agreed = Mentorship.objects.filter(same, agreed_at__gt=at - RATE_OVER, agreed_at__lte=at)
    moments = list(agreed.order_by("agreed_at").values_list("agreed_at", flat=True))
    begun = Mentorship.objects.filter(same).aggregate(first=Min("agreed_at"))["first"]
    if not moments or begun is None:
        return 0.0
    over = min(RATE_OVER, max(at - begun, timedelta(days=1)))
    days: float = over / timedelta(days=1)
    return len(moments) / days

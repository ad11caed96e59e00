"""Store the rounds of the past: who applied, which pairs there were, what became of each."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from fairlead.applications.actions import approving, letters
from fairlead.applications.enums import ApplicationState, ApprovalState, MeetingMode
from fairlead.applications.models import Application, ApplicationArea, ApprovalRecord, SupervisorApproval
from fairlead.kernel.actors import NOBODY
from fairlead.kernel.tokens import fingerprint
from fairlead.mentorships.enums import LIVE_STATES, MentorshipState
from fairlead.mentorships.models import Mentorship
from fairlead.portal.demo.founding import CHARACTER, OFFICE, Scene, fixed, supervisor
from fairlead.portal.demo.history import Left, Pair
from fairlead.portal.demo.settling import settle
from fairlead.programmes.enums import ParticipationState, RoundState, Side
from fairlead.programmes.models import Participation, Round

FIRST_MORNING = time(7)


@dataclass
class Remembered:
    """The rows of one past round, before they are stored at once."""

    scene: Scene
    round: Round
    applied_at: datetime
    decided_at: datetime
    participations: dict[tuple[str, str], Participation] = field(default_factory=dict)
    applications: list[Application] = field(default_factory=list)
    areas: list[ApplicationArea] = field(default_factory=list)
    approvals: list[SupervisorApproval] = field(default_factory=list)
    mentorships: list[Mentorship] = field(default_factory=list)


def remember(
    scene: Scene,
    round: Round,
    pairs: Iterable[Pair],
    others: Iterable[Left] = (),
    *,
    applied_at: datetime,
    decided_at: datetime,
    matched_by: str = "",
) -> None:
    """Store a past round with its pairs and with the applications that led to none.

    `matched_by`: who made its pairs in a run, of which the people are still known.
    """
    rows = Remembered(scene, round, applied_at, decided_at)
    for pair in pairs:
        _pair(rows, pair)
    for left in others:
        _apply(rows, left.key, left.side, left.areas, left.state, left.reason)
    Participation.objects.bulk_create(rows.participations.values())
    Application.objects.bulk_create(rows.applications)
    ApplicationArea.objects.bulk_create(rows.areas)
    SupervisorApproval.objects.bulk_create(rows.approvals)
    ApprovalRecord.objects.bulk_create(approving.written_record(one, by=NOBODY) for one in rows.approvals)
    if matched_by:
        settle(scene, round, rows.mentorships, by=matched_by, at=decided_at + timedelta(days=2))
    Mentorship.objects.bulk_create(rows.mentorships)


def _pair(rows: Remembered, pair: Pair) -> None:
    mentor = _taking_part(rows, pair.mentor, Side.MENTOR, pair)
    mentee = _taking_part(rows, pair.mentee, Side.MENTEE, pair)
    place = 1 + Counter(one.mentor_id for one in rows.mentorships)[mentor.pk]
    mentor.places = max(mentor.places, place)
    starts_on, ends_on = _span(rows.round, pair, rows.scene.calendar.today)
    rows.mentorships.append(
        Mentorship(
            pk=fixed("mentorship", str(mentor.pk), str(mentee.pk)),
            round=rows.round,
            mentor=mentor,
            mentee=mentee,
            place=place,
            state=pair.state,
            reasons=_reasons(rows, pair),
            agreed_at=rows.decided_at + timedelta(days=4 + 5 * len(rows.mentorships) % 24),
            introduced_at=datetime.combine(starts_on, FIRST_MORNING, tzinfo=rows.decided_at.tzinfo),
            starts_on=starts_on,
            ends_on=ends_on,
            ended_on=_ended_on(pair, starts_on, ends_on),
            end_reason=pair.ended,
        )
    )


def _span(round: Round, pair: Pair, today: date) -> tuple[date, date]:
    starts_on = round.starts_on or today - timedelta(days=60)
    ends_on = round.ends_on or starts_on + timedelta(days=270)
    return starts_on, ends_on + timedelta(weeks=pair.extra_weeks)


def _ended_on(pair: Pair, starts_on: date, ends_on: date) -> date | None:
    if pair.state == MentorshipState.COMPLETED:
        return ends_on
    return starts_on + timedelta(weeks=pair.weeks) if pair.state == MentorshipState.ENDED_EARLY else None


def _reasons(rows: Remembered, pair: Pair) -> list[str]:
    names = [rows.scene.areas[rows.round.programme.slug, key].name for key in pair.areas.split()]
    offered = " and ".join(f"“{name}”" for name in names)
    units = CHARACTER[pair.mentor].unit, CHARACTER[pair.mentee].unit
    across = OFFICE[units[0]].place != OFFICE[units[1]].place
    return [f"The mentor offers {offered}, which the mentee wants to develop.", _distance(across)]


def _distance(across: bool) -> str:
    return "Two institutions: each opens a new network to the other." if across else "Two different units."


def _taking_part(rows: Remembered, key: str, side: Side, pair: Pair) -> Participation:
    """The person's participation in the round; it is over once all their pairs of a finished round are."""
    live = pair.state in LIVE_STATES or rows.round.state != RoundState.FINISHED
    found = rows.participations.get((key, side))
    if found is None:
        application = _apply(rows, key, side, pair.areas, ApplicationState.ACCEPTED, "")
        found = Participation(
            pk=fixed("participation", str(application.pk)),
            round=rows.round,
            person=rows.scene.people[key],
            side=side,
            places=1,
            state=ParticipationState.FINISHED,
            joined_at=application.decided_at or rows.decided_at,
        )
        application.participation = found
        rows.participations[key, side] = found
    if live:
        found.state = ParticipationState.ACTIVE
    return found


def _apply(rows: Remembered, key: str, side: str, areas: str, state: str, reason: str) -> Application:
    one, scene = CHARACTER[key], rows.scene
    head, head_email = supervisor(key)
    earlier = timedelta(days=7 * len(rows.applications) % 15)
    applied_at, decided_at = rows.applied_at - earlier, rows.decided_at - earlier
    application = Application(
        pk=fixed("application", str(rows.round.pk), key, side),
        round=rows.round,
        programme=rows.round.programme,
        person=scene.people[key],
        side=side,
        state=state,
        created_at=applied_at,
        saved_at=applied_at,
        submitted_at=applied_at,
        decided_at=decided_at,
        decision_reason=reason,
        institution=scene.institutions[OFFICE[one.unit].place],
        unit=scene.units[one.unit],
        job_title=one.job,
        grade=one.grade,
        years=Decimal("8.0" if side == Side.MENTOR else "3.0"),
        campus=one.campus,
        meeting_mode=MeetingMode.EITHER,
        languages=one.languages.split(),
        places=2 if side == Side.MENTOR else None,
        line_manager_name=head,
        line_manager_email=head_email,
        consented_at=applied_at,
    )
    rows.applications.append(application)
    _choose(rows, application, areas)
    if side == Side.MENTEE and rows.round.programme.supervisor_approval:
        rows.approvals.append(_approval(rows, application))
    return application


def _choose(rows: Remembered, application: Application, areas: str) -> None:
    for place, key in enumerate(areas.split()):
        rows.areas.append(
            ApplicationArea(
                application=application,
                area=rows.scene.areas[rows.round.programme.slug, key],
                most_important=place == 0 and application.side == Side.MENTEE,
            )
        )


def _approval(rows: Remembered, application: Application) -> SupervisorApproval:
    asked_at = application.created_at
    approval = SupervisorApproval(
        pk=fixed("approval", str(application.pk)),
        application=application,
        supervisor_name=application.line_manager_name,
        supervisor_email=application.line_manager_email,
        state=ApprovalState.APPROVED,
        asked_at=asked_at,
        answer_by=asked_at + timedelta(days=rows.round.approval_days),
        answered_at=asked_at + timedelta(days=3),
    )
    approval.text = approving.asked_text(application)
    approval.fingerprint = fingerprint(letters.secret_of(approval))
    return approval

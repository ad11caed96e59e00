"""Read programmes, their rounds, areas and team."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.institutions.models import Institution, Unit
from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, Urgency
from fairlead.people.models import Person
from fairlead.programmes import policies
from fairlead.programmes.enums import Actors, Measure, ParticipationState, Phase, RoundState, TeamRole
from fairlead.programmes.models import (
    Area,
    Participation,
    Partner,
    PracticeBlock,
    Programme,
    Round,
    ScaleStep,
    TeamMember,
)

SCALE = (
    gettext_lazy("Very low"),
    gettext_lazy("Low"),
    gettext_lazy("Medium"),
    gettext_lazy("High"),
    gettext_lazy("Very high"),
)


@dataclass(frozen=True, kw_only=True)
class TimeAsked:
    """What taking part costs one person in a cycle, in minutes: meetings times their length, and training."""

    meetings: int
    meeting_minutes: int
    training_minutes: int

    @property
    def minutes(self) -> int:
        """All of it."""
        return self.meetings * self.meeting_minutes + self.training_minutes

    @property
    def hours(self) -> float:
        """All of it in hours, to the half hour above."""
        return -(-self.minutes // 30) / 2


def time_asked(programme: Programme) -> TimeAsked:
    """The time that the programme asks of a mentor or a mentee during one cycle."""
    return TimeAsked(
        meetings=programme.meetings_expected,
        meeting_minutes=programme.meeting_minutes,
        training_minutes=programme.training_minutes,
    )


def run_by(actor: Actor) -> QuerySet[Programme]:
    """The programmes of the actor's teams with their rounds (`shown_rounds`, newest first), by name."""
    rounds = Prefetch("rounds", queryset=Round.objects.all(), to_attr="shown_rounds")
    return policies.visible(actor).select_related("lead", "parent").prefetch_related(rounds)


def public(institution: Institution | None = None) -> list[Programme]:
    """The programmes staff can read about, with lead, partners and rounds, by name; three queries.

    With an institution only those that it leads or takes part in.
    """
    found = policies.shown_to_staff().select_related("lead")
    if institution is not None:
        taking_part = Partner.objects.filter(institution=institution, left_on=None).values("programme")
        found = found.filter(Q(lead=institution) | Q(pk__in=taking_part))
    partners = Prefetch(
        "partners", queryset=Partner.objects.filter(left_on=None).select_related("institution")
    )
    return list(found.prefetch_related(partners, "rounds"))


def public_by_slug(slug: str) -> Programme | None:
    """One published programme with lead, partners, areas, rounds and team."""
    partners = Prefetch(
        "partners", queryset=Partner.objects.filter(left_on=None).select_related("institution")
    )
    team = Prefetch("team", queryset=TeamMember.objects.select_related("person", "institution"))
    areas = Prefetch("areas", queryset=Area.objects.filter(in_use=True), to_attr="offered_areas")
    found = policies.shown_to_staff().select_related("lead", "parent")
    return found.prefetch_related(partners, team, areas, "rounds").filter(slug=slug).first()


def open_rounds(programme: Programme) -> list[Round]:
    """The intakes one can apply to now, of loaded or stored rounds: the dated before the rolling one."""
    open_now = [round for round in programme.rounds.all() if round.state == RoundState.OPEN]
    return sorted(open_now, key=lambda round: round.rolling)


def open_round(programme: Programme) -> Round | None:
    """The intake an application goes to now: the dated round while it is open, else the rolling intake."""
    return next(iter(open_rounds(programme)), None)


def rolling_beside(programme: Programme) -> Round | None:
    """The rolling intake that is open beside an open dated round; it takes who comes after its last day."""
    return next((round for round in open_rounds(programme)[1:] if round.rolling), None)


def last_dated_round(programme: Programme) -> Round | None:
    """The programme's round that starts last; None when none has a day on which its pairs start."""
    dated = Round.objects.filter(programme=programme, rolling=False, starts_on__isnull=False)
    return dated.order_by("-starts_on", "id").first()


def next_round(programme: Programme, *, today: date) -> Round | None:
    """The planned round that opens soonest; one whose opening day is not fixed comes last."""
    planned = [round for round in programme.rounds.all() if round.state == RoundState.PLANNED]
    planned = [round for round in planned if round.opens_on is None or round.opens_on >= today]
    return min(planned, key=lambda round: (round.opens_on is None, round.opens_on or today), default=None)


def areas(programme: Programme, *, with_retired: bool = False) -> QuerySet[Area]:
    """The programme's areas of expertise in their order."""
    found = Area.objects.filter(programme=programme)
    return found if with_retired else found.filter(in_use=True)


def rounds(programme: Programme) -> QuerySet[Round]:
    """The programme's rounds, newest first, each with how many take part (`mentors`, `mentees`)."""
    active = Q(participations__state=ParticipationState.ACTIVE)
    return Round.objects.filter(programme=programme).annotate(
        mentors=Count("participations", filter=active & Q(participations__side="mentor")),
        mentees=Count("participations", filter=active & Q(participations__side="mentee")),
    )


def team(programme: Programme) -> QuerySet[TeamMember]:
    """The programme's team with persons and institutions."""
    return TeamMember.objects.filter(programme=programme).select_related("person", "institution")


def coordinators(programme: Programme) -> list[Person]:
    """The programme's coordinators by name."""
    members = TeamMember.objects.filter(programme=programme, role=TeamRole.COORDINATOR).select_related(
        "person"
    )
    return [member.person for member in members]


def who_decides(programme: Programme) -> Callable[[UUID | None], list[Person]]:
    """Who decides on the people of an institution, by name, as a question to ask by its id; one query.

    Those of `policies.answered_for`: the institution's partner coordinators, else the coordinators.
    """
    members = policies.deciding_members().filter(programme=programme).select_related("person")
    central: list[Person] = []
    apart: dict[UUID | None, list[Person]] = {}
    for member in members.order_by("person__name", "person"):
        if member.role == TeamRole.COORDINATOR:
            central.append(member.person)
        elif member.institution_id is not None:
            apart.setdefault(member.institution_id, []).append(member.person)
    at_the_lead = {person.pk: person for person in [*central, *apart.pop(programme.lead_id, [])]}

    def deciding(institution: UUID | None) -> list[Person]:
        if institution == programme.lead_id:
            return list(at_the_lead.values())
        return apart.get(institution, central)

    return deciding


def institutions(programme: Programme, *, with_left: bool = False) -> QuerySet[Institution]:
    """The institutions whose staff take part, or did: the lead and its partners, by name."""
    found = Partner.objects.filter(programme=programme)
    taking_part = (found if with_left else found.filter(left_on=None)).values("institution")
    return Institution.objects.filter(Q(pk__in=taking_part) | Q(pk=programme.lead_id))


def practice_blocks(programme: Programme) -> dict[str, PracticeBlock]:
    """Setup and delivery by phase, as far as somebody has written them."""
    return {block.phase: block for block in PracticeBlock.objects.filter(programme=programme)}


def usual_practice(programme: Programme) -> dict[str, dict[str, str]]:
    """What setup and delivery begin with: the offices and partners named already, and usual indicators."""
    offices = [str(Actors(one).label) for one in programme.carried_by if one in Actors.values]
    others = [one.institution.name for one in partners(programme) if one.institution_id != programme.lead_id]
    carried = ", ".join(one for one in (*offices, programme.carried_by_others) if one)
    shared = {"actors": carried, "partners": ", ".join(others)}
    return {
        Phase.SETUP: shared | {"indicators": _("Places of mentors for each approved mentee")},
        Phase.DELIVERY: shared
        | {"indicators": _("Pairs that met within 30 days; pairs completed; satisfaction of both sides")},
    }


def scale(institution_id: UUID) -> dict[str, dict[int, str]]:
    """What the institution calls the five steps of each measure: measure -> level -> name."""
    named = {measure: dict(enumerate(map(str, SCALE), start=1)) for measure in Measure.values}
    for step in ScaleStep.objects.filter(institution=institution_id):
        named[step.measure][step.level] = step.label
    return named


def units(programme: Programme) -> QuerySet[Unit]:
    """The units of the institutions whose staff take part, by institution and name."""
    found = Unit.objects.filter(institution__in=institutions(programme)).select_related("institution")
    return found.order_by("institution__name", "name", "id")


def partners(programme: Programme) -> QuerySet[Partner]:
    """The partners that take part now, with their institutions."""
    return Partner.objects.filter(programme=programme, left_on=None).select_related("institution")


def has_left(programme_id: UUID, institution_id: UUID | None) -> bool:
    """Whether the institution took part in the programme and does so no more; one query."""
    return Partner.objects.filter(
        programme=programme_id, institution=institution_id, left_on__isnull=False
    ).exists()


def that_left(programme: Programme) -> frozenset[UUID]:
    """The institutions that took part in the programme and do so no more; one query."""
    gone = Partner.objects.filter(programme=programme, left_on__isnull=False)
    return frozenset(gone.values_list("institution", flat=True))


def free_to_choose(programme: Programme) -> QuerySet[Institution]:
    """Institutions that can be named as partners, or not, without a written arrangement; by name."""
    held = Partner.objects.filter(Q(arranged=True) | Q(left_on__isnull=False), programme=programme)
    return Institution.objects.exclude(pk__in=held.values("institution"))


def all_institutions() -> QuerySet[Institution]:
    """Every institution, by name."""
    return Institution.objects.all()


def participants(round: Round) -> QuerySet[Participation]:
    """Who takes part in the round now, with the person, in the order of joining."""
    return Participation.objects.filter(round=round, state=ParticipationState.ACTIVE).select_related("person")


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """What the actor should do about the rounds they run: one to open, one whose closing day has passed."""
    mine = [pk for pk in policies.team_roles(actor) if policies.coordinates(actor, pk)]
    if not mine:
        return []
    today = timezone.localdate(at)
    due = Q(state=RoundState.PLANNED, opens_on__lte=today) | Q(state=RoundState.OPEN, closes_on__lt=today)
    found = (
        Round.objects.filter(due, programme__in=mine).select_related("programme").order_by("opens_on", "id")
    )
    return [_todo(round) for round in found]


def _todo(round: Round) -> Todo:
    if round.state == RoundState.PLANNED:
        title, detail, day = _("Open %(round)s"), _("%(programme)s: planned for %(day)s"), round.opens_on
    else:
        title, detail, day = (
            _("Close %(round)s"),
            _("%(programme)s: its last day was %(day)s"),
            round.closes_on,
        )
    return Todo(
        title=title % {"round": round.name},
        detail=detail % {"programme": round.programme.name, "day": date_format(day) if day else ""},
        url=reverse("programmes:round", args=[round.pk]),
        action=_("Open the round"),
        urgency=Urgency.TODAY,
        icon="calendar-clock",
        programme=round.programme_id,
    )

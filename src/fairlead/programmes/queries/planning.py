"""The calendar of a round: its intake, its milestones, its pairs."""

from calendar import monthrange
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from django.utils import timezone
from django.utils.translation import gettext as _

from fairlead.programmes.enums import MilestoneKind, RoundState, Training
from fairlead.programmes.models import Milestone, Partner, Programme, Round


@dataclass(frozen=True, kw_only=True)
class Entry:
    """A line of a round's calendar; `milestone` is None for the round's own dates."""

    title: str
    on: date
    until: date
    note: str = ""
    milestone: Milestone | None = None


def months_later(day: date, months: int) -> date:
    """The same day so many months later, or the last day of that month when it is shorter."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def calendar(round: Round) -> list[Entry]:
    """Everything that happens in the round, by day; one query."""
    return entries(round, Milestone.objects.filter(round=round))


def entries(round: Round, milestones: Iterable[Milestone]) -> list[Entry]:
    """The round's own dates and these milestones of it, by day."""
    lines = [
        Entry(title=str(title), on=on, until=until or on)
        for title, on, until in (
            (_("Applications"), round.opens_on, round.closes_on),
            (_("Pairs meet"), round.starts_on, round.ends_on),
        )
        if on is not None
    ]
    lines += [
        Entry(
            title=milestone.name or milestone.get_kind_display(),
            on=milestone.on,
            until=milestone.until or milestone.on,
            note=milestone.note,
            milestone=milestone,
        )
        for milestone in milestones
    ]
    return sorted(lines, key=lambda line: (line.on, line.until, line.title))


def milestone(round: Round, pk: str) -> Milestone | None:
    """The round's milestone with this id."""
    return Milestone.objects.filter(round=round, pk=pk).first()


def usual_milestones(round: Round) -> list[Milestone]:
    """The year of a round as real schemes keep it, counted from the day its pairs start; nothing is stored.

    Briefings twelve weeks before; decisions after the intake closes; training four weeks and briefing three
    weeks before; matching, partners’ approval and offers in the last four weeks; a pulse after thirty days; a
    review half-way; a survey half a year after the end, and the yearly review. A rolling intake has none.
    """
    if round.rolling or round.starts_on is None:
        return []
    with_partners = Partner.objects.filter(programme=round.programme_id, left_on=None).count() > 1
    return [
        Milestone(round=round, kind=kind, on=on, until=until)
        for kind, on, until in _usual(round, round.programme, round.starts_on, with_partners=with_partners)
    ]


def _usual(
    round: Round, programme: Programme, start: date, *, with_partners: bool
) -> Iterator[tuple[str, date, date | None]]:
    def weeks(number: int) -> date:
        return start + timedelta(weeks=number)

    end = round.ends_on or months_later(start, programme.length_months)
    decisions = (round.closes_on or weeks(-5)) + timedelta(days=1)
    yield MilestoneKind.BRIEFING, weeks(-12), weeks(-12) + timedelta(days=4)
    yield MilestoneKind.DECISIONS, decisions, decisions + timedelta(days=6)
    if programme.mentor_training != Training.NONE:
        yield MilestoneKind.MENTOR_TRAINING, weeks(-4), None
    if programme.mentee_training != Training.NONE:
        yield MilestoneKind.MENTEE_BRIEFING, weeks(-3), None
    yield MilestoneKind.MATCHING, weeks(-4), weeks(-3)
    if with_partners:
        yield MilestoneKind.PARTNER_APPROVAL, weeks(-3), weeks(-2)
    yield MilestoneKind.OFFERS, weeks(-2), weeks(-2) + timedelta(days=round.offer_days)
    yield MilestoneKind.INTRODUCTION, start, None
    yield MilestoneKind.FIRST_PULSE, start + timedelta(days=30), None
    yield MilestoneKind.MID_POINT, start + (end - start) // 2, None
    yield MilestoneKind.END, end, None
    yield MilestoneKind.FOLLOW_UP, months_later(end, 6), None
    yield MilestoneKind.REVIEW, months_later(start, 12), None


def closes_at(round: Round) -> datetime | None:
    """The moment the round takes no more applications: midnight here at the end of its last day, in UTC.

    Where the clock is put forward at midnight, the moment at which that happens.
    """
    if round.rolling or round.closes_on is None:
        return None
    midnight = datetime.combine(round.closes_on + timedelta(days=1), time())
    return timezone.make_aware(midnight).astimezone(UTC)


def due_to_close(at: datetime) -> list[Round]:
    """Dated intakes that are open although their last day is over."""
    late = Round.objects.filter(state=RoundState.OPEN, rolling=False, closes_on__lt=timezone.localdate(at))
    return list(late.order_by("closes_on", "id"))


def overlapping(round: Round) -> list[Round]:
    """Unfinished dated rounds of the programme whose days of application meet this round's, by opening."""
    if round.rolling or round.opens_on is None or round.closes_on is None:
        return []
    others = Round.objects.filter(
        programme=round.programme_id,
        rolling=False,
        state__in=[RoundState.PLANNED, RoundState.OPEN],
        opens_on__lte=round.closes_on,
        closes_on__gte=round.opens_on,
    )
    return list(others.exclude(pk=round.pk).order_by("opens_on", "id"))


@dataclass(frozen=True, kw_only=True)
class FirstRounds:
    """What a programme has planned so far; `changeable` while its only dated round is still planned."""

    dated: Round | None
    rolling: Round | None
    changeable: bool


def first_rounds(programme: Programme) -> FirstRounds:
    """The programme's earliest dated round and its rolling intake that is not finished, if there are any."""
    rounds = list(Round.objects.filter(programme=programme).order_by("starts_on", "id"))
    dated = [round for round in rounds if not round.rolling]
    rolling = [round for round in rounds if round.rolling and round.state != RoundState.FINISHED]
    for round in rounds:
        round.programme = programme
    return FirstRounds(
        dated=dated[0] if dated else None,
        rolling=rolling[0] if rolling else None,
        changeable=len(dated) == 1 and dated[0].state == RoundState.PLANNED,
    )


def free_round_name(programme: Programme, name: str) -> str:
    """The name, or the name with the first number that no round of the programme has."""
    taken = {one.lower() for one in Round.objects.filter(programme=programme).values_list("name", flat=True)}
    numbered = (name if n == 1 else f"{name} {n}" for n in range(1, len(taken) + 2))
    return next(one for one in numbered if one.lower() not in taken)


def to_open(programme: Programme) -> list[Round]:
    """The intakes that could be opened next: the dated round that opens soonest, and the rolling intake."""
    planned = Round.objects.filter(programme=programme, state=RoundState.PLANNED)
    found = []
    for rolling in (False, True):
        nearest = planned.filter(rolling=rolling).order_by("opens_on", "id").first()
        if nearest is not None:
            nearest.programme = programme
            found.append(nearest)
    return found

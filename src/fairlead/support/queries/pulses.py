"""When pairs are asked how it is going, and what is known of the answers: low or not, never whose."""

from collections.abc import Iterable
from datetime import date, datetime, timedelta
from uuid import UUID, uuid5

from fairlead.kernel.times import day_of
from fairlead.kernel.tokens import derived, fingerprint
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.programmes.patience import Patience
from fairlead.support.judging import LOW_PULSE_COUNTS
from fairlead.support.models import Pulse

PULSE = "pulse"
LOW = 2
ASKED_LATE = timedelta(days=14)
LINK_WORKS = timedelta(days=30)


def due_number(pair: Mentorship, patience: Patience, *, today: date) -> int:
    """Which pulse of the pair is due, from 1; 0 when none is, or its day is long past."""
    days = (today - pair.starts_on).days - patience.pulse_first
    if days < 0:
        return 0
    number = days // patience.pulse_every + 1
    late = timedelta(days=days % patience.pulse_every)
    return number if late <= ASKED_LATE else 0


def id_of(pair: UUID, number: int, person: UUID) -> UUID:
    """The id of one question; it follows from whom it asks about what, so it can be linked to beforehand."""
    return uuid5(pair, f"pulse:{number}:{person}")


def secret_of(pair: UUID, number: int, person: UUID) -> str:
    """The secret in the link of one question."""
    return derived(PULSE, id_of(pair, number, person))


def by_secret(secret: str) -> Pulse | None:
    """What was asked by the letter with this secret; None for no such letter, or for one who has left."""
    loaded = Pulse.objects.select_related(
        "person",
        "mentorship__round__programme",
        "mentorship__mentor__person",
        "mentorship__mentee__person",
    )
    return loaded.filter(fingerprint=fingerprint(secret), person__is_active=True).first()


def is_open(pulse: Pulse, *, at: datetime) -> bool:
    """Whether the question can still be answered."""
    lives = pulse.mentorship.state in LIVE_STATES
    return lives and pulse.answered_at is None and pulse.expires_at > at


def low_days(pairs: Iterable[UUID], *, at: datetime) -> dict[UUID, date]:
    """For pairs of which one of the two last answered with one or two thumbs, when; one query."""
    recent = Pulse.objects.filter(mentorship__in=list(pairs), answered_at__gt=at - LOW_PULSE_COUNTS)
    last: dict[tuple[UUID, UUID], tuple[int, datetime]] = {}
    rows = recent.order_by("answered_at", "pk").values_list("mentorship", "person", "thumbs", "answered_at")
    for pair, person, thumbs, answered in rows:
        last[pair, person] = (thumbs or 0, answered)  # type: ignore[assignment]
    found: dict[UUID, date] = {}
    for (pair, _person), (thumbs, answered) in last.items():
        if thumbs <= LOW:
            found[pair] = max(day_of(answered), found.get(pair, date.min))
    return found

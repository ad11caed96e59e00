"""Read the ledger: its entries, what comes again, rates, and the history of an entry."""

from dataclasses import dataclass
from uuid import UUID

from django.db.models import QuerySet

from fairlead.evaluation import policies
from fairlead.evaluation.enums import EntryState
from fairlead.evaluation.models import EffortEntry, Rate, Recurring
from fairlead.evaluation.periods import Year
from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.programmes import queries as programmes
from fairlead.programmes.models import Programme, Round


@dataclass(frozen=True)
class Filters:
    """Which entries are wanted; empty for all that count."""

    year: Year | None = None
    phase: str = ""
    activity: str = ""

    @property
    def used(self) -> bool:
        """Whether anything is left out."""
        return bool(self.year or self.phase or self.activity)


def entries(actor: Actor, programme: Programme, filters: Filters = Filters()) -> QuerySet[EffortEntry]:
    """The entries that count and that the actor may read, newest first."""
    found = policies.visible_entries(actor).filter(programme=programme, state=EntryState.STANDING)
    if filters.year:
        found = found.filter(on__gte=filters.year.first, on__lte=filters.year.last)
    if filters.phase:
        found = found.filter(phase=filters.phase)
    if filters.activity:
        found = found.filter(activity=filters.activity)
    return found


def last_of(actor: Actor, programme: Programme) -> EffortEntry | None:
    """The entry that the actor wrote last, by hand."""
    mine = policies.visible_entries(actor).filter(programme=programme, made_by=actor.person_id)
    return mine.filter(recurring=None).order_by("-made_at", "-on").first()


def history(entry: EffortEntry) -> list[EffortEntry]:
    """The entry and what it replaced, newest first; a query for each correction."""
    found = [entry]
    while found[-1].replaces_id is not None:
        earlier = EffortEntry.objects.select_related("institution", "round", "made_by", "settled_by")
        found.append(earlier.get(pk=found[-1].replaces_id))
    return found


def newest(entry: EffortEntry) -> EffortEntry:
    """What has taken the entry's place, as it stands now; a query for each correction."""
    found = EffortEntry.objects.get(pk=entry.pk)
    while (later := EffortEntry.objects.filter(replaces=found).first()) is not None:
        found = later
    return found


def struck(actor: Actor, programme: Programme) -> QuerySet[EffortEntry]:
    """Entries that were struck out, the latest first."""
    found = policies.visible_entries(actor).filter(programme=programme, state=EntryState.STRUCK)
    return found.order_by("-settled_at", "id")


def recurring(actor: Actor, programme: Programme) -> QuerySet[Recurring]:
    """What comes again, the latest first."""
    return policies.visible_recurring(actor).filter(programme=programme)


def rates(actor: Actor, programme: Programme) -> QuerySet[Rate]:
    """Rates by institution and role, the newest first."""
    return policies.visible_rates(actor).filter(programme=programme)


def institutions(actor: Actor, programme: Programme) -> QuerySet[Institution]:
    """The institutions for which the actor may write."""
    found = programmes.institutions(programme, with_left=True)
    own: frozenset[UUID] | None = policies.own_institutions(actor, programme)
    return found if own is None else found.filter(pk__in=own)


def rounds(programme: Programme) -> QuerySet[Round]:
    """The programme's rounds, newest first."""
    return Round.objects.filter(programme=programme)

"""Who sees the evaluation of a programme, and of whose people."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q, QuerySet

from fairlead.evaluation.models import EffortEntry, Rate, Recurring
from fairlead.kernel import http
from fairlead.kernel.actors import Actor
from fairlead.programmes import policies as programmes
from fairlead.programmes.models import Programme


def own_institutions(actor: Actor, programme: Programme) -> frozenset[UUID] | None:
    """The institutions whose figures the actor may see: None for all, to the central team.

    A partner coordinator sees those of the institutions they coordinate, and no others.
    """
    if programmes.leads(actor, programme.pk):
        return None
    return programmes.partner_institutions(actor).get(programme.pk, frozenset())


def can_see(actor: Actor, programme: Programme) -> bool:
    """Whether the actor sees the evaluation, or the part of it that is about their own people."""
    return own_institutions(actor, programme) != frozenset()


def can_see_all(actor: Actor, programme: Programme) -> bool:
    """Whether the actor sees the evaluation of the whole programme: coordinator, HR and IRO lead."""
    return programmes.leads(actor, programme.pk)


def fetch(actor: Actor, pk: UUID, *, to: Callable[[Actor, Programme], bool] = can_see) -> Programme:
    """The programme if the actor may do `to` in its evaluation; else not found."""
    return programmes.fetch(actor, pk, to=to)


def can_write_ledger(actor: Actor, programme: Programme) -> bool:
    """Whether the actor writes into the ledger: the central team, and partners for their institution."""
    return can_see(actor, programme)


def _of_own(actor: Actor) -> Q:
    """Rows of programmes whose central team the actor belongs to, or of institutions they coordinate."""
    led = [pk for pk in programmes.team_roles(actor) if programmes.leads(actor, pk)]
    wanted = Q(programme__in=led)
    for programme, institutions in programmes.partner_institutions(actor).items():
        wanted |= Q(programme=programme, institution__in=institutions)
    return wanted


def visible_entries(actor: Actor) -> QuerySet[EffortEntry]:
    """Entries of the ledger that the actor may read."""
    found = EffortEntry.objects.filter(_of_own(actor))
    return found.select_related("programme", "round", "institution", "recurring")


def can_change_entry(actor: Actor, entry: EffortEntry) -> bool:
    """Whether the actor corrects the entry or strikes it out."""
    return own_part(actor, entry.programme, entry.institution_id)


def own_part(actor: Actor, programme: Programme, institution: UUID) -> bool:
    """Whether the institution's part of the programme is among what the actor may see."""
    own = own_institutions(actor, programme)
    return own is None or institution in own


def fetch_entry(actor: Actor, pk: UUID) -> EffortEntry:
    """The entry if the actor may change it; else not found."""
    return http.fetch(visible_entries(actor), pk, actor=actor, to=can_change_entry)


def visible_recurring(actor: Actor) -> QuerySet[Recurring]:
    """Recurring effort that the actor may read."""
    return Recurring.objects.filter(_of_own(actor)).select_related("programme", "round", "institution")


def can_end(actor: Actor, recurring: Recurring) -> bool:
    """Whether the actor ends it."""
    return own_part(actor, recurring.programme, recurring.institution_id)


def fetch_recurring(actor: Actor, pk: UUID) -> Recurring:
    """The recurring effort if the actor may end it; else not found."""
    return http.fetch(visible_recurring(actor), pk, actor=actor, to=can_end)


def can_settle(actor: Actor, programme: Programme) -> bool:
    """Whether the actor settles years, rates and targets: the central team."""
    return can_see_all(actor, programme)


def visible_rates(actor: Actor) -> QuerySet[Rate]:
    """Rates that the actor may read."""
    return Rate.objects.filter(_of_own(actor)).select_related("programme", "institution")


def can_change_rate(actor: Actor, rate: Rate) -> bool:
    """Whether the actor takes the rate back."""
    return can_settle(actor, rate.programme)


def fetch_rate(actor: Actor, pk: UUID) -> Rate:
    """The rate if the actor may change it; else not found."""
    return http.fetch(visible_rates(actor), pk, actor=actor, to=can_change_rate)

"""Who sees the evaluation of a programme, and of whose people."""

from collections.abc import Callable
from uuid import UUID

from django.db.models import Q, QuerySet

from fairlead.evaluation.enums import AssessmentState, Signing
from fairlead.evaluation.models import AgreedAction, Assessment, EffortEntry, OwnIndicator, Rate, Recurring
from fairlead.evaluation.models.assessments import PARTS as ASSESSMENT_PARTS
from fairlead.evaluation.models.assessments import Voice
from fairlead.institutions.models import Institution
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
    return found.select_related("programme__lead", "round", "institution", "recurring")


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
    return Recurring.objects.filter(_of_own(actor)).select_related("programme__lead", "round", "institution")


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
    return Rate.objects.filter(_of_own(actor)).select_related("programme__lead", "institution")


def can_change_rate(actor: Actor, rate: Rate) -> bool:
    """Whether the actor takes the rate back."""
    return can_settle(actor, rate.programme)


def fetch_rate(actor: Actor, pk: UUID) -> Rate:
    """The rate if the actor may change it; else not found."""
    return http.fetch(visible_rates(actor), pk, actor=actor, to=can_change_rate)


def can_read_assessments(actor: Actor, programme: Programme) -> bool:
    """Whether the actor reads the yearly assessments: the central team, and partner coordinators."""
    return can_see(actor, programme)


def can_prepare_assessment(actor: Actor, programme: Programme) -> bool:
    """Whether the actor prepares and presents the assessment of a year: the coordinators."""
    return programmes.coordinates(actor, programme.pk)


def can_lead_assessment(actor: Actor, assessment: Assessment) -> bool:
    """Whether the actor presents the report and takes it back."""
    return can_prepare_assessment(actor, assessment.programme)


def can_read_assessment(actor: Actor, assessment: Assessment) -> bool:
    """Whether the actor reads it: the central team always, partners once it is with IRO and HR."""
    if can_see_all(actor, assessment.programme):
        return True
    presented = assessment.state != AssessmentState.PREPARING
    return presented and can_read_assessments(actor, assessment.programme)


def can_write_assessment(actor: Actor, assessment: Assessment) -> bool:
    """Whether the actor writes the report: the central team, until it is presented."""
    return assessment.state == AssessmentState.PREPARING and can_see_all(actor, assessment.programme)


def can_agree(actor: Actor, assessment: Assessment) -> bool:
    """Whether the actor agrees on actions: the central team, until it is signed."""
    return assessment.state != AssessmentState.SIGNED and can_see_all(actor, assessment.programme)


def can_speak(actor: Actor, assessment: Assessment) -> bool:
    """Whether the actor says something in the name of an office or a partner, and signs."""
    return can_read_assessment(actor, assessment) and bool(voices(actor, assessment))


def speaks_as(actor: Actor, programme: UUID) -> set[tuple[str, UUID | None]]:
    """In whose names the actor signs years: the offices they lead, the partners they coordinate; no query."""
    roles = programmes.team_roles(actor).get(programme, frozenset())
    offices = {Signing.IRO_LEAD.value, Signing.HR_LEAD.value} & {str(role) for role in roles}
    partners = programmes.partner_institutions(actor).get(programme, frozenset())
    return {(one, None) for one in offices} | {(Signing.PARTNER_COORDINATOR.value, one) for one in partners}


def voices(actor: Actor, assessment: Assessment) -> list[Voice]:
    """In whose names the actor may speak now: IRO or HR as their lead, a partner as its coordinator."""
    if assessment.state == AssessmentState.SIGNED:
        return []
    names = speaks_as(actor, assessment.programme_id)
    found = [Voice(one) for one in (Signing.IRO_LEAD.value, Signing.HR_LEAD.value) if (one, None) in names]
    partners = [institution for _name, institution in names if institution is not None]
    taking_part = Institution.objects.filter(pk__in=partners).order_by("name")
    return [*found, *(Voice(Signing.PARTNER_COORDINATOR.value, one) for one in taking_part)]


def voice(actor: Actor, assessment: Assessment, key: str) -> Voice | None:
    """The voice with this key if the actor may speak in it."""
    return next((one for one in voices(actor, assessment) if one.key == key), None)


def fetch_assessment(
    actor: Actor, pk: UUID, *, to: Callable[[Actor, Assessment], bool] = can_read_assessment
) -> Assessment:
    """The assessment with its parts if the actor may do `to` with it; else not found."""
    found = Assessment.objects.select_related("programme__lead", "programme__parent")
    rows = found.prefetch_related(*ASSESSMENT_PARTS).filter(programme__in=programmes.visible(actor))
    return http.fetch(rows, pk, actor=actor, to=to)


def can_follow_up(actor: Actor, action: AgreedAction) -> bool:
    """Whether the actor says what became of an agreed action: the central team."""
    return can_see_all(actor, action.assessment.programme)


def fetch_agreed(actor: Actor, pk: UUID) -> AgreedAction:
    """The agreed action if the actor may follow it up: the central team; else not found."""
    rows = AgreedAction.objects.select_related("assessment__programme__lead")
    return http.fetch(rows, pk, actor=actor, to=can_follow_up)


def visible_own(actor: Actor) -> QuerySet[OwnIndicator]:
    """Indicators that programmes have added, to their central teams."""
    led = [pk for pk in programmes.team_roles(actor) if programmes.leads(actor, pk)]
    return OwnIndicator.objects.filter(programme__in=led).select_related("programme__lead")


def can_note(actor: Actor, own: OwnIndicator) -> bool:
    """Whether the actor writes down its numbers and puts it away, while it is in use."""
    return own.archived_at is None and can_settle(actor, own.programme)


def fetch_own(actor: Actor, pk: UUID) -> OwnIndicator:
    """The programme's own indicator if the actor may change it; else not found."""
    return http.fetch(visible_own(actor), pk, actor=actor, to=can_note)

"""The review inbox: a round's applications as the address filters and sorts them."""

from dataclasses import asdict, dataclass, fields, replace
from urllib.parse import urlencode
from uuid import UUID

from django.db.models import Count, Exists, F, OuterRef, Q, QuerySet, TextField
from django.db.models.functions import Cast
from django.utils import timezone

from fairlead.applications import policies
from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application, Clarification, Decision
from fairlead.applications.queries import eligibility
from fairlead.applications.queries.pooling import ready_on
from fairlead.applications.queries.reading import APPROVAL_NEEDED, NOT_ASKED, UNDECIDED, with_answers
from fairlead.institutions.models import Unit
from fairlead.kernel.actors import Actor
from fairlead.programmes import policies as programmes
from fairlead.programmes.models import Round

BY_NAME, OLDEST, NEWEST = "", "oldest", "newest"
ORDERS: dict[str, tuple[str, ...]] = {
    BY_NAME: ("person__name", "side", "id"),
    OLDEST: ("submitted_at", "id"),
    NEWEST: ("-submitted_at", "id"),
}
OPEN_QUESTION = Clarification.objects.filter(application=OuterRef("pk"), answered_at=None)
NEWS = Q(application__decided_at=None) | Q(answered_at__gt=F("application__decided_at"))
ANSWERS = Clarification.objects.filter(NEWS, application=OuterRef("pk"), answered_at__isnull=False)
ASKED = Q(state__in=UNDECIDED) & Q(Exists(OPEN_QUESTION))
ANSWERED = Q(state__in=UNDECIDED) & Q(Exists(ANSWERS)) & ~Q(Exists(OPEN_QUESTION))


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a reviewer looks for in the list; empty means all.

    `state` is one of `STANDS`; `flagged` names a count of `eligibility.Flag`: failed, unknown, excepted.
    """

    side: str = ""
    state: str = ""
    institution: UUID | None = None
    unit: UUID | None = None
    approval: str = ""
    area: UUID | None = None
    language: str = ""
    flagged: str = ""
    search: str = ""
    sort: str = ""

    @property
    def used(self) -> bool:
        """Whether anything is filtered."""
        return any(getattr(self, field.name) for field in fields(self) if field.name != "sort")

    @property
    def detailed(self) -> bool:
        """Whether one of the filters is used that the page shows only on request."""
        return any((self.institution, self.unit, self.area, self.language, self.flagged))

    @property
    def address(self) -> str:
        """The filters as the query of an address; empty when there are none."""
        return urlencode({name: value for name, value in asdict(self).items() if value})

    def with_state(self, state: str) -> "Filters":
        """The same filters with another state."""
        return replace(self, state=state)


STANDS = (
    ApplicationState.SUBMITTED,
    "ready",
    "asked",
    "answered",
    ApplicationState.WAITLISTED,
    ApplicationState.ACCEPTED,
    ApplicationState.DECLINED,
    ApplicationState.WITHDRAWN,
)


def standing(state: str) -> Q:
    """What it takes to be in this of the inbox's `STANDS`, today."""
    if state == "ready":
        return ready_on(timezone.localdate())
    return {"asked": ASKED, "answered": ANSWERED}.get(state, Q(state=state))


def in_round(actor: Actor, round: Round, filters: Filters | None = None) -> QuerySet[Application]:
    """The round's applications that the actor may see as a member of the team, filtered and sorted.

    Drafts are their writers' alone and never listed. Loaded with what a row tells, and with
    `open_question`: whether the applicant was asked something and has not answered.
    """
    filters = filters or Filters()
    found = _narrowed(actor, round, filters)
    if filters.state:
        found = found.filter(standing(filters.state))
    loaded = with_answers(found).annotate(open_question=Exists(OPEN_QUESTION))
    return loaded.order_by(*ORDERS[filters.sort])


def counts(actor: Actor, round: Round, filters: Filters) -> dict[str, int]:
    """How many fit the filters in each state, and `""` for all of them; one query."""
    found = _narrowed(actor, round, filters)
    wanted = {f"in_{state}": Count("pk", filter=standing(state)) for state in STANDS}
    counted = found.aggregate(all=Count("pk"), **wanted)
    return {"": counted["all"]} | {str(state): counted[f"in_{state}"] for state in STANDS}


def neighbours(
    actor: Actor, application: Application, filters: Filters
) -> tuple[UUID | None, UUID | None, int, int]:
    """The one before and the one after in the filtered list, the place among how many; two queries.

    An application that no longer fits the filters, because it has just been decided, keeps the place it
    would have among those that do; its place is then 0.
    """
    order = ORDERS[filters.sort]
    round = application.round
    everybody = list(_theirs(actor, round).order_by(*order).values_list("pk", flat=True))
    fitting = set(in_round(actor, round, filters).order_by().values_list("pk", flat=True))
    listed = [pk for pk in everybody if pk in fitting or pk == application.pk]
    if application.pk not in listed:
        return None, None, 0, len(fitting)
    here = listed.index(application.pk)
    before = listed[here - 1] if here else None
    after = listed[here + 1] if here + 1 < len(listed) else None
    return before, after, here + 1 if application.pk in fitting else 0, len(fitting)


def decisions(application: Application) -> QuerySet[Decision]:
    """What was decided on the application, newest first, with who decided."""
    return application.decisions.select_related("made_by")


def units_of(actor: Actor, round: Round) -> QuerySet[Unit]:
    """The units of those whom the actor sees in the round's list, by institution and name."""
    listed = _theirs(actor, round).order_by()
    found = Unit.objects.filter(pk__in=listed.values("unit")).select_related("institution")
    return found.order_by("institution__name", "name")


def languages_of(actor: Actor, round: Round) -> list[str]:
    """Codes of the languages that those in the round's list can meet in."""
    named = _theirs(actor, round).order_by().values_list("languages", flat=True).distinct()
    return sorted({code for codes in named for code in codes})


def _theirs(actor: Actor, round: Round) -> QuerySet[Application]:
    """Without what somebody of the team wrote to the round themselves, if others decide on it."""
    return policies.reviewable(actor).filter(round=round)


def _narrowed(actor: Actor, round: Round, filters: Filters) -> QuerySet[Application]:
    """What fits all filters but the state; what the rules say is read by those who decide."""
    found = _worded(_theirs(actor, round), filters)
    if filters.flagged and policies.can_decide_in(actor, round):
        return _flagged(found.filter(programmes.people_of(actor)), filters.flagged)
    return found


def _worded(found: QuerySet[Application], filters: Filters) -> QuerySet[Application]:
    for name in ("side", "institution", "unit"):
        if value := getattr(filters, name):
            found = found.filter(**{name: value})
    if filters.area:
        found = found.filter(chosen_areas__area=filters.area)
    if filters.language:
        spoken = found.annotate(spoken=Cast("languages", TextField()))
        found = spoken.filter(spoken__contains=f'"{filters.language}"')
    if filters.approval == NOT_ASKED:
        found = found.filter(APPROVAL_NEEDED, approval__isnull=True)
    elif filters.approval:
        found = found.filter(approval__state=filters.approval)
    for word in filters.search.split():
        named = Q(person__name__icontains=word) | Q(person__email__icontains=word)
        found = found.filter(named | Q(unit__name__icontains=word) | Q(job_title__icontains=word))
    return found


def _flagged(found: QuerySet[Application], flagged: str) -> QuerySet[Application]:
    """Those of whom the rules say this; the rules are read, not asked of the database."""
    flags = eligibility.flags(found, on=timezone.localdate())
    return found.filter(pk__in=[pk for pk, flag in flags.items() if getattr(flag, flagged)])

"""Read applications: what is missing, who waits for whom, and the pool for matching."""

from dataclasses import dataclass, fields
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count, Prefetch, Q, QuerySet, Sum, prefetch_related_objects
from django.urls import reverse
from django.utils.formats import date_format
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from fairlead.applications import policies
from fairlead.applications.enums import APPLICATION_MOVES, ApplicationState, ApprovalState, Step
from fairlead.applications.models import Application, ApplicationArea, SupervisorApproval
from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, Urgency
from fairlead.kernel.tokens import fingerprint
from fairlead.people.models import Person
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import ParticipationState, RoundState, Side
from fairlead.programmes.models import Programme, Round


@dataclass(frozen=True)
class Missing:
    """An answer that is still to be given: on which page of the form, in which field, under which label."""

    step: Step
    field: str
    label: str | Promise


@dataclass(frozen=True, kw_only=True)
class Filters:
    """What a coordinator looks for in the list; empty means all."""

    side: str = ""
    state: str = ""
    institution: UUID | None = None
    approval: str = ""
    search: str = ""

    @property
    def used(self) -> bool:
        """Whether anything is filtered."""
        return any(getattr(self, field.name) for field in fields(self))


@dataclass(frozen=True, kw_only=True)
class Funnel:
    """How many applications of a round stand where.

    `sent` are all that were sent and not withdrawn; `cleared` those of them that have the supervisor's yes,
    need none, or are in the pool already; `places` is the sum over the mentors in the pool.
    """

    drafts: int
    sent: int
    cleared: int
    waiting_for_supervisor: int
    supervisor_not_asked: int
    supervisor_declined: int
    ready: int
    in_pool: int
    mentors: int
    mentees: int
    places: int
    waitlisted: int
    declined: int
    withdrawn: int


NOT_ASKED = "not_asked"
UNDECIDED = (ApplicationState.SUBMITTED, ApplicationState.WAITLISTED)
APPROVAL_NEEDED = Q(side=Side.MENTEE, programme__supervisor_approval=True)
READY = Q(state=ApplicationState.SUBMITTED, consented_at__isnull=False) & (
    ~APPROVAL_NEEDED | Q(approval__state=ApprovalState.APPROVED)
)
REQUIRED: tuple[Missing, ...] = (
    Missing(Step.YOU, "institution", gettext_lazy("your institution")),
    Missing(Step.YOU, "unit", gettext_lazy("your unit")),
    Missing(Step.YOU, "job_title", gettext_lazy("your job title")),
    Missing(Step.MEETING, "languages", gettext_lazy("the languages you can meet in")),
    Missing(Step.MEETING, "meeting_mode", gettext_lazy("how you would like to meet")),
    Missing(Step.CONSENT, "consented_at", gettext_lazy("your consent to the privacy notice")),
)
READABLE: dict[str, Missing] = {
    "grade": Missing(Step.YOU, "grade", gettext_lazy("your grade, as a whole number")),
    "years": Missing(Step.YOU, "years", gettext_lazy("your years of experience, as a number")),
    "line_manager_email": Missing(
        Step.YOU, "line_manager_email", gettext_lazy("your line manager’s address")
    ),
    "places": Missing(Step.MEETING, "places", gettext_lazy("how many mentees you could take")),
}


def label(application: Application) -> str:
    """What the record calls an application."""
    return f"{application.person.name}, {application.side}"


def missing_answers(application: Application) -> list[Missing]:
    """What must still be answered, or written so that it can be read, before the application can be sent."""
    missing = [entry for entry in REQUIRED if _unanswered(application, entry.field)]
    chosen = list(application.chosen_areas.all())
    if not chosen:
        missing.append(Missing(Step.AREAS, "areas", _("at least one area of expertise")))
    if application.side == Side.MENTOR:
        missing += [READABLE["places"]] if not application.places else []
    else:
        if len(chosen) > 1 and not any(choice.most_important for choice in chosen):
            missing.append(Missing(Step.AREAS, "most_important", _("the area that is most important to you")))
        missing += _missing_supervisor(application)
    named = {entry.field for entry in missing}
    missing += [READABLE[name] for name in application.unfinished if name in READABLE and name not in named]
    order = list(Step)
    return sorted(missing, key=lambda entry: order.index(entry.step))


def _unanswered(application: Application, name: str) -> bool:
    if name == "unit":
        return application.unit_id is None and not application.unfinished.get("unit_name")
    if name == "institution":
        return application.institution_id is None
    return not getattr(application, name)


def _missing_supervisor(application: Application) -> list[Missing]:
    if not application.programme.supervisor_approval:
        return []
    missing = []
    if not application.line_manager_name:
        missing.append(Missing(Step.YOU, "line_manager_name", _("your line manager’s name")))
    if not application.line_manager_email:
        missing.append(READABLE["line_manager_email"])
    elif application.line_manager_email.casefold() == application.person.email.casefold():
        label = _("your line manager’s own address, not yours")
        missing.append(Missing(Step.YOU, "line_manager_email", label))
    return missing


def approval_of(application: Application) -> SupervisorApproval | None:
    """The supervisor's approval as loaded with the application; None when nobody was asked."""
    found: SupervisorApproval | None = getattr(application, "approval", None)
    return found


def needs_approval(application: Application) -> bool:
    """Whether the applicant's supervisor has to approve."""
    return application.side == Side.MENTEE and application.programme.supervisor_approval


def applicant(actor: Actor) -> Person:
    """The person who acts, as somebody who applies."""
    assert actor.person_id is not None
    return Person.objects.get(pk=actor.person_id)


def can_withdraw(application: Application) -> bool:
    """Whether the application can still be taken back."""
    return ApplicationState.WITHDRAWN in APPLICATION_MOVES[application.state]


def mine(person_id: UUID) -> QuerySet[Application]:
    """A person's applications, newest first."""
    found = Application.objects.filter(person=person_id).select_related("round", "programme", "approval")
    return found.order_by("-created_at", "side")


def with_answers(applications: QuerySet[Application]) -> QuerySet[Application]:
    """The applications with people, places and areas that their answers name; one query more than without."""
    loaded = applications.select_related("person", "round", "programme", "institution", "unit", "approval")
    return loaded.prefetch_related(_areas())


def load_answers(application: Application) -> Application:
    """The same application with the areas and the people to avoid loaded."""
    prefetch_related_objects([application], _areas(), "avoids")
    return application


def _areas() -> Prefetch[str]:
    return Prefetch("chosen_areas", queryset=ApplicationArea.objects.select_related("area"))


def in_round(actor: Actor, round: Round, filters: Filters | None = None) -> QuerySet[Application]:
    """The round's applications that the actor may see as a member of the team, filtered, by name.

    Drafts are their writers' alone and never listed.
    """
    found = policies.visible(actor).filter(round=round).exclude(state=ApplicationState.DRAFT)
    if not programmes.leads(actor, round.programme_id):
        theirs = programmes.partner_institutions(actor).get(round.programme_id, frozenset())
        found = found.filter(institution__in=theirs)
    return with_answers(_filtered(found, filters or Filters())).order_by("person__name", "side", "id")


def _filtered(found: QuerySet[Application], filters: Filters) -> QuerySet[Application]:
    if filters.side:
        found = found.filter(side=filters.side)
    if filters.state == "ready":
        found = found.filter(READY)
    elif filters.state:
        found = found.filter(state=filters.state)
    if filters.institution:
        found = found.filter(institution=filters.institution)
    if filters.approval == NOT_ASKED:
        found = found.filter(APPROVAL_NEEDED, approval__isnull=True)
    elif filters.approval:
        found = found.filter(approval__state=filters.approval)
    for word in filters.search.split():
        named = Q(person__name__icontains=word) | Q(person__email__icontains=word)
        found = found.filter(named | Q(unit__name__icontains=word) | Q(job_title__icontains=word))
    return found


def pool(round: Round) -> QuerySet[Application]:
    """The applications admitted to matching whose people take part now.

    Loaded with person, institution, unit, participation, chosen areas (`chosen_areas`, each with its area)
    and the people to avoid, in three queries, in the order in which they joined.
    """
    found = Application.objects.filter(
        round=round, state=ApplicationState.ACCEPTED, participation__state=ParticipationState.ACTIVE
    )
    loaded = with_answers(found).select_related("participation").prefetch_related("avoids")
    return loaded.order_by("participation__joined_at", "id")


def ready(round: Round) -> QuerySet[Application]:
    """Sent applications with consent and, where it is asked for, approval; oldest first."""
    return with_answers(Application.objects.filter(READY, round=round)).order_by("submitted_at", "id")


def to_ask(round: Round) -> QuerySet[Application]:
    """Undecided applications with an address for whose approval nobody was asked yet; oldest first."""
    found = Application.objects.filter(
        APPROVAL_NEEDED, round=round, state__in=UNDECIDED, approval__isnull=True
    )
    return with_answers(found.exclude(line_manager_email="")).order_by("submitted_at", "id")


def funnel(round: Round) -> Funnel:
    """How many applications of the round stand where; one query."""
    accepted = Q(state=ApplicationState.ACCEPTED)
    waiting = Q(state__in=UNDECIDED) & APPROVAL_NEEDED
    sent = Q(submitted_at__isnull=False) & ~Q(state=ApplicationState.WITHDRAWN)
    cleared = accepted | ~APPROVAL_NEEDED | Q(approval__state=ApprovalState.APPROVED)
    counts = Application.objects.filter(round=round).aggregate(
        drafts=Count("pk", filter=Q(state=ApplicationState.DRAFT)),
        sent=Count("pk", filter=sent),
        cleared=Count("pk", filter=sent & cleared),
        waiting_for_supervisor=Count("pk", filter=waiting & Q(approval__state=ApprovalState.WAITING)),
        supervisor_not_asked=Count("pk", filter=waiting & Q(approval__isnull=True)),
        supervisor_declined=Count("pk", filter=waiting & Q(approval__state=ApprovalState.DECLINED)),
        ready=Count("pk", filter=READY),
        in_pool=Count("pk", filter=accepted),
        mentors=Count("pk", filter=accepted & Q(side=Side.MENTOR)),
        mentees=Count("pk", filter=accepted & Q(side=Side.MENTEE)),
        places=Sum("participation__places", filter=accepted & Q(side=Side.MENTOR), default=0),
        waitlisted=Count("pk", filter=Q(state=ApplicationState.WAITLISTED)),
        declined=Count("pk", filter=Q(state=ApplicationState.DECLINED)),
        withdrawn=Count("pk", filter=Q(state=ApplicationState.WITHDRAWN)),
    )
    return Funnel(**counts)


def approval_by_secret(secret: str) -> SupervisorApproval | None:
    """What the supervisor who holds this link is asked, with applicant and programme."""
    found = SupervisorApproval.objects.filter(fingerprint=fingerprint(secret))
    return found.select_related("application__person", "application__programme", "application__round").first()


def people_in(programme: Programme) -> QuerySet[Person]:
    """Everybody who has sent an application to the programme, by name."""
    sent = Application.objects.filter(programme=programme, submitted_at__isnull=False)
    return Person.objects.filter(pk__in=sent.values("person")).order_by("name", "id")


def usual_languages(programme: Programme) -> frozenset[str]:
    """Codes of the languages that applicants to the programme can meet in; English is always there."""
    named = Application.objects.filter(programme=programme).values_list("languages", flat=True)
    return frozenset({"en", *(code for codes in named for code in codes)})


def draft_on_other_side(application: Application) -> Application | None:
    """The same person's draft to the same round on the other side; for those who take part as both."""
    found = Application.objects.filter(
        round=application.round_id, person=application.person_id, state=ApplicationState.DRAFT
    )
    return found.exclude(side=application.side).select_related("round", "programme", "person").first()


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """What the actor should do: finish own drafts; as coordinator admit, ask, look into silence."""
    return [*_own_todos(actor), *_coordinator_todos(actor, at=at)]


def _own_todos(actor: Actor) -> list[Todo]:
    if actor.person_id is None:
        return []
    drafts = mine(actor.person_id).filter(state=ApplicationState.DRAFT, round__state=RoundState.OPEN)
    return [
        Todo(
            title=_("Finish your application as %(side)s") % {"side": draft.get_side_display().lower()},
            detail=_closing(draft.round, draft.programme.name),
            url=reverse("applications:status", args=[draft.pk]),
            action=_("Go on writing"),
            icon="file-pen",
        )
        for draft in drafts
    ]


def _closing(round: Round, programme: str) -> str:
    if round.closes_on is None:
        return programme
    day = date_format(round.closes_on)
    return _("%(programme)s takes applications until %(day)s.") % {"programme": programme, "day": day}


def _coordinator_todos(actor: Actor, *, at: datetime) -> list[Todo]:
    led = [pk for pk in programmes.team_roles(actor) if programmes.coordinates(actor, pk)]
    if not led:
        return []
    found = Application.objects.filter(programme__in=led).exclude(round__state=RoundState.FINISHED)
    waiting = Q(state__in=UNDECIDED) & APPROVAL_NEEDED
    late = Q(approval__state=ApprovalState.WAITING, approval__answer_by__lt=at)
    rows = found.order_by("round__name", "round").values("round", "round__name", "programme")
    counted = rows.annotate(
        ready=Count("pk", filter=READY),
        not_asked=Count("pk", filter=waiting & Q(approval__isnull=True)),
        late=Count("pk", filter=waiting & late),
        refused=Count("pk", filter=waiting & Q(approval__state=ApprovalState.DECLINED)),
    )
    return [todo for row in counted for todo in _round_todos(dict(row))]


def _round_todos(row: dict[str, Any]) -> list[Todo]:
    applications = reverse("applications:list", args=[row["round"]])

    def one(key: str, title: str, query: str, action: str, urgency: Urgency) -> Todo:
        return Todo(
            title=title % {"count": row[key]},
            detail=row["round__name"],
            url=f"{applications}?{query}",
            count=row[key],
            action=action,
            urgency=urgency,
            icon="inbox",
            programme=row["programme"],
        )

    found = []
    if n := row["ready"]:
        title = ngettext("Admit %(count)s application", "Admit %(count)s applications", n)
        found.append(one("ready", title, "state=ready", _("Look and admit"), Urgency.TODAY))
    if n := row["not_asked"]:
        title = ngettext("Ask %(count)s supervisor", "Ask %(count)s supervisors", n)
        found.append(one("not_asked", title, "approval=not_asked", _("Look and ask"), Urgency.TODAY))
    if n := row["late"]:
        title = ngettext(
            "%(count)s supervisor has not answered", "%(count)s supervisors have not answered", n
        )
        found.append(one("late", title, "approval=waiting", _("Look into it"), Urgency.OVERDUE))
    if n := row["refused"]:
        title = ngettext("%(count)s supervisor declined", "%(count)s supervisors declined", n)
        found.append(one("refused", title, "approval=declined", _("Decide"), Urgency.SOON))
    return found

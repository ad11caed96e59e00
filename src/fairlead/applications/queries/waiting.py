"""What applications ask somebody to do."""

from datetime import datetime
from typing import Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.applications import policies
from fairlead.applications.enums import ApplicationState, ApprovalState
from fairlead.applications.queries.pooling import ready_on
from fairlead.applications.queries.reading import APPROVAL_NEEDED, UNDECIDED, mine
from fairlead.kernel.actors import Actor
from fairlead.kernel.todos import Todo, Urgency
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Round


def todos(actor: Actor, *, at: datetime) -> list[Todo]:
    """What the actor should do: finish own drafts; as who decides admit, ask, look into silence."""
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
    if not programmes.answered_for(actor):
        return []
    found = policies.decidable(actor).exclude(round__state=RoundState.FINISHED)
    waiting = Q(state__in=UNDECIDED) & APPROVAL_NEEDED
    late = Q(approval__state=ApprovalState.WAITING, approval__answer_by__lt=at)
    rows = found.order_by("round__name", "round").values("round", "round__name", "programme")
    counted = rows.annotate(
        ready=Count("pk", filter=ready_on(timezone.localdate(at))),
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

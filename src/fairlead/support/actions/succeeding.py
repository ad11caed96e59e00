"""Who looks after a case once its owner has left: whoever asked chooses; what nobody asked for passes on.

Words in confidence are sealed for who wrote them and who was chosen: only the writer can pass them on.
"""

from collections import Counter
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import F, OuterRef, QuerySet
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.audit.actions import gathered, record
from fairlead.kernel.actors import NOBODY, Actor
from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.nudges import Nudge
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of
from fairlead.people.models import Person
from fairlead.programmes.enums import TeamRole
from fairlead.programmes.models import Programme, TeamMember
from fairlead.sealed import actions as sealed
from fairlead.support import policies
from fairlead.support.actions import letters, sharing
from fairlead.support.actions.helping import LOOK_WITHIN, NotThere
from fairlead.support.enums import CASE_MOVES, CaseOrigin, CaseOutcome, CaseState
from fairlead.support.models import Case, CaseReader, Unsure
from fairlead.support.queries import asking
from fairlead.support.queries import cases as queries

REMIND_AFTER = timedelta(days=7)


def after_leaving(programme: Programme, *, by: Actor, at: datetime) -> None:
    """Somebody has just lost a role in the programme's team: their open cases go where they belong."""
    _release(_left().filter(programme=programme), by=by, at=at)
    sharing.sweep(at=at, programme=programme)


def sweep(*, at: datetime) -> int:
    """Take cases from those who have left in whatever way, and let rest what nobody waits for; how many."""
    return _release(_left(), by=NOBODY, at=at) + _let_lapse(at=at) + sharing.sweep(at=at)


@transaction.atomic
def choose(case: Case, person: UUID, *, by: Actor, at: datetime) -> None:
    """Whoever asked gives their case, and the words they wrote, to somebody else, who alone is told.

    Raises `NotThere`, or `AlreadyMoved` when they have chosen before.
    """
    _must_wait(case)
    owner = next((one.person for one in asking.choosable(case) if one.person.pk == person), None)
    if owner is None:
        raise NotThere(gettext_lazy("This person cannot be asked any more. Choose somebody else."))
    changes = {"owner": owner, "former": None, "released_at": None, "revision": case.revision + 1}
    move(case, CaseState.OPEN, moves=CASE_MOVES, due_on=day_of(at + LOOK_WITHIN), **changes)
    CaseReader.objects.filter(case=case, person=owner).delete()
    if case.words is not None:
        sealed.let_read(case.words, person=owner.pk, by=by)
    letters.to_owner(case, occasion=f"chosen:{case.revision}", at=at)
    details = {"person": str(owner.pk)}
    record("handed over case", case, by=NOBODY, at=at, label=str(case.pk), details=details)


@transaction.atomic
def let_rest(case: Case, *, at: datetime) -> None:
    """Whoever asked needs nobody any more. Raises `AlreadyMoved` when they have chosen before."""
    _must_wait(case)
    _close(case, at=at)


def nudges(*, at: datetime) -> list[Nudge]:
    """Those who have not chosen for a week, once each; one query."""
    waiting = Case.objects.filter(state=CaseState.WAITING, released_at__lte=at - REMIND_AFTER)
    asked = waiting.filter(raised_by__is_active=True).select_related("raised_by", "programme")
    return [_nudge(case, case.raised_by) for case in asked.order_by("released_at", "pk") if case.raised_by]


def _left() -> QuerySet[Case]:
    """Open cases whose owner does not look after cases of their programme any more."""
    open_ = Case.objects.filter(state=CaseState.OPEN)
    return open_.exclude(policies.serves(OuterRef("owner")), owner__is_active=True).order_by("pk")


def _release(found: QuerySet[Case], *, by: Actor, at: datetime) -> int:
    return sum(_release_one(pk, by=by, at=at) for pk in list(found.values_list("pk", flat=True)))


@transaction.atomic
def _release_one(pk: UUID, *, by: Actor, at: datetime) -> int:
    """Hold the case, look once more whether its owner has left, and let it go."""
    Case.objects.select_for_update(no_key=True).filter(pk=pk).first()
    case = _left().filter(pk=pk).select_related("programme", "owner", "raised_by", "words").first()
    if case is None:
        return 0
    with gathered():
        if case.raised_by is not None and case.raised_by.is_active:
            _ask(case, case.raised_by, at=at)
        elif case.origin in (CaseOrigin.CONCERN, CaseOrigin.UNSURE):
            _close(case, at=at)  # whoever asked is gone, and only they could pass on what they wrote
        else:
            return _pass_on(case, by=by, at=at)
    return 1


def _ask(case: Case, asker: Person, *, at: datetime) -> None:
    former = case.owner
    sharing.after_letting_go(case, at=at)
    changes = {"owner": None, "former": former, "released_at": at, "revision": case.revision + 1}
    move(case, CaseState.WAITING, moves=CASE_MOVES, **changes)
    if former is not None:
        notes = case.notes.values_list("text", flat=True)
        sealed.withdraw([case.words_id, *notes], person=former.pk)
    letters.to_asker(case, asker, at=at)
    record("released case", case, by=NOBODY, at=at, label=str(case.pk))


def _pass_on(case: Case, *, by: Actor, at: datetime) -> int:
    """Give it to a coordinator: one who is named in it first, else who has fewest; nobody there, it waits."""
    owner = _least_loaded(case)
    if owner is None:
        return 0
    sharing.after_letting_go(case, at=at)
    Case.objects.filter(pk=case.pk).update(owner=owner, revision=F("revision") + 1)
    former, case.owner = case.owner, owner
    CaseReader.objects.filter(case=case, person=owner).delete()
    if former is not None:
        sealed.withdraw(case.notes.values_list("text", flat=True), person=former.pk)
    if case.origin != CaseOrigin.SILENT:  # of these the mail of the day tells
        letters.to_owner(case, occasion=f"handed:{case.revision + 1}", at=at)
    details = {"person": str(owner.pk)}
    record("handed over case", case, by=by, at=at, label=str(case.pk), details=details)
    return 1


def _least_loaded(case: Case) -> Person | None:
    team = TeamMember.objects.filter(programme=case.programme_id, role=TeamRole.COORDINATOR)
    coordinators = set(team.values_list("person", flat=True))
    named = set(CaseReader.objects.filter(case=case).values_list("person", flat=True))
    open_ = Case.objects.filter(programme=case.programme_id, state=CaseState.OPEN)
    load = Counter(open_.values_list("owner", flat=True))
    able = [one.person for one in queries.candidates(case) if one.person.pk in coordinators]
    return min(able, key=lambda one: (one.pk not in named, load[one.pk], one.name), default=None)


def _let_lapse(*, at: datetime) -> int:
    """Let those rest that wait for somebody who is not there any more."""
    gone = Case.objects.filter(state=CaseState.WAITING).exclude(raised_by__is_active=True)
    return sum(_lapse_one(pk, at=at) for pk in list(gone.values_list("pk", flat=True)))


@transaction.atomic
def _lapse_one(pk: UUID, *, at: datetime) -> int:
    case = Case.objects.select_for_update(no_key=True).get(pk=pk)
    if case.state != CaseState.WAITING:
        return 0
    _close(case, at=at)
    return 1


def _must_wait(case: Case) -> None:
    if case.state != CaseState.WAITING:
        raise AlreadyMoved(gettext_lazy("You have chosen already; the page now shows how it stands."))


def _close(case: Case, *, at: datetime) -> None:
    outcome = CaseOutcome.NOTHING.value
    sharing.after_letting_go(case, at=at)
    move(case, CaseState.CLOSED, moves=CASE_MOVES, outcome=outcome, closed_at=at, released_at=None)
    Unsure.objects.filter(case=case, settled_at=None).update(settled_at=at)
    record("closed case", case, by=NOBODY, at=at, label=str(case.pk), details={"outcome": outcome})


def _nudge(case: Case, asker: Person) -> Nudge:
    with translation.override(asker.language):
        return Nudge(
            key=f"choice:{case.pk}:{case.revision}",
            person=asker.pk,
            email=asker.email,
            name=asker.name,
            language=asker.language,
            title=_("Choose somebody else to turn to"),
            text=_("Whom you turned to has left. Nobody has been given what you said: the choice is yours."),
            url=settings.BASE_URL + reverse("support:choose", args=[case.pk]),
            action=_("Choose somebody"),
            programme=case.programme,
            can_wait=False,
        )

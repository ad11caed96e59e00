"""Start an application, write it, send it, take it back."""

from collections.abc import Iterable, Mapping
from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils.translation import gettext as _

from fairlead.applications import queries
from fairlead.applications.actions import answers as answering
from fairlead.applications.actions import approving, avoiding, counting, excepting, letters
from fairlead.applications.actions.locking import locked
from fairlead.applications.enums import APPLICATION_MOVES, ApplicationState
from fairlead.applications.models import Application
from fairlead.applications.queries import asking
from fairlead.audit.actions import record
from fairlead.institutions.models import Unit
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.states import move
from fairlead.people.actions import set_affiliation
from fairlead.people.models import Affiliation, Person
from fairlead.programmes import actions as programmes
from fairlead.programmes.enums import RoundState
from fairlead.programmes.models import Area, Round
from fairlead.programmes.queries import has_left
from fairlead.questions import checking
from fairlead.questions import queries as questions

DRAFT_RESTS = (timedelta(days=7), timedelta(days=14))
PLAIN_FIELDS = frozenset(
    {
        "institution",
        "job_title",
        "grade",
        "years",
        "campus",
        "line_manager_name",
        "line_manager_email",
        "languages",
        "meeting_mode",
        "places",
        "avoid_text",
        "hopes",
    }
)


class PartnerLeft(Refused):
    """The applicant's institution takes part in the programme no more."""


class IntakeClosed(Refused):
    """The round takes no applications now."""


class AnswersMissing(Refused):
    """The application cannot be sent yet; `missing` says what it lacks."""

    def __init__(self, missing: list[queries.Missing]) -> None:
        self.missing = missing
        super().__init__(_("Some answers are still missing."))


def standing(round: Round, person: Person, side: str) -> Application | None:
    """The application that counts now: one to this round, or an undecided one to an unfinished round."""
    undecided = Q(state__in=[ApplicationState.DRAFT, *queries.UNDECIDED]) & ~Q(
        round__state=RoundState.FINISHED
    )
    here = Q(round=round, state=ApplicationState.ACCEPTED)
    found = Application.objects.filter(
        undecided | here, programme=round.programme_id, person=person, side=side
    )
    loaded = found.select_related("round", "programme", "person", "institution", "unit")
    return min(loaded, key=lambda application: application.round_id != round.pk, default=None)


@transaction.atomic
def start(*, round: Round, person: Person, side: str, at: datetime) -> Application:
    """Begin an application, or go on with the one that counts; a draft to an earlier intake moves on.

    It is prefilled from where the person works and from what they last answered. Raises `IntakeClosed`.
    """
    _lock(person)
    found = standing(round, person, side)
    if found is not None:
        if (
            found.state == ApplicationState.DRAFT
            and found.round_id != round.pk
            and queries.takes_applications(round, at=at)
        ):
            found.round = round
            found.save(update_fields=["round"])
        return found
    _must_be_open(round, at)
    made = Application.objects.create(
        round=round,
        programme=round.programme,
        person=person,
        side=side,
        form_version=questions.published(round.programme, side),
        created_at=at,
        saved_at=at,
    )
    _prefill(made)
    return made


def _lock(person: Person) -> None:
    """Let one act at a time begin or bring in applications of this person."""
    list(Person.objects.select_for_update().filter(pk=person.pk))


def _must_be_open(round: Round, at: datetime) -> None:
    if not queries.takes_applications(round, at=at):
        raise IntakeClosed(
            _("The intake is closed. What you wrote stays here; you can send it when one opens.")
        )


def _prefill(application: Application) -> None:
    others = Application.objects.filter(person=application.person_id).exclude(pk=application.pk)
    last = others.select_related("institution", "unit").order_by("-saved_at").first()
    known = Affiliation.objects.filter(person=application.person_id)
    affiliation = known.filter(ended_on__isnull=True).first()
    if last is not None:
        fill_from(application, last, moved=affiliation is None and known.exists())
    if affiliation is not None:
        for name in answering.ABOUT_THE_PERSON:
            if not getattr(application, name) and hasattr(affiliation, name):
                setattr(application, name, getattr(affiliation, name))
    application.save()


def fill_from(application: Application, other: Application, *, moved: bool = False) -> None:
    """Take over from another application of the same person what is about the person and not answered yet.

    `moved`: the person has left the institution named there, so what is about the workplace is not taken.
    """
    for name in answering.ABOUT_THE_PERSON:
        if not getattr(application, name) and not (moved and name in answering.ABOUT_THE_WORKPLACE):
            setattr(application, name, getattr(other, name))
    if moved:
        return
    if not application.unit_id and not application.unfinished and other.unfinished.get("unit_name"):
        application.unfinished = {"unit_name": other.unfinished["unit_name"]}


@transaction.atomic
def save(
    application: Application,
    fields: Mapping[str, Any],
    at: datetime,
    *,
    unfinished: Mapping[str, str] | None = None,
    own: Mapping[str, Any] | None = None,
    unread: Mapping[str, Any] | None = None,
) -> None:
    """Keep some answers of a draft; what is not named stays as it is.

    `fields` may hold any plain answer by its name, `unit_name` (found among the institution's units, or kept
    until the application is sent), `areas`, `most_important` and `consent` (True or False). `unfinished`
    holds, by field, what was typed and cannot be read yet. `own` and `unread` hold the same for the
    programme's own questions, by key; None for an answer that was emptied. Raises `AlreadyMoved` when it has
    been sent.
    """
    stored = locked(application)
    if stored.state != ApplicationState.DRAFT:
        raise AlreadyMoved(_("This application has been sent; its answers can no longer be changed."))
    for name in PLAIN_FIELDS & fields.keys():
        setattr(stored, name, fields[name])
    kept = {name: text for name, text in stored.unfinished.items() if name not in fields}
    stored.unfinished = {**kept, **(unfinished or {})}
    _save_own(stored, own or {}, unread or {})
    if "unit_name" in fields:
        stored.unfinished["unit_name"] = " ".join(fields["unit_name"].split())
    if {"unit_name", "institution"} & fields.keys():
        _find_unit(stored)
    if "consent" in fields and bool(fields["consent"]) != (stored.consented_at is not None):
        stored.consented_at = at if fields["consent"] else None
    stored.saved_at = at
    stored.save()
    if {"areas", "most_important"} & fields.keys():
        _save_areas(stored, fields)
    application.refresh_from_db()


def _save_own(stored: Application, own: Mapping[str, Any], unread: Mapping[str, Any]) -> None:
    """Keep answers to own questions, and what was typed and cannot be read yet."""
    merged = {**stored.own_answers, **own}
    stored.own_answers = {key: value for key, value in merged.items() if value is not None}
    typed = {key: raw for key, raw in stored.unfinished.pop("own", {}).items() if key not in own}
    if typed or unread:
        stored.unfinished["own"] = {**typed, **unread}


def _find_unit(stored: Application) -> None:
    """Settle the unit from its typed name within the institution; what is not known stays as typed."""
    typed = stored.unfinished.pop("unit_name", None)
    if typed is None:
        typed = stored.unit.name if stored.unit else ""
    stored.unit = (
        Unit.objects.filter(institution=stored.institution_id, name__iexact=typed).first() if typed else None
    )
    if typed and stored.unit is None:
        stored.unfinished["unit_name"] = typed


def _save_areas(stored: Application, fields: Mapping[str, Any]) -> None:
    before = answering.read(stored)
    areas: Iterable[Area] = fields.get("areas", before.areas)
    most_important: Area | None = fields.get("most_important", before.most_important)
    answering.choose_areas(stored, areas, most_important)


@transaction.atomic
def submit(application: Application, by: Actor, at: datetime) -> None:
    """Send a draft to the programme team: answers freeze and, where it is needed, the supervisor is asked.

    Raises `IntakeClosed`, `AnswersMissing`, `PartnerLeft`, `NotEligible`, `AlreadyMoved`.
    """
    stored = locked(application)
    if stored.state == ApplicationState.DRAFT:
        _must_be_open(stored.round, at)
    if missing := queries.missing_answers(stored):
        raise AnswersMissing(missing)
    if has_left(stored.programme_id, stored.institution_id):
        raise PartnerLeft(_("Your institution takes part in this programme no more."))
    excepting.must_be_eligible(stored, at=at)
    _settle_unit(stored)
    move(stored, ApplicationState.SUBMITTED, moves=APPLICATION_MOVES, submitted_at=at, saved_at=at)
    avoiding.recognise_in(stored.round)
    if asks := queries.needs_approval(stored):
        approving.ask(stored, at)
    _remember_workplace(stored, at=at)
    other = queries.draft_on_other_side(stored)
    if other is not None:
        fill_from(other, stored)
        other.save()
    letters.to_applicant(stored, "received", at=at, approval=queries.approval_of(stored), other=other)
    record("application sent", stored, by=by, at=at, label=queries.label(stored))
    if asks:
        approving.note_asked(stored, at=at)
    application.refresh_from_db()


def _remember_workplace(stored: Application, *, at: datetime) -> None:
    assert stored.institution is not None
    set_affiliation(
        stored.person,
        institution=stored.institution,
        unit=stored.unit,
        job_title=stored.job_title,
        grade=stored.grade,
        campus=stored.campus,
        line_manager_name=stored.line_manager_name,
        line_manager_email=stored.line_manager_email,
        at=at,
    )


def _settle_unit(stored: Application) -> None:
    name = stored.unfinished.get("unit_name")
    if name and stored.unit is None and stored.institution is not None:
        unit = Unit.objects.filter(institution=stored.institution, name__iexact=name).first()
        stored.unit = unit or Unit.objects.create(institution=stored.institution, name=name)
    stored.unfinished = {}
    stored.own_answers = checking.kept(asking.own_questions(stored), stored.own_answers)
    counting.count(stored)
    stored.save(update_fields=["unit", "unfinished", "own_answers", "earlier_answers"])


@transaction.atomic
def withdraw(application: Application, by: Actor, at: datetime) -> None:
    """Take an application back, whatever came of it so far; who was in the pool leaves it.

    Raises `AlreadyMoved`.
    """
    stored = locked(application)
    participation = stored.participation
    move(stored, ApplicationState.WITHDRAWN, moves=APPLICATION_MOVES, decided_at=at, participation=None)
    if participation is not None:
        programmes.leave(participation)
    approving.release(stored, at=at)
    record("application withdrawn", stored, by=by, at=at, label=queries.label(stored))
    application.refresh_from_db()


@transaction.atomic
def remind_of_drafts(*, at: datetime) -> int:
    """Remind those whose draft has rested for seven and for fourteen days, while the intake is open.

    Once each; a sweep that comes late reminds once for both. How many letters were written.
    """
    first, second = DRAFT_RESTS
    drafts = Application.objects.filter(state=ApplicationState.DRAFT, round__state=RoundState.OPEN)
    never = drafts.filter(saved_at__lte=at - first, reminded_at=None)
    again = drafts.filter(saved_at__lte=at - second, reminded_at__lt=F("saved_at") + second)
    due = [(draft, "once") for draft in never.select_related("person", "round", "programme")]
    due += [(draft, "again") for draft in again.select_related("person", "round", "programme")]
    written = 0
    for draft, occasion in due:
        unchanged = Application.objects.filter(pk=draft.pk, reminded_at=draft.reminded_at)
        if unchanged.update(reminded_at=at):
            letters.to_applicant(draft, "draft", occasion=occasion, last=occasion == "again", at=at)
            written += 1
    return written

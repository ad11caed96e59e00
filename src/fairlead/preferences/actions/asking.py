"""Ask one mentor, answer yes or no, and let a question lapse."""

from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import IntegrityError, transaction
from django.urls import reverse
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _

from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of
from fairlead.mentorships.enums import LIVE_STATES
from fairlead.mentorships.models import Mentorship
from fairlead.notifications.actions import write
from fairlead.preferences.actions.stating import CannotState, keep, meant
from fairlead.preferences.enums import REQUEST_MOVES, Deed, RequestState
from fairlead.preferences.models import Request, Terms
from fairlead.preferences.queries import requests
from fairlead.preferences.queries.said import Said, own
from fairlead.programmes.actions import lock_participations
from fairlead.programmes.enums import ParticipationState, RoundState
from fairlead.programmes.models import Participation

DAYS = 7
MOST_TIMES = 3


@transaction.atomic
def ask(application: Application, key: str, *, by: Actor, at: datetime) -> Request:
    """Ask the mentor of this card; a mentee asks one at a time, and nobody twice. Raises `CannotState`.

    What was taken back can be asked again, `MOST_TIMES` in all: each time the mentor gets a letter.
    Whoever has ruled the mentee out is asked like anybody else: a card that could not be asked would tell.
    """
    terms = Terms.objects.select_related("round").get(round=application.round_id)
    if not requests.can_ask(terms, application.side, at=at):
        raise CannotState(_("Nobody can be asked in this round now."))
    mine = application.participation_id
    assert mine is not None
    other = meant(application, own(by, mine), key, Deed.ASK)
    both = lock_participations([mine, other])
    said = own(by, mine)
    if Request.objects.filter(mentee=mine, state=RequestState.YES).exists():
        raise CannotState(_("A mentor has said yes to you already."))
    before = Request.objects.filter(mentee=mine, mentor=other)
    if before.exclude(state=RequestState.TAKEN_BACK).exists() or before.count() >= MOST_TIMES:
        raise CannotState(_("You have asked this mentor already."))
    try:
        with transaction.atomic():
            made = Request.objects.create(
                mentee_id=mine, mentor_id=other, asked_at=at, answer_by=day_of(at) + timedelta(days=DAYS)
            )
    except IntegrityError as meanwhile:
        raise CannotState(_("You have asked somebody; wait for the answer or take it back.")) from meanwhile
    keep(
        mine,
        Said(said.ranked, tuple(one for one in said.out if one != other), said.shown),
        said,
        by=by,
        at=at,
    )
    _tell(made, both[other], other=both[mine], terms=terms, template="asked", at=at)
    record("asked a mentor", made, by=by, at=at, label=str(made.pk))
    return made


@transaction.atomic
def take_back(application: Application, *, by: Actor, at: datetime) -> None:
    """Take one's waiting question back. Raises `CannotState`, `AlreadyMoved`."""
    waiting = Request.objects.filter(mentee=application.participation_id, state=RequestState.WAITING).first()
    if waiting is None:
        raise CannotState(_("There is no question that waits for an answer."))
    move(waiting, RequestState.TAKEN_BACK, moves=REQUEST_MOVES, settled_at=at)
    record("took question to a mentor back", waiting, by=by, at=at, label=str(waiting.pk))


@transaction.atomic
def answer(application: Application, pk: UUID, *, yes: bool, by: Actor, at: datetime) -> None:
    """Answer a mentee; a yes locks the pair for every later run, within the places there are.

    A yes takes back what the mentor said against the mentee. Raises `CannotState`, `AlreadyMoved`, and what
    the matching refuses.
    """
    mine = application.participation_id
    assert mine is not None
    asked = Request.objects.filter(pk=pk, mentor=mine).values_list("mentee", flat=True)
    both = lock_participations([*asked, mine])
    found = requests.answerable(application, at=at).filter(pk=pk).first()
    if found is None:
        raise CannotState(_("This question has been taken back or its time is over."))
    terms = Terms.objects.select_related("round").get(round=application.round_id)
    move(found, RequestState.YES if yes else RequestState.NO, moves=REQUEST_MOVES, settled_at=at)
    if yes:
        import_string(settings.AGREE_ON_PAIR)(mentee=both[found.mentee_id], mentor=both[mine], by=by, at=at)
        said = own(by, mine)
        out = tuple(one for one in said.out if one != found.mentee_id)
        keep(mine, Said(said.ranked, out, said.shown), said, by=by, at=at)
    template = "said_yes" if yes else "not_this_time"
    _tell(found, both[found.mentee_id], other=both[mine], terms=terms, template=template, at=at)
    record("answered a mentee", found, by=by, at=at, label=str(found.pk))


@transaction.atomic
def lapse(request: Request, *, at: datetime) -> bool:
    """End a question without an answer; the mentee reads what she would read after a no."""
    try:
        move(request, RequestState.EXPIRED, moves=REQUEST_MOVES, settled_at=at)
    except AlreadyMoved:
        return False
    terms = Terms.objects.get(round=request.mentee.round_id)
    _tell(request, request.mentee, other=request.mentor, terms=terms, template="not_this_time", at=at)
    return True


def release(mentee: UUID, *, but: UUID | None = None, only: UUID | None = None, at: datetime) -> None:
    """Undo the yes a mentee was given, by whom it was or by anybody `but` one: the pair is locked no more.

    She may ask again, and either may rule the other out.
    """
    given = Request.objects.filter(mentee=mentee, state=RequestState.YES).exclude(mentor=but)
    for one in given if only is None else given.filter(mentor=only):
        move(one, RequestState.TAKEN_BACK, moves=REQUEST_MOVES, settled_at=at)


def _tell(
    request: Request, to: Participation, *, other: Participation, terms: Terms, template: str, at: datetime
) -> None:
    """Write to one of the two; not to a mentee who has left or needs no mentor, nor after the round."""
    there = Application.objects.filter(participation=to, state=ApplicationState.ACCEPTED)
    there = there.filter(participation__state=ParticipationState.ACTIVE)
    page = there.exclude(round__state=RoundState.FINISHED).first()
    paired = Mentorship.objects.filter(mentee=to, state__in=LIVE_STATES).count()
    if page is None or paired >= to.round.mentors_each:
        return
    write(
        key=f"request:{request.pk}:{template}",
        kind="request",
        to_email=to.person.email,
        to_name=to.person.name,
        template=f"preferences/letters/{template}.txt",
        context={
            "programme": to.round.programme,
            "other": requests.called(terms, other),
            "answer_by": request.answer_by,
            "url": settings.BASE_URL + reverse("preferences:people", args=[page.pk]),
        },
        at=at,
        language=to.person.language,
    )

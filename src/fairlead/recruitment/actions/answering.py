"""What an invited person answers by their link, without an account."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext as _

from fairlead.applications.actions import answers, drafting
from fairlead.applications.actions.arriving import arrive
from fairlead.applications.enums import ApplicationState
from fairlead.applications.models import Application
from fairlead.applications.queries import asking
from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.states import move
from fairlead.kernel.times import day_of
from fairlead.people.models import Person
from fairlead.programmes.enums import RoundState, Side
from fairlead.questions import checking
from fairlead.recruitment.actions import tracking
from fairlead.recruitment.enums import INVITATION_MOVES, WAITING_STATES, InvitationKind, InvitationState
from fairlead.recruitment.models import Invitation, NeverAgain, PausedMentor
from fairlead.recruitment.queries.invitations import by_secret
from fairlead.recruitment.queries.past import last_application
from fairlead.recruitment.queries.standing import mark

LONGEST_PAUSE = timedelta(days=3 * 366)
NO_ANSWER_NEEDED = frozenset({InvitationState.WITHDRAWN, InvitationState.APPLIED})


class LinkUnusable(Refused):
    """Nobody was invited by this link, or the invitation needs no answer any more."""


class PauseUnclear(Refused):
    """The last day of a pause is not in the coming years."""


@dataclass(frozen=True)
class Continued:
    """What became of a mentor's yes: their application, and what it still lacks (empty when it is sent)."""

    application: Application
    missing: tuple[str, ...] = ()


def _answerable(secret: str) -> Invitation:
    """The invitation of this link while it can be answered. Raises `LinkUnusable`."""
    invitation = by_secret(secret)
    if invitation is None or invitation.state in NO_ANSWER_NEEDED:
        raise LinkUnusable(_("This invitation needs no answer any more."))
    return invitation


@transaction.atomic
def come_in(secret: str, *, name: str, person: Person | None, at: datetime) -> str:
    """The invited person wants to apply; who is not signed in gets a letter with a link to the form.

    Gives the form's path when somebody is signed in, else nothing. Raises `LinkUnusable`, `TooManyArrivals`,
    `IntakeClosed`.
    """
    invitation = _answerable(secret)
    if invitation.round.state != RoundState.OPEN:
        raise drafting.IntakeClosed(_("Applications are closed just now."))
    path = reverse("applications:apply", args=[invitation.round.programme.slug, "mentor"])
    if invitation.state == InvitationState.SENT:
        changes = {"opened_at": at} | ({"person_id": person.pk} if person else {})
        move(invitation, InvitationState.OPENED, moves=INVITATION_MOVES, **changes)
    if person is not None:
        return path
    arrive(name=name or invitation.name, email=invitation.email, next_path=path, at=at)
    return ""


@transaction.atomic
def decline(secret: str, *, until: date | None, never: bool, at: datetime) -> Invitation:
    """Not this time; with `until` the person may be asked again from that day on, with `never` not any more.

    Raises `LinkUnusable`, `PauseUnclear`.
    """
    invitation = _answerable(secret)
    if until is not None and not never:
        return _pause(invitation, until, at=at)
    if never:
        NeverAgain.objects.get_or_create(
            programme=invitation.round.programme,
            fingerprint=mark(invitation.email),
            defaults={"said_at": at},
        )
        _withdraw_others(invitation, at=at)
    if invitation.state != InvitationState.DECLINED:
        move(invitation, InvitationState.DECLINED, moves=INVITATION_MOVES, answered_at=at, paused_until=None)
    _lift_pause(invitation)
    details = {"never": never}
    record(
        "declined invitation",
        invitation,
        by=_who(invitation),
        at=at,
        label=_label(invitation),
        details=details,
    )
    return invitation


def _withdraw_others(invitation: Invitation, *, at: datetime) -> None:
    """Take back what else the programme asks this address, so that no letter or reminder follows."""
    unanswered = Invitation.objects.filter(
        round__programme=invitation.round.programme_id,
        email__iexact=invitation.email,
        state__in=[InvitationState.QUEUED, *WAITING_STATES],
    )
    unanswered.exclude(pk=invitation.pk).update(state=InvitationState.WITHDRAWN, answered_at=at)


def _pause(invitation: Invitation, until: date, *, at: datetime) -> Invitation:
    today = day_of(at)
    if not today < until <= today + LONGEST_PAUSE:
        raise PauseUnclear(_("Choose a day in the coming three years."))
    move(invitation, InvitationState.PAUSED, moves=INVITATION_MOVES, answered_at=at, paused_until=until)
    person = invitation.past.person if invitation.past else invitation.person
    if person is not None:
        PausedMentor.objects.update_or_create(
            programme=invitation.round.programme, person=person, defaults={"until": until}
        )
    record("paused as mentor", invitation, by=_who(invitation), at=at, label=_label(invitation))
    return invitation


def _lift_pause(invitation: Invitation) -> None:
    person = invitation.past.person if invitation.past else invitation.person
    if person is not None:
        PausedMentor.objects.filter(programme=invitation.round.programme, person=person).delete()


def go_on(secret: str, *, places: int, at: datetime) -> Continued:
    """A mentor of a past round continues with so many places: their last answers are copied and sent.

    Answers to own questions are taken over where they hold under the form of today. What it asks and has no
    answer yet stays open in a draft, and is named. Pressing the button is the consent to the privacy notice,
    which the page says. Raises `LinkUnusable`, `IntakeClosed`.
    """
    invitation = _answerable(secret)
    if invitation.kind != InvitationKind.RETURNING or invitation.past is None:
        raise LinkUnusable(_("This invitation needs no answer any more."))
    application = _drafted(invitation, places=places, at=at)
    missing: tuple[str, ...] = ()
    if application.state == ApplicationState.DRAFT:
        try:
            drafting.submit(application, _who(invitation), at)
        except drafting.AnswersMissing as lacking:
            missing = tuple(str(entry.label) for entry in lacking.missing)
    if missing:
        _opened(invitation, application, at=at)
    else:
        tracking.applied(invitation, application, at=at)
    return Continued(application, missing)


@transaction.atomic
def _drafted(invitation: Invitation, *, places: int, at: datetime) -> Application:
    assert invitation.past is not None
    person, round = invitation.past.person, invitation.round
    application = drafting.start(round=round, person=person, side=Side.MENTOR, at=at)
    _lift_pause(invitation)
    if application.state != ApplicationState.DRAFT:
        return application
    before = last_application(person, round.programme)
    fields: dict[str, object] = {"places": places, "consent": True}
    if before is not None:
        said = answers.read(before)
        fields |= {
            "areas": [area for area in said.areas if area.in_use],
            "hopes": application.hopes or said.hopes,
            "avoid_text": application.avoid_text or said.avoid_text,
        }
        held, _left = checking.carried(asking.own_questions(application), before.own_answers)
        application.own_answers = {**held, **application.own_answers}
        application.save(update_fields=["own_answers"])
        application.avoids.add(*said.avoids)
    drafting.save(application, fields, at)
    return application


def _opened(invitation: Invitation, application: Application, *, at: datetime) -> None:
    if invitation.state == InvitationState.SENT:
        move(
            invitation,
            InvitationState.OPENED,
            moves=INVITATION_MOVES,
            opened_at=at,
            application=application,
            person_id=application.person_id,
        )


def _who(invitation: Invitation) -> Actor:
    """The invited person as the one who acts; the link proves that they read the letter."""
    person = invitation.past.person if invitation.past else None
    return Actor(person_id=person.pk if person else None, name=invitation.name, email=invitation.email)


def _label(invitation: Invitation) -> str:
    return invitation.round.name

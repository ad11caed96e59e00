"""The letters that invited people, mentees who suggested somebody, and coordinators get."""

from datetime import datetime

from django.conf import settings
from django.urls import reverse

from fairlead.kernel.tokens import derived
from fairlead.kernel.words import one_line
from fairlead.notifications.actions import write
from fairlead.notifications.reminders import Reminder
from fairlead.people.models import Person
from fairlead.programmes.queries import coordinators, time_asked
from fairlead.recruitment.enums import InvitationKind
from fairlead.recruitment.models import Invitation

INVITATION = "invitation"
STILL_SILENT = "fairlead.recruitment.queries.invitations.still_silent"
TEMPLATES = {InvitationKind.RETURNING: "returning", InvitationKind.SUGGESTED: "suggested"}


def secret_of(invitation: Invitation) -> str:
    """The secret in the invitation's link; only its fingerprint is stored."""
    return derived(INVITATION, invitation.pk)


def to_invited(invitation: Invitation, *, at: datetime, reminder: int = 0) -> None:
    """Write the invitation, or its reminder of this number, once."""
    occasion = f"reminder:{reminder}" if reminder else "invited"
    kind = "reminder" if reminder else TEMPLATES.get(InvitationKind(invitation.kind), "invited")
    write(
        key=f"invitation:{invitation.pk}:{occasion}",
        kind="mentor-reminder" if reminder else "mentor-invitation",
        to_email=invitation.email,
        to_name=one_line(invitation.name),
        template=f"recruitment/letters/{kind}.txt",
        context=_about(invitation) | {"returning": invitation.kind == InvitationKind.RETURNING},
        at=at,
        reminder=Reminder(STILL_SILENT, invitation.pk) if reminder else None,
    )


def to_suggester(invitation: Invitation, *, at: datetime) -> None:
    """Tell the mentee that the person they suggested has applied; it promises nothing."""
    application = invitation.suggested_by
    assert application is not None
    person = application.person
    write(
        key=f"invitation:{invitation.pk}:applied:mentee",
        kind="suggestion-applied",
        to_email=person.email,
        to_name=one_line(person.name),
        template="recruitment/letters/suggestion_applied.txt",
        context=_about(invitation)
        | {"status_url": settings.BASE_URL + reverse("applications:status", args=[application.pk])},
        at=at,
        language=person.language,
    )


def to_coordinators(invitation: Invitation, kind: str, *, at: datetime) -> None:
    """Tell the programme's coordinators of a suggestion, or that the suggested person has applied.

    kind: suggestion_made, suggestion_came.
    """
    for person in coordinators(invitation.round.programme):
        _to_coordinator(invitation, kind, person, at)


def _to_coordinator(invitation: Invitation, kind: str, person: Person, at: datetime) -> None:
    address = reverse("recruitment:invitations", args=[invitation.round_id])
    write(
        key=f"invitation:{invitation.pk}:{kind}:{person.pk}",
        kind=kind.replace("_", "-"),
        to_email=person.email,
        to_name=one_line(person.name),
        template=f"recruitment/letters/{kind}.txt",
        context=_about(invitation) | {"list_url": f"{settings.BASE_URL}{address}?kind=suggested"},
        at=at,
        language=person.language,
    )


def _about(invitation: Invitation) -> dict[str, object]:
    programme = invitation.round.programme
    suggested_by = invitation.suggested_by
    return {
        "invitation": invitation,
        "invited": one_line(invitation.name) or invitation.email,
        "round": invitation.round,
        "programme": programme,
        "time": time_asked(programme),
        "note": one_line(invitation.note),
        "mentee": one_line(suggested_by.person.name) if suggested_by else "",
        "url": settings.BASE_URL + reverse("recruitment:invited", args=[secret_of(invitation)]),
    }

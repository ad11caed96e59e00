"""What happened to an application: who, when and why."""

from typing import TYPE_CHECKING, Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy

from fairlead.applications.queries import inbox
from fairlead.audit.queries import entries_of

if TYPE_CHECKING:
    from fairlead.applications.models import Application

VERBS = {
    "application sent": (gettext_lazy("Sent"), "send"),
    "application brought in": (gettext_lazy("Brought in from a file"), "file-up"),
    "application updated from a file": (gettext_lazy("Updated from a file"), "file-up"),
    "application admitted": (gettext_lazy("Admitted to the pool"), "circle-check"),
    "application waitlisted": (gettext_lazy("Put on the waiting list"), "hourglass"),
    "application declined": (gettext_lazy("Declined"), "circle-x"),
    "application withdrawn": (gettext_lazy("Withdrawn"), "undo-2"),
    "supervisor asked": (gettext_lazy("Supervisor asked"), "mail"),
    "supervisor approved": (gettext_lazy("Supervisor approved"), "user-check"),
    "supervisor declined": (gettext_lazy("Supervisor declined"), "user-x"),
    "supervisor given time": (gettext_lazy("Supervisor given more time"), "calendar-clock"),
    "supervisor changed": (gettext_lazy("Another supervisor named"), "user-plus"),
    "people to avoid settled": (gettext_lazy("People to avoid settled"), "ban"),
    "application reopened": (gettext_lazy("Decline taken back"), "rotate-ccw"),
    "applicant asked": (gettext_lazy("Question asked back"), "message-circle"),
    "applicant answered": (gettext_lazy("Question answered"), "message-square"),
    "eligibility exception made": (gettext_lazy("Exception from a rule made"), "circle-check"),
    "eligibility exception taken back": (gettext_lazy("Exception from a rule taken back"), "rotate-ccw"),
}


def events(application: "Application") -> list[dict[str, Any]]:
    """What happened to the application, newest first, each decision with its reason."""
    why = {decision.made_at: decision.reason for decision in inbox.decisions(application)}
    told = []
    for entry in entries_of([application]):
        title, icon = VERBS.get(entry.verb, (entry.verb, "circle-dot"))
        decided = entry.verb.startswith("application")
        told.append(
            {
                "title": title,
                "when": date_format(timezone.localtime(entry.at), "DATETIME_FORMAT"),
                "who": entry.actor_label,
                "icon": icon,
                "text": why.get(entry.at, "") if decided else "",
            }
        )
    return told

"""An application told in words: its answers, where it stands, and what comes next."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.applications import queries
from fairlead.applications.actions.letters import answer_day
from fairlead.applications.enums import ApplicationState, ApprovalState, Step
from fairlead.kernel.notes import Note

if TYPE_CHECKING:
    from fairlead.applications.models import Application

Row = dict[str, Any]
TONES = {
    ApplicationState.DRAFT: "todo",
    ApplicationState.SUBMITTED: "quiet",
    ApplicationState.ACCEPTED: "good",
    ApplicationState.WAITLISTED: "watch",
    ApplicationState.DECLINED: "quiet",
    ApplicationState.WITHDRAWN: "quiet",
}
APPROVAL_TONES = {
    ApprovalState.WAITING: "quiet",
    ApprovalState.APPROVED: "good",
    ApprovalState.DECLINED: "problem",
}


STATE_WORDS = {
    ApplicationState.ACCEPTED: gettext_lazy("In the pool"),
    ApplicationState.WAITLISTED: gettext_lazy("Waiting list"),
}
APPROVAL_WORDS = {ApprovalState.WAITING: gettext_lazy("Waiting")}


def state_word(application: "Application") -> str:
    """The application's state in a word that fits a table."""
    return str(STATE_WORDS.get(ApplicationState(application.state), application.get_state_display()))


def tone(application: "Application") -> str:
    """The tone of the application's state."""
    return TONES[ApplicationState(application.state)]


def approval_word(application: "Application") -> tuple[str, str]:
    """What the supervisor's approval says, as word and tone; empty when none is needed."""
    if not queries.needs_approval(application):
        return "", ""
    approval = queries.approval_of(application)
    if approval is None:
        return _("Not asked yet"), "watch"
    late = approval.state == ApprovalState.WAITING and approval.answer_by < timezone.now()
    state = ApprovalState(approval.state)
    return str(APPROVAL_WORDS.get(state, state.label)), "watch" if late else APPROVAL_TONES[state]


def approval_links(application: "Application") -> list[dict[str, str]]:
    """What the applicant can do about the supervisor's approval, or read of it."""
    approval = queries.approval_of(application)
    if approval is None or not queries.needs_approval(application):
        return []
    links = []
    if application.state in queries.UNDECIDED and approval.state != ApprovalState.APPROVED:
        address = reverse("applications:my_supervisor", args=[application.pk])
        links.append({"label": _("Ask another supervisor"), "url": address, "icon": "user-plus"})
    if approval.answered_at:
        address = reverse("applications:approval_record", args=[application.pk])
        links.append({"label": _("The written record"), "url": address, "icon": "file-text"})
    return links


def stations(application: "Application", *, paired: bool = False) -> list[dict[str, str]]:
    """The way of an application: written, sent, approved where that is asked for, admitted, paired."""
    state = application.state
    sent = application.submitted_at
    line = [
        {"label": _("Write"), "state": "done" if sent else "now"},
        {
            "label": _("Send"),
            "state": "done" if sent else "later",
            "when": date_format(timezone.localtime(sent)) if sent else "",
        },
    ]
    if queries.needs_approval(application):
        line.append(_approval_station(application))
    if state == ApplicationState.ACCEPTED:
        return [
            *line,
            {"label": _("Be admitted"), "state": "done"},
            _pair_station(application, "done" if paired else "now"),
        ]
    waits = bool(sent) and state in queries.UNDECIDED and all(one["state"] == "done" for one in line)
    line.append({"label": _("Be admitted"), "state": "now" if waits else "later"})
    return [*line, _pair_station(application, "later")]


def _approval_station(application: "Application") -> dict[str, str]:
    approval = queries.approval_of(application)
    station = {"label": _("Supervisor approves"), "state": "later", "when": "", "note": ""}
    if approval is None or application.submitted_at is None:
        return station
    if approval.state == ApprovalState.APPROVED and approval.answered_at:
        return station | {"state": "done", "when": date_format(timezone.localtime(approval.answered_at))}
    if approval.state == ApprovalState.DECLINED:
        return station | {"state": "now", "note": _("Not approved")}
    return station | {
        "state": "now",
        "note": _("asked, until %(day)s") % {"day": date_format(answer_day(approval))},
    }


def _pair_station(application: "Application", state: str) -> dict[str, str]:
    day = application.round.starts_on
    when = _("from %(day)s") % {"day": date_format(day)} if day else ""
    return {"label": _("Meet your pair"), "state": state, "when": when}


def what_now(application: "Application", notes: Sequence[Note] = ()) -> dict[str, Any]:
    """The one thing to do or to know: title, text, and where to go; `rest` when there is nothing to do."""
    if notes and notes[0].asks:
        first = notes[0]
        return {
            "title": first.title,
            "text": first.text,
            "url": first.url,
            "action": first.action,
            "icon": first.icon,
        }
    if application.state == ApplicationState.DRAFT:
        return {
            "title": _("Finish your application"),
            "text": _("What you wrote is kept. You can go on here, also on another device."),
            "url": reverse("applications:step", args=[application.pk, _first_open_step(application)]),
            "action": _("Go on writing"),
            "due": _until(application),
            "icon": "file-pen",
        }
    stands = standing(notes)
    if stands is not None and application.state == ApplicationState.ACCEPTED:
        return {
            "title": stands.title,
            "text": stands.text,
            "url": stands.url,
            "action": stands.action,
            "rest": True,
            "note": stands,
        }
    title, text = _resting(application)
    return {"title": title, "text": text, "rest": True}


def standing(notes: Sequence[Note]) -> Note | None:
    """What says where the application stands, in place of its state: the first pair that is on its way."""
    return next((note for note in notes if note.stands), None)


def _until(application: "Application") -> str:
    day = application.round.closes_on
    return _("until %(day)s") % {"day": date_format(day)} if day else ""


def _first_open_step(application: "Application") -> str:
    missing = queries.missing_answers(application)
    return missing[0].step if missing else Step.CHECK.value


def _resting(application: "Application") -> tuple[str, str]:
    match application.state:
        case ApplicationState.ACCEPTED:
            day = application.round.starts_on
            when = _("Pairs start on %(day)s.") % {"day": date_format(day)} if day else ""
            text = _(
                "The coordinator looks for the pair that suits you best; you get a letter with the reasons."
            )
            return _("You are in the pool for matching"), f"{text} {when}".strip()
        case ApplicationState.WAITLISTED:
            text = _("As soon as there is room, the coordinator admits you, and you get a letter.")
            return _("You are on the waiting list"), text
        case ApplicationState.DECLINED:
            text = application.decision_reason or _("You are welcome to apply again in a later round.")
            return _("There is no place for you this time"), text
        case ApplicationState.WITHDRAWN:
            return _("You have withdrawn"), _("You can apply again while an intake is open.")
    return _sent(application)


def _sent(application: "Application") -> tuple[str, str]:
    approval = queries.approval_of(application)
    if queries.needs_approval(application) and approval is not None:
        names = {"name": approval.supervisor_name, "day": date_format(answer_day(approval))}
        if approval.state == ApprovalState.WAITING:
            title = _("Waiting for %(name)s to approve") % names
            return title, _(
                "We asked for an answer until %(day)s, and we remind them. You hear at once."
            ) % names
        if approval.state == ApprovalState.DECLINED:
            title = _("%(name)s has not approved") % names
            text = _("Talk about it together. You can also ask somebody else who is responsible for you.")
            return title, f"{approval.reason}\n{text}" if approval.reason and approval.share_reason else text
        if approval.approved_from and approval.approved_from > timezone.localdate():
            later = {"name": approval.supervisor_name, "day": date_format(approval.approved_from)}
            title = _("%(name)s approves from %(day)s on") % later
            return title, _("You can be admitted from that day on; you get a letter when you are.")
    return _("The coordinator reads your application"), _(
        "You get a letter when you are admitted to the matching."
    )

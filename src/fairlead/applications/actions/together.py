"""Decide on many applications at once: each by itself, wholly or not at all, and each told apart."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from django.db import transaction
from django.utils.translation import gettext as _

from fairlead.applications.actions import avoiding, deciding
from fairlead.applications.actions.impartial import who_decides_instead
from fairlead.applications.actions.locking import locked
from fairlead.applications.actions.overtaken import done_already, must_be_as_seen
from fairlead.applications.enums import APPLICATION_MOVES, ApplicationState
from fairlead.applications.models import Application
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused

TARGETS = {
    "admit": ApplicationState.ACCEPTED,
    "waitlist": ApplicationState.WAITLISTED,
    "decline": ApplicationState.DECLINED,
}


@dataclass(frozen=True, kw_only=True)
class Verdict:
    """What is decided on all of them, and why.

    deed: admit, waitlist, decline. `kind`, `reason` and `words` are a decline's (see `deciding.decline`);
    `note` is read by the coordinators only.
    """

    deed: str
    kind: str = ""
    reason: str = ""
    words: str = ""
    note: str = ""


@dataclass(frozen=True)
class Report:
    """What became of one application; `sentence` says why it was skipped."""

    application: Application
    done: bool
    sentence: str = ""


def obstacle(application: Application, deed: str, by: Actor) -> str:
    """Why this person cannot do this to the application now; empty when they can."""
    to = TARGETS[deed]
    if sentence := who_decides_instead(application, by):
        return sentence
    if to not in APPLICATION_MOVES[application.state]:
        return _("It is “%(state)s”.") % {"state": application.get_state_display()}
    return deciding.why_not_ready(application) if to == ApplicationState.ACCEPTED else ""


def decide(
    chosen: Sequence[tuple[Application, int]], verdict: Verdict, *, by: Actor, at: datetime
) -> list[Report]:
    """Carry out the verdict on each application with the revision that was seen; one report for each.

    Each is decided in a transaction of its own: who is refused is skipped with the reason, and the others
    go on. The same click a second time changes nothing, writes nobody again, and reports the same.
    """
    reports = [_one(application, seen, verdict, by=by, at=at) for application, seen in chosen]
    if verdict.deed == "admit":
        for round in {report.application.round for report in reports if report.done}:
            with transaction.atomic():
                avoiding.recognise_in(round)
    return reports


def _one(application: Application, seen: int, verdict: Verdict, *, by: Actor, at: datetime) -> Report:
    try:
        with transaction.atomic():
            stored = locked(application)
            if done_already(stored, seen, TARGETS[verdict.deed], by=by):
                return Report(stored, done=True)
            must_be_as_seen(stored, seen, by=by, at=at)
            if sentence := obstacle(stored, verdict.deed, by):
                return Report(stored, done=False, sentence=sentence)
            _carried_out(verdict, by=by, at=at, seen=seen)(stored)
    except Refused as refusal:
        return Report(application, done=False, sentence=str(refusal.sentence))
    return Report(stored, done=True)


def _carried_out(verdict: Verdict, *, by: Actor, at: datetime, seen: int) -> Callable[[Application], None]:
    if verdict.deed == "admit":
        return partial(deciding.accept, by=by, at=at, seen=seen, note=verdict.note, recognise=False)
    if verdict.deed == "waitlist":
        return partial(deciding.waitlist, by=by, at=at, seen=seen, note=verdict.note)
    return partial(
        deciding.decline,
        reason=verdict.reason,
        by=by,
        at=at,
        seen=seen,
        kind=verdict.kind,
        words=verdict.words,
    )

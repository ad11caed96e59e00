"""Prepare the assessment of a year, present it, say something to it, sign it, and follow it up."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F, Max
from django.utils.translation import gettext as _

from fairlead.audit.actions import record
from fairlead.evaluation.assessing.document import TEXTS, agreed_rows, report, voices
from fairlead.evaluation.assessing.gathering import gather, usual_aims
from fairlead.evaluation.enums import AGREED_MOVES, ASSESSMENT_MOVES, AgreedState, AssessmentState, Signing
from fairlead.evaluation.models import AgreedAction, Aim, Assessment, AssessmentSignature, Statement
from fairlead.evaluation.models.assessments import Voice
from fairlead.evaluation.periods import Year
from fairlead.evaluation.queries import assessments as queries
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.fingerprints import digest
from fairlead.kernel.states import move
from fairlead.programmes.models import Programme

REQUIRED = frozenset({Signing.IRO_LEAD, Signing.HR_LEAD})


class NotNow(Refused):
    """The assessment does not stand where this can be done."""


class NobodyToSign(Refused):
    """The team has no IRO lead or no HR lead."""


class NothingSaid(Refused):
    """A lead says something to an assessment before signing it."""


class OtherWords(Refused):
    """What the page showed is not what the assessment says now."""


@transaction.atomic
def prepare(programme: Programme, year: Year, *, by: Actor, at: datetime) -> Assessment:
    """Begin the assessment of a year: its aims, its figures, and last year's actions. Raises `NotNow`."""
    try:
        with transaction.atomic():
            assessment = Assessment.objects.create(
                programme=programme,
                year=year.begins,
                begins_on=year.first,
                ends_on=year.last,
                prepared_at=at,
            )
    except IntegrityError as there:
        raise NotNow(_("The assessment of this year has been begun already.")) from there
    aims = usual_aims(programme, before=year)
    Aim.objects.bulk_create(
        Aim(assessment=assessment, position=place, text=text) for place, text in enumerate(aims)
    )
    _gathered(assessment, at=at)
    record("assessment begun", assessment, by=by, at=at)
    return assessment


@transaction.atomic
def gather_again(assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Take the figures of the year as they are now. Raises `NotNow`."""
    _held(assessment, AssessmentState.PREPARING)
    _gathered(assessment, at=at)
    record("assessment gathered", assessment, by=by, at=at)


def _gathered(assessment: Assessment, *, at: datetime) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(
        gathered=gather(assessment, at=at), gathered_at=at, revision=F("revision") + 1
    )


@transaction.atomic
def write(assessment: Assessment, fields: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Write texts of the report by name, and the self-check (`checks`: level and note by area).

    Raises `NotNow` once it is with IRO and HR.
    """
    stored = _held(assessment, AssessmentState.PREPARING)
    unknown = set(fields) - {*TEXTS, "checks"}
    if unknown:
        raise ValueError(f"not written in an assessment: {sorted(unknown)}")
    values = dict(fields)
    if "checks" in values:
        values["checks"] = {**stored.checks, **values["checks"]}
    _changed(assessment, **values)
    record("assessment written", assessment, by=by, at=at, details={"fields": sorted(fields)})


@transaction.atomic
def write_aims(
    assessment: Assessment,
    changes: Mapping[str, Mapping[str, Any]],
    *,
    added: str = "",
    by: Actor,
    at: datetime,
) -> None:
    """Change aims by id (text, reached, note; an empty text takes the aim out) and add one.

    Raises `NotNow`.
    """
    _held(assessment, AssessmentState.PREPARING)
    for pk, fields in changes.items():
        aim = Aim.objects.filter(assessment=assessment, pk=pk)
        if fields.get("text") == "":
            aim.delete()
        elif fields:
            aim.update(**fields)
    if added:
        last = Aim.objects.filter(assessment=assessment).aggregate(last=Max("position"))["last"]
        place = 0 if last is None else last + 1
        Aim.objects.create(assessment=assessment, position=place, text=added)
    _changed(assessment)
    record("assessment written", assessment, by=by, at=at, details={"fields": ["aims"]})


@transaction.atomic
def present(assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Give the report to IRO and HR: from now on its words stand. Raises `NobodyToSign`, `AlreadyMoved`."""
    lacking = REQUIRED - queries.voices_in_team(assessment.programme)
    if lacking:
        names = ", ".join(str(Signing(one).label) for one in sorted(lacking))
        raise NobodyToSign(
            _("Nobody in the team signs for: %(names)s. Add a lead to the team first.") % {"names": names}
        )
    stored = _held(assessment, AssessmentState.PREPARING)
    gathered = stored.gathered | {"before": agreed_rows(queries.before(stored))}
    move(assessment, AssessmentState.PRESENTED, moves=ASSESSMENT_MOVES, gathered=gathered)
    record("assessment presented", assessment, by=by, at=at)


@transaction.atomic
def take_back(assessment: Assessment, *, by: Actor, at: datetime) -> None:
    """Take the report back to change it; signatures under it go, statements stay. Raises `AlreadyMoved`."""
    move(assessment, AssessmentState.PREPARING, moves=ASSESSMENT_MOVES)
    gone = AssessmentSignature.objects.filter(assessment=assessment).delete()[0]
    record("assessment taken back", assessment, by=by, at=at, details={"signatures": gone})


@transaction.atomic
def say(assessment: Assessment, voice: Voice, text: str, *, by: Actor, at: datetime) -> None:
    """Say what an office or a partner thinks of it, as long as it has not signed. Raises `NotNow`."""
    _held(assessment, AssessmentState.PREPARING, AssessmentState.PRESENTED)
    if _signed(assessment, voice):
        raise NotNow(_("This is signed already; a statement is not changed after its signature."))
    Statement.objects.update_or_create(
        assessment=assessment,
        voice=voice.voice,
        institution=voice.institution,
        defaults={"text": text, "person_id": by.person_id, "name": by.name, "at": at},
    )
    record("assessment commented", assessment, by=by, at=at, details={"voice": voice.voice})


@transaction.atomic
def agree(
    assessment: Assessment, *, text: str, owner: str, due_on: date, by: Actor, at: datetime
) -> AgreedAction:
    """Agree on an action for the next year, as long as nobody has signed. Raises `NotNow`."""
    _held(assessment, AssessmentState.PREPARING, AssessmentState.PRESENTED)
    _nobody_signed(assessment)
    made = AgreedAction.objects.create(assessment=assessment, text=text, owner=owner, due_on=due_on)
    _changed(assessment)
    record("action agreed", assessment, by=by, at=at)
    return made


@transaction.atomic
def unagree(action: AgreedAction, *, by: Actor, at: datetime) -> None:
    """Take an action out again, as long as nobody has signed. Raises `NotNow`."""
    _held(action.assessment, AssessmentState.PREPARING, AssessmentState.PRESENTED)
    _nobody_signed(action.assessment)
    AgreedAction.objects.filter(pk=action.pk).delete()
    _changed(action.assessment)
    record("action taken out", action.assessment, by=by, at=at)


@transaction.atomic
def settle(action: AgreedAction, to: str, outcome: str, *, by: Actor, at: datetime) -> None:
    """Say what became of an agreed action; next year's assessment asks. Raises `AlreadyMoved`."""
    settled_at = None if to == AgreedState.OPEN else at
    move(action, to, moves=AGREED_MOVES, outcome=outcome, settled_at=settled_at)
    record("action followed up", action.assessment, by=by, at=at, details={"state": to})


@transaction.atomic
def sign(assessment: Assessment, voice: Voice, *, seen: str, by: Actor, at: datetime) -> bool:
    """Sign exactly the report that the page showed (`seen` is its fingerprint); whether it is now frozen.

    When IRO and HR have both signed, all it says is stored with its fingerprint and changes no more. A
    second click signs once. Raises `NotNow`, `NothingSaid`, `OtherWords`.
    """
    _held(assessment, AssessmentState.PRESENTED)
    if _signed(assessment, voice):
        return False
    if not Statement.objects.filter(
        assessment=assessment, voice=voice.voice, institution=voice.institution
    ).exists():
        raise NothingSaid(_("Say in a sentence or two what you think of the year, then sign."))
    content = report(queries.whole(assessment.pk))
    if digest(content) != seen:
        raise OtherWords(_("The report has changed since this page was shown. Read it again, then sign."))
    AssessmentSignature.objects.create(
        assessment=assessment,
        voice=voice.voice,
        institution=voice.institution,
        person_id=by.person_id,
        name=by.name,
        digest=seen,
        at=at,
    )
    frozen = _frozen(assessment, content, at=at)
    record("assessment signed", assessment, by=by, at=at, details={"voice": voice.voice, "digest": seen})
    return frozen


def _frozen(assessment: Assessment, content: dict[str, Any], *, at: datetime) -> bool:
    signed = set(
        AssessmentSignature.objects.filter(assessment=assessment, institution=None).values_list(
            "voice", flat=True
        )
    )
    if not signed >= REQUIRED:
        return False
    document = content | voices(queries.whole(assessment.pk))
    move(
        assessment,
        AssessmentState.SIGNED,
        moves=ASSESSMENT_MOVES,
        document=document,
        digest=digest(document),
        signed_at=at,
    )
    return True


def _signed(assessment: Assessment, voice: Voice) -> bool:
    mine = AssessmentSignature.objects.filter(assessment=assessment, voice=voice.voice)
    return mine.filter(institution=voice.institution).exists()


def _nobody_signed(assessment: Assessment) -> None:
    if first := AssessmentSignature.objects.filter(assessment=assessment).first():
        raise NotNow(
            _("%(name)s has signed this. Take the report back first; it is then signed anew.")
            % {"name": first.name}
        )


def _changed(assessment: Assessment, **values: Any) -> None:
    Assessment.objects.filter(pk=assessment.pk).update(revision=F("revision") + 1, **values)


def _held(assessment: Assessment, *states: str) -> Assessment:
    """The assessment as it stands, locked until the transaction ends, in one of these states."""
    stored = Assessment.objects.select_for_update().get(pk=assessment.pk)
    if stored.state not in states:
        raise AlreadyMoved(
            _("The assessment is “%(state)s” by now; the page shows how it stands.")
            % {"state": stored.get_state_display()}
        )
    return stored

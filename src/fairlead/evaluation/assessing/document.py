"""The document of an assessment: plain values and words, and the fingerprint that signatures name."""

from collections.abc import Mapping
from typing import Any

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from fairlead.evaluation.enums import AgreedState, AssessmentState, Reached
from fairlead.evaluation.models import AgreedAction, Assessment
from fairlead.evaluation.models.assessments import Voice
from fairlead.evaluation.standards import AREAS, LEVELS

FORM, VERSION = "fairlead-assessment", 1
TEXTS = ("training", "support", "partners", "recommendations")


def document(assessment: Assessment) -> dict[str, Any]:
    """All that the assessment says; what was signed is what was stored then, whatever has changed since.

    Dates are ISO 8601, figures carry their words and their plain values; needs `aims`, `agreed`,
    `statements` and `signatures` of the assessment to be loaded for a constant number of queries.
    """
    if assessment.state == AssessmentState.SIGNED and assessment.document is not None:
        return dict(assessment.document)
    return report(assessment) | voices(assessment)


def report(assessment: Assessment) -> dict[str, Any]:
    """What signatures are put under: everything but the statements and the signatures themselves."""
    programme = assessment.programme
    return {
        "form": FORM,
        "version": VERSION,
        "programme": programme.name,
        "institution": programme.lead.name,
        "year": assessment.year,
        "year_name": assessment.name_of_year,
        "begins_on": assessment.begins_on.isoformat(),
        "ends_on": assessment.ends_on.isoformat(),
        "gathered_at": assessment.gathered_at.isoformat() if assessment.gathered_at else "",
        "aims": [
            {
                "text": aim.text,
                "reached": aim.reached,
                "word": str(aim.get_reached_display()),
                "note": aim.note,
            }
            for aim in assessment.aims.all()
        ],
        "gathered": _worded(assessment),
        "texts": {name: getattr(assessment, name) for name in TEXTS},
        "checks": [_check(assessment.checks, area.key, str(area.name)) for area in AREAS],
        "agreed": [
            {"text": one.text, "owner": one.owner, "due_on": one.due_on.isoformat()}
            for one in assessment.agreed.all()
        ],
    }


def _worded(assessment: Assessment) -> dict[str, Any]:
    """What was gathered, with the words that stand beside the figures of a section."""
    texts = {"training": assessment.training, "support": assessment.support}
    sections = [
        {**section, "words": texts.get(section["key"], "")}
        for section in assessment.gathered.get("sections", [])
    ]
    return {**assessment.gathered, "sections": sections}


def voices(assessment: Assessment) -> dict[str, Any]:
    """Who says what to it, and who has signed."""
    return {
        "statements": [
            {"voice": Voice(one.voice, one.institution).label, "name": one.name, "text": one.text}
            for one in assessment.statements.all()
        ],
        "signatures": [
            {
                "voice": Voice(one.voice, one.institution).label,
                "name": one.name,
                "at": one.at.isoformat(),
                "day": date_format(timezone.localtime(one.at), "j F Y"),
                "digest": one.digest,
            }
            for one in assessment.signatures.all()
        ],
    }


def agreed_rows(actions: list[AgreedAction]) -> list[dict[str, Any]]:
    """Actions of an earlier year with what became of them."""
    return [
        {
            "text": one.text,
            "owner": one.owner,
            "due_on": one.due_on.isoformat(),
            "state": one.state,
            "word": str(AgreedState(one.state).label),
            "outcome": one.outcome,
        }
        for one in actions
    ]


def missing(content: Mapping[str, Any]) -> list[str]:
    """What a report still lacks, in words; it may be presented all the same."""
    lacking = []
    if not content["aims"]:
        lacking.append(_("No aim of the year is written down."))
    elif any(aim["reached"] == Reached.OPEN for aim in content["aims"]):
        lacking.append(_("It is not said of every aim whether it was reached."))
    if any(check["level"] is None for check in content["checks"]):
        lacking.append(_("The self-check is not finished."))
    if not content["texts"]["recommendations"]:
        lacking.append(_("No recommendations are written."))
    if not content["agreed"]:
        lacking.append(_("No action is agreed for next year."))
    return lacking


def _check(checks: Mapping[str, Any], key: str, name: str) -> dict[str, Any]:
    said = checks.get(key, {})
    level = said.get("level")
    return {
        "key": key,
        "name": name,
        "level": level,
        "word": str(LEVELS[level]) if level in LEVELS else "",
        "note": said.get("note", ""),
    }

"""The note for the staff appraisal: what each line would say, and what the person has chosen."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from fairlead.kernel.actors import Actor
from fairlead.kernel.words import one_line
from fairlead.mentorships.enums import GoalKind
from fairlead.mentorships.models import Goal, Mentorship
from fairlead.programmes.enums import Side
from fairlead.recognition import printing, wordings
from fairlead.recognition.enums import NoteLine
from fairlead.recognition.models import AppraisalNote
from fairlead.recognition.queries.parts import Half, half_of
from fairlead.sealed import queries as sealed


@dataclass(frozen=True)
class Draft:
    """What a person has chosen to say; revision 0 when they have chosen nothing yet."""

    lines: tuple[str, ...] = ()
    sentence: str = ""
    revision: int = 0

    def sealed(self) -> str:
        """The choice as it is kept."""
        return json.dumps({"lines": list(self.lines), "sentence": self.sentence}, ensure_ascii=False)


@dataclass(frozen=True)
class Sheet:
    """A note as it stands on paper: whose, and its lines as labels and values."""

    name: str
    title: str
    rows: tuple[tuple[str, str], ...]
    sentence: str

    @property
    def text(self) -> str:
        """The note as plain text."""
        lines = [self.title, self.name, "", *(f"{label}: {value}" for label, value in self.rows)]
        return "\n".join([*lines, *(["", self.sentence] if self.sentence else [])]) + "\n"


def offered(actor: Actor, pair: Mentorship) -> dict[str, str]:
    """What each line would say of the actor's part in the pair; lines with nothing to say are left out."""
    half = half_of(pair, actor.person_id)
    said = {
        NoteLine.ROLE.value: _role(half),
        NoteLine.PERIOD.value: wordings.period(half.pair.starts_on, half.ended_on),
        NoteLine.HOURS.value: _hours(half),
        NoteLine.SKILLS.value: _skills(pair),
    }
    return {line: words for line, words in said.items() if words}


def draft_of(actor: Actor, pair: Mentorship) -> Draft:
    """What the actor has chosen to say of the pair; nobody else can open it. Three queries at most."""
    kept = AppraisalNote.objects.filter(mentorship=pair, person=actor.person_id).first()
    if kept is None:
        return Draft()
    words = sealed.said(actor, kept.words_id)
    if not words:
        return Draft(revision=kept.revision)
    found = json.loads(words)
    return Draft(tuple(found["lines"]), found["sentence"], kept.revision)


def sheet(actor: Actor, draft: Draft, said: dict[str, str]) -> Sheet:
    """The note that the draft makes, in the order of the lines."""
    rows = [
        (str(line.label), said[line]) for line in NoteLine if line.value in draft.lines and line.value in said
    ]
    return Sheet(one_line(actor.name), _("Mentoring: a note for my appraisal"), tuple(rows), draft.sentence)


def pdf(made: Sheet, *, at: datetime) -> bytes:
    """The note on paper. Raises `printing.CannotPrint`."""
    words: dict[str, Any] = {
        "language": (translation.get_language() or "en").split("-")[0],
        "heading": made.title,
        "name": made.name,
        "rows": [{"label": label, "value": value} for label, value in made.rows],
        "paragraphs": [line.strip() for line in made.sentence.splitlines() if line.strip()],
        "day": _("Written by the person named, on %(day)s.") % {"day": wordings.day(timezone.localdate(at))},
    }
    return printing.pdf("note", words, at=at)


def _role(half: Half) -> str:
    said = _("Mentor in %(name)s") if half.side == Side.MENTOR else _("Mentee in %(name)s")
    return f"{said % {'name': half.programme.name}} ({half.programme.lead.name})"


def _hours(half: Half) -> str:
    met = half.counted
    found = [f"{wordings.meetings(met.meetings)}, {wordings.spent(met.minutes)}"] if met.meetings else []
    if half.training_minutes:
        found.append(_("%(time)s of training") % {"time": wordings.spent(half.training_minutes)})
    return "; ".join(found)


def _skills(pair: Mentorship) -> str:
    """The overarching kinds of the plan's goals: numbers that lie open, never a goal's words."""
    kinds = set(Goal.objects.filter(plan__mentorship=pair).values_list("kind", flat=True))
    return "; ".join(str(kind.label) for kind in GoalKind if kind.value in kinds)

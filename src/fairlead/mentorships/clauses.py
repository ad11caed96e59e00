"""What an agreement says: a pair's choices, the programme's standard texts, and the sentences made of both.

Plain values: nothing here asks the database. A version keeps its sentences as they were read when it was
signed, so that a later wording of the product or of the programme never changes what two people agreed on.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, fields, replace
from datetime import date
from hashlib import sha256
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.mentorships.enums import Rhythm, Scheduler


@dataclass(frozen=True, kw_only=True)
class Standard:
    """The texts that a programme gives to every pair."""

    confidentiality: str
    exceptions: str
    boundaries: str
    supervisor: str
    extension: str
    ending: str


@dataclass(frozen=True, kw_only=True)
class Choices:
    """What the two settle themselves; the four last are their own additions."""

    rhythm: str
    minutes: int
    place: str
    scheduler: str
    agenda_days: int
    notice_days: int
    reply_days: int
    contact: str
    review_on: date
    confidentiality_more: str = ""
    boundaries_more: str = ""
    supervisor_more: str = ""
    more: str = ""


@dataclass(frozen=True)
class Clause:
    """One clause as it is read: a name that stays, a title, its paragraphs."""

    key: str
    title: str
    paragraphs: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Between:
    """Whom an agreement binds, and for how long."""

    mentor: str
    mentee: str
    starts_on: date
    ends_on: date


@dataclass(frozen=True)
class Words:
    """One version of an agreement: the choices it was made of, and the clauses that are signed."""

    choices: Choices
    clauses: tuple[Clause, ...]

    def stored(self) -> str:
        """The version as text, to be sealed."""
        choices = {**asdict(self.choices), "review_on": self.choices.review_on.isoformat()}
        return json.dumps({"choices": choices, "clauses": [asdict(one) for one in self.clauses]})

    @classmethod
    def read(cls, text: str) -> "Words":
        """The version from its text; what an older or a newer release stored besides is left out."""
        found = json.loads(text)
        known = {field.name for field in fields(Choices)}
        values = {name: value for name, value in found["choices"].items() if name in known}
        values["review_on"] = date.fromisoformat(values["review_on"])
        clauses = (Clause(one["key"], one["title"], tuple(one["paragraphs"])) for one in found["clauses"])
        return cls(Choices(**values), tuple(clauses))

    def changed_from(self, other: "Words") -> dict[str, Clause | None]:
        """The clauses that say something else than in `other`, by key, with what was said there."""
        before = {one.key: one for one in other.clauses}
        changed = {
            one.key: before.get(one.key)
            for one in self.clauses
            if one.key not in before or before[one.key].paragraphs != one.paragraphs
        }
        gone = before.keys() - {one.key for one in self.clauses}
        return changed | {key: before[key] for key in sorted(gone)}


def worded(choices: Choices, standard: Standard, between: Between) -> Words:
    """The clauses that these choices and texts make, in the reader's language."""
    clauses = (
        ("between", _("Who, and for how long"), [_between(between)]),
        ("meetings", _("Our meetings"), _meetings(choices)),
        ("before", _("Before a meeting"), [_agenda(choices), _notice(choices)]),
        ("contact", _("Between meetings"), [choices.contact, _reply(choices)]),
        (
            "confidentiality",
            _("Confidentiality"),
            [standard.confidentiality, standard.exceptions, choices.confidentiality_more],
        ),
        ("boundaries", _("Boundaries"), [standard.boundaries, choices.boundaries_more]),
        ("supervisor", _("What the supervisor learns"), [standard.supervisor, choices.supervisor_more]),
        ("review", _("Review"), [_review(choices)]),
        ("extension", _("Extension"), [standard.extension]),
        ("ending", _("Ending at nobody’s fault"), [standard.ending]),
        ("more", _("What else we agree"), [choices.more]),
    )
    made = (Clause(key, title, _paragraphs(texts)) for key, title, texts in clauses)
    return Words(choices, tuple(one for one in made if one.paragraphs))


def merged(stored: Choices, given: Mapping[str, Any], shown: Mapping[str, str]) -> tuple[Choices, list[str]]:
    """The stored choices with what a page changes, and the names of what was changed on both sides.

    `given` is what the page holds now, `shown` the marks of what it was shown with. What the page did not
    touch stays as it is stored; where both the page and the stored words moved on, the stored ones stay.
    """
    touched = {name: value for name, value in given.items() if mark(value) != shown.get(name)}
    moved = {name for name in touched if mark(getattr(stored, name)) != shown.get(name, "")}
    both = sorted(name for name in moved if mark(getattr(stored, name)) != mark(touched[name]))
    taken = {name: value for name, value in touched.items() if name not in both}
    return replace(stored, **taken), both


def marks(choices: Choices) -> dict[str, str]:
    """For each choice a mark of what it holds."""
    return {field.name: mark(getattr(choices, field.name)) for field in fields(choices)}


def shown_after(
    given: Mapping[str, Any], both: Sequence[str], shown: Mapping[str, str], stored: Choices | None = None
) -> dict[str, str]:
    """The marks of a page that has been kept and goes on showing what it held.

    What it holds is what it shows, whatever the other half has stored elsewhere meanwhile. A choice that both
    changed keeps its old mark, so that it is asked about again; with `stored` the page has shown what stands
    there, and the next time its own word is taken.
    """
    held = {name: mark(value) for name, value in given.items() if name not in both}
    told = {name: mark(getattr(stored, name)) for name in both} if stored else {}
    return {**shown, **held, **told}


def mark(value: object) -> str:
    """A short fingerprint of a choice."""
    return sha256(str(value).encode()).hexdigest()[:12]


def _paragraphs(texts: Sequence[str]) -> tuple[str, ...]:
    lines = (line.strip() for text in texts for line in text.splitlines())
    return tuple(line for line in lines if line)


def _between(who: Between) -> str:
    return _("%(mentee)s (mentee) and %(mentor)s (mentor), from %(first)s to %(last)s.") % {
        "mentee": who.mentee,
        "mentor": who.mentor,
        "first": date_format(who.starts_on, "j F Y"),
        "last": date_format(who.ends_on, "j F Y"),
    }


def _meetings(choices: Choices) -> list[str]:
    schedulers = {
        Scheduler.MENTEE.value: _("The mentee fixes the dates and sends the invitations."),
        Scheduler.MENTOR.value: _("The mentor fixes the dates and sends the invitations."),
        Scheduler.IN_TURN.value: _("We fix the dates and send the invitations in turn."),
    }
    how_long = ngettext(
        "We meet %(often)s, for about %(count)d minute.",
        "We meet %(often)s, for about %(count)d minutes.",
        choices.minutes,
    )
    often = str(Rhythm(choices.rhythm).label)
    return [
        how_long % {"often": often, "count": choices.minutes},
        _("Where: %(place)s") % {"place": choices.place},
        schedulers[choices.scheduler],
    ]


def _agenda(choices: Choices) -> str:
    if choices.agenda_days == 0:
        return _("The mentee brings along what is to be talked about.")
    text = ngettext(
        "The mentee sends what is to be talked about at least %(count)d working day before.",
        "The mentee sends what is to be talked about at least %(count)d working days before.",
        choices.agenda_days,
    )
    return text % {"count": choices.agenda_days}


def _notice(choices: Choices) -> str:
    if choices.notice_days == 0:
        return _("Whoever cannot come says so as soon as possible and proposes another date.")
    text = ngettext(
        "Whoever cannot come says so at least %(count)d working day before and proposes another date.",
        "Whoever cannot come says so at least %(count)d working days before and proposes another date.",
        choices.notice_days,
    )
    return text % {"count": choices.notice_days}


def _reply(choices: Choices) -> str:
    text = ngettext(
        "We answer each other within %(count)d working day.",
        "We answer each other within %(count)d working days.",
        choices.reply_days,
    )
    return text % {"count": choices.reply_days}


def _review(choices: Choices) -> str:
    text = _(
        "On %(day)s, or at the meeting nearest to it, we look at what has been reached and whether this "
        "agreement still fits."
    )
    return text % {"day": date_format(choices.review_on, "j F Y")}

"""The standard questions, and the form of a programme that has arranged none of its own."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from fairlead.programmes.enums import Side
from fairlead.questions.enums import Standard

BOTH = frozenset({Side.MENTOR, Side.MENTEE})


@dataclass(frozen=True)
class About:
    """What is true of a standard question whatever the form: who is asked, who reads it, what it is for.

    `fixed` says whether it must be answered: True always, False never, None as the form decides.
    """

    reads: Promise
    sides: frozenset[Side] = BOTH
    matching: bool = False
    needed: bool = False
    fixed: bool | None = False


@dataclass(frozen=True)
class DefaultSection:
    """A page of the form that holds where a programme has none of its own."""

    slug: str
    title: Promise
    standards: tuple[Standard, ...]


BY_TEAM = _("Read by the programme team.")
BY_PAIR = _("Read by the programme team and by the person we would pair you with.")
BY_DISTANCE = _("Read by the programme team; your pair learns only how many grades lie between you.")
BY_COORDINATOR = _("Read by the coordinators only.")
KEPT = _("Kept with the application as the record of what was agreed to.")

ABOUT: Mapping[Standard, About] = {
    Standard.WORKPLACE: About(BY_PAIR, matching=True, needed=True, fixed=True),
    Standard.JOB_TITLE: About(BY_PAIR, fixed=None),
    Standard.GRADE: About(BY_DISTANCE, matching=True, fixed=None),
    Standard.YEARS: About(BY_TEAM, matching=True, fixed=None),
    Standard.MANAGER: About(BY_TEAM, matching=True),
    Standard.AREAS: About(BY_PAIR, matching=True, needed=True, fixed=True),
    Standard.LANGUAGES: About(BY_PAIR, matching=True, needed=True, fixed=True),
    Standard.MEETING: About(BY_PAIR, matching=True, fixed=True),
    Standard.PLACES: About(BY_TEAM, sides=frozenset({Side.MENTOR}), matching=True, fixed=True),
    Standard.AVOID: About(BY_COORDINATOR, matching=True),
    Standard.HOPES: About(BY_COORDINATOR, fixed=None),
    Standard.PRIVACY: About(KEPT, needed=True, fixed=True),
}
REQUIRED_BY_DEFAULT = frozenset({Standard.JOB_TITLE})
DEFAULT_SECTIONS = (
    DefaultSection(
        "you",
        _("About you"),
        (
            Standard.WORKPLACE,
            Standard.JOB_TITLE,
            Standard.GRADE,
            Standard.YEARS,
            Standard.MANAGER,
        ),
    ),
    DefaultSection("areas", _("Areas of expertise"), (Standard.AREAS,)),
    DefaultSection(
        "meeting",
        _("Meeting"),
        (Standard.LANGUAGES, Standard.MEETING, Standard.PLACES, Standard.AVOID),
    ),
    DefaultSection("hopes", _("Hopes"), (Standard.HOPES,)),
    DefaultSection("consent", _("Consent"), (Standard.PRIVACY,)),
)


def standards(side: str) -> list[Standard]:
    """The standard questions that this side can be asked."""
    return [standard for standard, about in ABOUT.items() if side in about.sides]


def required(standard: str, *, side: str, approval: bool) -> bool | None:
    """Whether a standard question must be answered; None: as the form decides.

    A mentee names the line manager where supervisors approve.
    """
    if standard == Standard.MANAGER:
        return approval and side == Side.MENTEE
    return ABOUT[Standard(standard)].fixed


def needed(side: str, *, approval: bool) -> list[Standard]:
    """The standard questions that every form of this side has."""
    return [
        standard
        for standard in standards(side)
        if ABOUT[standard].needed
        or (standard == Standard.MANAGER and required(standard, side=side, approval=approval))
    ]

"""A self-check of a mentoring programme: six areas, in our own words.

The areas follow the six core standards of the EMCC's International Standards for Mentoring and Coaching
Programmes (ISMCP); the questions are Fairlead's own. It is a self-check and no accreditation.
"""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Area:
    """One area: `key`, its name, and the questions that help to judge it."""

    key: str
    name: Promise
    questions: tuple[Promise, ...]


AREAS = (
    Area(
        "purpose",
        _("Clear purpose"),
        (
            _("Do staff, supervisors and leadership know what the programme is for, and for whom?"),
            _("Are its aims written down so that a year later one can say whether they were reached?"),
            _("Does it serve the people as well as the institution?"),
        ),
    ),
    Area(
        "preparation",
        _("Training and briefing"),
        (
            _("Do mentors and mentees know their roles and boundaries before they first meet?"),
            _("Are supervisors told what is asked of their staff?"),
            _("Do those who run the programme learn what they need for it?"),
        ),
    ),
    Area(
        "matching",
        _("Selection and matching"),
        (
            _("Are the rules for taking part known, the same for all, and exceptions explained?"),
            _("Can every pair and every refusal be explained, and does a person decide?"),
            _("Can a pair end at nobody’s fault, and does a new one follow?"),
        ),
    ),
    Area(
        "measurement",
        _("Measurement and review"),
        (
            _("Is it measured what changes for people, and not only whether they were content?"),
            _("Do figures of effort and cost stand beside those of results?"),
            _("Do findings lead to actions, and are last year’s followed up?"),
        ),
    ),
    Area(
        "ethics",
        _("Ethics and care"),
        (
            _("Is it plain to everybody who can read what, and is it kept?"),
            _("Is there somebody to turn to beside the coordinator?"),
            _("Do all groups of staff get the same chance, and is it looked at?"),
        ),
    ),
    Area(
        "administration",
        _("Administration and support"),
        (
            _("Do applicants know at any time what happens next, and when?"),
            _("Are quiet pairs noticed in time, without anybody’s words being read?"),
            _("Would the programme go on if its coordinator were away?"),
        ),
    ),
)
LEVELS: dict[int, Promise] = {
    1: _("Hardly"),
    2: _("In part"),
    3: _("Mostly"),
    4: _("Fully"),
}

BY_KEY: dict[str, Area] = {area.key: area for area in AREAS}

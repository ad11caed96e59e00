"""The page of the docs that says who sees what, drawn from the rule and written by running this file."""

from pathlib import Path

from fairlead.applications.enums import ApplicationState
from tests.scope import rule

PAGE = Path(__file__).parents[2] / "docs" / "who-sees-what.md"
KINDS = {"n": "name", "m": "address", "l": "line manager", "h": "hopes", "v": "whom to avoid", "r": "reasons"}
STATES = {
    **{state: str(ApplicationState(state).label) for state in ("draft", "submitted", "waitlisted")},
    "declined": "Declined",
    "withdrawn": "Withdrawn",
    "accepted": "In the pool for matching",
    "proposed": "Proposed with somebody of B",
    "crossed": "In a pair with somebody of B",
    "paired": "In a pair within A",
}
ROLES = {
    "partner_a": "Partner coordinator of A",
    "coordinator": "Coordinator",
    "hr_lead": "HR lead",
    "iro_lead": "Relations lead",
    "partner_b": "Partner coordinator of B",
    "other_coordinator": "Coordinator of another programme",
    "it_admin": "IT administrator",
    "stranger": "Anybody else",
}
HEAD = """# Who sees what of an applicant

Drawn from the rule that a test asks of every address, file, search and letter, as every role, for people of
every institution in every state (`tests/scope`); written by `python -m tests.scope.page`. The same test tells
what a pair keeps to itself (plan, notes, places, agreement, calendars, a question in confidence) and finds it
with the two alone, and whom a mentor has ruled out, which is found with the mentor alone.
A is a partner with a partner coordinator of its own, B another one. Counts without names are not in this
table: the central team reads how many people of each institution stand where. The applicant reads their own;
the two of a pair read each other's name and address. A supervisor reads by their link what they are asked to
approve. Why it is so: [decision 34](adr/0034-each-institution-decides-on-its-own-people.md).
"""
CASES = """## A case that two institutions share

Held by `tests/support/test_sharing.py`. A case is read by whoever looks after it and those they name. Shared,
one coordinator of the other institution reads of it what was agreed. Why it is so:
[decision 40](adr/0040-a-case-is-shared-with-one-person-by-agreement.md).
"""
OF_A_CASE = (
    ("", "Owner", "The other, before a yes", "Offered", "Shared", "Ended", "Whoever asked", "Others"),
    ("That it exists, its pair, how it stands", "yes", "–", "yes", "yes", "–", "yes", "–"),
    ("What it is about", "yes", "–", "–", "from level 2", "–", "from level 2", "–"),
    ("The summary written for it", "yes", "–", "–", "from level 2", "–", "yes", "–"),
    ("What the two coordinators write", "yes", "–", "–", "at level 3", "–", "how much", "–"),
    ("The other coordinator's own notes", "–", "–", "–", "their own", "their own", "–", "–"),
    ("Who asked and how, notes, words in confidence", "yes", "–", "–", "–", "–", "their own", "–"),
)
TIME = """## Data and their time

Held by `tests/privacy`. Why it is so: [decision 42](adr/0042-data-go-by-what-they-belong-to.md).
"""
OF_TIME = (
    ("", "The person", "Coordinator", "HR and relations lead", "Partner coordinator", "IT administrator"),
    ("What is held about them, all of it", "own", "–", "–", "–", "–"),
    (
        "What goes when, in kinds and numbers, round by round",
        "own rounds",
        "all",
        "all",
        "–",
        "on the command line",
    ),
    ("Letting a round go sooner, holding it", "–", "yes", "–", "–", "–"),
    ("Why a round is held", "that it is", "yes", "yes", "–", "–"),
    ("A run whose people's data have gone", "–", "its figures", "its figures", "–", "–"),
)


def page() -> str:
    """The page as it should stand."""
    parts = [HEAD]
    for place, title in (("A", "Somebody of A"), ("L", "Somebody of the lead institution, or of none")):
        parts += [f"## {title}\n", _table(place)]
    parts += [CASES, _rows(OF_A_CASE), TIME, _rows(OF_TIME)]
    return "\n".join(parts)


def _rows(told: tuple[tuple[str, ...], ...]) -> str:
    head, *rows = [f"| {' | '.join(row)} |" for row in told]
    return "\n".join([head, f"|---{'|---' * (len(told[0]) - 1)}|", *rows]) + "\n"


def _table(place: str) -> str:
    lines = [f"| | {' | '.join(ROLES.values())} |", f"|---{'|---' * len(ROLES)}|"]
    for state, label in STATES.items():
        if place == "L":
            label = label.replace("within A", "within it").replace("somebody of B", "somebody of A")
        cells = [_cell(role, place, state) for role in ROLES]
        lines.append(f"| {label} | {' | '.join(cells)} |")
    return "\n".join(lines) + "\n"


def _cell(role: str, place: str, state: str) -> str:
    kinds = [label for kind, label in KINDS.items() if rule.may_read(role, place, state, kind)]
    return "all" if len(kinds) == len(KINDS) else ", ".join(kinds) or "–"


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")

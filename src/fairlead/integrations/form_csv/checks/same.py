"""One person in several rows: resubmissions, two spellings, and agreement given in one row but not in
another.
"""

from collections.abc import Iterable, Sequence
from datetime import UTC, datetime

from django.utils.translation import gettext as _

from fairlead.integrations.form_csv.findings import LEAVE, Choice, Findings, Option, key
from fairlead.integrations.form_csv.plan import Known, KnownPerson, Line
from fairlead.integrations.form_csv.spelling import fold, near, person_key, shortened, words

TWO = "two"
LONG_AGO = datetime(1970, 1, 1, tzinfo=UTC)


def check(lines: Sequence[Line], known: Known, findings: Findings) -> None:
    """Take rows of one person as one: the newest complete answers count, and the older rows say so."""
    named = [line for line in lines if line.email and line.out in {"", "consent_missing"}]
    for group in _alike(named, known):
        _two_spellings(group, known, findings)
    by_address: dict[str, list[Line]] = {}
    for line in named:
        by_address.setdefault(line.email, []).append(line)
    for rows in by_address.values():
        if len(rows) > 1:
            _withdrawn(rows, findings)
            _newest(rows, findings)


def _alike(named: Sequence[Line], known: Known) -> list[list[Line | KnownPerson]]:
    """Groups of rows and persons with different addresses that look like one person."""
    addresses = {line.email for line in named}
    people = [
        person for person in known.people.values() if person.concerned and person.email not in addresses
    ]
    everybody: list[Line | KnownPerson] = [*people, *named]
    members: dict[str, list[Line | KnownPerson]] = {}
    for one in everybody:
        members.setdefault(one.email, []).append(one)
    parent = {email: email for email in members}

    def root(email: str) -> str:
        while parent[email] != email:
            email = parent[email]
        return email

    seen: dict[tuple[str, ...], list[str]] = {}
    for email, several in members.items():
        for one in several:
            for mark in _marks(one):
                for other in seen.setdefault(mark, []):
                    if root(other) != root(email) and _agree(members[other], one):
                        parent[root(email)] = root(other)
                seen[mark].append(email)
    groups: dict[str, list[Line | KnownPerson]] = {}
    for email, several in members.items():
        groups.setdefault(root(email), []).extend(several)
    mixed = [group for group in groups.values() if len({one.email for one in group}) > 1]
    return [group for group in mixed if any(isinstance(one, Line) for one in group)]


def _marks(one: Line | KnownPerson) -> Iterable[tuple[str, ...]]:
    local, _at, domain = one.email.partition("@")
    name = person_key(one.name)
    yield ("name", name, domain)
    yield ("local", local.replace(".", "").replace("-", ""), domain)
    if isinstance(one, Line):
        yield ("place", name, fold(one.cell("institution")))
        if len(name) > 6:
            unit = fold(one.cell("unit"))
            for short in shortened(name):
                yield ("near", short, domain, unit)


def _agree(others: Sequence[Line | KnownPerson], one: Line | KnownPerson) -> bool:
    """Whether the names are near enough: what the marks share is only a first sieve."""
    return any(near(person_key(other.name), person_key(one.name)) for other in others)


def _two_spellings(group: list[Line | KnownPerson], known: Known, findings: Findings) -> None:
    rows = [one for one in group if isinstance(one, Line)]
    if not any(line.alive for line in rows):
        return
    if _only_one_agrees(rows, group):
        _consent_differs(rows, findings)
        return
    addresses = list(dict.fromkeys(one.email for one in group))
    choice = Choice(
        key("same", *sorted(addresses)),
        "same_person",
        _("Are these one person?"),
        (
            *(
                Option(key("address", address), _("One person: %(address)s") % {"address": address})
                for address in addresses
            ),
            Option(TWO, _("Different people")),
        ),
        key("address", _likely(group)),
        required=True,
    )
    answer = findings.ask(choice)
    labels = {option.value: option.label for option in choice.options}
    chosen = {key("address", one.email): one for one in group}.get(answer.value)
    for line in rows:
        if line.alive:
            shown = f"{line.name} <{line.email}>"
            findings.note("same_person", line.row, "email", shown, labels[answer.value], choice)
    if chosen is not None:
        name, email = chosen.name, chosen.email
        for line in rows:
            line.name, line.email = name, email


def _only_one_agrees(rows: list[Line], group: list[Line | KnownPerson]) -> bool:
    return len(rows) == len(group) and len({line.email for line in rows if line.alive}) == 1


def _likely(group: Sequence[Line | KnownPerson]) -> str:
    """The address to propose: one we know, else one written first.last as the name is, else the newest
    row's.
    """
    known = next((one.email for one in group if isinstance(one, KnownPerson)), "")
    pattern = next(
        (one.email for one in group if one.email.partition("@")[0] == ".".join(words(one.name))), ""
    )
    return known or pattern or max((one for one in group if isinstance(one, Line)), key=_age).email


def _consent_differs(rows: list[Line], findings: Findings) -> None:
    """Rows with different addresses, of which some do not agree: ask whether the agreement still counts."""
    for yes in [line for line in rows if line.alive]:
        no = max((line for line in rows if not line.alive), key=_age)
        _ask_consent(yes, no, findings)


def _ask_consent(yes: Line, no: Line, findings: Findings) -> None:
    later = (no.submitted or LONG_AGO) > (yes.submitted or LONG_AGO)
    choice = Choice(
        key("consent", yes.email, no.email),
        "consent_later",
        _("Row %(yes)d agrees, row %(no)d does not. Does the agreement count?")
        % {"yes": yes.row, "no": no.row},
        (
            Option("counts", _("Yes, bring row %(row)d in") % {"row": yes.row}),
            Option(LEAVE, _("No, leave both out")),
        ),
        LEAVE if later else "counts",
        required=True,
    )
    answer = findings.ask(choice)
    labels = {option.value: option.label for option in choice.options}
    for line in (yes, no):
        findings.note(
            "consent_later", line.row, "consent", f"{line.name} <{line.email}>", labels[answer.value], choice
        )
    if answer.value == LEAVE:
        yes.leave_out("consent_later", _("Row %(row)d of the same person does not agree.") % {"row": no.row})


def _withdrawn(rows: list[Line], findings: Findings) -> None:
    """Rows with one address of which a later one does not agree any more."""
    refusing = [line for line in rows if line.out == "consent_missing"]
    for yes in [line for line in rows if line.alive]:
        later = [line for line in refusing if _age(line) > _age(yes)]
        if later:
            _ask_consent(yes, max(later, key=_age), findings)


def _newest(rows: list[Line], findings: Findings) -> None:
    living = [line for line in rows if line.alive]
    if len(living) < 2:
        return
    kept = max(living, key=lambda line: (_complete(line), *_age(line)))
    sides = set(kept.sides)
    for line in sorted(living, key=_age, reverse=True):
        if line is kept:
            continue
        if sides.isdisjoint(line.sides) and _both_sides(kept, line, findings):
            sides |= set(line.sides)
            continue
        said = _("Left out: row %(row)d counts") % {"row": kept.row}
        findings.note("resubmission", line.row, "email", line.cell("email"), said)
        line.leave_out(
            "resubmission", _("Row %(row)d holds newer answers of the same person.") % {"row": kept.row}
        )


def _both_sides(kept: Line, line: Line, findings: Findings) -> bool:
    """Whether somebody who sent one form as mentor and another as mentee applies as both."""
    choice = Choice(
        key("sides", line.email),
        "two_forms",
        _("%(name)s applied as mentor in one row and as mentee in another. Which counts?")
        % {"name": line.name},
        (
            Option("newest", _("Only the newer: row %(row)d") % {"row": kept.row}),
            Option("both", _("Both: as mentor and as mentee")),
        ),
        "newest",
        required=True,
    )
    value = findings.ask(choice).value
    labels = {option.value: option.label for option in choice.options}
    for one in (kept, line):
        findings.note("two_forms", one.row, "role", one.cell("role"), labels[value], choice)
    return value == "both"


def _complete(line: Line) -> bool:
    wanted = ["name", "institution", "languages"]
    wanted += ["offers"] if "mentor" in line.sides else []
    wanted += ["wants"] if "mentee" in line.sides else []
    return all(line.cell(key) for key in wanted)


def _age(line: Line) -> tuple[datetime, int]:
    return (line.submitted or LONG_AGO, line.row)

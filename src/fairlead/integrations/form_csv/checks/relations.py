"""Who somebody is tied to: their line manager, and whom they should not be paired with."""

import re
from collections.abc import Mapping, Sequence

from django.utils.translation import gettext as _

from fairlead.integrations.form_csv import parsing
from fairlead.integrations.form_csv.checks.identity import spelled
from fairlead.integrations.form_csv.findings import EMPTY, TYPED, Choice, Findings, Option, key
from fairlead.integrations.form_csv.plan import Known, Line
from fairlead.integrations.form_csv.spelling import (
    fold,
    has_lost_letters,
    near,
    person_key,
    shortened,
    words,
)

BETWEEN = re.compile(r"[,;/\n&]|\b(?:and|und|et)\b")
NOBODY = frozenset(
    {"", "no", "none", "nobody", "n a", "na", "nie", "nein", "non", "no one", "noone", "nikto"}
)
TEXT = "text"


def check(living: Sequence[Line], known: Known, findings: Findings) -> None:
    """Settle the line manager of every row that is brought in, and whom it should not be paired with."""
    addresses = _managers(living, known)
    vocabulary = _whole_names(living, known)
    for line in living:
        _manager(line, known, addresses, vocabulary, findings)
    people = {person.email: person.name for person in known.people.values() if person.concerned}
    people |= {line.email: line.name for line in living}
    by_name = _by_name(people)
    for line in living:
        _avoid(line, people, by_name, findings)


def _managers(living: Sequence[Line], known: Known) -> dict[tuple[str, str], str]:
    """For each line manager's name and domain of their staff the address that rows give for them."""
    found = {}
    for line in living:
        address = parsing.address(line.cell("manager_email"))
        if address.how in {"plain", "tidied"}:
            found[person_key(line.cell("manager_name")), line.domain] = address.value
    return found


def _whole_names(living: Sequence[Line], known: Known) -> list[str]:
    names = [line.name for line in living] + [line.cell("manager_name") for line in living]
    names += [person.name for person in known.people.values() if person.concerned]
    return [
        name
        for name in dict.fromkeys([*names, *known.managers.values()])
        if name and not has_lost_letters(name)
    ]


def _manager(
    line: Line,
    known: Known,
    addresses: Mapping[tuple[str, str], str],
    vocabulary: list[str],
    findings: Findings,
) -> None:
    name = line.texts.get("manager_name", "")
    raw = line.cells.get("manager_email", "")
    if not name and not raw.strip():
        findings.note("manager_missing", line.row, "manager_name", "", _("Left empty"))
        return
    found = parsing.address(raw, [line.domain])
    line.manager_email = found.value
    if found.how == "tidied":
        findings.note("address_tidied", line.row, "manager_email", raw, found.value)
    elif found.how in {"mended", "broken"}:
        elsewhere = addresses.get((person_key(name), line.domain), "")
        _typed_manager(line, "manager_broken", raw, elsewhere or found.value, known, findings)
    if line.manager_email == line.email or (
        name and person_key(name) == person_key(line.name) and not found.value
    ):
        _own_manager(line, name, raw, known, findings)
        return
    line.manager_name = _manager_name(line, name, known, vocabulary, findings)


def _manager_name(line: Line, name: str, known: Known, vocabulary: list[str], findings: Findings) -> str:
    if not has_lost_letters(name):
        return name
    person = known.people.get(line.manager_email)
    have = person.name if person else known.managers.get(line.manager_email, "")
    if have:
        return have
    return spelled(findings, line.row, "manager_name", name, line.manager_email, vocabulary)


def _own_manager(line: Line, name: str, raw: str, known: Known, findings: Findings) -> None:
    shown = f"{name} <{raw.strip()}>" if raw.strip() else name
    line.manager_name = line.manager_email = ""
    _typed_manager(line, "manager_self", shown, "", known, findings)


def _typed_manager(
    line: Line, kind: str, shown: str, proposal: str, known: Known, findings: Findings
) -> None:
    needed = "mentee" in line.sides and known.approval_needed
    choice = Choice(
        key(kind, line.email, shown),
        kind,
        _("Who is the line manager of %(name)s?") % {"name": line.name},
        (Option(TYPED, _("Name and address:")), Option(EMPTY, _("Leave empty"))),
        TYPED if proposal else EMPTY,
        required=needed or bool(proposal),
        typed_label=_("Address, or Name <address>"),
        typed_proposal=proposal,
        private=True,
    )
    answer = findings.ask(choice)
    typed = re.search(r"[^\s<>]+@[^\s<>]+", answer.text) if answer.value == TYPED else None
    address = parsing.address(typed[0]).value if typed else ""
    line.manager_email = address if address != line.email else ""
    before = answer.text.partition("<")[0].strip(" \"'")
    if kind == "manager_self" and line.manager_email and "@" not in before:
        line.manager_name = before
    findings.note(kind, line.row, "manager_email", shown[:80], line.manager_email or _("Left empty"), choice)


def _by_name(people: Mapping[str, str]) -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for email, name in people.items():
        for short in shortened(person_key(name)):
            found.setdefault(short, []).append(email)
    return found


def _avoid(
    line: Line, people: Mapping[str, str], by_name: Mapping[str, list[str]], findings: Findings
) -> None:
    raw = line.texts.get("avoid", "")
    if " ".join(words(raw)) in NOBODY:
        return
    for part in (part.strip(" .") for part in BETWEEN.split(raw)):
        if " ".join(words(part)) in NOBODY:
            continue
        wanted = person_key(part)
        exact = [email for email, name in people.items() if person_key(name) == wanted or email == fold(part)]
        exact = [email for email in exact if email != line.email]
        close = _close(wanted, people, by_name, line)
        if len(exact) == 1:
            line.avoid_emails.append(exact[0])
            said = _("%(name)s will not be paired with them") % {"name": people[exact[0]]}
            findings.note("avoid_found", line.row, "avoid", part, said)
        elif exact or close:
            _ask_whom(line, part, exact or close, people, findings)
        else:
            findings.note("avoid_unknown", line.row, "avoid", part[:80], _("Kept as text"))


def _close(wanted: str, people: Mapping[str, str], by_name: Mapping[str, list[str]], line: Line) -> list[str]:
    if len(wanted) < 4:
        return []
    found = {email: None for short in sorted(shortened(wanted)) for email in by_name.get(short, ())}
    return [email for email in found if email != line.email and near(person_key(people[email]), wanted)]


def _ask_whom(
    line: Line, part: str, emails: list[str], people: Mapping[str, str], findings: Findings
) -> None:
    options = [Option(key("person", email), f"{people[email]} ({email})") for email in emails]
    choice = Choice(
        key("avoid", line.email, fold(part)),
        "avoid_unclear",
        _("Whom does %(name)s mean by “%(said)s”?") % {"name": line.name, "said": part[:60]},
        (*options, Option(TEXT, _("None of these; keep the text"))),
        options[0].value,
        required=True,
    )
    value = findings.ask(choice).value
    labels = {option.value: option.label for option in choice.options}
    findings.note("avoid_unclear", line.row, "avoid", part[:80], labels[value], choice)
    line.avoid_emails += [email for email in emails if key("person", email) == value]

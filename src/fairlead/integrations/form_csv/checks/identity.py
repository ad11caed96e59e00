"""Who a row is from: test rows, addresses, names, consent, sides, and when it was sent."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from fairlead.integrations.form_csv import parsing
from fairlead.integrations.form_csv.findings import LEAVE, TYPED, Choice, Findings, Option, key
from fairlead.integrations.form_csv.plan import Known, Line
from fairlead.integrations.form_csv.spelling import fold, has_lost_letters, respell, words

TEST_WORDS = frozenset(
    [
        "test",
        "testing",
        "tester",
        "tests",
        "asdf",
        "qwerty",
        "xxx",
        "xxxx",
        "foo",
        "dummy",
        "skuska",
        "proba",
        "essai",
        "prueba",
    ]
)


def check(lines: Sequence[Line], known: Known, findings: Findings) -> None:
    """Settle who each row is from, and leave out test rows and rows without agreement or address."""
    for line in lines:
        line.name = " ".join(line.cell("name").split())[:200]
        _test_row(line, findings)
    _addresses(lines, findings)
    for line in lines:
        if line.alive:
            _consent(line, findings)
    vocabulary = _whole_names(lines, known)
    for line in lines:
        if line.email and line.out in {"", "consent_missing"}:
            _name(line, known, findings, vocabulary)
        if line.alive:
            _sides(line, findings)
    _dates(lines, known, findings)


def _test_row(line: Line, findings: Findings) -> None:
    said = words(line.name)
    local = words(line.cell("email").partition("@")[0])
    if not (said and all(word in TEST_WORDS for word in said)) and not (
        local and local[0] in TEST_WORDS and len(local) == 1
    ):
        return
    options = (Option(LEAVE, _("Leave out")), Option("keep", _("This is a person: bring in")))
    choice = Choice(
        key("test", fold(line.name), fold(line.cell("email"))),
        "test_row",
        _("Is “%(name)s” a test?") % {"name": line.name or line.cell("email")},
        options,
        LEAVE,
    )
    kept = findings.ask(choice).value == "keep"
    findings.note("test_row", line.row, "name", line.name, _("Kept") if kept else _("Left out"), choice)
    if not kept:
        line.leave_out("test_row", _("It looks like a test of the form."))


def _addresses(lines: Sequence[Line], findings: Findings) -> None:
    counted = Counter(
        found.value.partition("@")[2]
        for line in lines
        if line.alive and (found := parsing.address(line.cell("email"))).how in {"plain", "tidied"}
    )
    domains = [domain for domain, _count in counted.most_common()]
    homes = _homes(lines)
    for line in lines:
        if not line.alive:
            continue
        raw = line.cells.get("email", "")
        found = parsing.address(raw, domains)
        if found.how in {"plain", "tidied"}:
            line.email = found.value
            if found.how == "tidied":
                findings.note("address_tidied", line.row, "email", raw, found.value)
        else:
            _broken(line, found, homes, findings)


def _homes(lines: Sequence[Line]) -> dict[str, str]:
    """For each institution as written the domain that most of its rows have, where they write
    first.last@domain.
    """
    seen: dict[str, Counter[str]] = {}
    for line in lines:
        found = parsing.address(line.cell("email"))
        local, _at, domain = found.value.partition("@")
        if found.value and local == ".".join(words(line.name)):
            seen.setdefault(fold(line.cell("institution")), Counter())[domain] += 1
    return {institution: domains.most_common(1)[0][0] for institution, domains in seen.items() if institution}


def _broken(line: Line, found: parsing.Address, homes: dict[str, str], findings: Findings) -> None:
    raw = line.cell("email")
    pattern = ".".join(words(line.name))
    proposal = found.value
    local, _at, domain = proposal.partition("@")
    if proposal and local.replace(".", "") == pattern.replace(".", "") and local != pattern:
        proposal = f"{pattern}@{domain}"
    if not proposal and pattern and fold(line.cell("institution")) in homes:
        proposal = f"{pattern}@{homes[fold(line.cell('institution'))]}"
    options = [Option(TYPED, _("Use this address:")), Option(LEAVE, _("Leave the row out"))]
    choice = Choice(
        key("address", raw, line.name, line.row if not raw else ""),
        "address_broken",
        _("Which address does %(name)s have?") % {"name": line.name or _("row %(row)d") % {"row": line.row}},
        tuple(options),
        TYPED if proposal else LEAVE,
        required=True,
        typed_label=_("Address"),
        typed_proposal=proposal,
        private=True,
    )
    answer = findings.ask(choice)
    mended = parsing.address(answer.text)
    if answer.value == TYPED and mended.value:
        line.email = mended.value
    findings.note("address_broken", line.row, "email", raw, line.email or _("Left out"), choice)
    if not line.email:
        line.leave_out("address_broken", _("It has no address a letter can be sent to."))


def _consent(line: Line, findings: Findings) -> None:
    said = parsing.agrees(line.cell("consent"))
    line.agrees = bool(said)
    if not said:
        findings.note("consent_missing", line.row, "consent", line.cell("consent"), _("Left out"))
        line.leave_out("consent_missing", _("There is no agreement to the privacy notice."))


def _whole_names(lines: Sequence[Line], known: Known) -> list[str]:
    named = [line.name for line in lines] + [line.cell("manager_name") for line in lines]
    named += [person.name for person in known.people.values() if person.concerned] + list(
        known.managers.values()
    )
    return [name for name in dict.fromkeys(named) if name and not has_lost_letters(name)]


def _name(line: Line, known: Known, findings: Findings, vocabulary: list[str]) -> None:
    person = known.people.get(line.email)
    if person is not None:
        if person.name != line.name and line.alive:
            findings.note("name_kept", line.row, "name", line.name, person.name)
        line.name = person.name
    elif not line.name:
        line.name = typed_name(
            findings, line.row, line.email, "name_missing", "name", "", _from_address(line.email)
        )
    elif has_lost_letters(line.name) and line.alive:
        line.name = spelled(findings, line.row, "name", line.name, line.email, vocabulary)
    elif has_lost_letters(line.name):
        line.name = next(iter(respell(line.name, known=vocabulary, email=line.email)), line.name)


def _from_address(email: str) -> str:
    return " ".join(word.capitalize() for word in words(email.partition("@")[0].replace(".", " ")))


def typed_name(
    findings: Findings, row: int, email: str, kind: str, column: str, found: str, proposal: str
) -> str:
    """The name typed by the coordinator, or proposed."""
    choice = Choice(
        key(kind, email),
        kind,
        _("What is the name of %(address)s?") % {"address": email},
        (Option(TYPED, _("This name:")),),
        TYPED,
        required=True,
        typed_label=_("Name"),
        typed_proposal=proposal,
        private=True,
    )
    answer = findings.ask(choice)
    findings.note(kind, row, column, found, answer.text or proposal, choice)
    return answer.text or proposal


def spelled(findings: Findings, row: int, column: str, name: str, email: str, vocabulary: list[str]) -> str:
    """The name with its lost letters found again: as chosen, else as it is most likely spelled."""
    likely = respell(name, known=vocabulary, email=email)
    options = [*(Option(spelling, spelling) for spelling in likely), Option(TYPED, _("Another spelling:"))]
    choice = Choice(
        key("lost", name, email),
        "name_lost",
        _("How is “%(name)s” spelled?") % {"name": name},
        tuple(options),
        likely[0] if likely else TYPED,
        required=True,
        typed_label=_("Name"),
        typed_proposal=name,
        private=True,
    )
    answer = findings.ask(choice)
    result = (answer.text or name) if answer.value == TYPED else answer.value
    findings.note("name_lost", row, column, name, result, choice)
    return result


def _sides(line: Line, findings: Findings) -> None:
    raw = line.cell("role")
    line.sides = parsing.sides(raw)
    if line.sides:
        return
    choice = Choice(
        key("role", fold(raw)),
        "role_unknown",
        _("What does “%(said)s” mean?") % {"said": raw}
        if raw
        else _("As what do rows without an answer apply?"),
        (
            Option("mentee", _("Mentee")),
            Option("mentor", _("Mentor")),
            Option("both", _("Mentor and mentee")),
            Option(LEAVE, _("Leave out")),
        ),
        LEAVE,
        required=True,
    )
    answer = findings.ask(choice)
    line.sides = {"both": ["mentor", "mentee"], "mentor": ["mentor"], "mentee": ["mentee"]}.get(
        answer.value, []
    )
    labels = {option.value: option.label for option in choice.options}
    findings.note("role_unknown", line.row, "role", raw, labels[answer.value], choice)
    if not line.sides:
        line.leave_out("role_unknown", _("It does not say mentor or mentee."))


def _dates(lines: Sequence[Line], known: Known, findings: Findings) -> None:
    cells = [line.cell("submitted") for line in lines]
    if not any(cells):
        for line in lines:
            line.submitted = known.brought_at
        return
    order = parsing.date_order(cells)
    if order == "month":
        row = next(line.row for line in lines if line.cell("submitted"))
        findings.note("date_order", row, "submitted", lines[0].cell("submitted"), _("Month first, then day"))
    for line in lines:
        naive = parsing.date(line.cell("submitted"), order)
        if naive is not None:
            line.submitted = naive.replace(tzinfo=known.zone)
            continue
        line.submitted = known.brought_at
        if line.alive:
            findings.note(
                "date_unreadable", line.row, "submitted", line.cell("submitted"), _("Time of the upload")
            )

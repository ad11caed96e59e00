"""Where somebody works: institutions and units, known or to be made."""

from collections import Counter
from collections.abc import Sequence

from django.utils.translation import gettext as _

from fairlead.integrations.form_csv.findings import CREATE, EMPTY, Choice, Findings, Option, key
from fairlead.integrations.form_csv.plan import Known, Line, Thing
from fairlead.integrations.form_csv.spelling import best, fold, near

GOOD_GUESS = 0.3


def check(living: Sequence[Line], known: Known, findings: Findings) -> None:
    """Settle institution and unit of every row that is brought in; who has left stays out."""
    named = _named(known)
    at_domain = _at_domain(living, named)
    for line in living:
        line.institution = _institution(line, known, named, at_domain, findings)
        _still_here(line, known, findings)
    _units([line for line in living if line.alive], known, findings)


def _still_here(line: Line, known: Known, findings: Findings) -> None:
    """Leave out people of an institution that has left the programme."""
    if line.institution is None or line.institution.pk not in known.left:
        return
    findings.note("institution_left", line.row, "institution", line.cell("institution"), _("Left out"))
    name = line.institution.name
    line.leave_out("institution_left", _("%(name)s has left the programme.") % {"name": name})


def _named(known: Known) -> dict[str, Thing]:
    by_pk = {thing.pk: thing for thing in known.institutions}
    short = {fold(name): by_pk[pk] for name, pk in known.short_names.items() if name and pk in by_pk}
    return {**short, **{fold(thing.name): thing for thing in known.institutions}}


def _at_domain(living: Sequence[Line], named: dict[str, Thing]) -> dict[str, Thing]:
    """The institution most rows with this domain of address name."""
    seen: dict[str, Counter[Thing]] = {}
    for line in living:
        thing = named.get(fold(line.cell("institution")))
        if thing is not None:
            seen.setdefault(line.domain, Counter())[thing] += 1
    return {domain: counted.most_common(1)[0][0] for domain, counted in seen.items()}


def _institution(
    line: Line, known: Known, named: dict[str, Thing], at_domain: dict[str, Thing], findings: Findings
) -> Thing | None:
    raw = " ".join(line.cell("institution").split())[:200]
    found = named.get(fold(raw))
    if found is not None:
        return found
    guess, score = best(raw, [thing.name for thing in known.institutions])
    by_name = named.get(fold(guess)) if score >= GOOD_GUESS else None
    by_address = at_domain.get(line.domain)
    likely = by_name if raw else by_address
    options = [Option(str(thing.pk), thing.name) for thing in known.institutions]
    options.append(
        Option(CREATE, _("Create “%(name)s”") % {"name": raw}) if raw else Option(EMPTY, _("Leave empty"))
    )
    choice = Choice(
        key("institution", fold(raw), "" if raw else line.domain),
        "institution_unknown",
        _("Which institution is “%(name)s”?") % {"name": raw}
        if raw
        else _("Which institution has addresses at %(domain)s?") % {"domain": line.domain},
        tuple(options),
        str(likely.pk) if likely else (CREATE if raw else EMPTY),
        required=True,
    )
    value = findings.ask(choice).value
    chosen = next((thing for thing in known.institutions if str(thing.pk) == value), None)
    result = chosen or (Thing(None, raw) if value == CREATE else None)
    proposed = chosen.name if chosen else _("Created") if result else _("Left empty")
    findings.note("institution_unknown", line.row, "institution", raw, proposed, choice)
    return result


def _units(living: Sequence[Line], known: Known, findings: Findings) -> None:
    spelled: dict[str, Counter[str]] = {}
    for line in living:
        raw = " ".join(line.cell("unit").split())[:200]
        if raw and line.institution:
            spelled.setdefault(line.institution.key, Counter())[raw] += 1
    for line in living:
        raw = " ".join(line.cell("unit").split())[:200]
        if not raw or line.institution is None:
            continue
        have = known.units.get(line.institution.pk, ()) if line.institution.pk else ()
        line.unit = next((unit for unit in have if fold(unit.name) == fold(raw)), None)
        if line.unit is None:
            line.unit = _new_unit(line, raw, have, spelled[line.institution.key], findings)


def _new_unit(
    line: Line, raw: str, have: Sequence[Thing], spelled: Counter[str], findings: Findings
) -> Thing | None:
    assert line.institution is not None
    usual = max(
        (name for name in spelled if near(fold(name), fold(raw))),
        key=lambda name: (spelled[name], name),
        default=raw,
    )
    close = next((unit for unit in have if near(fold(unit.name), fold(raw))), None)
    options = [Option(CREATE, _("Create “%(name)s”") % {"name": raw})]
    if fold(usual) != fold(raw):
        options.append(Option("usual", _("The same as “%(name)s”") % {"name": usual}))
    options += [Option(str(unit.pk), unit.name) for unit in have]
    options.append(Option(EMPTY, _("Leave empty")))
    proposal = (
        str(close.pk) if close else "usual" if len(options) > 2 and options[1].value == "usual" else CREATE
    )
    choice = Choice(
        key("unit", line.institution.key, fold(raw)),
        "unit_new",
        _("What is “%(unit)s” at %(institution)s?") % {"unit": raw, "institution": line.institution.name},
        tuple(options),
        proposal,
        required=proposal != CREATE,
    )
    said_before = choice.key in findings.choices
    value = findings.ask(choice).value
    chosen = next((unit for unit in have if str(unit.pk) == value), None)
    made = {CREATE: raw, "usual": usual}.get(value)
    unit = chosen or (Thing(None, made) if made else None)
    if not said_before:
        labels = {option.value: option.label for option in options}
        findings.note("unit_new", line.row, "unit", raw, labels[value], choice)
    return unit

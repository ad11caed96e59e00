"""What somebody answered: areas, languages, numbers, how to meet, and texts."""

from collections.abc import Sequence
from decimal import ROUND_HALF_UP, Decimal

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from fairlead.integrations.form_csv import parsing
from fairlead.integrations.form_csv.fields import FIELDS
from fairlead.integrations.form_csv.findings import CREATE, EMPTY, LEAVE, TYPED, Choice, Findings, Option, key
from fairlead.integrations.form_csv.plan import Known, Line, Thing
from fairlead.integrations.form_csv.spelling import best, fold
from fairlead.kernel.spreadsheet import inert

GOOD_GUESS = 0.3
TEXTS = tuple(field for field in FIELDS if field.text)
LIMITS: dict[str, tuple[int, int, int]] = {"grade": (1, 20, 0), "years": (0, 60, 1), "places": (1, 10, 0)}


def check(living: Sequence[Line], known: Known, findings: Findings) -> None:
    """Settle the answers of every row that is brought in."""
    for line in living:
        _texts(line, findings)
        _numbers(line, findings)
        _areas(line, known, findings)
        _languages(line, known, findings)
        _mode(line, findings)


def _texts(line: Line, findings: Findings) -> None:
    for field in TEXTS:
        raw = line.cell(field.key)
        if len(raw) > 1 and inert(raw) != raw:
            findings.note("formula", line.row, field.key, raw[:80], _("Kept as text"))
        text = raw if field.key == "hopes" else " ".join(raw.split())
        if len(text) > field.longest:
            said = ngettext(
                "Cut to the first %(count)d character", "Cut to the first %(count)d characters", field.longest
            )
            findings.note("too_long", line.row, field.key, f"{text[:60]}…", said % {"count": field.longest})
        line.texts[field.key] = text[: field.longest].strip()


def _numbers(line: Line, findings: Findings) -> None:
    grade, years = _number(line, "grade", findings), _number(line, "years", findings)
    line.grade = int(grade) if grade is not None else None
    line.years = years
    if "mentor" in line.sides:
        if line.cell("places"):
            places = _number(line, "places", findings)
            line.places = int(places) if places is not None else None
        if line.places is None:
            line.places = _no_places(line, findings)


def _number(line: Line, column: str, findings: Findings) -> Decimal | None:
    raw = line.cell(column)
    if not raw:
        return None
    low, high, digits = LIMITS[column]
    found = parsing.number(raw)
    if found is not None and low <= found.value <= high:
        value = found.value.quantize(Decimal(1).scaleb(-digits), rounding=ROUND_HALF_UP)
        if value == found.value and found.how != "within":
            kind = {"comma": "decimal_comma", "word": "number_word"}.get(found.how)
            if kind:
                findings.note(kind, line.row, column, raw, str(value))
            return value
        return _typed_number(line, column, raw, str(value), findings)
    return _typed_number(line, column, raw, "", findings)


def _typed_number(line: Line, column: str, raw: str, proposal: str, findings: Findings) -> Decimal | None:
    low, high, digits = LIMITS[column]
    choice = Choice(
        key("number", column, fold(raw)),
        "number_unreadable",
        _("Which number is “%(said)s”? (%(low)d to %(high)d)") % {"said": raw[:60], "low": low, "high": high},
        (Option(TYPED, _("This number:")), Option(EMPTY, _("Leave empty"))),
        TYPED if proposal else EMPTY,
        typed_label=_("Number"),
        typed_proposal=proposal,
    )
    answer = findings.ask(choice)
    typed = parsing.number(answer.text) if answer.value == TYPED else None
    fits = typed is not None and low <= typed.value <= high
    value = round(typed.value, digits) if typed is not None and fits else None
    findings.note(
        "number_unreadable",
        line.row,
        column,
        raw[:80],
        _("Left empty") if value is None else str(value),
        choice,
    )
    return value


def _no_places(line: Line, findings: Findings) -> int:
    options = [
        Option(str(number), ngettext("%(count)d place", "%(count)d places", number) % {"count": number})
        for number in (1, 2, 3)
    ]
    choice = Choice(
        key("places"),
        "places_missing",
        _("How many places do mentors get who did not say?"),
        tuple(options),
        "1",
    )
    answer = findings.ask(choice)
    labels = {option.value: option.label for option in options}
    findings.note("places_missing", line.row, "places", line.cell("places"), labels[answer.value], choice)
    return int(answer.value)


def _areas(line: Line, known: Known, findings: Findings) -> None:
    _other_side(line, findings)
    line.offers = _area_list(line, "offers", "mentor", known, findings)
    line.wants = _area_list(line, "wants", "mentee", known, findings)
    if "mentor" in line.sides and not line.offers:
        findings.note(
            "mentor_no_areas", line.row, "offers", line.cell("offers"), _("Brought in without areas")
        )
    if "mentee" in line.sides and not line.wants:
        findings.note("mentee_no_areas", line.row, "wants", line.cell("wants"), _("Brought in without areas"))
    raw = line.cell("important").rstrip(";").strip()
    if raw and "mentee" in line.sides:
        line.important = _area(line, "important", raw, True, known, findings)
        if line.important and line.important not in line.wants:
            line.wants.append(line.important)
            findings.note("important_elsewhere", line.row, "important", raw, _("Added to the areas wanted"))


def _other_side(line: Line, findings: Findings) -> None:
    for column, side in (("offers", "mentor"), ("wants", "mentee")):
        raw = line.cell(column).strip("; ")
        if not raw or side in line.sides:
            continue
        choice = Choice(
            key("side", line.email, side),
            "other_side",
            _("Does %(name)s apply as both?") % {"name": line.name},
            (Option("no", _("No, only as they said")), Option("both", _("Yes, as mentor and mentee"))),
            "no",
        )
        both = findings.ask(choice).value == "both"
        said = _("Applies as mentor and mentee") if both else _("Not brought in")
        findings.note("other_side", line.row, column, raw[:80], said, choice)
        if both:
            line.sides = ["mentor", "mentee"]
            line.places = line.places or 1


def _area_list(line: Line, column: str, side: str, known: Known, findings: Findings) -> list[Thing]:
    used = side in line.sides
    found: list[Thing] = []
    for item in parsing.listing(line.cell(column), [area.name for area in known.areas]):
        area = _area(line, column, item, used, known, findings)
        if area is not None and any(area.key == other.key for other in found):
            findings.note("twice", line.row, column, item, _("Counts once"))
        elif area is not None:
            found.append(area)
    return found if used else []


def _area(line: Line, column: str, said: str, used: bool, known: Known, findings: Findings) -> Thing | None:
    said = said[:120]
    exact = next((area for area in known.areas if fold(area.name) == fold(said)), None)
    if exact is not None:
        return exact
    guess, score = best(said, [area.name for area in known.areas])
    likely = next((area for area in known.areas if area.name == guess and score >= GOOD_GUESS), None)
    options = [Option(str(area.pk), area.name) for area in known.areas]
    options += [Option(CREATE, _("Create “%(name)s”") % {"name": said}), Option(LEAVE, _("Leave it out"))]
    choice = Choice(
        key("area", fold(said)),
        "area_unknown",
        _("Which area is “%(name)s”?") % {"name": said},
        tuple(options),
        str(likely.pk) if likely else CREATE,
        required=used,
    )
    value = findings.ask(choice).value
    labels = {option.value: option.label for option in options}
    findings.note("area_unknown", line.row, column, said, labels[value], choice)
    chosen = next((area for area in known.areas if str(area.pk) == value), None)
    return chosen or (Thing(None, said) if value == CREATE else None)


def _languages(line: Line, known: Known, findings: Findings) -> None:
    names = {fold(name): code for code, name in known.languages.items()} | {
        code: code for code in known.languages
    }
    items = parsing.listing(line.cell("languages"), known.languages.values())
    line.languages, unknown = parsing.codes(items, names)
    for item in unknown:
        options = [
            Option(code, name) for code, name in sorted(known.languages.items(), key=lambda pair: pair[1])
        ]
        guess, score = best(item, known.languages.values())
        choice = Choice(
            key("language", fold(item)),
            "language_unknown",
            _("Which language is “%(name)s”?") % {"name": item[:60]},
            (Option(LEAVE, _("Leave it out")), *options),
            names[fold(guess)] if score > 0.6 else LEAVE,
            required=True,
        )
        value = findings.ask(choice).value
        labels = {option.value: option.label for option in choice.options}
        findings.note("language_unknown", line.row, "languages", item[:80], labels[value], choice)
        if value != LEAVE and value not in line.languages:
            line.languages.append(value)
    if not line.languages:
        findings.note(
            "languages_missing", line.row, "languages", line.cell("languages"), _("Brought in without")
        )


def _mode(line: Line, findings: Findings) -> None:
    line.mode = parsing.mode(line.cell("mode"))
    if not line.mode:
        line.mode = "either"
        findings.note("mode_unknown", line.row, "mode", line.cell("mode"), _("Either"))

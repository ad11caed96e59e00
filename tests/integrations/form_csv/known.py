"""What a consortium of three knows before a file comes in, as plain values: no database."""

from datetime import UTC, datetime
from pathlib import Path
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

from fairlead.integrations.form_csv import mapping, reading
from fairlead.integrations.form_csv.checks import check
from fairlead.integrations.form_csv.findings import Choice
from fairlead.integrations.form_csv.plan import Known, Plan, Thing
from fairlead.kernel.languages import LANGUAGES

FILES = Path(__file__).parent / "files"
COMMA = (FILES / "autumn-2026-form-export.csv").read_bytes()
SEMICOLON = (FILES / "autumn-2026-form-export-semicolon-cp1252.csv").read_bytes()
AT = datetime(2026, 10, 6, 9, 0, tzinfo=UTC)
INSTITUTIONS = (
    "University of Northport",
    "Northport University of Applied Sciences",
    "Institute for Coastal Research",
)
AREAS = (
    "Entry and visas",
    "Work and residence permits",
    "Contracts and payroll",
    "Social security and pensions",
    "Taxation",
    "Health insurance and care",
    "Accommodation",
    "Family, childcare and schools",
    "Dual career",
    "Language and intercultural skills",
    "Recognition of qualifications",
    "Arrival, registration and banking",
    "Welcome events and community",
    "Mobility programmes and agreements",
    "Project and funding support",
    "Crisis and wellbeing support",
    "Data, digital tools and process improvement",
    "Leadership, career and networking",
)
USUAL = {
    "Email": "ana.novak@northport.example",
    "Name": "Ana Novak",
    "Institution": "University of Northport",
    "Unit": "Welcome Centre",
    "Job title": "Officer",
    "Grade": "6",
    "Years": "4.5",
    "Take part as": "Mentee",
    "Line manager (name)": "Lena Manager",
    "Line manager (email)": "lena.manager@northport.example",
    "Areas I can offer": "",
    "Areas I would like to develop": "Taxation;Dual career;",
    "Most important area": "Taxation",
    "Languages": "English;Slovak;",
    "Campus": "City",
    "How would you like to meet?": "Online",
    "How many mentees?": "",
    "Anybody you should not be paired with?": "",
    "Hopes": "Learn.",
    "Privacy notice": "Yes",
    "Completion time": "19/09/2026 12:13",
}
HEADINGS = tuple(USUAL)


def thing(name: str) -> Thing:
    """A thing we have, with an id that depends on its name alone."""
    return Thing(uuid5(UUID(int=0), name), name)


def known(**more: object) -> Known:
    """Three institutions, eighteen areas, nobody yet."""
    given: dict[str, object] = {
        "institutions": tuple(thing(name) for name in INSTITUTIONS),
        "areas": tuple(thing(name) for name in AREAS),
        "languages": {code: str(name) for code, name in LANGUAGES.items()},
        "zone": ZoneInfo("Europe/Bratislava"),
        "brought_at": AT,
    }
    return Known(**{**given, **more})  # type: ignore[arg-type]


def mentor(**cells: str) -> dict[str, str]:
    """A mentor's row; name only the cells that matter."""
    usual = {
        "Email": "boris.kral@northport.example",
        "Name": "Boris Kral",
        "Take part as": "Mentor",
        "Areas I can offer": "Taxation;",
        "Areas I would like to develop": "",
        "Most important area": "",
        "How many mentees?": "2",
    }
    return {**usual, **cells}


def table(*rows: dict[str, str]) -> reading.Table:
    """Rows as a file has them; what is not named is as usual for a mentee."""
    cells = [tuple({**USUAL, **row}[heading] for heading in HEADINGS) for row in rows]
    numbered = tuple(reading.Row(number, row) for number, row in enumerate(cells, start=2))
    return reading.Table(HEADINGS, numbered, "utf-8-sig", ",")


def plan(*rows: dict[str, str], made: dict[str, dict[str, str]] | None = None, **more: object) -> Plan:
    """What these rows would do."""
    rows_table = table(*rows)
    return check(rows_table, mapping.guess(HEADINGS), known(**more), made or {})


def plan_of(content: bytes) -> Plan:
    """What a file would do, with all that is recognised taken as it is."""
    found = reading.read(content)
    return check(found, mapping.guess(found.headings), known(), {})


def where(found: Plan, kind: str) -> list[tuple[int, str]]:
    """Row and answer of every problem of a kind."""
    return [(problem.row, problem.field) for problem in found.problems if problem.kind == kind]


def only(found: Plan, kind: str) -> Choice:
    """The one choice of this kind."""
    (choice,) = [choice for choice in found.choices.values() if choice.kind == kind]
    return choice


def made(choice: Choice, value: str, text: str = "") -> dict[str, dict[str, str]]:
    """This choice made so."""
    assert choice.allows(value)
    return {choice.key: {"value": value, "text": text}}


def proposed(found: Plan, kind: str) -> list[str]:
    """What is proposed for each problem of a kind."""
    return [problem.proposed for problem in found.problems if problem.kind == kind]

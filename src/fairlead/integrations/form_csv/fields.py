"""The answers a column of a form export can hold, and the words by which a heading gives itself away."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


@dataclass(frozen=True)
class Field:
    """An answer we know: its key, its name, whether a file must have it, how long it may be, and its words.

    `words` are in the order of trust: each is a set of word beginnings that a folded heading must all hold.
    """

    key: str
    label: str | Promise
    words: tuple[str, ...]
    required: bool = False
    longest: int = 0
    text: bool = False


FIELDS: tuple[Field, ...] = (
    Field(
        "consent",
        _("Agreement to the privacy notice"),
        ("privacy notice", "consent", "gdpr", "i agree", "data protection", "suhlas", "einwillig", "zgod"),
        required=True,
    ),
    Field(
        "manager_email",
        _("Line manager’s address"),
        (
            "manager e mail",
            "supervisor e mail",
            "manager email",
            "manager mail",
            "manager address",
            "supervisor email",
            "supervisor mail",
            "boss mail",
        ),
    ),
    Field(
        "manager_name",
        _("Line manager’s name"),
        (
            "manager name",
            "supervisor name",
            "line manager",
            "supervisor",
            "superior",
            "vorgesetzt",
            "nadriaden",
        ),
        longest=200,
        text=True,
    ),
    Field(
        "avoid",
        _("Should not be paired with"),
        ("not paired", "not be matched", "avoid", "conflict"),
        longest=500,
        text=True,
    ),
    Field(
        "important",
        _("Most important area"),
        ("most important", "main area", "first priority", "top priority", "wichtigst"),
    ),
    Field(
        "offers",
        _("Areas offered"),
        ("areas offer", "can offer", "offer experience", "areas expertise mentor", "expertise", "i can help"),
    ),
    Field(
        "wants",
        _("Areas wanted"),
        (
            "areas develop",
            "would like develop",
            "areas want",
            "want learn",
            "areas interest",
            "topics",
            "like learn",
        ),
    ),
    Field(
        "role",
        _("Mentor or mentee"),
        ("take part as", "apply as", "mentor or mentee", "applying as", "role programme", "role", "rolle"),
        required=True,
    ),
    Field(
        "places",
        _("Places a mentor offers"),
        ("how many mentee", "number mentee", "places", "capacity"),
    ),
    Field("languages", _("Languages"), ("language", "sprach", "jazyk", "langue", "jezyk")),
    Field(
        "mode",
        _("How to meet"),
        ("like to meet", "how meet", "online or in person", "format meeting", "meeting"),
    ),
    Field("campus", _("Campus"), ("campus", "site", "location", "standort"), longest=80, text=True),
    Field(
        "hopes",
        _("What they hope for"),
        ("hope", "get out", "expect", "motivation", "why"),
        longest=4000,
        text=True,
    ),
    Field(
        "years",
        _("Years supporting international academics"),
        ("years", "experience years", "jahre", "rokov"),
    ),
    Field("grade", _("Grade"), ("grade", "pay band", "salary band", "stufe", "band")),
    Field(
        "job_title",
        _("Job title"),
        ("job title", "position", "post", "funktion", "job"),
        longest=200,
        text=True,
    ),
    Field(
        "unit",
        _("Unit"),
        ("unit", "department", "office", "faculty", "abteilung", "pracovisk", "team"),
        longest=200,
        text=True,
    ),
    Field(
        "institution",
        _("Institution"),
        (
            "institution",
            "university",
            "organisation",
            "organization",
            "employer",
            "hochschul",
            "institu",
            "univerzit",
        ),
        required=True,
        longest=200,
        text=True,
    ),
    Field(
        "submitted",
        _("When sent"),
        ("completion time", "submitted", "timestamp", "end time", "date submit", "sent"),
    ),
    Field("email", _("E-mail address"), ("email", "e mail", "mail", "address mail"), required=True),
    Field(
        "first_name",
        _("First name"),
        ("first name", "given name", "forename", "vorname", "krstne meno", "prenom"),
    ),
    Field(
        "last_name",
        _("Last name"),
        ("last name", "family name", "surname", "nachname", "priezvisko", "nom famille"),
    ),
    Field(
        "name",
        _("Name"),
        ("full name", "your name", "name", "meno priezvisko", "nazwisko", "nom prenom"),
        required=True,
        longest=200,
        text=True,
    ),
)
BY_KEY: dict[str, Field] = {field.key: field for field in FIELDS}
NAME_PARTS = ("first_name", "last_name")
REQUIRED: tuple[str, ...] = tuple(field.key for field in FIELDS if field.required)


def label(key: str) -> str:
    """The name of an answer in the reader's language."""
    return str(BY_KEY[key].label)

"""Practice cards: their head, and a card that comes as a file."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.utils.translation import gettext as _g
from django.utils.translation import gettext_lazy as _

from fairlead.programmes.enums import Measure, Phase
from fairlead.programmes.forms import designing
from fairlead.programmes.forms.placing import PracticeForm
from fairlead.programmes.forms.plain import PlainForm
from fairlead.programmes.models import PracticeBlock, PracticeCard
from fairlead.programmes.queries.cards import BLOCK, DESIGN, FORM, HEAD, VERSION, Design

LARGEST = 200_000
MOST_AREAS = 200
LONGEST_AREA = 120
KNOWN = frozenset(
    {"form", "version", "name", "institution", "card", "design", "part_of", "partners", "areas", "practice"}
) | {"scale"}
DESIGN_FORMS: tuple[type[PlainForm], ...] = (
    designing.AimForm,
    designing.ShapeForm,
    designing.IntakeForm,
    designing.ExpectationsForm,
    designing.TrainingForm,
    designing.ApprovalForm,
    designing.LimitsForm,
    designing.CarriedForm,
    designing.PrivacyForm,
    designing.RetentionForm,
    designing.LettersForm,
)


class CardForm(PlainForm):
    """The head of a practice card."""

    class Meta:
        model = PracticeCard
        fields = list(HEAD)
        labels = {
            "goals": _("Goals in a few words"),
            "categories": _("Categories"),
            "target_groups": _("Target groups"),
            "schedule": _("Delivery schedule"),
            "importance": _("Importance"),
            "change": _("Scale of organisational change"),
        }


class CardFileForm(forms.Form):
    """A practice card that somebody gave away."""

    use_required_attribute = False
    file = forms.FileField(
        label=_("Practice card"),
        help_text=_("The JSON file that Fairlead gives for a programme, at most 200 kB."),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".json,application/json"}),
        error_messages={"required": _("Choose a file.")},
    )


@dataclass(frozen=True)
class Reading:
    """A card as it was read: the design, or what is wrong at which place; and what was left alone."""

    card: Design | None
    problems: tuple[str, ...] = ()
    ignored: tuple[str, ...] = ()


def read(text: str) -> Reading:
    """Read a card; every problem names its place in the file, what was expected, and how to mend it."""
    try:
        document = json.loads(text)
    except (ValueError, RecursionError) as error:
        return Reading(None, (_broken(error),))
    if not isinstance(document, dict) or document.get("form") != FORM:
        return Reading(None, (_g("This is no practice card of Fairlead: “form” must be “%s”.") % FORM,))
    if document.get("version") != VERSION:
        text = _g("This card has version %(found)s; version %(known)s can be read. Ask for a newer file.")
        return Reading(None, (text % {"found": document.get("version"), "known": VERSION},))
    problems = list(_problems(document))
    if problems:
        return Reading(None, tuple(problems))
    practice = {
        phase: _cleaned(_practice_form(fields)) for phase, fields in document.get("practice", {}).items()
    }
    given = document.get("design", {})
    design: dict[str, Any] = {}
    for form in DESIGN_FORMS:
        design |= _cleaned(_filled(form, given))
    head = document.get("card", {})
    return Reading(
        Design(
            name=" ".join(document["name"].split()),
            head=_cleaned(_filled(CardForm, head)),
            design=design,
            areas=tuple(_once(document.get("areas", []))),
            practice=practice,
        ),
        ignored=tuple(_ignored(document)),
    )


def _broken(error: Exception) -> str:
    if isinstance(error, json.JSONDecodeError):
        text = _g("Line %(line)s, column %(column)s: not JSON. Take the file as Fairlead gave it.")
        return text % {"line": error.lineno, "column": error.colno}
    return _g("The file cannot be read as JSON. Take the file as Fairlead gave it.")


def _problems(document: Mapping[str, Any]) -> Iterator[str]:
    if not isinstance(document.get("name"), str) or not document["name"].strip():
        yield _at("name", _g("A name is missing."))
    elif len(document["name"]) > 160:
        yield _at("name", _g("At most 160 characters."))
    for name in ("card", "design", "practice"):
        if not isinstance(document.get(name, {}), dict):
            yield _at(name, _g("A group of fields in braces was expected."))
            return
    yield from _area_problems(document.get("areas", []))
    yield from _form_problems(_filled(CardForm, document.get("card", {})), "card")
    for form in DESIGN_FORMS:
        yield from _form_problems(_filled(form, document.get("design", {})), "design")
    for phase, fields in document.get("practice", {}).items():
        place = f"practice.{phase}"
        if phase not in Phase.values:
            yield _at(place, _g("“setup” or “delivery” was expected."))
        elif not isinstance(fields, dict):
            yield _at(place, _g("A group of fields in braces was expected."))
        else:
            yield from _form_problems(_practice_form(fields), place)


def _area_problems(areas: Any) -> Iterator[str]:
    if not isinstance(areas, list) or len(areas) > MOST_AREAS:
        yield _at("areas", _g("A list of at most %s names was expected.") % MOST_AREAS)
        return
    for place, area in enumerate(areas, start=1):
        if not isinstance(area, str) or not area.strip() or len(area) > LONGEST_AREA:
            yield _at(f"areas[{place}]", _g("A name of at most %s characters was expected.") % LONGEST_AREA)


def _form_problems(form: forms.BaseForm, place: str) -> Iterator[str]:
    for name, errors in form.errors.items():
        if name in form.data:
            yield from (_at(f"{place}.{name}", str(error)) for error in errors)


def _filled(form: type[PlainForm], given: Mapping[str, Any]) -> PlainForm:
    """The form with what the card says, and what it does not say as a new programme has it."""
    model = form._meta.model
    fresh = model()
    said = {name: given[name] for name in form.base_fields if name in given}
    data = {name: _typed(value) for name, value in said.items() if value != "" or name not in form.REQUIRED}
    return form(data, instance=fresh)


def _practice_form(given: Mapping[str, Any]) -> PracticeForm:
    scale = {measure.value: {level: str(level) for level in range(1, 6)} for measure in Measure}
    data = {name: _typed(given[name]) for name in BLOCK if name in given}
    return PracticeForm(data, instance=PracticeBlock(), scale=scale)


def _typed(value: Any) -> Any:
    """A value as a form would get it."""
    if isinstance(value, list):
        return [str(one) for one in value]
    if isinstance(value, dict):
        return json.dumps(value)
    return value if value is None or isinstance(value, bool) else str(value)


def _cleaned(form: forms.BaseForm) -> dict[str, Any]:
    form.is_valid()
    return {name: value for name, value in form.cleaned_data.items() if name in form.data}


def _once(areas: list[str]) -> Iterator[str]:
    seen: set[str] = set()
    for area in areas:
        name = " ".join(area.split())
        if name.lower() not in seen:
            seen.add(name.lower())
            yield name


def _ignored(document: Mapping[str, Any]) -> Iterator[str]:
    yield from sorted(name for name in document if name not in KNOWN)
    known = {"card": HEAD, "design": DESIGN}
    for place, names in known.items():
        yield from sorted(f"{place}.{name}" for name in document.get(place, {}) if name not in names)
    for phase, fields in document.get("practice", {}).items():
        yield from sorted(f"practice.{phase}.{name}" for name in fields if name not in BLOCK)


def _at(place: str, words: str) -> str:
    return f"{place}: {words}"

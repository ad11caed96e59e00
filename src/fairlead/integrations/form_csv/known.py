"""What the database knows before a file comes in, gathered in a fixed number of queries."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from fairlead.applications import queries as applications
from fairlead.applications.enums import OPEN_STATES, ApplicationState, Origin
from fairlead.applications.models import Application
from fairlead.institutions.models import Institution, Unit
from fairlead.integrations.form_csv import parsing
from fairlead.integrations.form_csv.models import Upload
from fairlead.integrations.form_csv.plan import Known, KnownApplication, KnownPerson, Thing
from fairlead.integrations.form_csv.reading import Table
from fairlead.integrations.form_csv.spelling import has_lost_letters
from fairlead.kernel.languages import LANGUAGES
from fairlead.people.models import Person
from fairlead.programmes import policies as programmes
from fairlead.programmes import queries as programme_queries
from fairlead.programmes.models import Area


def gather(upload: Upload, table: Table) -> Known:
    """Institutions, units, areas, people and applications that a file for this round is compared with.

    Of people on whom a partner decides, nothing is known here before they are in the pool.
    """
    shown = _shown(upload)
    institutions = list(Institution.objects.order_by("name"))
    units: dict[Any, list[Thing]] = {}
    for unit in Unit.objects.order_by("name"):
        units.setdefault(unit.institution_id, []).append(Thing(unit.pk, unit.name))
    languages = {code: str(name) for code, name in LANGUAGES.items()}
    programme = upload.round.programme
    return Known(
        institutions=tuple(Thing(one.pk, one.name) for one in institutions),
        short_names={one.short_name: one.pk for one in institutions},
        left=programme_queries.that_left(programme),
        units={pk: tuple(things) for pk, things in units.items()},
        areas=tuple(
            Thing(area.pk, area.name) for area in Area.objects.filter(programme=programme, in_use=True)
        ),
        people=_people(shown, _addresses(upload, table)),
        managers=_managers(shown),
        applications=_applications(shown.filter(round=upload.round), languages),
        languages=languages,
        approval_needed=programme.supervisor_approval,
        zone=timezone.get_default_timezone(),
        brought_at=upload.brought_at,
    )


def _addresses(upload: Upload, table: Table) -> set[str]:
    """Every address in the columns of addresses, and those typed on the page."""
    columns = [
        at
        for at, heading in enumerate(table.headings)
        if upload.mapping.get(heading) in {"email", "manager_email"}
    ]
    cells = {row.cells[at] for row in table.rows for at in columns}
    typed = (str(made.get("text", "")) for made in upload.choices.values())
    found = {parsing.address(cell).value for cell in cells}
    found |= {match.lower() for text in typed for match in re.findall(r"[^\s<>]+@[^\s<>]+", text)}
    return found - {""}


def _shown(upload: Upload) -> QuerySet[Application]:
    """The programme's applications on which its coordinators decide, and its pool."""
    programme = upload.round.programme
    apart = Q(institution__in=programmes.deciding_apart(programme))
    return Application.objects.filter(~apart | Q(state=ApplicationState.ACCEPTED), programme=programme)


def _people(shown: QuerySet[Application], addresses: Iterable[str]) -> dict[str, KnownPerson]:
    sent = shown.filter(submitted_at__isnull=False)
    concerned = set(sent.values_list("person", flat=True))
    people = Person.objects.filter(Q(email__in=addresses) | Q(pk__in=concerned)).order_by("name", "id")
    return {
        person.email.lower(): KnownPerson(person.email.lower(), person.name, person.pk in concerned)
        for person in people
    }


def _managers(shown: QuerySet[Application]) -> dict[str, str]:
    named = shown.exclude(line_manager_email="")
    pairs = named.order_by("saved_at").values_list("line_manager_email", "line_manager_name")
    return {email.lower(): name for email, name in pairs if name and not has_lost_letters(name)}


def _applications(
    shown: QuerySet[Application], languages: Mapping[str, str]
) -> dict[tuple[str, str], KnownApplication]:
    """The application that counts for each person and side, as `applications.actions.bringing_in` sees it."""
    loaded = applications.with_answers(shown).order_by("submitted_at", "id")
    ranked = sorted(loaded, key=lambda one: one.state in OPEN_STATES)
    return {(one.person.email.lower(), one.side): _known(one, languages) for one in ranked}


def _known(one: Application, languages: Mapping[str, str]) -> KnownApplication:
    chosen = list(one.chosen_areas.all())
    answers = {
        "institution": one.institution.name if one.institution else "",
        "unit": one.unit.name if one.unit else "",
        "job_title": one.job_title,
        "grade": str(one.grade) if one.grade is not None else "",
        "years": f"{one.years:.1f}" if one.years is not None else "",
        "campus": one.campus,
        "mode": one.meeting_mode,
        "languages": ", ".join(sorted(languages.get(code, code) for code in one.languages)),
        "areas": "; ".join(sorted(choice.area.name for choice in chosen)),
        "important": next((choice.area.name for choice in chosen if choice.most_important), ""),
        "places": str(one.places or ""),
        "manager_name": one.line_manager_name,
        "manager_email": one.line_manager_email.casefold(),
        "avoid": one.avoid_text,
        "hopes": one.hopes,
    }
    return KnownApplication(
        answers=answers,
        state=str(one.get_state_display()),
        open=one.state in OPEN_STATES,
        in_pool=one.state == ApplicationState.ACCEPTED,
        imported=one.origin == Origin.IMPORT,
        since=one.submitted_at or one.saved_at,
    )

"""Found a programme and settle its design."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from fairlead.audit.actions import record
from fairlead.institutions.models import Institution
from fairlead.kernel.actors import Actor
from fairlead.people.models import Person
from fairlead.programmes.actions.inheriting import HOMES, hand_down, lock_family, make_own
from fairlead.programmes.enums import GoalKind, TeamRole
from fairlead.programmes.models import Area, Partner, PracticeBlock, Programme, ScaleStep, TeamMember

DEFAULT_AREAS = (
    gettext_lazy("Entry and visas"),
    gettext_lazy("Work and residence permits"),
    gettext_lazy("Contracts and payroll"),
    gettext_lazy("Social security and pensions"),
    gettext_lazy("Taxation"),
    gettext_lazy("Health insurance and care"),
    gettext_lazy("Accommodation"),
    gettext_lazy("Family, childcare and schools"),
    gettext_lazy("Dual career"),
    gettext_lazy("Language and intercultural skills"),
    gettext_lazy("Recognition of qualifications"),
    gettext_lazy("Arrival, registration and banking"),
    gettext_lazy("Welcome events and community"),
    gettext_lazy("Mobility programmes and agreements"),
    gettext_lazy("Project and funding support"),
    gettext_lazy("Crisis and wellbeing support"),
    gettext_lazy("Data, digital tools and process improvement"),
    gettext_lazy("Leadership, career and networking"),
)
DESIGN = frozenset(HOMES) | {"name", "part_of", "part_of_link", "published"}


@transaction.atomic
def found(*, name: str, lead: Institution, by: Actor, at: datetime) -> Programme:
    """Found a programme with a design to start from; whoever founds it is its first coordinator.

    It is shown to staff once its team publishes it.
    """
    assert by.person_id is not None
    founder = Person.objects.get(pk=by.person_id)
    programme = Programme.objects.create(
        name=" ".join(name.split()),
        slug=free_slug(name),
        lead=lead,
        goal_kinds=[kind.value for kind in GoalKind],
        contact_name=founder.name,
        contact_email=founder.email,
        published=False,
        changed_at=at,
        **_starting_words(),
    )
    Partner.objects.create(programme=programme, institution=lead)
    TeamMember.objects.create(
        programme=programme, person=founder, role=TeamRole.COORDINATOR, institution=lead
    )
    areas = [Area(programme=programme, name=str(area), position=n) for n, area in enumerate(DEFAULT_AREAS)]
    Area.objects.bulk_create(areas)
    record("programme founded", programme, by=by, at=at)
    return programme


def _starting_words() -> dict[str, str]:
    return {
        "aim": _(
            "Pair colleagues who support international academics, so that both grow in their work "
            "and get to know each other across units."
        ),
        "outcomes": _(
            "A mentoring plan by the second meeting; at the end, each pair says what was reached "
            "and what comes next."
        ),
        "mentor_requirements": _(
            "Leads by example, knows the institution’s mission and values, and has experience in supporting "
            "international academics."
        ),
        "mentee_requirements": _(
            "Supports international academics, and has the written approval of the supervisor."
        ),
        "incentives": _(
            "Formal recognition: a letter of thanks to the mentor and to the mentor’s head of unit."
        ),
        "privacy_notice": _(
            "The programme team reads your application. If you are paired, your mentor or mentee reads your "
            "name, unit, areas and languages. Partner institutions see what a match needs, and nothing more. "
            "Your supervisor never sees your answers. You can withdraw at any time."
        ),
    }


def free_slug(name: str) -> str:
    """An address part from the name that no programme has yet; a name in another script gives "programme"."""
    stem = slugify(name)[:40].strip("-") or "programme"
    taken = set(Programme.objects.filter(slug__startswith=stem).values_list("slug", flat=True))
    candidates = (stem if n == 1 else f"{stem}-{n}" for n in range(1, len(taken) + 2))
    return next(candidate for candidate in candidates if candidate not in taken)


@transaction.atomic
def edit(programme: Programme, fields: Mapping[str, Any], *, by: Actor, at: datetime) -> None:
    """Change part of the programme's design; `fields` are names of `DESIGN` with their new values.

    Only what is named is written, so that two people who edit two sections do not undo each other. A part
    that a sub-programme changes is its own from then on; sub-programmes that take it over change with it.
    """
    unknown = set(fields) - DESIGN
    if unknown:
        raise ValueError(f"not part of a programme's design: {sorted(unknown)}")
    lock_family(programme)
    changed = sorted(name for name, value in fields.items() if getattr(programme, name) != value)
    if not changed:
        return
    for name in changed:
        setattr(programme, name, fields[name])
    programme.changed_at = at
    programme.save(update_fields=[*changed, "changed_at"])
    parts = {HOMES[name] for name in changed if name in HOMES}
    make_own(programme, parts, at=at)
    hand_down(programme, parts, at=at)
    record("programme changed", programme, by=by, at=at, details={"fields": changed})


@transaction.atomic
def settle_step(programme: Programme, step: str) -> None:
    """Remember that somebody has looked through this step of the design."""
    fresh = Programme.objects.select_for_update().get(pk=programme.pk)
    if step not in fresh.settled:
        fresh.settled = [*fresh.settled, step]
        fresh.save(update_fields=["settled"])
    programme.settled = fresh.settled


@transaction.atomic
def write_practice(
    programme: Programme, phase: str, fields: Mapping[str, Any], *, by: Actor, at: datetime
) -> None:
    """Say what setup or delivery costs in money, time and effort, who does it, and by what it is judged."""
    block, made = PracticeBlock.objects.get_or_create(programme=programme, phase=phase)
    changed = sorted(name for name, value in fields.items() if getattr(block, name) != value)
    if not changed and not made:
        return
    for name in changed:
        setattr(block, name, fields[name])
    block.save(update_fields=changed)
    record("practice card changed", programme, by=by, at=at, details={"phase": phase, "fields": changed})


@transaction.atomic
def name_scale(
    institution: Institution, names: Mapping[tuple[str, int], str], *, by: Actor, at: datetime
) -> None:
    """Give the steps of the scales for cost, time and effort the institution's own names."""
    for (measure, level), label in names.items():
        ScaleStep.objects.update_or_create(
            institution=institution, measure=measure, level=level, defaults={"label": label}
        )
    record("scale named", institution, by=by, at=at)

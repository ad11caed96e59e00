"""Begin a draft of a form, publish it, throw it away, copy forms to another programme."""

from datetime import datetime

from django.db import transaction
from django.db.models import Max

from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.kernel.states import move
from fairlead.programmes import actions as programme_actions
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import Part, Side
from fairlead.programmes.models import Programme
from fairlead.questions import queries
from fairlead.questions.actions.editing import note, turn
from fairlead.questions.defaults import DEFAULT_SECTIONS, REQUIRED_BY_DEFAULT, standards
from fairlead.questions.enums import VERSION_MOVES, Kind, VersionState
from fairlead.questions.models import Form, FormVersion, Question, Section
from fairlead.questions.wording import FIRST

COPIED = (
    "position",
    "key",
    "kind",
    "standard",
    "label",
    "help",
    "options",
    "limits",
    "consent_text",
    "shown_if",
    "required",
    "reader",
    "matching",
)


class NotReady(Refused):
    """The draft lacks something; the sentence says what."""


@transaction.atomic
def start(programme: Programme, side: str, *, by: Actor, at: datetime) -> FormVersion:
    """The draft of the programme's form for this side; begun from what applicants fill in now.

    A sub-programme that takes its forms over has its own from then on, beginning as copies.
    """
    if programmes.inherits(programme, Part.FORMS):
        programme_actions.settle_part(programme, Part.FORMS, by=by, at=at)
    form, _new = Form.objects.get_or_create(programme=programme, side=side)
    return begin(form, queries.published(programme, side), by=by, at=at)


@transaction.atomic
def begin(form: Form, source: FormVersion | None, *, by: Actor, at: datetime) -> FormVersion:
    """The draft of a form: the one there is, or a new one that begins as a copy of `source`."""
    form = Form.objects.select_for_update().get(pk=form.pk)
    standing = FormVersion.objects.filter(form=form, state=VersionState.DRAFT).first()
    if standing is not None:
        return standing
    last = FormVersion.objects.filter(form=form).aggregate(last=Max("number"))["last"] or 0
    version = FormVersion.objects.create(
        form=form, number=last + 1, languages=source.languages if source else [FIRST], changed_at=at
    )
    if source is not None:
        _copy_pages(source, version)
    elif not form.is_survey:
        _write_builtin(version)
    note("form draft begun", version, by=by, at=at)
    return version


def _write_builtin(version: FormVersion) -> None:
    possible = standards(version.form.side)
    for place, page in enumerate(DEFAULT_SECTIONS):
        section = Section.objects.create(version=version, position=place, title={FIRST: str(page.title)})
        Question.objects.bulk_create(
            Question(
                section=section,
                position=position,
                key=standard.value,
                kind=Kind.STANDARD,
                standard=standard,
                required=standard in REQUIRED_BY_DEFAULT,
            )
            for position, standard in enumerate(one for one in page.standards if one in possible)
        )


def _copy_pages(source: FormVersion, target: FormVersion) -> None:
    for section in queries.loaded(source).sections.all():
        copy = Section.objects.create(
            version=target, position=section.position, title=section.title, help=section.help
        )
        Question.objects.bulk_create(
            Question(section=copy, **{name: getattr(question, name) for name in COPIED})
            for question in section.questions.all()
        )


@transaction.atomic
def publish(version: FormVersion, *, seen: int, by: Actor, at: datetime) -> None:
    """Let applicants fill in this version; the one before is kept with the answers given under it.

    Raises `ChangedMeanwhile`, `NotReady`.
    """
    turn(version, seen=seen, at=at)
    Form.objects.select_for_update().get(pk=version.form_id)
    faults = queries.flaws(FormVersion.objects.select_related("form__programme").get(pk=version.pk))
    if faults:
        raise NotReady(faults[0].text)
    before = FormVersion.objects.filter(form=version.form_id, state=VersionState.PUBLISHED).first()
    if before is not None:
        move(before, VersionState.RETIRED, moves=VERSION_MOVES)
    move(version, VersionState.PUBLISHED, moves=VERSION_MOVES, published_at=at, published_by_id=by.person_id)
    note("form published", version, by=by, at=at)


@transaction.atomic
def discard(version: FormVersion, *, seen: int, by: Actor, at: datetime) -> None:
    """Throw a draft away; what applicants fill in stays as it is. Raises `ChangedMeanwhile`."""
    turn(version, seen=seen, at=at)
    note("form draft discarded", version, by=by, at=at)
    version.delete()


@transaction.atomic
def copy_forms(source: Programme, target: Programme, *, by: Actor, at: datetime) -> None:
    """Copy what applicants to `source` fill in to `target`, as its own first versions.

    A side for which the target has a form already keeps it.
    """
    for side in Side.values:
        version = queries.published(source, side)
        if version is None or queries.form_of(target, side) is not None:
            continue
        copy_version(version, Form.objects.create(programme=target, side=side), by=by, at=at)


def copy_version(source: FormVersion, form: Form, *, by: Actor, at: datetime) -> FormVersion:
    """Let a form without versions begin with a published copy of this one."""
    copy = FormVersion.objects.create(
        form=form,
        number=1,
        state=VersionState.PUBLISHED,
        languages=source.languages,
        changed_at=at,
        published_at=at,
        published_by_id=by.person_id,
    )
    _copy_pages(source, copy)
    note("form copied", copy, by=by, at=at)
    return copy

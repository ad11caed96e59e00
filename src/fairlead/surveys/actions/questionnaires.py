"""Add questionnaires to a programme, write them anew, put them away, and copy them."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from fairlead.audit.actions import record
from fairlead.kernel.actors import Actor
from fairlead.kernel.errors import Refused
from fairlead.programmes import actions as programme_actions
from fairlead.programmes import queries as programmes
from fairlead.programmes.enums import Part
from fairlead.programmes.models import Programme
from fairlead.questions import actions as questions
from fairlead.questions import queries as forms
from fairlead.questions.enums import Kind, Purpose, Reader
from fairlead.questions.models import Form, FormVersion, Question, Section
from fairlead.questions.wording import FIRST
from fairlead.surveys import instruments
from fairlead.surveys.models import Questionnaire
from fairlead.surveys.queries.questionnaires import of_programme, published

MOST_QUESTIONNAIRES = 40


class TooMany(Refused):
    """A programme has as many questionnaires as one can keep apart."""


class PutAway(Refused):
    """The questionnaire was put away."""


@transaction.atomic
def add(
    programme: Programme,
    instrument: str,
    *,
    title: str,
    moment: str,
    privacy: str,
    audience: str,
    licence: str = "",
    pages: Sequence[instruments.Page] = (),
    by: Actor,
    at: datetime,
) -> Questionnaire:
    """Add a questionnaire; a bundled one is published at once, any other begins as a draft.

    `pages` are those of a form that was brought in. A sub-programme that takes its surveys over has its own
    from then on, beginning as copies. Raises `TooMany`.
    """
    if programmes.inherits(programme, Part.SURVEYS):
        programme_actions.settle_part(programme, Part.SURVEYS, by=by, at=at)
    if Questionnaire.objects.filter(programme=programme, archived_at=None).count() >= MOST_QUESTIONNAIRES:
        raise TooMany(_("There are forty questionnaires already. Put away what is not asked any more."))
    form = Form.objects.create(programme=programme, purpose=Purpose.SURVEY, title=title)
    made = Questionnaire.objects.create(
        programme=programme,
        form=form,
        moment=moment,
        privacy=privacy,
        audience=audience,
        instrument=instrument,
        licence=licence,
        made_at=at,
    )
    bundled = instruments.BUNDLED.get(instrument)
    version = questions.begin(form, None, by=by, at=at)
    _write(version, bundled.pages if bundled else pages or [instruments.Page(_("Questions"))])
    if bundled:
        questions.publish(version, seen=0, by=by, at=at)
    record("questionnaire added", made, by=by, at=at, label=title, details={"instrument": instrument})
    return made


def _write(version: FormVersion, pages: Sequence[instruments.Page]) -> None:
    for place, page in enumerate(pages):
        section = Section.objects.create(
            version=version, position=place, title={FIRST: str(page.title)}, help=_text(page.help)
        )
        Question.objects.bulk_create(_question(section, place, one) for place, one in enumerate(page.items))


def _question(section: Section, place: int, item: instruments.Item) -> Question:
    ends = [("least", item.ends[0]), ("most", item.ends[1])] if item.kind == Kind.SCALE else item.options
    return Question(
        section=section,
        position=place,
        key=item.key,
        kind=item.kind,
        label=_text(item.label),
        help=_text(item.help),
        options=[{"key": key, "label": _text(label)} for key, label in ends if label],
        limits=dict(item.limits),
        shown_if=dict(item.shown_if),
        reader=Reader.SURVEY,
    )


def _text(words: Any) -> dict[str, str]:
    return {FIRST: str(words)} if words else {}


@transaction.atomic
def add_usual(programme: Programme, *, by: Actor, at: datetime) -> None:
    """Let a programme that has no questionnaire begin with the usual five."""
    if of_programme(programme):
        return
    for key in instruments.USUAL:
        one = instruments.BUNDLED[key]
        add(
            programme,
            key,
            title=str(one.name),
            moment=one.moment,
            privacy=one.privacy,
            audience=one.audience,
            by=by,
            at=at,
        )


@transaction.atomic
def settle(
    questionnaire: Questionnaire,
    *,
    title: str,
    moment: str,
    privacy: str,
    audience: str,
    by: Actor,
    at: datetime,
) -> None:
    """Give a questionnaire another name, moment, promise or audience; waves that are open keep theirs."""
    Form.objects.filter(pk=questionnaire.form_id).update(title=title)
    changes = {"moment": moment, "privacy": privacy, "audience": audience}
    Questionnaire.objects.filter(pk=questionnaire.pk).update(**changes)
    record("questionnaire changed", questionnaire, by=by, at=at, label=title, details=changes)


@transaction.atomic
def begin_draft(questionnaire: Questionnaire, *, by: Actor, at: datetime) -> FormVersion:
    """The draft of its next version: the one there is, or a copy of what is asked now. Raises `PutAway`."""
    if questionnaire.archived_at is not None:
        raise PutAway(_("This questionnaire was put away. Take it up again first."))
    return questions.begin(questionnaire.form, published(questionnaire), by=by, at=at)


@transaction.atomic
def put_away(questionnaire: Questionnaire, *, by: Actor, at: datetime) -> None:
    """Plan no more waves of it; those there are, and their answers, stay."""
    if Questionnaire.objects.filter(pk=questionnaire.pk, archived_at=None).update(archived_at=at):
        record("questionnaire put away", questionnaire, by=by, at=at, label=questionnaire.form.title)


@transaction.atomic
def take_up(questionnaire: Questionnaire, *, by: Actor, at: datetime) -> None:
    """Let waves of it be planned again."""
    if Questionnaire.objects.filter(pk=questionnaire.pk, archived_at__isnull=False).update(archived_at=None):
        record("questionnaire taken up", questionnaire, by=by, at=at, label=questionnaire.form.title)


@transaction.atomic
def copy_questionnaires(source: Programme, target: Programme, *, by: Actor, at: datetime) -> None:
    """Let a programme that has no questionnaires of its own begin with copies of another's."""
    if source == target or Questionnaire.objects.filter(programme=target).exists():
        return
    for one in of_programme(source):
        form = Form.objects.create(programme=target, purpose=Purpose.SURVEY, title=one.form.title)
        Questionnaire.objects.create(
            programme=target,
            form=form,
            made_at=at,
            **{
                name: getattr(one, name)
                for name in ("moment", "privacy", "audience", "instrument", "licence")
            },
        )
        if (version := published(one)) is not None:
            questions.copy_version(forms.loaded(version), form, by=by, at=at)
        else:
            _write(questions.begin(form, None, by=by, at=at), [instruments.Page(_("Questions"))])

"""Forms for tests: a version in memory for what is pure, a draft in the database for what is stored."""

from fairlead.questions import actions
from fairlead.questions.models import Form, FormVersion, Question, Section
from tests import factories


def section(languages=("en",), number=1):
    """A page of a version that is not stored."""
    return Section(version=FormVersion(form=Form(), number=number, languages=list(languages)))


def question(kind="short", key="", *, options=(), of=None, **fields):
    """A question that is not stored; options are their keys, their labels the keys as a title."""
    listed = [{"key": one, "label": {"en": one.title()}} for one in options]
    return Question(
        section=of or section(),
        kind=kind,
        key=key or kind,
        options=listed,
        **{"label": {"en": (key or kind).title()}, **fields},
    )


def draft(programme=None, side="mentee"):
    """A draft begun from what applicants fill in now."""
    return actions.start(programme or factories.programme(), side, by=factories.actor(), at=factories.AT)


def doing(version):
    """What every action on the draft is told."""
    return {"seen": version.revision, "by": factories.actor(), "at": factories.AT}


def ask(version, label="Why now?", kind="short", place=0, **wording):
    """An own question at the end of one page of the draft."""
    page = list(Section.objects.filter(version=version))[place]
    page.version = version
    written = actions.Wording(label=label, **wording)
    return actions.add_question(page, kind, written, **doing(version))


def asked(version):
    """The keys of the questions page by page, as stored."""
    return [
        [one.key for one in Question.objects.filter(section=page)]
        for page in Section.objects.filter(version=version)
    ]


def fresh(version):
    """The version as it is stored now."""
    return FormVersion.objects.select_related("form__programme").get(pk=version.pk)

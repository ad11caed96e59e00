"""Forms of a programme's own for the tests of applications."""

from fairlead.programmes.enums import Part
from fairlead.questions.models import Form, FormVersion, Question, Section
from tests import factories


def q(key, kind="short", **fields):
    """An own question; options by their keys."""
    options = [{"key": one, "label": {"en": one.title()}} for one in fields.pop("options", ())]
    label = fields.pop("label", f"{key.title()}?")
    return {"key": key, "kind": kind, "label": {"en": label}, "options": options, **fields}


def s(standard, **fields):
    """A standard question."""
    return {"key": standard, "kind": "standard", "standard": standard, **fields}


USUAL = ("workplace", "job_title", "manager", "areas", "languages", "meeting", "privacy")


def publish(programme, *own, side="mentee", leave_out=(), languages=("en",)):
    """Publish the next version of the form: a page of standard questions, and one of these own ones."""
    form, _new = Form.objects.get_or_create(programme=programme, side=side)
    if programme.parent_id and Part.FORMS not in programme.own:
        programme.own = [*programme.own, Part.FORMS.value]
        programme.save()
    last = FormVersion.objects.filter(form=form).order_by("-number").first()
    FormVersion.objects.filter(form=form, state="published").update(state="retired")
    version = FormVersion.objects.create(
        form=form,
        number=last.number + 1 if last else 1,
        state="published",
        languages=list(languages),
        changed_at=factories.AT,
        published_at=factories.AT,
    )
    usual = [*USUAL, *(["places"] if side == "mentor" else [])]
    pages = {"The usual": [s(one) for one in usual if one not in leave_out], "Our own": list(own)}
    for place, (title, asked) in enumerate(pages.items()):
        section = Section.objects.create(version=version, position=place, title={"en": title})
        for position, one in enumerate(asked):
            Question.objects.create(section=section, position=position, **one)
    return version

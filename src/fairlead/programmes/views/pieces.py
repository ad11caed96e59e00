"""The design in pieces: each a form of its own, or what is taken over from the parent."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from fairlead.kernel import overtaking
from fairlead.programmes import forms, queries
from fairlead.programmes.enums import Part, Step
from fairlead.programmes.views import describing

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme

Pieces = tuple[tuple[str, type[forms.PlainForm]], ...]
PIECES: Mapping[str, Pieces] = {
    Step.AIM: (("", forms.NameForm), (Part.AIM, forms.AimForm)),
    Step.SHAPE: ((Part.SHAPE, forms.ShapeForm),),
    Step.INTAKE: ((Part.INTAKE, forms.IntakeForm),),
    Step.EXPECTATIONS: ((Part.EXPECTATIONS, forms.ExpectationsForm),),
    Step.RULES: (
        (Part.TRAINING, forms.TrainingForm),
        (Part.APPROVAL, forms.ApprovalForm),
        (Part.LIMITS, forms.LimitsForm),
    ),
    Step.APPLYING: ((Part.LETTERS, forms.LettersForm),),
    Step.PEOPLE: ((Part.CARRIED, forms.CarriedForm),),
    Step.CONTACT: (
        (Part.CONTACT, forms.ContactForm),
        (Part.PRIVACY, forms.PrivacyForm),
        (Part.RETENTION, forms.RetentionForm),
    ),
}
EDITED: Mapping[str, Pieces] = {**PIECES, Step.CONTACT: (*PIECES[Step.CONTACT], ("", forms.PublishedForm))}
LEADS: Mapping[str, str | Promise] = {
    Step.AIM: gettext_lazy("What the programme is for. Staff read this first, so say it in plain words."),
    Step.PLACE: gettext_lazy("Alone, or part of a broader programme whose design it takes over."),
    Step.SHAPE: gettext_lazy(
        "How closely the programme guides its pairs, and the time it asks of each person."
    ),
    Step.INTAKE: gettext_lazy(
        "In rounds with dates, at any time, or both. The dates are those of most schemes."
    ),
    Step.EXPECTATIONS: gettext_lazy("What comes out of it, whom it wants, and what mentors get for it."),
    Step.RULES: gettext_lazy("Who is trained and when, who approves, how long people have to answer."),
    Step.AREAS: gettext_lazy("Mentors offer them, mentees choose from them, the matching compares the two."),
    Step.APPLYING: gettext_lazy(
        "Who may apply, what they are asked, and your own words in the letters. It all works as it is; "
        "change it now or later."
    ),
    Step.PEOPLE: gettext_lazy("The offices behind the programme, the institutions taking part, the team."),
    Step.PRACTICE: gettext_lazy(
        "Setup and delivery on a scale of five, with real figures where you know them."
    ),
    Step.CONTACT: gettext_lazy(
        "Whom people turn to, what applicants agree to, and how long answers are kept."
    ),
    Step.CHECK: gettext_lazy("What is still missing, and the button that opens the intake."),
}


@dataclass(frozen=True)
class Piece:
    """A part of the design on a page: its `form`, or `rows` with what holds when it is taken over.

    `standing` is the same form of what is stored, whatever was posted.
    """

    part: str
    title: str
    form: forms.PlainForm
    standing: forms.PlainForm
    source: "Programme | None"
    rows: list[dict[str, Any]]
    settled_here: bool

    @property
    def taken_over(self) -> bool:
        """Whether the piece comes from the parent and is not edited here."""
        return self.source is not None


def pieces(
    programme: "Programme", step: str, posted: QueryDict | None, among: Mapping[str, Pieces] = PIECES
) -> list[Piece]:
    """The pieces of a step; what is posted binds the forms of those the programme settles itself."""
    return [_piece(programme, part, form, posted) for part, form in among.get(step, ())]


def _piece(programme: "Programme", part: str, form: type[forms.PlainForm], posted: QueryDict | None) -> Piece:
    taken = bool(part) and queries.inherits(programme, part)
    return Piece(
        part=part,
        title=str(Part(part).label) if part else "",
        form=form(None if taken else posted, instance=programme),
        standing=form(instance=programme),
        source=queries.owner(programme, part) if taken else None,
        rows=describing.part_rows(programme, part) if taken else [],
        settled_here=bool(part) and programme.parent_id is not None and not taken,
    )


def given(found: list[Piece], answers: QueryDict) -> dict[str, Any]:
    """What the page changed, from forms that can be read, but for what was stored otherwise meanwhile."""
    values: dict[str, Any] = {}
    for piece in found:
        if piece.form.is_bound and piece.form.is_valid():
            values |= overtaking.news(piece.form, piece.standing, answers)
    return values


def valid(found: list[Piece], answers: QueryDict) -> bool:
    """Whether every form that was posted can be saved; a clash with somebody else is told at its field."""
    for piece in found:
        if piece.form.is_bound:
            overtaking.tell(piece.form, piece.standing, answers)
    return all(piece.form.is_valid() for piece in found if piece.form.is_bound)


def pairs(found: list[Piece]) -> list[overtaking.Pair]:
    """Each form that is edited here beside the same form of what is stored."""
    return [(piece.form, piece.standing) for piece in found if not piece.taken_over]

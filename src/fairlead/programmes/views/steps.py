"""What the steps of a design hold beside the parts: place, dates, areas, people, practice card, check."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from fairlead.kernel import overtaking
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import actions, forms, policies, queries
from fairlead.programmes.enums import Intake, Part, Phase, Side, Step
from fairlead.programmes.queries import eligibility
from fairlead.programmes.views import lists

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme, Round

Form = django_forms.BaseForm


@dataclass(frozen=True)
class Page:
    """A step's template, its own forms, what else it shows, and which forms two people may write at once."""

    template: str = "step.html"
    forms: list[Form] = field(default_factory=list)
    context: dict[str, Any] = field(default_factory=dict)
    pairs: list[overtaking.Pair] = field(default_factory=list)

    @property
    def wrong(self) -> bool:
        """Whether a form has to be mended."""
        return any(form.errors for form in self.forms)


def address(programme: "Programme", step: str) -> str:
    """Where a step is."""
    return reverse("programmes:design_step", args=[programme.pk, str(step)])


def page(request: ActorRequest, programme: "Programme", step: str) -> Page:
    """What the step shows beside the parts of the design; a form that was refused is shown as it was."""
    return PAGES[step](request, programme) if step in PAGES else Page()


def save(request: ActorRequest, programme: "Programme", step: str) -> bool | HttpResponse:
    """Save what the step holds beside the parts; False when it has to be shown again."""
    return SAVING[step](request, programme) if step in SAVING else True


def place_form(request: ActorRequest, programme: "Programme") -> forms.PlaceForm:
    """The form that says where the programme stands, with the programmes it may be part of."""
    parents = queries.possible_parents(programme, policies.followable(request.actor))
    posted = request.POST if request.method == "POST" else None
    return forms.PlaceForm(posted, programme=programme, parents=parents)


def save_place(request: ActorRequest, programme: "Programme") -> bool:
    """Make the programme stand alone, under a parent, or as part of one elsewhere; False when unsaid."""
    form = place_form(request, programme)
    if not form.is_valid():
        return False
    _put(request, programme, form.cleaned_data)
    return True


def _put(request: ActorRequest, programme: "Programme", given: dict[str, Any]) -> None:
    by, at = request.actor, timezone.now()
    elsewhere = given["standing"] == forms.ELSEWHERE
    words = {name: given[name] if elsewhere else "" for name in ("part_of", "part_of_link")}
    actions.edit(programme, words, by=by, at=at)
    parent = given["parent"] if given["standing"] == forms.BELOW else None
    if parent != programme.parent or (parent is not None and given["taking_over"]):
        actions.place(programme, parent, taking_over=given["taking_over"], by=by, at=at)


def _place(request: ActorRequest, programme: "Programme") -> Page:
    form = place_form(request, programme)
    return Page("place.html", [form], {"form": form, "parts": inherited_parts(programme)})


def inherited_parts(programme: "Programme") -> list[dict[str, Any]]:
    """Every part of a sub-programme's design: its title, where it comes from, whether it is taken over."""
    if programme.parent_id is None:
        return []
    return [
        {
            "part": part.value,
            "title": str(part.label),
            "source": queries.owner(programme, part),
            "taken_over": queries.inherits(programme, part),
        }
        for part in Part
    ]


def _round_form(request: ActorRequest, programme: "Programme") -> forms.FirstRoundForm | None:
    """The dates of the first round; None once there is more than one dated round, or one that was opened."""
    standing = queries.first_rounds(programme)
    if standing.dated is not None and not standing.changeable:
        return None
    initial = actions.suggested_round(programme, at=timezone.now())
    if standing.dated is not None:
        initial = {name: getattr(standing.dated, name) for name in forms.FirstRoundForm.base_fields}
    posted = request.POST if request.method == "POST" else None
    return forms.FirstRoundForm(posted, kind=programme.intake, initial=initial)


def _intake(request: ActorRequest, programme: "Programme") -> Page:
    form = _round_form(request, programme)
    context = {"round_form": form, "rounds": queries.rounds(programme)}
    return Page("intake.html", [form] if form else [], context)


def _save_intake(request: ActorRequest, programme: "Programme") -> bool | HttpResponse:
    form = _round_form(request, programme)
    if form is not None and not form.is_valid():
        return False
    dates = form.cleaned_data if form is not None else {}
    try:
        actions.prepare_intake(programme, dates, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect(address(programme, Step.INTAKE))
    return True


def _areas(request: ActorRequest, programme: "Programme") -> Page:
    renaming = request.GET.get("rename", "")
    return Page("areas.html", [], lists.areas_shown(programme, forms.AreaForm(), renaming))


def _applying(request: ActorRequest, programme: "Programme") -> Page:
    context = {
        "rules": eligibility.counted(programme),
        "rules_from": _taken_from(programme, Part.ELIGIBILITY),
        "forms_from": _taken_from(programme, Part.FORMS),
        "sides": [{"value": side.value, "label": str(side.label)} for side in (Side.MENTEE, Side.MENTOR)],
    }
    return Page("applying.html", [], context)


def _taken_from(programme: "Programme", part: str) -> str:
    """The name of the programme a part is taken over from; empty when it is settled here."""
    return queries.owner(programme, part).name if queries.inherits(programme, part) else ""


def _partners_form(request: ActorRequest, programme: "Programme") -> forms.PartnersForm:
    taking_part = [partner.institution_id for partner in queries.partners(programme)]
    posted = request.POST if request.method == "POST" else None
    return forms.PartnersForm(posted, programme=programme, initial={"institutions": taking_part})


def _people(request: ActorRequest, programme: "Programme") -> Page:
    form = _partners_form(request, programme)
    return Page("people.html", [form], {"partners_form": form, "team": queries.team(programme)})


def _save_people(request: ActorRequest, programme: "Programme") -> bool:
    form = _partners_form(request, programme)
    if not form.is_valid():
        return False
    chosen = form.cleaned_data["institutions"]
    actions.set_partners(programme, chosen, by=request.actor, at=timezone.now())
    return True


def practice_forms(programme: "Programme", posted: QueryDict | None) -> list[forms.PracticeForm]:
    """Setup and delivery, each with a prefix of its own; without `posted` as they are stored."""
    blocks, scale = queries.practice_blocks(programme), queries.scale(programme.lead_id)
    usual = queries.usual_practice(programme) if len(blocks) < len(Phase) else {}
    return [
        forms.PracticeForm(
            posted,
            instance=blocks.get(phase),
            prefix=phase.value,
            scale=scale,
            initial={} if phase in blocks else usual[phase],
        )
        for phase in Phase
    ]


def save_practice(request: ActorRequest, programme: "Programme") -> bool:
    """Write setup and delivery; False when a figure cannot be read."""
    pairs = _practice_pairs(request, programme)
    typing = "X-Autosave" in request.headers
    for form, standing in pairs:
        if not typing:
            overtaking.tell(form, standing, request.POST)
    if not all(form.is_valid() for form, _standing in pairs):
        return False
    for phase, (form, standing) in zip(Phase, pairs, strict=True):
        fields = overtaking.news(form, standing, request.POST)
        actions.write_practice(programme, phase, fields, by=request.actor, at=timezone.now())
    return True


def practice_page(request: ActorRequest, programme: "Programme") -> Page:
    """Setup and delivery side by side, with the institution's names of the scale."""
    pairs = _practice_pairs(request, programme)
    for form, standing in pairs:
        if form.is_bound:
            overtaking.tell(form, standing, request.POST)
    found = [form for form, _standing in pairs]
    blocks = [{"title": str(phase.label), "form": form} for phase, form in zip(Phase, found, strict=True)]
    return Page("practice.html", found, {"blocks": blocks}, pairs)


def _practice_pairs(request: ActorRequest, programme: "Programme") -> list[overtaking.Pair]:
    posted = request.POST if request.method == "POST" else None
    return list(zip(practice_forms(programme, posted), practice_forms(programme, None), strict=True))


def _check(request: ActorRequest, programme: "Programme") -> Page:
    at = timezone.now()
    waiting = _waiting(programme)
    lines = queries.checklist(programme, waiting[0] if waiting else None, at=at)
    if programme.archived_at is None:  # the button shows it to staff
        lines = [line for line in lines if line.url != address(programme, Step.CHECK)]
    context = {
        "missing": [line for line in lines if not line.done],
        "done": [line for line in lines if line.done],
        "barring": queries.blockers(lines),
        "waiting": waiting,
        "open": queries.open_rounds(programme),
    }
    return Page("check.html", [], context)


def _waiting(programme: "Programme") -> list["Round"]:
    """The planned rounds that fit the way in which the programme takes people in."""
    unfit = {Intake.ROUNDS: True, Intake.ROLLING: False}.get(Intake(programme.intake))
    return [one for one in queries.to_open(programme) if one.rolling is not unfit]


def _save_check(request: ActorRequest, programme: "Programme") -> bool | HttpResponse:
    by, at = request.actor, timezone.now()
    actions.settle_step(programme, Step.CHECK)
    try:
        if wanted := request.POST.get("open", ""):
            round = next((one for one in _waiting(programme) if str(one.pk) == wanted), None)
            if round is None:
                return redirect(address(programme, Step.CHECK))
            actions.launch(programme, round, by=by, at=at)
            messages.success(request, _("The intake is open. Staff can apply now."))
            return redirect("programmes:round", round.pk)
        actions.edit(programme, {"published": True}, by=by, at=at)
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect(address(programme, Step.CHECK))
    messages.success(request, _("Staff can see the programme now."))
    return redirect("programmes:detail", programme.pk)


PAGES: dict[str, Callable[[ActorRequest, "Programme"], Page]] = {
    Step.PLACE: _place,
    Step.INTAKE: _intake,
    Step.AREAS: _areas,
    Step.APPLYING: _applying,
    Step.PEOPLE: _people,
    Step.PRACTICE: practice_page,
    Step.CHECK: _check,
}
SAVING: dict[str, Callable[[ActorRequest, "Programme"], bool | HttpResponse]] = {
    Step.PLACE: save_place,
    Step.INTAKE: _save_intake,
    Step.PEOPLE: _save_people,
    Step.PRACTICE: save_practice,
    Step.CHECK: _save_check,
}
# Steps whose own forms are saved while typing, as far as they can be read.
TYPED = frozenset({Step.PEOPLE, Step.PRACTICE})

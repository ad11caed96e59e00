"""The yearly assessment: prepare it, read it, present it, sign it, follow it up."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.evaluation import policies
from fairlead.evaluation.actions import assessments as actions
from fairlead.evaluation.assessing.document import document, missing, report
from fairlead.evaluation.assessing.quoting import told
from fairlead.evaluation.enums import AssessmentState
from fairlead.evaluation.forms.assessments import SettleForm, StatementForm
from fairlead.evaluation.queries import assessments as queries
from fairlead.evaluation.views.frame import about
from fairlead.kernel.errors import Refused
from fairlead.kernel.fingerprints import digest
from fairlead.kernel.http import ActorRequest

if TYPE_CHECKING:
    from fairlead.evaluation.models import Assessment


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def assessments(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The assessments of a programme, year by year; one button begins the next."""
    programme = policies.fetch(request.actor, pk, to=policies.can_read_assessments)
    years = queries.to_begin(programme, today=timezone.localdate())
    may = policies.can_prepare_assessment(request.actor, programme)
    if request.method == "POST":
        wanted = next((year for year in years if str(year.begins) == request.POST.get("year")), None)
        if not may:
            raise Http404
        if wanted is None:
            return redirect("evaluation:assessments", programme.pk)
        return _prepared(request, programme, wanted)
    context = {
        **about(request, programme, "assessments"),
        "assessments": queries.of(programme, presented=not policies.can_see_all(request.actor, programme)),
        "years": years if may else [],
    }
    return render(request, "evaluation/assessments.html", context)


def _prepared(request: ActorRequest, programme: Any, year: Any) -> HttpResponse:
    try:
        made = actions.prepare(programme, year, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
        return redirect("evaluation:assessments", programme.pk)
    messages.success(request, _("The year is gathered. Look through it and say what it means."))
    return redirect("evaluation:assessment", made.pk)


@require_safe
@login_required
def assessment(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The assessment as it is read, presented and signed."""
    found = policies.fetch_assessment(request.actor, pk)
    return render(request, "evaluation/assessment.html", page(request, found))


def page(request: ActorRequest, found: "Assessment", form: StatementForm | None = None) -> dict[str, Any]:
    """What the page of an assessment shows; `form` is a statement that has to be mended."""
    content, signed = document(found), found.state == AssessmentState.SIGNED
    may_write = policies.can_write_assessment(request.actor, found)
    return {
        **about(request, found.programme, "assessments"),
        "assessment": found,
        "content": told(content),
        "missing": [] if signed else missing(content),
        "seen": found.digest if signed else digest(report(found)),
        "whole": not signed or digest(content) == found.digest,
        "can_write": may_write,
        "can_lead": policies.can_prepare_assessment(request.actor, found.programme),
        "voices": _voices(request, found, form),
        "form": form,
        "before": content["gathered"].get("before", []) if signed else queries.before(found),
        "agreed": found.agreed.all(),
        "signatures": found.signatures.all(),
    }


def _voices(request: ActorRequest, found: "Assessment", form: StatementForm | None) -> list[dict[str, Any]]:
    """In whose names the reader may speak, each with what was said and whether it is signed."""
    said = {(one.voice, one.institution_id): one.text for one in found.statements.all()}
    signed = {(one.voice, one.institution_id) for one in found.signatures.all()}
    shown: list[dict[str, Any]] = []
    for voice in policies.voices(request.actor, found):
        whose = (voice.voice, voice.institution.pk if voice.institution else None)
        mended = form if form is not None and request.POST.get("voice") == voice.key else None
        fresh = StatementForm(initial={"text": said.get(whose, "")}, auto_id=f"id_{len(shown)}_%s")
        shown.append(
            {
                "key": voice.key,
                "label": voice.label,
                "signed": whose in signed,
                "form": mended or fresh,
            }
        )
    return shown


@require_POST
@login_required
def move(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Gather anew, present to IRO and HR, or take the report back."""
    found = policies.fetch_assessment(request.actor, pk, to=policies.can_lead_assessment)
    acts = {
        "gather": (actions.gather_again, _("The figures are those of today.")),
        "present": (actions.present, _("IRO and HR see it as their next step.")),
        "take_back": (actions.take_back, _("You can change the report again.")),
    }
    if (to := request.POST.get("to", "")) not in acts:
        raise Http404
    act, said = acts[to]
    try:
        act(found, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, said)
    return redirect("evaluation:assessment", found.pk)


@require_POST
@login_required
def speak(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say something in the name of an office or a partner, and sign if that is the button."""
    found = policies.fetch_assessment(request.actor, pk, to=policies.can_speak)
    voice = policies.voice(request.actor, found, request.POST.get("voice", ""))
    if voice is None:
        raise Http404
    form = StatementForm(request.POST)
    if "text" in request.POST and not form.is_valid():
        return render(request, "evaluation/assessment.html", page(request, found, form), status=422)
    by, at = request.actor, timezone.now()
    try:
        if "text" in request.POST:
            actions.say(found, voice, form.cleaned_data["text"], by=by, at=at)
        if request.POST.get("do") == "sign":
            frozen = actions.sign(found, voice, seen=request.POST.get("seen", ""), by=by, at=at)
            messages.success(
                request, _("Signed. The assessment is complete and frozen.") if frozen else _("Signed.")
            )
        else:
            messages.success(request, _("Your statement is kept; it can be changed until you sign."))
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    return redirect("evaluation:assessment", found.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def settle(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say what became of an agreed action."""
    action = policies.fetch_agreed(request.actor, pk)
    form = SettleForm(request.POST or None, initial={"state": action.state, "outcome": action.outcome})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            actions.settle(action, given["state"], given["outcome"], by=request.actor, at=timezone.now())
        except Refused as refusal:
            messages.error(request, str(refusal.sentence))
        else:
            messages.success(request, _("Saved."))
        return redirect("evaluation:assessment", action.assessment_id)
    context = {**about(request, action.assessment.programme, "assessments"), "action": action, "form": form}
    return render(request, "evaluation/agreed.html", context, status=422 if form.errors else 200)

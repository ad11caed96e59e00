"""What a programme's agreements are drafted from."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.mentorships.actions import agreement_templates as actions
from fairlead.mentorships.forms.agreements import TemplateForm
from fairlead.mentorships.queries import agreements as queries
from fairlead.programmes import actions as designing
from fairlead.programmes import policies as programmes
from fairlead.programmes import queries as designs
from fairlead.programmes.enums import Part

if TYPE_CHECKING:
    from fairlead.mentorships.models import AgreementTemplate
    from fairlead.programmes.models import Programme

STANDARD, SUGGESTED = queries.STANDARD, actions.TEXTS[len(queries.STANDARD) :]


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def template(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The standard texts and suggestions; the team reads them, coordinators change them."""
    programme = programmes.fetch(request.actor, pk)
    may_edit = programmes.can_edit(request.actor, programme)
    if request.method == "POST" and not may_edit:
        raise Http404
    if request.POST.get("do") in {"own", "inherit"}:
        return _settled(request, programme, request.POST["do"])
    taken_over = designs.inherits(programme, Part.AGREEMENT)
    kept = queries.template_of(programme)
    rows = _rows(kept)
    posted = request.POST.copy() if request.method == "POST" else None
    form = TemplateForm(posted, instance=kept, initial={"revision": kept.revision})
    overtaken = False
    if posted is not None and form.is_valid():
        if _kept(request, programme, form):
            messages.success(
                request, _("Saved. Agreements that are begun or changed from now on get these texts.")
            )
            return redirect("mentorships:agreement_template", programme.pk)
        overtaken = True
        posted["revision"] = str(queries.template_of(programme).revision)
    context = {
        "programme": programme,
        "form": form,
        "can_edit": may_edit and not taken_over,
        "can_settle": may_edit and programme.parent_id is not None,
        "taken_from": designs.owner(programme, Part.AGREEMENT) if taken_over else None,
        "product_texts": kept.revision == 0,
        "standard": [form[name] for name in STANDARD],
        "suggested": [form[name] for name in SUGGESTED],
        "rows": rows,
        "standing_rows": rows if overtaken else [],
    }
    return render(request, "mentorships/agreement_template.html", context, status=422 if form.errors else 200)


def _kept(request: ActorRequest, programme: "Programme", form: TemplateForm) -> bool:
    texts = {name: form.cleaned_data[name] for name in actions.TEXTS}
    try:
        actions.settle_template(
            programme, texts, seen=form.cleaned_data["revision"], by=request.actor, at=timezone.now()
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True


def _settled(request: ActorRequest, programme: "Programme", doing: str) -> HttpResponse:
    act = designing.settle_part if doing == "own" else designing.take_part_over
    act(programme, Part.AGREEMENT, by=request.actor, at=timezone.now())
    return redirect("mentorships:agreement_template", programme.pk)


def _rows(template: "AgreementTemplate") -> list[dict[str, object]]:
    """The texts as labels and values, for those who read them only."""
    shown = {"rhythm": template.get_rhythm_display(), "scheduler": template.get_scheduler_display()}
    return [
        {"label": TemplateForm.base_fields[name].label, "value": shown.get(name, getattr(template, name))}
        for name in actions.TEXTS
    ]

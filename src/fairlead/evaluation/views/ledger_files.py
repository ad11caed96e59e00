"""The ledger as a file: brought in after a look at every line, and taken out."""

from typing import TYPE_CHECKING
from uuid import UUID, uuid4

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_safe

from fairlead.evaluation import policies
from fairlead.evaluation.actions import ledger as actions
from fairlead.evaluation.forms.ledger import BringForm
from fairlead.evaluation.queries import ledger_files as files
from fairlead.evaluation.views.frame import about
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme

SHOWN = 100


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def bring(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Look at every line of a file, then write all of them or none."""
    programme = policies.fetch(request.actor, pk, to=policies.can_write_ledger)
    form = BringForm(request.POST or None, request.FILES or None)
    context = about(request, programme, "ledger") | {
        "form": form,
        "columns": ",".join(files.COLUMNS),
        "example": EXAMPLE,
    }
    if request.method == "POST" and form.is_valid():
        try:
            text = form.cleaned_data["text"]
            found = files.preview(request.actor, programme, text, today=timezone.localdate())
            if request.POST.get("go") == "write" and not found.problems:
                return _written(request, programme, found, form.cleaned_data["key"] or uuid4())
            context |= {
                "preview": found,
                "shown": found.lines[:SHOWN],
                "problems": found.problems[:SHOWN],
                "text": text,
                "key": uuid4(),
                "form": BringForm(initial={"text": text}),
            }
        except Refused as refusal:
            form.add_error("file" if form.cleaned_data.get("file") else "text", str(refusal.sentence))
    wrong = form.errors or ("preview" in context and context["preview"].problems)
    return render(request, "evaluation/bring.html", context, status=422 if wrong else 200)


EXAMPLE = "date,phase,activity,role,hours,money\n2026-03-31,delivery,support,coordinator,6.5,\n"


def _written(request: ActorRequest, programme: "Programme", found: files.Preview, key: UUID) -> HttpResponse:
    lines = [
        (
            actions.Spending(
                institution=line.institution,
                round=line.round,
                phase=line.phase,
                activity=line.activity,
                role=line.role,
                hours=line.hours,
                money=line.money,
                note=line.note,
            ),
            line.on,
        )
        for line in found.lines
    ]
    try:
        rows = actions.write_all(programme, lines, key=key, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        said = ngettext("%(n)d entry is written down.", "%(n)d entries are written down.", len(rows))
        messages.success(request, said % {"n": len(rows)})
    return redirect("evaluation:ledger", programme.pk)


@never_cache
@require_safe
@login_required
def export(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The entries as a CSV file."""
    programme = policies.fetch(request.actor, pk, to=policies.can_write_ledger)
    sheet = "\ufeff" + files.exported(request.actor, programme)
    response = HttpResponse(sheet, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{programme.slug}-effort.csv"'
    return response

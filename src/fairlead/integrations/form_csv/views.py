"""Pages of the import: file, columns, preview, done."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.applications import queries as applications
from fairlead.integrations.form_csv import actions, findings, mapping, pages, policies, queries
from fairlead.integrations.form_csv.fields import label
from fairlead.integrations.form_csv.forms import ColumnsForm, ConfirmForm, ReadingForm, UploadForm
from fairlead.integrations.form_csv.reading import LARGEST_FILE
from fairlead.integrations.form_csv.writing import LATER, Wishes
from fairlead.kernel.errors import AlreadyMoved, Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.integrations.form_csv.models import Upload


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def start(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Choose a file for a round, or go on with one."""
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_run_round)
    sent = request.method == "POST"
    form = UploadForm(request.POST if sent else None, request.FILES if sent else None)
    if sent and form.is_valid():
        file = form.cleaned_data["file"]
        try:
            upload = actions.take_in(
                round=round,
                file_name=file.name or "",
                content=file.read(LARGEST_FILE + 1),
                encoding=form.cleaned_data["encoding"],
                delimiter=form.cleaned_data["delimiter"],
                by=request.actor,
                at=timezone.now(),
            )
        except Refused as refusal:
            form.add_error("file", str(refusal.sentence))
        else:
            return redirect("form_csv:columns", pk=upload.pk)
    context = {
        "round": round,
        "form": form,
        "steps": pages.steps(),
        "under_way": queries.under_way(round),
        "finished": queries.finished(round),
        "saved": queries.all_saved(round.programme),
    }
    return render(request, "form_csv/start.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def columns(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Check what the columns mean, and how the file was read."""
    upload = policies.fetch(request.actor, pk)
    if upload.state not in queries.UNDER_WAY:
        return _settled(request, upload)
    reading = ReadingForm(
        request.POST if "read" in request.POST else None,
        initial={"encoding": upload.encoding, "delimiter": upload.delimiter},
    )
    if "read" in request.POST and reading.is_valid():
        try:
            actions.read_again(upload, **reading.cleaned_data)
        except Refused as refusal:
            reading.add_error(None, str(refusal.sentence))
        else:
            return redirect("form_csv:columns", pk=upload.pk)
    table = queries.table(upload)
    form = ColumnsForm(
        request.POST if "map" in request.POST else None,
        headings=table.headings,
        mapping=upload.mapping,
        examples=mapping.examples(table),
        name=upload.mapping_name,
    )
    if "map" in request.POST and form.is_valid() and _map(form, upload):
        return redirect("form_csv:preview", pk=upload.pk)
    context = {
        "round": upload.round,
        "upload": upload,
        "table": table,
        "form": form,
        "reading": reading,
        "steps": pages.steps(),
        "missing": [label(key) for key in mapping.missing(upload.mapping)],
        "unused": [heading for heading in table.headings if not upload.mapping.get(heading)],
        "saved": queries.saved_for(upload.round.programme, table.headings),
    }
    return render(
        request, "form_csv/columns.html", context, status=422 if form.errors or reading.errors else 200
    )


def _map(form: ColumnsForm, upload: "Upload") -> bool:
    """Keep the mapping and go on; what is missing is said at the form."""
    try:
        actions.map_columns(upload, form.chosen(), name=form.cleaned_data["name"])
        actions.go_to_preview(upload)
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def preview(request: ActorRequest, pk: UUID) -> HttpResponse:
    """See what would be brought in and what was found; make choices."""
    upload = policies.fetch(request.actor, pk)
    if upload.state not in queries.UNDER_WAY:
        return _settled(request, upload)
    if upload.state == "mapping" or mapping.missing(upload.mapping) or mapping.doubled(upload.mapping):
        return redirect("form_csv:columns", pk=upload.pk)
    found = queries.preview(upload)
    if request.method == "POST":
        made = findings.clean(request.POST, found.plan.choices.values())
        try:
            actions.choose(upload, made)
        except AlreadyMoved:
            return redirect("form_csv:done", pk=upload.pk)
        left = len(queries.preview(upload).plan.open_choices)
        if left:
            said = ngettext(
                "Saved. %(count)d choice is still to be made.",
                "Saved. %(count)d choices are still to be made.",
                left,
            )
            messages.info(request, said % {"count": left})
        else:
            messages.success(request, _("Saved. All choices are made; you can bring the file in."))
        return redirect("form_csv:preview", pk=upload.pk)
    return _show(request, found)


def _show(request: ActorRequest, found: queries.Preview, *, refusal: str = "") -> HttpResponse:
    programme = found.upload.round.programme
    show, state = request.GET.get("show", ""), request.GET.get("rows", "")
    page = pages.rows(found, request.GET.get("page", "1"), state)
    context = {
        "round": found.upload.round,
        "upload": found.upload,
        "preview": found,
        "summary": pages.summary(found),
        "sections": pages.sections(found, show),
        "filters": pages.filters(found),
        "show": show,
        "rows_state": state,
        "page": page,
        "rows": pages.table_rows(found, page.object_list),
        "open": len(found.plan.open_choices),
        "steps": pages.steps(),
        "refusal": refusal,
        "confirm_form": ConfirmForm(approval_needed=programme.supervisor_approval, seen=found.mark),
    }
    return render(request, "form_csv/preview.html", context, status=409 if refusal else 200)


@never_cache
@require_safe
@login_required
def row(request: ActorRequest, pk: UUID, number: int) -> HttpResponse:
    """One row of the file, cell by cell, with what was found in it."""
    upload = policies.fetch(request.actor, pk)
    if upload.state != "preview":
        return _settled(request, upload)
    found = queries.preview(upload)
    line = next((line for line in found.plan.lines if line.row == number), None)
    if line is None:
        raise Http404
    context = {
        "round": upload.round,
        "upload": upload,
        "line": line,
        "cells": pages.cells(found, line),
        "entries": found.entries_by_row.get(number, []),
    }
    return render(request, "form_csv/row.html", context)


@never_cache
@require_safe
@login_required
def left_out(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The rows left out as a file: with all cells before the import, with row and reason only after it."""
    upload = policies.fetch(request.actor, pk)
    if upload.state == "preview":
        text = pages.left_out_file(queries.preview(upload))
    elif upload.state == "done":
        text = pages.left_out_list(upload)
    else:
        raise Http404
    response = HttpResponse(text, content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="left-out.csv"'
    return response


@never_cache
@require_POST
@login_required
def confirm(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Bring in what the preview showed."""
    upload = policies.fetch(request.actor, pk)
    if upload.state != "preview":
        return _settled(request, upload)
    form = ConfirmForm(request.POST, approval_needed=upload.round.programme.supervisor_approval)
    if not form.is_valid():
        return _show(request, queries.preview(upload), refusal=_("Look at this page again, then confirm."))
    wishes = Wishes(
        approvals=form.cleaned_data.get("approvals") or LATER,
        admit=form.cleaned_data["admit"],
        reason=_("In writing with the coordinator when the form export was brought in."),
    )
    try:
        actions.confirm(
            upload, seen=form.cleaned_data["seen"], wishes=wishes, by=request.actor, at=timezone.now()
        )
    except AlreadyMoved as refusal:
        messages.info(request, str(refusal.sentence))
    except Refused as refusal:
        return _show(request, queries.preview(upload), refusal=str(refusal.sentence))
    return redirect("form_csv:done", pk=upload.pk)


@never_cache
@require_POST
@login_required
def set_aside(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Drop the file without bringing anything in."""
    upload = policies.fetch(request.actor, pk)
    try:
        actions.set_aside(upload, by=request.actor, at=timezone.now())
    except AlreadyMoved as refusal:
        messages.info(request, str(refusal.sentence))
    else:
        messages.success(
            request, _("The file is set aside; nothing of it was brought in, and it is not kept.")
        )
    return redirect("form_csv:start", pk=upload.round_id)


@never_cache
@require_safe
@login_required
def done(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What an import wrote, what it left out and why, and the next step."""
    upload = policies.fetch(request.actor, pk)
    if upload.state != "done":
        return _settled(request, upload)
    context = {
        "round": upload.round,
        "upload": upload,
        "counts": upload.counts,
        "elsewhere": applications.elsewhere(request.actor, upload.round),
        "left_out": pages.left_out_groups(upload),
        "left_out_count": len(upload.counts.get("left_out", [])),
        "next": pages.next_step(upload),
        "steps": pages.steps(),
    }
    return render(request, "form_csv/done.html", context)


def _settled(request: ActorRequest, upload: "Upload") -> HttpResponse:
    """Where an upload is now."""
    if upload.state in {"mapping", "preview"}:
        return redirect(f"form_csv:{'columns' if upload.state == 'mapping' else 'preview'}", pk=upload.pk)
    if upload.state == "done":
        return redirect("form_csv:done", pk=upload.pk)
    messages.info(request, _("This file was set aside. Choose it again to bring it in."))
    return redirect("form_csv:start", pk=upload.round_id)

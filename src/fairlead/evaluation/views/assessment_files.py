"""A yearly assessment to take along: print, editable document, figures, everything."""

import json
from collections.abc import Callable
from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.utils.text import slugify
from django.views.decorators.http import require_safe

from fairlead.evaluation import policies
from fairlead.evaluation.assessing import files
from fairlead.evaluation.assessing.document import document
from fairlead.evaluation.assessing.outline import Outline, outline
from fairlead.evaluation.assessing.quoting import told
from fairlead.kernel.http import ActorRequest

if TYPE_CHECKING:
    from fairlead.evaluation.models import Assessment

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@require_safe
@login_required
def assessment_file(request: ActorRequest, pk: UUID, kind: str) -> HttpResponse:
    """The assessment as a file: pdf, docx, csv or json."""
    found = policies.fetch_assessment(request.actor, pk)
    if kind not in KINDS:
        raise Http404
    content_type, made = KINDS[kind]
    response = HttpResponse(made(found), content_type=content_type)
    name = f"{slugify(found.programme.name) or 'programme'}-{found.year}.{kind}"
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _outline(found: "Assessment") -> Outline:
    return outline(told(document(found)), state=str(found.get_state_display()), digest=found.digest)


def _pdf(found: "Assessment") -> bytes:
    return files.pdf(_outline(found), at=found.signed_at or found.gathered_at or found.prepared_at)


def _docx(found: "Assessment") -> bytes:
    return files.docx(
        outline(told(document(found)), state=str(found.get_state_display()), digest=found.digest)
    )


def _csv(found: "Assessment") -> bytes:
    return files.csv(document(found)).encode("utf-8-sig")


def _json(found: "Assessment") -> bytes:
    content = document(found)
    words = told(content)["gathered"]["comments"]
    content = {**content, "digest": found.digest, "quoted": words}
    return json.dumps(content, ensure_ascii=False, indent=2).encode()


KINDS: dict[str, tuple[str, Callable[["Assessment"], bytes]]] = {
    "pdf": ("application/pdf", _pdf),
    "docx": (DOCX, _docx),
    "csv": ("text/csv; charset=utf-8", _csv),
    "json": ("application/json; charset=utf-8", _json),
}

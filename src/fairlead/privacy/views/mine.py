"""One's own data: what is held and until when, and all of it to take along."""

import json
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from fairlead.kernel.http import ActorRequest
from fairlead.privacy.queries import mine as queries
from fairlead.privacy.queries import outlook


@never_cache
@require_safe
@login_required
def mine(request: ActorRequest) -> HttpResponse:
    """What is held about the reader, in counts, and from which day what they wrote goes."""
    told = queries.sections(request.actor)
    context = {
        "kept": queries.kept(request.actor, today=timezone.localdate()),
        "counts": [(one.title, len(one.rows)) for one in told],
        "stays": outlook.stays(),
    }
    return render(request, "privacy/mine.html", context)


@never_cache
@require_safe
@login_required
def take_along(request: ActorRequest) -> HttpResponse:
    """Everything that is held about the reader: a page to read and a file for machines, in one archive."""
    response = HttpResponse(_archive(request, timezone.localtime()), content_type="application/zip")
    response.headers["Content-Disposition"] = 'attachment; filename="my-data.zip"'
    return response


def _archive(request: ActorRequest, now: datetime) -> bytes:
    today, told = now.date(), queries.sections(request.actor)
    document = queries.document(request.actor, told, on=today)
    page = render_to_string(
        "privacy/take_along.html", {"sections": told, "actor": request.actor, "on": today}
    )
    packed = BytesIO()
    with ZipFile(packed, "w") as archive:
        for name, text in (
            ("my-data.html", page),
            ("my-data.json", json.dumps(document, ensure_ascii=False, indent=1)),
        ):
            archive.writestr(ZipInfo(name, now.timetuple()[:6]), text, ZIP_DEFLATED)
    return packed.getvalue()

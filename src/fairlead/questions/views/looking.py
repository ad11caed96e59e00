"""Look at a form as applicants see it, at what a draft changes, and publish it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, asked
from fairlead.kernel.languages import language_name
from fairlead.programmes import policies as programmes
from fairlead.programmes.enums import Side
from fairlead.questions import actions, policies, queries
from fairlead.questions.rendering import form_for
from fairlead.questions.views import telling
from fairlead.questions.wording import FIRST

if TYPE_CHECKING:
    from fairlead.programmes.models import Programme
    from fairlead.questions.models import FormVersion


@require_safe
@login_required
def current(request: ActorRequest, pk: UUID, side: str) -> HttpResponse:
    """What applicants on this side fill in now, also where it is the built-in form."""
    programme = programmes.fetch(request.actor, pk)
    if side not in Side.values:
        raise Http404
    version = queries.published(programme, side)
    context = {
        "programme": programme,
        "form_name": _("Form for a %(side)s") % {"side": str(Side(side).label).lower()},
        "home_url": reverse("questions:forms", args=[programme.pk]),
        "builtin": version is None,
        **_shown(request, programme, version, side),
    }
    return render(request, "questions/preview.html", context)


@require_safe
@login_required
def preview(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The version as applicants see it, page after page."""
    version = policies.fetch(request.actor, pk)
    context = {
        **telling.frame(version, "preview", can_edit=policies.can_edit(request.actor, version)),
        **_shown(request, version.form.programme, version, version.form.side),
    }
    return render(request, "questions/preview.html", context)


def _shown(
    request: ActorRequest, programme: "Programme", version: "FormVersion | None", side: str
) -> dict[str, Any]:
    written = version.languages if version else [FIRST]
    wanted = asked(request, "language")
    language = wanted if wanted in written else written[0]
    with translation.override(language):
        pages = queries.pages(version, side, language)
        drawn = [{"page": page, "form": _drawn(page, programme, side, language)} for page in pages]
    return {
        "pages": drawn,
        "labels": [page.title or _("Page without a title") for page in pages],
        "languages": [
            {"label": language_name(code), "url": f"?language={code}", "current": code == language}
            for code in written
        ],
    }


def _drawn(page: "queries.Page", programme: "Programme", side: str, language: str) -> Any:
    if not side:
        return form_for(page, {}, None, language)
    return import_string(settings.FORM_PREVIEW)(page, programme, side)


@require_safe
@login_required
def changes(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What this version changed, and for a draft what is still to be mended before publishing."""
    version = queries.loaded(policies.fetch(request.actor, pk))
    can_edit = policies.can_edit(request.actor, version)
    before = queries.version_before(version)
    context = {
        **telling.frame(version, "changes", can_edit=can_edit),
        "before": before,
        "changes": queries.changes(before, version),
        "flaws": queries.flaws(version) if can_edit else [],
    }
    return render(request, "questions/changes.html", context)


@require_POST
@login_required
def publish(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Let applicants fill in this version from now on."""
    version = policies.fetch(request.actor, pk, to=policies.can_edit)
    seen = telling.seen(request.GET.dict() | request.POST.dict())
    try:
        actions.publish(version, seen=seen, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("questions:changes", version.pk)
    if version.form.is_survey:
        messages.success(request, _("Published. Waves that open from now on ask this version."))
    else:
        messages.success(request, _("Published. Applicants fill in this version from now on."))
    return redirect(telling.home_of(version))


@require_POST
@login_required
def discard(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Throw the draft away."""
    version = policies.fetch(request.actor, pk, to=policies.can_edit)
    seen = telling.seen(request.GET.dict() | request.POST.dict())
    try:
        actions.discard(version, seen=seen, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("questions:changes", version.pk)
    if version.form.is_survey:
        messages.success(request, _("The draft is discarded."))
    else:
        messages.success(request, _("The draft is discarded. Applicants go on with the published form."))
    return redirect(telling.home_of(version))

"""The languages of a form, and their texts beside the original."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.kernel.languages import language_name
from fairlead.questions import actions, policies, queries
from fairlead.questions.forms import LanguageForm, TranslationForm, languages_of
from fairlead.questions.views import telling

if TYPE_CHECKING:
    from fairlead.questions.models import FormVersion


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def languages(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Add and remove languages, and choose the one others fall back to."""
    version = queries.loaded(policies.fetch(request.actor, pk, to=policies.can_edit))
    doing = request.POST.get("do", "")
    form = LanguageForm(version, request.POST if doing == "add" else None)
    if request.method == "POST" and (doing != "add" or form.is_valid()):
        code = form.cleaned_data["language"] if doing == "add" else request.POST.get("code", "")
        try:
            named = _named(version, doing, code)
            actions.set_languages(
                version, named, seen=telling.seen(request.POST), by=request.actor, at=timezone.now()
            )
        except Refused as refusal:
            messages.error(request, str(refusal.sentence))
        else:
            messages.success(request, _("Saved in the draft."))
            if doing == "add":
                return redirect("questions:translation", version.pk, code)
        return redirect("questions:languages", version.pk)
    context = {
        **telling.frame(version, "languages", can_edit=True),
        "form": form,
        "languages": languages_of(version),
    }
    return render(request, "questions/languages.html", context, status=422 if form.errors else 200)


def _named(version: "FormVersion", doing: str, code: str) -> list[str]:
    others = [one for one in version.languages if one != code]
    if doing == "add":
        return [*others, code]
    if code not in version.languages or doing not in {"first", "remove"}:
        raise Http404
    return [code, *others] if doing == "first" else others


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def translation(request: ActorRequest, pk: UUID, code: str) -> HttpResponse:
    """Write the texts of one language, each beside the original."""
    version = queries.loaded(policies.fetch(request.actor, pk, to=policies.can_edit))
    if code not in version.languages[1:]:
        raise Http404
    form = TranslationForm(queries.texts(version), version.languages[0], code, request.POST or None)
    if request.method == "POST" and form.is_valid():
        seen, by, at = telling.seen(request.POST), request.actor, timezone.now()
        try:
            actions.translate(version, code, form.written(), seen=seen, by=by, at=at)
        except Refused as refusal:
            version = policies.fetch(request.actor, pk, to=policies.can_edit)
            form.add_error(None, str(refusal.sentence))
        else:
            messages.success(request, _("Saved in the draft."))
            return redirect("questions:languages", version.pk)
    context = {
        **telling.frame(version, "languages", can_edit=True),
        "form": form,
        "language": language_name(code),
    }
    return render(request, "questions/translation.html", context, status=422 if form.errors else 200)

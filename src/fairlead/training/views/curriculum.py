"""The curriculum of a programme as its team keeps it."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import actions as designing
from fairlead.programmes import policies as programmes
from fairlead.programmes import queries as designs
from fairlead.programmes.enums import Part, Side
from fairlead.training import policies, queries
from fairlead.training.actions import copying
from fairlead.training.actions import curriculum as actions
from fairlead.training.enums import Kind
from fairlead.training.forms import ModuleForm
from fairlead.training.views import telling

if TYPE_CHECKING:
    from fairlead.training.models import Module

PLACES = {"up": -1, "down": 1}


@never_cache
@require_safe
@login_required
def curriculum(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The modules in their order; the team reads them, coordinators change them."""
    programme = programmes.fetch(request.actor, pk)
    found = queries.modules(programme)
    home = designs.owner(programme, Part.TRAINING)
    context = {
        "programme": programme,
        "rows": [_row(one.module, one.asked, programme) for one in found if one.module.in_use],
        "out_of_use": [one.module for one in found if not one.module.in_use],
        "can_edit": policies.can_write(request.actor, programme),
        "can_settle": programmes.can_edit(request.actor, programme) and programme.parent_id is not None,
        "can_lead": policies.can_see_sessions(request.actor, programme),
        "taken_from": home if home.pk != programme.pk else None,
        "has_starter": any(one.module.starter for one in found),
        "designed": [
            (Side.MENTOR.label, programme.get_mentor_training_display()),
            (Side.MENTEE.label, programme.get_mentee_training_display()),
        ],
        "kinds": [{"value": kind.value, "label": kind.label, "icon": telling.ICONS[kind]} for kind in Kind],
    }
    return render(request, "training/curriculum.html", context)


def _row(one: "Module", asked: int, programme: Any) -> dict[str, Any]:
    return {
        "module": one,
        "asked": asked,
        "icon": telling.ICONS.get(Kind(one.kind), "book-open"),
        "sides": telling.sides(one, programme),
        "refreshes": [whole.title for whole in one.refreshes.all()],
        "lacks": _("Has no question yet") if one.kind == Kind.QUIZ and not asked else "",
    }


@require_POST
@login_required
def begin(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Copy the starter curriculum into the programme."""
    programme = programmes.fetch(request.actor, pk, to=programmes.can_edit)
    try:
        added = copying.begin(programme, language=get_language() or "en", by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        said = ngettext("%(count)d module was added.", "%(count)d modules were added.", added)
        messages.success(request, said % {"count": added} + " " + _("Read them and make them yours."))
    return redirect("training:curriculum", programme.pk)


@require_POST
@login_required
def settle(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Let a sub-programme settle its training itself, or take the parent's over again."""
    programme = programmes.fetch(request.actor, pk, to=programmes.can_edit)
    acts = {"own": designing.settle_part, "inherit": designing.take_part_over}
    act = acts.get(request.POST.get("do", ""))
    if act is None:
        raise Http404
    act(programme, Part.TRAINING, by=request.actor, at=timezone.now())
    return redirect("training:curriculum", programme.pk)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: ActorRequest, pk: UUID, kind: str) -> HttpResponse:
    """Write a new module of this kind."""
    programme = programmes.fetch(request.actor, pk, to=policies.can_write)
    if kind not in Kind.values:
        raise Http404
    blank = queries.unwritten(programme, kind)
    posted = request.method == "POST"
    form = ModuleForm(
        request.POST if posted else None, request.FILES if posted else None, kind=kind, instance=blank
    )
    if posted and form.is_valid():
        made = actions.add(
            programme, kind, form.given, upload=form.upload, by=request.actor, at=timezone.now()
        )
        messages.success(request, _("The module is added."))
        return redirect("training:edit", made.pk)
    context = {"programme": programme, "form": form, "kind": Kind(kind).label, "module": None}
    return render(request, "training/edit.html", context, status=422 if form.errors else 200)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Change a module; its questions stand below."""
    module = policies.fetch(request.actor, pk, to=policies.can_edit)
    posted = request.POST.copy() if request.method == "POST" else None
    form = ModuleForm(
        posted, request.FILES if posted is not None else None, kind=module.kind, instance=module
    )
    if posted is not None and form.is_valid():
        if _changed(request, module, form):
            messages.success(request, _("Saved. Whoever has completed it keeps that."))
            return redirect("training:edit", module.pk)
        posted["revision"] = str(policies.fetch(request.actor, pk, to=policies.can_edit).revision)
    shown = policies.fetch(request.actor, pk, to=policies.can_edit)
    context = {
        "programme": shown.programme,
        "module": shown,
        "form": form,
        "kind": Kind(shown.kind).label,
        "questions": queries.questions(shown),
        "file": queries.file_of(shown) if shown.kind == Kind.FILE else None,
    }
    return render(request, "training/edit.html", context, status=422 if form.errors else 200)


def _changed(request: ActorRequest, module: "Module", form: ModuleForm) -> bool:
    try:
        actions.change(
            module,
            form.given,
            upload=form.upload,
            seen=form.cleaned_data["revision"] or 0,
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    return True


@require_POST
@login_required
def arrange(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Move a module, take it out of use or back."""
    module = policies.fetch(request.actor, pk, to=policies.can_edit)
    doing = request.POST.get("do", "")
    by, at = request.actor, timezone.now()
    try:
        if doing in PLACES:
            actions.move(module, by_places=PLACES[doing], by=by, at=at)
        elif doing in ("retire", "restore"):
            actions.set_in_use(module, doing == "restore", by=by, at=at)
        else:
            raise Http404
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect("training:curriculum", module.programme_id)

"""Sessions: those who come and leave; those who plan them and note who was there."""

from typing import TYPE_CHECKING, Any
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

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, told
from fairlead.programmes import policies as programmes
from fairlead.training import policies, queries
from fairlead.training.actions import enrolling
from fairlead.training.actions import sessions as actions
from fairlead.training.enums import EnrolmentState, Kind
from fairlead.training.forms import SessionForm
from fairlead.training.queries import sharing

if TYPE_CHECKING:
    from fairlead.training.models import Module, Session


@require_POST
@login_required
def enrol(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The actor comes, or waits for a place."""
    session = policies.fetch_session(request.actor, pk, to=policies.can_enrol)
    try:
        one = enrolling.enrol(session, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        if one.state == EnrolmentState.WAITING:
            messages.info(
                request,
                _("You are on the waiting list. When a place is free it is yours, and you get a letter."),
            )
        else:
            messages.success(request, _("You have a place. The invitation for your calendar is on its way."))
    return redirect("training:module", session.module_id)


@require_POST
@login_required
def leave(request: ActorRequest, pk: UUID) -> HttpResponse:
    """The actor does not come after all."""
    session = policies.fetch_session(request.actor, pk, to=policies.can_enrol)
    try:
        if enrolling.leave(session, by=request.actor, at=timezone.now()):
            messages.success(request, _("Your place is given up. Thank you for saying so."))
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    return redirect("training:module", session.module_id)


@never_cache
@require_safe
@login_required
def sessions(request: ActorRequest, pk: UUID) -> HttpResponse:
    """All sessions of the programme: those to come first."""
    programme = programmes.fetch(request.actor, pk, to=policies.can_see_sessions)
    every, now = queries.sessions_of(programme), timezone.now()
    context = {
        "programme": programme,
        "coming": [one for one in every if one.ends_at > now],
        "past": [one for one in reversed(every) if one.ends_at <= now],
        "modules": [
            one.module
            for one in queries.modules(programme)
            if one.module.in_use and one.module.kind == Kind.LIVE
        ],
        "can_edit": policies.can_write(request.actor, programme),
    }
    return render(request, "training/sessions.html", context)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Plan a session of a live module."""
    module = policies.fetch(request.actor, pk, to=policies.can_edit)
    if module.kind != Kind.LIVE:
        raise Http404
    form = SessionForm(
        request.POST if request.method == "POST" else None,
        session=queries.unwritten_session(module),
        sharing=sharing.sharing(module.programme),
    )
    if form.is_bound and form.is_valid():
        try:
            made = actions.plan(module, form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("starts_at", str(refusal.sentence))
        else:
            messages.success(request, _("The session is planned. Whoever learns by this module can enrol."))
            return redirect("training:session", made.pk)
    return _form(request, module, None, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Move a session, or give it another place."""
    session = policies.fetch_session(request.actor, pk, to=policies.can_run_session)
    posted = request.POST.copy() if request.method == "POST" else None
    form = SessionForm(
        posted,
        session=session,
        sharing=sharing.to_share(session),
        shares=sharing.shares_of(session),
    )
    if posted is not None and form.is_valid():
        seen = form.cleaned_data["revision"] or 0
        try:
            actions.change(session, form.cleaned_data, seen=seen, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
            posted["revision"] = str(queries.counted(session).session.revision)
        else:
            messages.success(request, _("Saved. The calendars of those who come follow."))
            return redirect("training:session", session.pk)
    return _form(request, session.module, session, form)


def _form(
    request: ActorRequest, module: "Module", session: "Session | None", form: SessionForm
) -> HttpResponse:
    context = {"module": module, "programme": module.programme, "session": session, "form": form}
    return render(request, "training/session_form.html", context, status=422 if form.errors else 200)


@never_cache
@require_safe
@login_required
def session(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One session: who comes, who waits, and from shortly before it on who was there.

    A partner’s coordinator reads the names of their own people, of the others only how many.
    """
    found = policies.fetch_session(request.actor, pk, to=policies.can_see_session)
    now = timezone.now()
    shown = queries.counted(found)
    context: dict[str, Any] = {
        "shown": shown,
        "session": shown.session,
        "module": shown.session.module,
        "programme": found.module.programme,
        "known": sharing.known_to(request.actor, found),
        "central": programmes.leads(request.actor, found.module.programme_id),
        "institutions": sharing.by_institution(found),
        "released_at": sharing.released_at(found),
        "can_run": policies.can_run_session(request.actor, shown.session),
        "to_come": not shown.cancelled and shown.session.starts_at > now,
        "ticking": not shown.cancelled and now >= shown.session.starts_at - enrolling.DOORS_OPEN,
    }
    return render(request, "training/session.html", context)


@require_POST
@login_required
def cancel(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Call a session off."""
    found = policies.fetch_session(request.actor, pk, to=policies.can_run_session)
    with told(request, _("The session is cancelled. Everybody who was to come has a letter.")):
        actions.cancel(found, by=request.actor, at=timezone.now())
    return redirect("training:session", found.pk)


@require_POST
@login_required
def tick(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Note who was there."""
    found = policies.fetch_session(request.actor, pk, to=policies.can_run_session)
    try:
        count = enrolling.tick(
            found,
            _ids(request, "present"),
            shown=_ids(request, "shown"),
            by=request.actor,
            at=timezone.now(),
        )
    except Refused as refusal:
        messages.warning(request, str(refusal.sentence))
    else:
        messages.success(request, _said_of(count))
    return redirect("training:session", found.pk)


def _said_of(count: int) -> str:
    if not count:
        return _("Kept: nobody was there.")
    said = ngettext(
        "Kept: %(count)d person was there and has completed the module.",
        "Kept: %(count)d people were there and have completed the module.",
        count,
    )
    return said % {"count": count}


def _ids(request: ActorRequest, name: str) -> list[UUID]:
    """The ids that were posted; what is none is left out."""
    found = []
    for given in request.POST.getlist(name):
        try:
            found.append(UUID(given))
        except ValueError:
            continue
    return found

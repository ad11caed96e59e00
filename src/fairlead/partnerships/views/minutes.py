"""The minutes of steering meetings: writing, circulating, reading, printing; and what was agreed to do."""

from typing import TYPE_CHECKING
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, safe_next, told
from fairlead.kernel.printing import CannotPrint
from fairlead.kernel.reading import rendered
from fairlead.partnerships import policies, printing
from fairlead.partnerships.actions import minutes as actions
from fairlead.partnerships.enums import ActionState
from fairlead.partnerships.forms.steering import ActionForm, MinutesForm
from fairlead.partnerships.queries import steering as queries
from fairlead.partnerships.views.steering import shown

if TYPE_CHECKING:
    from fairlead.partnerships.models import SteeringMeeting, SteeringMinutes


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def write(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Write the minutes, note who was there, and circulate them when they are finished."""
    found = policies.fetch_meeting(request.actor, pk, to=policies.can_keep_minutes)
    if found.starts_at > timezone.now():
        raise Http404
    sheet = queries.sheet(found)
    posted = request.POST.copy() if request.method == "POST" else None
    initial = {name: getattr(found, name) for name in ("text", "decisions", "revision")}
    form = MinutesForm(posted, initial=initial)
    there = {one.pk for one in sheet.guests if one.was_there is not False}
    note = ""
    if posted is not None:
        there = {one.pk for one in sheet.guests if str(one.pk) in posted.getlist("there")}
        note = posted.get("note", "").replace("\x00", "")
        if form.is_valid() and _kept(request, found, form, there, note):
            return redirect("partnerships:meeting", found.pk)
        posted["revision"] = str(policies.fetch_meeting(request.actor, pk).revision)
    context = {
        "meeting": found,
        "programme": found.programme,
        "form": form,
        "guests": [(one, one.pk in there) for one in sheet.guests],
        "version": sheet.newest,
        "note": note,
    }
    return render(request, "partnerships/steering_write.html", context, status=422 if form.errors else 200)


def _kept(
    request: ActorRequest, found: "SteeringMeeting", form: MinutesForm, there: set[UUID], note: str
) -> bool:
    """Keep what was written and, where that was asked, circulate it; False when it was refused."""
    by, at = request.actor, timezone.now()
    try:
        kept = actions.write(
            found, form.cleaned_data, there=there, seen=form.cleaned_data["revision"] or 0, by=by, at=at
        )
        if request.POST.get("do") != "circulate":
            messages.success(request, _("Kept. Nobody is told before you circulate the minutes."))
            return True
        actions.circulate(kept, note=note, seen=kept.revision, by=by, at=at)
    except Refused as refusal:
        form.add_error(None, str(refusal.sentence))
        return False
    messages.success(request, _("The minutes are circulated; the whole team has a letter."))
    return True


@never_cache
@require_safe
@login_required
def version(request: ActorRequest, pk: UUID, number: int) -> HttpResponse:
    """One version of the minutes, as it went round."""
    found = policies.fetch_meeting(request.actor, pk)
    one = _numbered(found, number)
    context = {
        "meeting": found,
        "programme": found.programme,
        "version": one,
        "document": one.document,
        "agenda": rendered(one.document["agenda"]),
        "text": rendered(one.document["text"]),
        "decisions": rendered(one.document["decisions"]),
        "actions": queries.actions_said(one),
    }
    return render(request, "partnerships/steering_minutes.html", context)


@require_safe
@login_required
def paper(request: ActorRequest, pk: UUID, number: int) -> HttpResponse:
    """One version of the minutes as a PDF."""
    found = policies.fetch_meeting(request.actor, pk)
    one = _numbered(found, number)
    try:
        content = printing.minutes_pdf(one, queries.actions_said(one))
    except CannotPrint as refusal:
        messages.error(request, str(refusal.sentence))
        return redirect("partnerships:minutes", found.pk, number)
    response = HttpResponse(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'inline; filename="minutes-{number}.pdf"'
    response.headers["Cache-Control"] = "private, no-store"
    return response


def _numbered(found: "SteeringMeeting", number: int) -> "SteeringMinutes":
    one = queries.sheet(found).numbered(number)
    if one is None:
        raise Http404
    return one


@require_POST
@login_required
def agree(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Note what is to be done."""
    found = policies.fetch_meeting(request.actor, pk, to=policies.can_keep_minutes)
    form = ActionForm(request.POST, team=queries.team(found.programme))
    if not form.is_valid():
        context = shown(request, found, form)
        return render(request, "partnerships/steering_meeting.html", context, status=422)
    with told(request, _("Noted. Whoever does it finds it on their home page.")):
        actions.agree(found, **form.cleaned_data, by=request.actor, at=timezone.now())
    return redirect("partnerships:meeting", found.pk)


@require_POST
@login_required
def settle(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Say that an action is done, given up, or to do again."""
    action = policies.fetch_action(request.actor, pk)
    to = request.POST.get("to", "")
    if to not in ActionState.values:
        raise Http404
    with told(request, _("Noted.")):
        actions.settle(action, to, by=request.actor, at=timezone.now())
    page = redirect("partnerships:meeting", action.meeting_id)
    return redirect(safe_next(request, page.url))

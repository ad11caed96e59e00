"""Steering meetings: the list, one meeting, planning it and calling it off."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest, told
from fairlead.kernel.reading import rendered
from fairlead.partnerships import policies
from fairlead.partnerships.actions import steering as actions
from fairlead.partnerships.enums import SteeringState
from fairlead.partnerships.forms.steering import ActionForm, MeetingForm
from fairlead.partnerships.queries import steering as queries
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.partnerships.models import SteeringMeeting
    from fairlead.programmes.models import Programme


@never_cache
@require_safe
@login_required
def meetings(request: ActorRequest, pk: UUID) -> HttpResponse:
    """All steering meetings of the programme, and what is still to be done."""
    programme = programmes.fetch(request.actor, pk)
    context = {
        "programme": programme,
        "found": queries.meetings(programme, at=timezone.now()),
        "can_steer": policies.can_steer(request.actor, programme),
        "today": timezone.localdate(),
        "me": request.actor.person_id,
    }
    return render(request, "partnerships/steering.html", context)


@never_cache
@require_safe
@login_required
def meeting(request: ActorRequest, pk: UUID) -> HttpResponse:
    """One meeting: agenda, who is invited, the minutes that went round, what is to be done."""
    found = policies.fetch_meeting(request.actor, pk)
    return render(request, "partnerships/steering_meeting.html", shown(request, found))


def shown(
    request: ActorRequest, found: "SteeringMeeting", action_form: ActionForm | None = None
) -> dict[str, Any]:
    """What the page of a meeting shows."""
    at = timezone.now()
    sheet = queries.sheet(found)
    can_steer = policies.can_keep_minutes(request.actor, found)
    cancelled = found.state == SteeringState.CANCELLED
    begun = found.starts_at <= at
    may_agree = can_steer and begun and not cancelled
    if may_agree and action_form is None:
        action_form = ActionForm(team=queries.team(found.programme))
    return {
        "meeting": found,
        "programme": found.programme,
        "sheet": sheet,
        "version": sheet.newest,
        "ends_at": queries.ends_at(found),
        "agenda": rendered(found.agenda),
        "text": rendered(sheet.newest.document["text"]) if sheet.newest else "",
        "decisions": rendered(sheet.newest.document["decisions"]) if sheet.newest else "",
        "can_steer": can_steer,
        "can_change": can_steer and found.state == SteeringState.PLANNED,
        "can_write": may_agree,
        "action_form": action_form,
        "cancelled": cancelled,
        "today": timezone.localdate(),
        "me": request.actor.person_id,
        "follows": queries.next_after(found),
    }


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def new(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Plan a meeting and invite the team."""
    programme = programmes.fetch(request.actor, pk, to=policies.can_steer)
    form = MeetingForm(
        request.POST if request.method == "POST" else None,
        meeting=queries.unwritten_meeting(programme),
        team=queries.team(programme),
    )
    if form.is_bound and form.is_valid():
        try:
            made = actions.plan(programme, form.cleaned_data, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("starts_at", str(refusal.sentence))
        else:
            messages.success(request, _("The meeting is planned; the invitations are on their way."))
            return redirect("partnerships:meeting", made.pk)
    return _form(request, programme, None, form)


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def edit(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Move a meeting, change its agenda, invite others."""
    found = policies.fetch_meeting(request.actor, pk, to=policies.can_keep_minutes)
    guests = queries.sheet(found).guests
    posted = request.POST.copy() if request.method == "POST" else None
    form = MeetingForm(
        posted,
        meeting=found,
        team=queries.invitable(found, guests),
        invited=[one.person_id for one in guests],
    )
    if posted is not None and form.is_valid():
        seen = form.cleaned_data["revision"] or 0
        try:
            actions.change(found, form.cleaned_data, seen=seen, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
            now = policies.fetch_meeting(request.actor, pk, to=policies.can_keep_minutes)
            posted["revision"] = str(now.revision)
        else:
            messages.success(request, _("Saved. The calendars of those invited follow."))
            return redirect("partnerships:meeting", found.pk)
    return _form(request, found.programme, found, form)


def _form(
    request: ActorRequest, programme: "Programme", meeting: "SteeringMeeting | None", form: MeetingForm
) -> HttpResponse:
    context = {"programme": programme, "meeting": meeting, "form": form}
    return render(request, "partnerships/steering_form.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def cancel(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Call a meeting off."""
    found = policies.fetch_meeting(request.actor, pk, to=policies.can_keep_minutes)
    with told(request, _("The meeting is cancelled; it leaves the calendars.")):
        actions.cancel(found, by=request.actor, at=timezone.now())
    return redirect("partnerships:meeting", found.pk)

"""End a partnership: what will happen, the day, and taking it back."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.partnerships import policies
from fairlead.partnerships.actions import leaving
from fairlead.partnerships.forms import LeaveForm
from fairlead.partnerships.queries import leaving as queries
from fairlead.partnerships.views.frame import about


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def leave(request: ActorRequest, pk: UUID) -> HttpResponse:
    """What leaving would do, counted, and the day from which it is so."""
    partnership = policies.fetch(request.actor, pk, to=policies.can_leave)
    preview = queries.preview(partnership)
    form = LeaveForm(request.POST or None, initial={"on": partnership.ends_on or timezone.localdate()})
    if request.method == "POST" and form.is_valid():
        on, seen = form.cleaned_data["on"], request.POST.get("seen", "")
        try:
            done = leaving.leave(partnership, on=on, seen=seen, by=request.actor, at=timezone.now())
        except Refused as refusal:
            form.add_error("on", str(refusal.sentence))
        else:
            said = _("The partnership has ended.") if done else _("Both sides have a letter with the day.")
            messages.success(request, said)
            return redirect("partnerships:page", partnership.pk)
    version = queries.held(partnership)
    notice = version.document["words"]["notice_months"] if version else 0
    context = {**about(request, partnership), "form": form, "preview": preview, "notice": notice}
    return render(request, "partnerships/leave.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def stay(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Take back that the partner leaves, before the day."""
    partnership = policies.fetch(request.actor, pk, to=policies.can_speak)
    try:
        leaving.stay(partnership, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, _("The partner stays; both sides have a letter."))
    return redirect("partnerships:page", partnership.pk)

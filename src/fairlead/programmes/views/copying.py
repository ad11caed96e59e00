"""Begin from what is there: copies of programmes and rounds, and the archive."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.programmes import actions, forms, policies, queries


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def copy(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Begin a new programme with the design of this one."""
    programme = policies.fetch(request.actor, pk, to=policies.can_copy)
    at, last = timezone.now(), queries.last_dated_round(programme)
    name = _("%(name)s (copy)") % {"name": programme.name}
    start = actions.suggested_start(last, at=at) if last else None
    form = forms.CopyForm(request.POST or None, initial={"name": name[:160], "starts_on": start})
    if last is None:
        del form.fields["starts_on"]
    if request.method == "POST" and form.is_valid():
        given = {"starts_on": None, **form.cleaned_data}
        made = actions.copy_programme(programme, **given, by=request.actor, at=at)
        messages.success(request, _("The copy is yours to change. Staff do not see it yet."))
        return redirect("programmes:design", made.pk)
    context = {
        "programme": programme,
        "form": form,
        "title": _("Copy this programme"),
        "lead": _(
            "Design, areas, partners, practice card, rules and forms come along; people and pairs do not."
        ),
        "action": _("Make the copy"),
    }
    return render(request, "programmes/one_form.html", context, status=422 if form.errors else 200)


@require_POST
@login_required
def archive(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Put the programme into the archive, or bring it back."""
    programme = policies.fetch(request.actor, pk, to=policies.can_edit)
    acts = {
        "archive": (actions.archive, _("The programme is archived. Its team can still read everything.")),
        "restore": (actions.bring_back, _("The programme is back.")),
    }
    if (to := request.POST.get("to", "")) not in acts:
        raise Http404
    act, said = acts[to]
    try:
        act(programme, by=request.actor, at=timezone.now())
    except Refused as refusal:
        messages.error(request, str(refusal.sentence))
    else:
        messages.success(request, said)
    return redirect("programmes:detail", programme.pk)


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def again(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Plan the next round from this one."""
    round = policies.fetch_round(request.actor, pk, to=policies.can_run_round)
    at = timezone.now()
    start = actions.suggested_start(round, at=at)
    if start is None:
        raise Http404
    name = queries.free_round_name(round.programme, date_format(start, "F Y"))
    form = forms.AgainForm(request.POST or None, initial={"name": name, "starts_on": start})
    if request.method == "POST" and form.is_valid():
        try:
            made = actions.repeat_round(round, **form.cleaned_data, by=request.actor, at=at)
        except Refused as refusal:
            form.add_error("name", str(refusal.sentence))
        else:
            messages.success(request, _("The round is planned. Look through its calendar."))
            return redirect("programmes:calendar", made.pk)
    context = {
        "programme": round.programme,
        "round": round,
        "form": form,
        "title": _("Start the next round"),
        "lead": _("With the periods and the calendar of %(round)s.") % {"round": round.name},
        "action": _("Plan the round"),
    }
    return render(request, "programmes/one_form.html", context, status=422 if form.errors else 200)

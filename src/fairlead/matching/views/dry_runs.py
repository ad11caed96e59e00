"""A dry run: today's policy over the people of an earlier round."""

from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.matching.actions import trying as actions
from fairlead.matching.forms import DryRunForm
from fairlead.matching.queries import dry_runs, presets, runs, trying
from fairlead.matching.queries.weighing import default_weights
from fairlead.programmes import policies as programmes

if TYPE_CHECKING:
    from fairlead.matching.models import Run, Scenario
    from fairlead.programmes.models import Round


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def of_round(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Choose an earlier round and a policy of now; posting asks for the dry run."""
    round = programmes.fetch_round(request.actor, pk, to=programmes.can_run_round)
    earlier, offered = dry_runs.choices(request.actor, round), presets.offered(round.programme)
    newest = runs.newest_done(round)
    called = _("As in run %(n)d of %(round)s") % {"n": newest.number, "round": round.name} if newest else None
    form = DryRunForm(request.POST or None, runs=earlier, offered=offered, newest=called)
    if request.method == "POST" and form.is_valid():
        policy = _policy(form, offered, newest)
        try:
            made = _ask(request, form, policy)
        except Refused as refusal:
            form.add_error(None, str(refusal.sentence))
        else:
            return redirect("matching:scenario", pk=made.pk)
    context = {"round": round, "form": form, "earlier": earlier}
    return render(request, "matching/dry_run.html", context, status=422 if form.errors else 200)


def _policy(form: DryRunForm, offered: list[presets.Offered], newest: "Run | None") -> dict[str, Any]:
    chosen = next((one for one in offered if one.key == form.cleaned_data["policy"]), None)
    if chosen is not None:
        return chosen.policy
    return newest.policy if newest else default_weights()


def _ask(request: ActorRequest, form: DryRunForm, policy: dict[str, Any]) -> "Scenario":
    run = dry_runs.fetch(request.actor, UUID(form.cleaned_data["run"]))
    assert run is not None
    of: Round = run.round
    start, ways, now = trying.of_then(run), actions.Ways(policy), timezone.now()
    return actions.ask(of, start, ways, name=form.cleaned_data["name"], by=request.actor, at=now, dry=True)

"""The units of an institution: added and renamed."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from fairlead.institutions import actions
from fairlead.kernel.errors import Refused
from fairlead.kernel.http import ActorRequest
from fairlead.partnerships import policies
from fairlead.partnerships.forms.institutions import UnitForm

if TYPE_CHECKING:
    from fairlead.institutions.models import Institution, Unit


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def add(request: ActorRequest, pk: UUID) -> HttpResponse:
    """A unit that the institution does not have yet."""
    institution = policies.fetch_institution(request.actor, pk)

    def store(name: str) -> None:
        actions.add_unit(institution, name=name, by=request.actor, at=timezone.now())

    return _named(request, institution, None, store, _("The unit is in the list."))


@require_http_methods(["GET", "HEAD", "POST"])
@login_required
def rename(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Another name of a unit."""
    unit = policies.fetch_unit(request.actor, pk)

    def store(name: str) -> None:
        actions.rename_unit(unit, name=name, by=request.actor, at=timezone.now())

    return _named(request, unit.institution, unit, store, _("The name is changed."))


def _named(
    request: ActorRequest,
    institution: "Institution",
    unit: "Unit | None",
    store: Callable[[str], Any],
    done: str,
) -> HttpResponse:
    """The page with one name, and what it does with it."""
    form = UnitForm(request.POST or None, initial={"name": unit.name} if unit else None)
    if request.method == "POST" and form.is_valid():
        try:
            store(form.cleaned_data["name"])
        except Refused as refusal:
            form.add_error("name", str(refusal.sentence))
        else:
            messages.success(request, done)
            return redirect("partnerships:institution", institution.pk)
    context = {"form": form, "institution": institution, "dressed": institution, "unit": unit}
    return render(request, "partnerships/institutions/unit.html", context, status=422 if form.errors else 200)

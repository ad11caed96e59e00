"""What coordinators do with mentoring circles by one click."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from fairlead.kernel.http import ActorRequest, told
from fairlead.mentoringcircles import policies
from fairlead.mentoringcircles.actions import asking, forming, moving, telling
from fairlead.mentoringcircles.forms import CircleForm, SeatForm, SeenForm
from fairlead.mentoringcircles.queries import asked, circles


@never_cache
@require_POST
@login_required
def seat(request: ActorRequest, pk: UUID) -> HttpResponse:
    """Move a mentee to another circle, or to none."""
    found = policies.fetch(request.actor, pk, to=policies.can_change)
    form = SeatForm(request.POST)
    people = {one.participation_id: one.participation for one in asked.answers(found)}
    if not form.is_valid() or form.cleaned_data["who"] not in people:
        raise Http404
    given, there = form.cleaned_data, {one.circle.pk: one.circle for one in circles.of_session(found)}
    if given["circle"] is not None and given["circle"] not in there:
        raise Http404
    who, circle = people[given["who"]], there.get(given["circle"])
    with told(request, _("%(name)s is moved.") % {"name": who.person.name}):
        moving.seat(found, who, circle, seen=given["seen"], by=request.actor, at=timezone.now())
    return redirect(reverse("mentoringcircles:session", args=[pk]) + "#circles")


@never_cache
@require_POST
@login_required
def circle(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Settle where a circle meets, or whether a small one goes on."""
    found = policies.fetch(request.actor, pk, to=policies.can_change)
    form = CircleForm({**request.GET.dict(), **request.POST.dict()})
    there = {one.circle.pk: one.circle for one in circles.of_session(found)}
    valid, back = form.is_valid(), reverse("mentoringcircles:session", args=[pk]) + "#circles"
    if form.cleaned_data.get("circle") not in there:
        raise Http404
    if not valid:
        messages.warning(request, next(str(one) for some in form.errors.values() for one in some))
        return redirect(back)
    given, by, at = form.cleaned_data, request.actor, timezone.now()
    wanted = there[given["circle"]]
    if deed == "place":
        with told(request, _("Kept.")):
            seen = given["seen"] or 0
            moving.place(found, wanted, given["place"], given["link"], seen=seen, by=by, at=at)
    elif deed in ("keep", "off"):
        with told(request, _("It goes on.") if deed == "keep" else _("Called off, and its people are told.")):
            telling.settle(found, wanted, goes_on=deed == "keep", by=by, at=at)
    else:
        raise Http404
    return redirect(back)


@never_cache
@require_POST
@login_required
def act(request: ActorRequest, pk: UUID, deed: str) -> HttpResponse:
    """Ask people, form the circles, publish them, or call them off."""
    found = policies.fetch(request.actor, pk, to=policies.can_change)
    form = SeenForm(request.GET)
    seen = form.cleaned_data["seen"] if form.is_valid() else found.revision + 1
    by, at = request.actor, timezone.now()
    if deed == "ask":
        number = len(asked.not_asked(found))
        done = ngettext("%(count)d person has been asked.", "%(count)d people have been asked.", number)
        with told(request, done % {"count": number} if number else _("There is nobody new to ask.")):
            asking.ask(found, seen=seen, by=by, at=at)
    elif deed == "form":
        with told(request, _("Done. Nobody has been told of a circle yet.")):
            forming.form(found, seen=seen, by=by, at=at)
    elif deed == "publish":
        with told(request, _("Published: everybody has their circle.")):
            telling.publish(found, seen=seen, by=by, at=at)
    elif deed == "cancel":
        with told(request, _("Called off.")):
            telling.cancel(found, by=by, at=at)
    else:
        raise Http404
    return redirect("mentoringcircles:session", pk=pk)
